package io.sparkdcgan.round;

import io.sparkdcgan.config.ComputeConfig;
import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.step.ComputeThreads;
import io.sparkdcgan.step.GanStep;
import java.io.Serializable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
    BatchReader batches = new BatchReader(task.spans(), shards, seed, training.batchSize());
    LossMeans losses = new LossMeans();
    long images = 0;
    long readNanos = 0;
    long begin = System.nanoTime();
    try (GanStep step = new GanStep(GanNetworks.of(network), training, start)) {
      for (long number = task.firstStep(); batches.hasNext(); number++) {
        long reading = System.nanoTime();
        try (INDArray realNchw = batches.next();
            INDArray latents = latents(task, number, (int) realNchw.size(0))) {
          readNanos += System.nanoTime() - reading;
          losses.add(step.advance(realNchw, latents, number), (double) realNchw.size(0));
          images += realNchw.size(0);
        }
      }
      GanState end = step.state(start.progress());
      double readSeconds = readNanos * 1e-9;
      double seconds = (System.nanoTime() - begin) * 1e-9;
      return new WorkerResult(
          end,
          new WorkerReport(
              task.worker(), images, losses.means(), readSeconds, seconds - readSeconds));
    }
  }

  private INDArray latents(WorkerTask task, long step, int count) {
    RandomStream stream = RandomStream.of(seed, "latent", task.round(), task.worker(), step);
    return Nd4j.create(
        LatentSampler.of(network).draw(stream, count),
        new long[] {count, network.latentSize()},
        'c');
  }
}
