package io.sparkdcgan.round;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.engine.nd4j.GanStep;
import io.sparkdcgan.model.GanState;

/**
 * One worker's local steps. They touch nothing outside and leave nothing behind but memory to write
 * to, so they give the same bits wherever and how often they are taken.
 *
 * @param seed of the run
 */
public record WorkerTraining(
    NetworkConfig network, TrainingConfig training, ComputeConfig compute, long seed)
    implements LocalTraining {

  @Override
  public WorkerResult train(
      GanState start, WorkerTask task, ShardAccess shards, WorkerMemoryPool benches) {
    ComputeThreads.use(compute.threads());
    WorkerMemory bench = benches.take(this);
    try {
      WorkerResult result = train(start, task, shards, bench);
      benches.giveBack(bench);
      return result;
    } catch (Throwable thrown) {
      // Nobody knows what state it is in.
      bench.close();
      throw thrown;
    }
  }

  private WorkerResult train(
      GanState start, WorkerTask task, ShardAccess shards, WorkerMemory bench) {
    LossMeans losses = new LossMeans();
    long images = 0;
    double trainSeconds = 0;
    Laps laps = new Laps();
    try (BatchPreparation batches = new BatchPreparation(this, task, shards, bench.batches())) {
      // The first batch is prepared while the networks are set up.
      batches.begin();
      double waitSeconds = laps.seconds();
      GanStep step = bench.step(start);
      double setupSeconds = laps.seconds();
      while (batches.hasNext()) {
        PreparedBatch batch = batches.next();
        long count = batch.realNchw().size(0);
        waitSeconds += laps.seconds();
        losses.add(step.advance(batch.realNchw(), batch.latents(), batch.step()), (double) count);
        images += count;
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
