package io.sparkdcgan.benchmark;

import io.sparkdcgan.engine.nd4j.ComputeThreads;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the machine can do at best: what a step is held against.
 *
 * @param gigaflops a second, of a product of two large square matrices
 * @param gigabytes a second, read and written, of an addition of arrays that no cache holds
 */
record MachinePeak(double gigaflops, double gigabytes) {
  private static final int EDGE = 2048;
  private static final int FLOATS = 1 << 26;
  private static final int TURNS = 7;

  /** Measures, in a second or two. */
  static MachinePeak measure(int threads) {
    ComputeThreads.use(threads);
    try (INDArray left = Nd4j.rand(DataType.FLOAT, EDGE, EDGE);
        INDArray right = Nd4j.rand(DataType.FLOAT, EDGE, EDGE);
        INDArray product = Nd4j.create(DataType.FLOAT, EDGE, EDGE);
        INDArray target = Nd4j.create(DataType.FLOAT, FLOATS);
        INDArray source = Nd4j.create(DataType.FLOAT, FLOATS)) {
      DynamicCustomOp multiplication =
          DynamicCustomOp.builder("matmul").addInputs(left, right).addOutputs(product).build();
      double multiplying = medianSeconds(() -> Nd4j.exec(multiplication));
      double adding = medianSeconds(() -> target.addi(source));
      return new MachinePeak(
          2.0 * EDGE * EDGE * EDGE / multiplying * 1e-9, 3.0 * FLOATS * 4 / adding * 1e-9);
    }
  }

  private static double medianSeconds(Runnable work) {
    work.run();
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      long begin = System.nanoTime();
      work.run();
      seconds.add((System.nanoTime() - begin) * 1e-9);
    }
    return Measurements.median(seconds);
  }
}
