package io.sparkdcgan.snapshot;

import java.util.List;

/**
 * One tensor of a safetensors file.
 *
 * @param name its name, unique in the file
 * @param type what its elements are
 * @param shape its dimensions, none of them negative; empty for a scalar
 * @param begin its first byte, counted from the end of the header
 * @param end the byte after its last one
 */
record TensorEntry(String name, ElementType type, List<Long> shape, long begin, long end) {

  /** What a tensor's elements are; all little-endian. */
  enum ElementType {
    F32(4),
    I64(8);

    private final int bytes;

    ElementType(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }
  }

  long elements() {
    return (end - begin) / type.bytes();
  }

  /**
   * Bytes that a tensor of this shape takes.
   *
   * @throws ArithmeticException if they are more than a long can count
   */
  static long bytes(ElementType type, List<Long> shape) {
    long bytes = type.bytes();
    for (long dimension : shape) {
      bytes = Math.multiplyExact(bytes, dimension);
    }
    return bytes;
  }
}
