package io.sparkdcgan.spark.gpu;

import io.sparkdcgan.spark.CrossingTypes;
import java.util.List;

/** What executors answer when they are asked what they have. */
public final class GpuTypes implements CrossingTypes {
  @Override
  public List<Class<?>> types() {
    return List.of(
        ExecutorFacts.class, ExecutorFacts[].class, GpuProbe.ExecutorGpus.class, GpuLeases.class);
  }
}
