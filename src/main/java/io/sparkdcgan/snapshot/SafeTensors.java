package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a safetensors file says it holds (github.com/huggingface/safetensors, "Format"): an unsigned
 * 64-bit little-endian length, a JSON header of that many bytes, and the tensors' raw little-endian
 * bytes one after the other, without gaps. Opening one runs no code of the file's choosing.
 *
 * @param metadata free strings, in the file under {@code __metadata__}
 * @param tensors in the order of their bytes
 */
record SafeTensors(SortedMap<String, String> metadata, List<Tensor> tensors) {
  /** Bytes of the length that every file begins with. */
  static final int LENGTH_BYTES = 8;

  /** Headers beyond this are refused, as a defense. */
  static final int MAX_HEADER_BYTES = 16 << 20;

  static final String METADATA = "__metadata__";

  /** Bytes of all tensors. */
  long dataBytes() {
    return tensors.isEmpty() ? 0 : tensors.get(tensors.size() - 1).end();
  }

  /**
   * Looks at {@code length} elements from {@code offset} on: no snapshot holds a number that
   * training could not go on from.
   *
   * @param first the number of the first of them in its tensor, for the message
   * @throws Failure {@code SNAPSHOT} naming the first element that is NaN or infinite
   */
  static void checkFinite(float[] values, int offset, int length, String tensor, long first) {
    for (int element = 0; element < length; element++) {
      float value = values[offset + element];
      if (!Float.isFinite(value)) {
        throw new Failure(
            ExitCode.SNAPSHOT, "element %s of %s is %s".formatted(first + element, tensor, value));
      }
    }
  }

  /**
   * One tensor of a safetensors file.
   *
   * @param name its name, unique in the file
   * @param type what its elements are
   * @param shape its dimensions, none of them negative; empty for a scalar
   * @param begin its first byte, counted from the end of the header
   * @param end the byte after its last one
   */
  record Tensor(String name, ElementType type, List<Long> shape, long begin, long end) {

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

  /** Gathers the tensors of a file that is to be written, one behind the other. */
  static final class Plan {
    private final SortedMap<String, String> metadata = new TreeMap<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private long end;

    Plan metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    Plan tensor(String name, Tensor.ElementType type, List<Long> shape) {
      long begin = end;
      end = Math.addExact(begin, Tensor.bytes(type, shape));
      tensors.add(new Tensor(name, type, List.copyOf(shape), begin, end));
      return this;
    }

    SafeTensors done() {
      return new SafeTensors(metadata, List.copyOf(tensors));
    }
  }
}
