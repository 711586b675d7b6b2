package io.sparkdcgan.engine.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's operations by name, outputs given, and the workspaces that outputs are made in: nothing is
 * allocated that the caller did not see. Off-heap garbage would wait for the collector, so that
 * nothing of a pass is made outside of a workspace.
 */
public final class Ops {
  private Ops() {}

  /** Executes an operation without floating point arguments. */
  public static void exec(String name, INDArray[] inputs, INDArray[] outputs, int... integers) {
    exec(name, inputs, outputs, new double[0], integers);
  }

  static void exec(
      String name, INDArray[] inputs, INDArray[] outputs, double[] floats, int... integers) {
    var op = DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(outputs);
    if (integers.length > 0) {
      op.addIntegerArguments(integers);
    }
    if (floats.length > 0) {
      Double[] boxed = new Double[floats.length];
      Arrays.setAll(boxed, i -> floats[i]);
      op.addFloatingPointArguments(boxed);
    }
    Nd4j.exec(op.build());
  }

  /** A new array of uninitialized elements, of the data type of {@code like}. */
  public static INDArray empty(INDArray like, long... shape) {
    return Nd4j.createUninitialized(like.dataType(), shape, 'c');
  }

  /** A workspace that learns its size from the first pass. */
  public static MemoryWorkspace workspace() {
    return workspace(WorkspaceConfiguration.builder().policyLearning(LearningPolicy.FIRST_LOOP));
  }

  /**
   * One that is large enough from the start. A workspace that learns its size has its first arrays
   * made outside of it, and what they leave behind stays with the process: as much again.
   */
  static MemoryWorkspace workspace(long bytes) {
    return workspace(
        WorkspaceConfiguration.builder().initialSize(bytes).policyLearning(LearningPolicy.NONE));
  }

  private static MemoryWorkspace workspace(
      WorkspaceConfiguration.WorkspaceConfigurationBuilder configuration) {
    return Nd4j.getWorkspaceManager()
        .createNewWorkspace(
            configuration
                .policyAllocation(AllocationPolicy.STRICT)
                .policySpill(SpillPolicy.REALLOCATE)
                .build());
  }

  /** The product of two matrices, on oneDNN. */
  enum MatrixProduct {
    PLAIN(0, 0),
    FIRST_TRANSPOSED(1, 0),
    SECOND_TRANSPOSED(0, 1);

    private final int first;
    private final int second;

    MatrixProduct(int first, int second) {
      this.first = first;
      this.second = second;
    }

    /** Writes the product. */
    void write(INDArray left, INDArray right, INDArray product) {
      multiply(left, right, product, 1, 0);
    }

    /** Adds the product. */
    void add(INDArray left, INDArray right, INDArray product) {
      multiply(left, right, product, 1, 1);
    }

    /** Writes factor times the product, plus so many times what stood there. */
    void multiply(INDArray left, INDArray right, INDArray product, double factor, double keep) {
      Ops.exec(
          "matmul",
          new INDArray[] {left, right},
          new INDArray[] {product},
          new double[] {factor, keep},
          first,
          second,
          0);
    }
  }
}
