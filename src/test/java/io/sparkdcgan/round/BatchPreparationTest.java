package io.sparkdcgan.round;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.Minibatch;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.engine.LocalStep;
import io.sparkdcgan.engine.nd4j.Nd4jEngine;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.round.BatchPreparation.PreparedBatch;
import io.sparkdcgan.round.LocalTraining.ShardAccess;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches of 4 from 10 images of three shards: two full ones and one of two images. */
class BatchPreparationTest {
  private static final int SIZE = 16;
  private static final int IMAGE = ImageBlock.imageBytes(SIZE);
  private static final long SEED = 7;
  private static final long FIRST_STEP = 30;
  private static final NetworkConfig NETWORK = Networks.small(Preset.PAPER, SIZE, 5);
  private static final EpochOrder ORDER = new EpochOrder(SEED, List.of(5, 3, 6));
  private static final WorkerTask TASK =
      new WorkerTask(3, FIRST_STEP, 2, ORDER.spans(2, 10), new Minibatch(16, 4));

  private static final WorkerTraining TRAINING =
      new WorkerTraining(
          NETWORK,
          new TrainingConfig(
              1,
              16,
              Schedule.EACH_BATCH,
              GeneratorLoss.NON_SATURATING,
              Optimizer.ADAM,
              new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
              0),
          new ComputeConfig(1),
          SEED,
          new Nd4jEngine());

  private final List<PlainBatch> memory = List.of(new PlainBatch(), new PlainBatch());
  private final List<Integer> asked = new ArrayList<>();

  /** One that has done its work may still be on its way out. */
  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("batches of worker")) {
        thread.join(10_000);
        assertFalse(thread.isAlive(), thread.getName());
      }
    }
  }

  @Test
  void batchesAreTheSpansImagesEachWithItsPositionsLatent() {
    List<float[]> images = imagesOneByOne();
    try (BatchPreparation batches = preparation()) {
      batches.begin();
      int row = 0;
      for (int number = 0; number < 3; number++) {
        assertTrue(batches.hasNext());
        PreparedBatch batch = batches.next();
        int count = number < 2 ? 4 : 2;
        assertEquals(FIRST_STEP + number, batch.step());
        assertEquals(count, batch.count());
        PlainBatch written = (PlainBatch) batch.memory();
        for (int image = 0; image < count; image++) {
          assertArrayEquals(latent(2 + row), row(written.latents, image, NETWORK.latentSize()), 0);
          assertEquals(RandomStream.hash(SEED, "augmentation", 2L + row), written.seeds[image]);
          assertArrayEquals(images.get(row++), row(written.images, image, IMAGE), 0);
        }
      }
      assertEquals(10, row);
      assertFalse(batches.hasNext());
    }
  }

  /** Where this changes, every run does: it may change on purpose, and never by accident. */
  @Test
  void everyBitOfEveryBatchIsAsItAlwaysWas() {
    int digest = 1;
    try (BatchPreparation batches = preparation()) {
      batches.begin();
      while (batches.hasNext()) {
        PreparedBatch batch = batches.next();
        PlainBatch written = (PlainBatch) batch.memory();
        int latents = batch.count() * NETWORK.latentSize();
        digest =
            31 * digest + Arrays.hashCode(Arrays.copyOf(written.images, batch.count() * IMAGE));
        digest = 31 * digest + Arrays.hashCode(Arrays.copyOf(written.latents, latents));
      }
    }
    assertEquals(-18197428, digest);
  }

  @Test
  void twoBatchesOfMemoryAreUsedInTurn() {
    try (BatchPreparation batches = preparation()) {
      batches.begin();
      LocalStep.Batch first = batches.next().memory();
      LocalStep.Batch second = batches.next().memory();
      assertNotSame(first, second);
      assertSame(first, batches.next().memory());
    }
  }

  @Test
  void shardsAreAskedForOneBatchAheadAndOnTheCallersThread() {
    Thread caller = Thread.currentThread();
    List<Integer> shards = TASK.spans().stream().map(ImageSpan::shard).toList();
    assertEquals(3, shards.size());
    ShardAccess access =
        index -> {
          assertSame(caller, Thread.currentThread());
          asked.add(index);
          return block(index);
        };
    try (BatchPreparation batches = preparation(access)) {
      assertEquals(List.of(), asked);
      batches.begin();
      int ofFirst = asked.size();
      assertEquals(shards.subList(0, ofFirst), asked);
      while (batches.hasNext()) {
        batches.next();
      }
      assertEquals(shards, asked);
      assertTrue(ofFirst < 3, "the first batch cannot need all shards");
    }
  }

  @Test
  void failureToGetAShardIsThrownAsItIs() {
    Failure gone = new Failure(ExitCode.INPUT_MISSING, "part-00000 is gone");
    ShardAccess access =
        index -> {
          throw gone;
        };
    try (BatchPreparation batches = preparation(access)) {
      assertSame(gone, assertThrows(Failure.class, batches::begin));
    }
  }

  @Test
  void failureInTheBackgroundIsThrownAsItIs() {
    ImageBlock wide = new ImageBlock(32, new String[6], new String[6], new byte[6 * 3 * 32 * 32]);
    try (BatchPreparation batches = preparation(index -> wide)) {
      batches.begin();
      IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, batches::next);
      assertTrue(
          thrown.getMessage().endsWith("images are 32 pixels wide, but the networks take 16"),
          thrown.getMessage());
    }
  }

  @Test
  void interruptedWorkerStopsAtItsNextBatch() {
    try (BatchPreparation batches = preparation()) {
      batches.begin();
      batches.next();
      Thread.currentThread().interrupt();
      assertThrows(IllegalStateException.class, batches::next);
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      assertTrue(Thread.interrupted(), "closing keeps the interruption");
    }
  }

  private BatchPreparation preparation() {
    return preparation(BatchPreparationTest::block);
  }

  private BatchPreparation preparation(ShardAccess shards) {
    return new BatchPreparation(TRAINING, TASK, shards, List.copyOf(memory));
  }

  private static List<float[]> imagesOneByOne() {
    List<float[]> images = new ArrayList<>();
    for (ImageSpan span : TASK.spans()) {
      for (int index : span.indices(SEED)) {
        images.add(ImageBatch.values(block(span.shard()), index, index + 1));
      }
    }
    return images;
  }

  private static float[] latent(long position) {
    RandomStream stream = RandomStream.of(SEED, "latent", position);
    return LatentSampler.of(NETWORK).draw(stream, 1);
  }

  private static float[] row(float[] rows, int row, int length) {
    return Arrays.copyOfRange(rows, row * length, (row + 1) * length);
  }

  /** Memory of no engine, which can be looked at. */
  private static final class PlainBatch implements LocalStep.Batch {
    final float[] images = new float[4 * IMAGE];
    final float[] latents = new float[4 * NETWORK.latentSize()];
    final long[] seeds = new long[4];

    @Override
    public void putImage(int row, float[] chw) {
      System.arraycopy(chw, 0, images, row * chw.length, chw.length);
    }

    @Override
    public void putLatents(float[] rows) {
      System.arraycopy(rows, 0, latents, 0, rows.length);
    }

    @Override
    public void putSeeds(long[] rows) {
      System.arraycopy(rows, 0, seeds, 0, rows.length);
    }
  }

  /** No two images of the three shards are alike. */
  private static ImageBlock block(int shard) {
    byte[] pixels = new byte[6 * ImageBlock.imageBytes(SIZE)];
    RandomStream stream = RandomStream.of(shard, "pixels");
    IntStream.range(0, pixels.length).forEach(at -> pixels[at] = (byte) stream.nextInt(256));
    String[] names = new String[6];
    return new ImageBlock(SIZE, names, names, pixels);
  }
}
