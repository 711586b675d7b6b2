package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.engine.Engine;
import io.sparkdcgan.engine.LocalStep;
import io.sparkdcgan.model.GanNetworks;
import org.nd4j.linalg.factory.Nd4j;

/** Steps by our own kernels on ND4J. */
public record Nd4jEngine() implements Engine {
  @Override
  public void useThreads(int threads) {
    ComputeThreads.use(threads);
  }

  @Override
  public int device() {
    return Nd4j.getAffinityManager().getDeviceForCurrentThread();
  }

  @Override
  public LocalStep newStep(NetworkConfig network, TrainingConfig training, int batch) {
    return new GanStep(GanNetworks.of(network), training, batch);
  }
}
