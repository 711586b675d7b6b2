package io.sparkdcgan.round;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.engine.Engine;
import io.sparkdcgan.engine.LocalStep;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.BatchPreparation.PreparedBatch;

/**
 * One worker's local steps. They touch nothing outside and leave nothing behind but memory to write
 * to, so they give the same bits wherever and how often they are taken.
 *
 * @param seed of the run
 * @param engine what computes the steps
 */
public record WorkerTraining(
    NetworkConfig network, TrainingConfig training, ComputeConfig compute, long seed, Engine engine)
    implements LocalTraining {

  @Override
  public WorkerResult train(
      GanState start, WorkerTask task, ShardAccess shards, WorkerMemoryPool memory) {
    engine.useThreads(compute.threads());
    LocalStep step = memory.take(this, task.minibatch().largestShare());
    try {
      WorkerResult result = train(start, task, shards, step);
      memory.giveBack(this, step);
      return result;
    } catch (Throwable thrown) {
      // Nobody knows what state it is in.
      step.close();
      throw thrown;
    }
  }

  private WorkerResult train(GanState start, WorkerTask task, ShardAccess shards, LocalStep step) {
    LossMeans losses = new LossMeans();
    long images = 0;
    double trainSeconds = 0;
    Laps laps = new Laps();
    try (BatchPreparation batches = new BatchPreparation(this, task, shards, step.batches())) {
      // The first batch is prepared while the networks are set up.
      batches.begin();
      double waitSeconds = laps.seconds();
      step.load(start);
      double setupSeconds = laps.seconds();
      while (batches.hasNext()) {
        PreparedBatch batch = batches.next();
        waitSeconds += laps.seconds();
        losses.add(step.advance(batch.memory(), batch.count(), batch.step()), batch.count());
        images += batch.count();
        trainSeconds += laps.seconds();
      }
      GanState end = step.state(start.progress());
      setupSeconds += laps.seconds();
      WorkerSeconds seconds =
          new WorkerSeconds(0, setupSeconds, batches.preparingSeconds(), waitSeconds, trainSeconds);
      return new WorkerResult(task.worker(), end, images, losses.means(), seconds);
    }
  }
}
