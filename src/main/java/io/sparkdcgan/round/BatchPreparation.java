package io.sparkdcgan.round;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.engine.LocalStep;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.round.LocalTraining.ShardAccess;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Prepares a worker's batches in the background, one ahead: while one trains, the next is shuffled,
 * scaled to [-1, 1] and given its latents. Two batches of memory are used in turn. The thread ends
 * with {@link #close}. Belongs to the worker's thread.
 *
 * <p>An image's latent comes from a stream of its own, (run seed, "latent", the image's position in
 * the endless sequence of epochs), and so does the seed of its augmentation: it depends neither on
 * the workers nor on the rounds nor on the batches that the sequence is cut into.
 *
 * <p>Shards are asked for on the worker's thread, not in the background. On Spark a cached shard is
 * read under a lock that belongs to the task, which Spark knows by the thread: a lock taken by a
 * thread of ours would be nobody's, and its shard could never be evicted again. A cached shard
 * comes at once; one that has to be read or decoded is waited for once in {@code shard / batch}
 * steps.
 */
final class BatchPreparation implements AutoCloseable {
  private final NetworkConfig network;
  private final long seed;
  private final WorkerTask task;
  private final ShardAccess shards;
  private final BatchCuts cuts;
  private final ExecutorService thread;
  private final List<LocalStep.Batch> memory;

  /** One image on its way, small enough for the processor's cache. */
  private final float[] image;

  private int heldShard = -1;
  private ImageBlock held;
  private long nextStep;
  private long nextPosition;
  private Future<PreparedBatch> ahead;
  private long preparingNanos;

  /**
   * @param memory of two batches, which may not be freed before this is closed
   */
  BatchPreparation(
      WorkerTraining training, WorkerTask task, ShardAccess shards, List<LocalStep.Batch> memory) {
    this.network = training.network();
    this.seed = training.seed();
    this.task = task;
    this.shards = shards;
    this.cuts = new BatchCuts(task.spans(), task.batch());
    this.nextStep = task.firstStep();
    this.nextPosition = task.firstPosition();
    this.memory = memory;
    this.image = new float[ImageBlock.imageBytes(network.imageSize())];
    this.thread = Executors.newSingleThreadExecutor(work -> daemon(work, task.worker()));
  }

  /** Starts on the first batch and does not wait for it. */
  void begin() {
    prepareNext();
  }

  /** Whether there is another batch. */
  boolean hasNext() {
    return ahead != null;
  }

  /**
   * Waits for the next batch and starts on the one after it. What made preparing fail is thrown as
   * it is.
   *
   * @return as it was written until the next call, or until this is closed
   * @throws IllegalStateException if the worker's thread is interrupted: Spark ends a task so
   */
  PreparedBatch next() {
    PreparedBatch batch = arrived();
    preparingNanos += batch.nanos();
    prepareNext();
    return batch;
  }

  /** Seconds that the batches so far took to prepare, whoever was waiting for them. */
  double preparingSeconds() {
    return preparingNanos * 1e-9;
  }

  /** Ends the thread and waits until it has: nothing is written to the memory from then on. */
  @Override
  public void close() {
    thread.shutdownNow();
    boolean interrupted = Thread.interrupted();
    boolean ended = false;
    while (!ended) {
      try {
        // It is milliseconds of copying; were the memory freed before, the process would crash.
        ended = thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private PreparedBatch arrived() {
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException("before the batch of step " + (nextStep - 1));
      }
      return ahead.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("worker %s was interrupted".formatted(task.worker()), e);
    } catch (ExecutionException e) {
      throw asItIs(e.getCause());
    }
  }

  /** Preparing declares no checked exceptions, so there is nothing else to come. */
  private static RuntimeException asItIs(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  /** The memory that is written to is the one that was not handed out last. */
  private void prepareNext() {
    if (!cuts.hasNext()) {
      ahead = null;
      return;
    }
    List<BatchPart> parts = parts(cuts.next());
    int count = parts.stream().mapToInt(part -> part.span().count()).sum();
    long step = nextStep++;
    long position = nextPosition;
    nextPosition += count;
    LocalStep.Batch target = memory.get((int) ((step - task.firstStep()) % memory.size()));
    ahead = thread.submit(() -> write(parts, count, step, position, target));
  }

  private List<BatchPart> parts(List<ImageSpan> spans) {
    List<BatchPart> parts = new ArrayList<>();
    for (ImageSpan span : spans) {
      if (span.shard() != heldShard) {
        held = shards.shard(span.shard());
        heldShard = span.shard();
      }
      parts.add(new BatchPart(held, span));
    }
    return parts;
  }

  private PreparedBatch write(
      List<BatchPart> parts, int count, long step, long position, LocalStep.Batch target) {
    long begin = System.nanoTime();
    float[] latents = LatentSampler.of(network).drawEach(seed, "latent", position, count);
    int row = 0;
    for (BatchPart part : parts) {
      if (part.block().imageSize() != network.imageSize()) {
        throw new IllegalArgumentException(
            "%s: images are %s pixels wide, but the networks take %s"
                .formatted(part.span(), part.block().imageSize(), network.imageSize()));
      }
      for (int index : part.span().indices(seed)) {
        ImageBatch.write(part.block(), index, image, 0);
        target.putImage(row++, image);
      }
    }
    target.putLatents(latents);
    target.putSeeds(
        LongStream.range(position, position + count)
            .map(at -> RandomStream.hash(seed, "augmentation", at))
            .toArray());
    return new PreparedBatch(step, count, target, System.nanoTime() - begin);
  }

  private static Thread daemon(Runnable work, int worker) {
    Thread thread = new Thread(work, "batches of worker " + worker);
    thread.setDaemon(true);
    return thread;
  }

  /** What a batch takes from one shard. */
  private record BatchPart(ImageBlock block, ImageSpan span) {}

  /**
   * What one step trains on.
   *
   * @param step number of the step in the run, from 0
   * @param count how many images
   * @param memory holds them and their latents
   * @param nanos what preparing it took
   */
  record PreparedBatch(long step, int count, LocalStep.Batch memory, long nanos) {}
}
