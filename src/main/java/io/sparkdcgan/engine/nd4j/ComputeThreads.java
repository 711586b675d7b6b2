package io.sparkdcgan.engine.nd4j;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads the calling thread's arithmetic uses. Explicit, since Spark sets {@code
 * OMP_NUM_THREADS} on executors and nobody does in local mode, and since it changes rounding. On
 * GPUs it says nothing.
 */
public final class ComputeThreads {
  private ComputeThreads() {}

  /**
   * Sets the number for the calling thread (OpenMP) and for the process (ND4J's own loops).
   *
   * @param threads at least 1
   */
  public static void use(int threads) {
    // ND4J reads its own limits when its backend is loaded, so that has to come first.
    Nd4j.getBackend();
    if (!Nd4j.getEnvironment().isCPU()) {
      // There these are the threads of a block on the GPU, which ND4J has chosen for it.
      return;
    }
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}
