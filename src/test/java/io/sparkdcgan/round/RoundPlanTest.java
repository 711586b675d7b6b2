package io.sparkdcgan.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

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
import io.sparkdcgan.engine.nd4j.Nd4jEngine;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A minibatch of ten among four workers: shares of 3, 3, 2 and 2. */
final class RoundPlanTest {
  private static final NetworkConfig NETWORK = Networks.small(Preset.PYTORCH, 16, 4);
  private static final TrainingConfig TRAINING =
      new TrainingConfig(
          1,
          10,
          Schedule.EACH_BATCH,
          GeneratorLoss.NON_SATURATING,
          Optimizer.ADAM,
          new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
          0);
  private static final AveragingConfig FOUR = AveragingConfig.plain(4, 5);
  private static final EpochOrder ORDER = new EpochOrder(1, List.of(30, 40));
  private static final Progress BEFORE = new Progress(2, 10, 37, 100);

  @Test
  void workersShareEachStepsMinibatchAndReadOneAfterTheOther() {
    RoundPlan plan = RoundPlan.next(BEFORE, ORDER, TRAINING, FOUR);
    assertEquals(50, plan.images());
    assertEquals(List.of(3, 3, 2, 2), plan.tasks().stream().map(WorkerTask::batch).toList());
    assertEquals(
        List.of(37L, 52L, 67L, 77L), plan.tasks().stream().map(WorkerTask::firstPosition).toList());
    assertEquals(
        List.of(15, 15, 10, 10),
        plan.tasks().stream()
            .map(task -> task.spans().stream().mapToInt(ImageSpan::count).sum())
            .toList());
    List<Integer> read = new ArrayList<>();
    List<Integer> inOrder = new ArrayList<>();
    plan.tasks().forEach(task -> task.spans().forEach(span -> add(span, read)));
    ORDER.spans(37, 50).forEach(span -> add(span, inOrder));
    assertEquals(inOrder, read);
    assertEquals(new Progress(3, 15, 87, 150), plan.after(50));
    assertEquals(plan, RoundPlan.next(BEFORE, ORDER, TRAINING, FOUR));
  }

  @Test
  void everyWorkerTakesAllLocalStepsAndWeighsWhatItTook() {
    GanState start = GanNetworks.of(NETWORK).initialState(1);
    WorkerTraining worker =
        new WorkerTraining(NETWORK, TRAINING, new ComputeConfig(1), 1, new Nd4jEngine());
    RoundPlan plan = RoundPlan.next(start.progress(), ORDER, TRAINING, FOUR);
    try (WorkerMemoryPool memories = new WorkerMemoryPool()) {
      for (WorkerTask task : plan.tasks()) {
        WorkerResult result = worker.train(start, task, RoundPlanTest::shard, memories);
        assertEquals(5L * task.batch(), result.images());
        assertEquals(5, result.state().generator().updates());
      }
    }
    Averaging averaging = Averaging.of(GanNetworks.of(NETWORK), FOUR);
    try (Workers four = new LocalWorkers(worker, averaging, RoundPlanTest::shard)) {
      RoundOutcome.Averaged averaged =
          assertInstanceOf(RoundOutcome.Averaged.class, four.train(start, plan));
      assertEquals(50, averaged.images());
      assertEquals(new Progress(1, 5, 50, 50), averaged.state().progress());
    }
  }

  private static void add(ImageSpan span, List<Integer> images) {
    for (int index : span.indices(1)) {
      images.add(span.shard() * 1000 + index);
    }
  }

  private static ImageBlock shard(int index) {
    byte[] pixels = new byte[40 * ImageBlock.imageBytes(16)];
    RandomStream stream = RandomStream.of(index, "pixels");
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) stream.nextInt(256);
    }
    return new ImageBlock(16, new String[40], new String[40], pixels);
  }
}
