package io.sparkdcgan.round;

import io.sparkdcgan.config.ComputeConfig;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.step.ComputeThreads;
import io.sparkdcgan.step.GanStep;
import java.io.Serializable;

/**
 * One worker's local steps: a pure function of state, task and pictures. It keeps nothing and
 * touches nothing outside, so it may run twice, anywhere, and gives the same bits.
 *
 * @param seed of the run
 */
public record WorkerTraining(
    NetworkConfig network, TrainingConfig training, ComputeConfig compute, long seed)
    implements Serializable {

  /** Takes the task's steps from {@code start}, which is left as it is. */
  public WorkerResult train(GanState start, WorkerTask task, ShardAccess shards) {
    ComputeThreads.use(compute.threads());
    try (BatchPreparation batches =
        new BatchPreparation(network, training.batchSize(), seed, task, shards)) {
      return train(start, task, batches);
    }
  }

  private WorkerResult train(GanState start, WorkerTask task, BatchPreparation batches) {
    LossMeans losses = new LossMeans();
    long images = 0;
    double trainSeconds = 0;
    GanState end;
    Laps laps = new Laps();
    // The first batch is prepared while the networks are set up.
    batches.begin();
    double waitSeconds = laps.seconds();
    double setupSeconds;
    try (GanStep step = new GanStep(GanNetworks.of(network), training, start)) {
      setupSeconds = laps.seconds();
      while (batches.hasNext()) {
        PreparedBatch batch = batches.next();
        long count = batch.realNchw().size(0);
        waitSeconds += laps.seconds();
        losses.add(step.advance(batch.realNchw(), batch.latents(), batch.step()), (double) count);
        images += count;
        trainSeconds += laps.seconds();
      }
      end = step.state(start.progress());
    }
    setupSeconds += laps.seconds();
    WorkerSeconds seconds =
        new WorkerSeconds(setupSeconds, batches.preparingSeconds(), waitSeconds, trainSeconds);
    return new WorkerResult(end, new WorkerReport(task.worker(), images, losses.means(), seconds));
  }
}
