package io.sparkdcgan.engine.nd4j;

import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One array for what an operation needs for a moment, as large as the largest that was ever asked
 * for: memory that was just used is in the cache, memory from a workspace is not. Belongs to the
 * thread of its network.
 */
final class Scratch implements AutoCloseable {
  private INDArray memory;

  /** An array like this one, of any content; valid until the next call. */
  INDArray like(INDArray array) {
    return of(array.dataType(), array.shape());
  }

  /** An array of any content; valid until the next call. */
  @SuppressWarnings("try") // a scope is entered and left, nothing more
  INDArray of(DataType type, long... shape) {
    long length = ArrayUtil.prodLong(shape);
    if (memory == null || memory.length() < length || memory.dataType() != type) {
      close();
      try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        memory = Nd4j.createUninitialized(type, length);
      }
    }
    return memory.get(NDArrayIndex.interval(0, length)).reshape('c', shape);
  }

  /** How much there is. */
  long bytes() {
    return memory == null ? 0 : memory.length() * memory.dataType().width();
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
      memory = null;
    }
  }
}
