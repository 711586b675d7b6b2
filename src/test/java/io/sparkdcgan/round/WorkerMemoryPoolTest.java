package io.sparkdcgan.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.engine.LocalStep;
import io.sparkdcgan.engine.nd4j.Nd4jEngine;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.round.LocalTraining.ShardAccess;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory goes from worker to worker; what was in it does not. */
class WorkerMemoryPoolTest {
  private static final NetworkConfig NETWORK = Networks.small(Preset.PYTORCH, 16, 4);
  private static final WorkerTraining TRAINING =
      new WorkerTraining(
          NETWORK,
          new TrainingConfig(
              1,
              8,
              Schedule.EACH_BATCH,
              GeneratorLoss.NON_SATURATING,
              Optimizer.ADAM,
              new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
              0),
          new ComputeConfig(1),
          1,
          new Nd4jEngine());
  private static final GanState START = GanNetworks.of(NETWORK).initialState(1);
  private static final List<WorkerTask> TASKS =
      RoundPlan.next(
              Progress.start(),
              new EpochOrder(1, List.of(10, 10)),
              TRAINING.training(),
              AveragingConfig.plain(2, 2))
          .tasks();

  @Test
  void workerAtAUsedBenchComputesTheBitsOfOneAtANewBench() {
    try (WorkerMemoryPool used = new WorkerMemoryPool();
        WorkerMemoryPool fresh = new WorkerMemoryPool()) {
      train(TASKS.get(0), used);
      assertEquals(train(TASKS.get(1), fresh), train(TASKS.get(1), used));
    }
  }

  @Test
  void benchIsTakenAgainOnceItIsGivenBack() {
    try (WorkerMemoryPool benches = new WorkerMemoryPool()) {
      LocalStep first = benches.take(TRAINING, 4);
      LocalStep second = benches.take(TRAINING, 4);
      assertNotSame(first, second);
      benches.giveBack(TRAINING, second);
      assertSame(second, benches.take(TRAINING, 4));
      benches.giveBack(TRAINING, first);
      benches.giveBack(TRAINING, second);
    }
  }

  @Test
  void benchOfAWorkerThatFailedIsNotTakenAgain() {
    try (WorkerMemoryPool benches = new WorkerMemoryPool()) {
      LocalStep bench = benches.take(TRAINING, 4);
      benches.giveBack(TRAINING, bench);
      ShardAccess gone =
          index -> {
            throw new IllegalStateException("shard " + index + " is gone");
          };
      assertThrows(
          IllegalStateException.class, () -> TRAINING.train(START, TASKS.get(0), gone, benches));
      LocalStep next = benches.take(TRAINING, 4);
      assertNotSame(bench, next);
      next.close();
    }
  }

  @Test
  void benchThatIsGivenBackTooLateIsFreed() {
    WorkerMemoryPool benches = new WorkerMemoryPool();
    LocalStep bench = benches.take(TRAINING, 4);
    benches.close();
    benches.giveBack(TRAINING, bench);
    assertThrows(IllegalStateException.class, () -> bench.advance(bench.batches().get(0), 4, 0));
  }

  private static GanState train(WorkerTask task, WorkerMemoryPool benches) {
    return TRAINING.train(START, task, WorkerMemoryPoolTest::shard, benches).state();
  }

  private static ImageBlock shard(int index) {
    byte[] pixels = new byte[10 * ImageBlock.imageBytes(16)];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31 + index * 7);
    }
    return new ImageBlock(16, new String[10], new String[10], pixels);
  }
}
