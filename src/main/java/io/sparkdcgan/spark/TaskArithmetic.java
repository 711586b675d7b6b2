package io.sparkdcgan.spark;

import io.sparkdcgan.step.ComputeThreads;

/** How a task computes that has no number of threads of its own to keep to. */
final class TaskArithmetic {
  private TaskArithmetic() {}

  /** Before a task computes: on its GPU if it has one, and with one thread. */
  static void begin() {
    GpuLease.bindTask();
    ComputeThreads.use(1);
  }
}
