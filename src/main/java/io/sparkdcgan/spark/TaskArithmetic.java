package io.sparkdcgan.spark;

import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.spark.gpu.GpuLease;

/** How a task computes that has no number of threads of its own to keep to. */
public final class TaskArithmetic {
  private TaskArithmetic() {}

  /** Before a task computes: on its GPU if it has one, and with one thread. */
  public static void begin() {
    GpuLease.bindTask();
    ComputeThreads.use(1);
  }
}
