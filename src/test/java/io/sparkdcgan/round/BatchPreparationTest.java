package io.sparkdcgan.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.AdamConfig;
import io.sparkdcgan.config.ComputeConfig;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.round.LocalTraining.ShardAccess;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of 4 from 10 images of three shards: two full ones and one of two images. */
class BatchPreparationTest {
  private static final int SIZE = 16;
  private static final long SEED = 7;
  private static final long FIRST_STEP = 30;
  private static final NetworkConfig NETWORK = Networks.small(Preset.PAPER, SIZE, 5);
  private static final EpochOrder ORDER = new EpochOrder(SEED, List.of(5, 3, 6));
  private static final WorkerTask TASK = new WorkerTask(3, FIRST_STEP, 2, ORDER.spans(2, 10));

  private static final WorkerTraining TRAINING =
      new WorkerTraining(
          NETWORK,
          new TrainingConfig(
              1,
              4,
              Schedule.EACH_BATCH,
              GeneratorLoss.NON_SATURATING,
              Optimizer.ADAM,
              new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
              0),
          new ComputeConfig(1),
          SEED);

  private final WorkerMemory bench = new WorkerMemory(TRAINING);
  private final List<Integer> asked = new ArrayList<>();

  /** One that has done its work may still be on its way out. */
  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    bench.close();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("batches of worker")) {
        thread.join(10_000);
        assertFalse(thread.isAlive(), thread.getName());
      }
    }
  }

  @Test
  void batchesAreTheSpansImagesEachWithItsPositionsLatent() {
    INDArray images = imagesOneByOne();
    try (BatchPreparation batches = preparation()) {
      batches.begin();
      int row = 0;
      for (int number = 0; number < 3; number++) {
        assertTrue(batches.hasNext());
        PreparedBatch batch = batches.next();
        int count = number < 2 ? 4 : 2;
        assertEquals(FIRST_STEP + number, batch.step());
        assertEquals(count, batch.realNchw().size(0));
        for (int image = 0; image < count; image++) {
          assertEquals(latent(2 + row), batch.latents().slice(image));
          assertEquals(images.slice(row++), batch.realNchw().slice(image));
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
        digest = 31 * digest + Arrays.hashCode(batch.realNchw().ravel().toFloatVector());
        digest = 31 * digest + Arrays.hashCode(batch.latents().ravel().toFloatVector());
      }
    }
    assertEquals(-18197428, digest);
  }

  @Test
  void twoBatchesOfMemoryAreUsedInTurn() {
    try (BatchPreparation batches = preparation()) {
      batches.begin();
      long first = address(batches.next());
      long second = address(batches.next());
      assertNotEquals(first, second);
      assertEquals(first, address(batches.next()));
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
    return new BatchPreparation(TRAINING, TASK, shards, bench.batches());
  }

  private static INDArray imagesOneByOne() {
    List<INDArray> images = new ArrayList<>();
    for (ImageSpan span : TASK.spans()) {
      for (int index : span.indices(SEED)) {
        images.add(ImageBatch.nchw(block(span.shard()), index, index + 1));
      }
    }
    return Nd4j.concat(0, images.toArray(INDArray[]::new));
  }

  private static INDArray latent(long position) {
    RandomStream stream = RandomStream.of(SEED, "latent", position);
    return Nd4j.createFromArray(LatentSampler.of(NETWORK).draw(stream, 1));
  }

  private static long address(PreparedBatch batch) {
    return batch.realNchw().data().address();
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
