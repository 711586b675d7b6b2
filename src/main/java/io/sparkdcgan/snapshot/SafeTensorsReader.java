package io.sparkdcgan.snapshot;

import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.SafeTensors.Tensor.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a safetensors file as a stream: the header, then its tensors in their order. Whatever the
 * file holds, it allocates no more than the file's own bytes, and every fault is a {@link Failure}
 * of code {@code SNAPSHOT}; an IOException is the storage's.
 */
final class SafeTensorsReader {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final SafeTensors header;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  // One for all tensors: a header may tell of a million empty ones.
  private final float[] looked = new float[BUFFER_BYTES / ElementType.F32.bytes()];
  private int next;

  /**
   * Reads the header.
   *
   * @param in the file from its first byte; stays the caller's
   * @param bytes the file's length
   */
  SafeTensorsReader(InputStream in, long bytes) throws IOException {
    this.in = in;
    fill(SafeTensors.LENGTH_BYTES);
    long length = buffer.getLong(0);
    long left = bytes - SafeTensors.LENGTH_BYTES;
    if (length < 0 || length > Math.min(left, SafeTensors.MAX_HEADER_BYTES)) {
      throw SafeTensorsHeader.malformed(
          "its header is said to take %s bytes; %s are left, and at most %s are read"
              .formatted(Long.toUnsignedString(length), left, SafeTensors.MAX_HEADER_BYTES));
    }
    byte[] json = in.readNBytes((int) length);
    if (json.length != length) {
      throw endsEarly();
    }
    this.header = SafeTensorsHeader.parse(json, left - length);
  }

  SafeTensors header() {
    return header;
  }

  /**
   * Reads the next tensor, which must be F32.
   *
   * @param into takes its elements from {@code offset} on
   */
  void floats(float[] into, int offset) throws IOException {
    SafeTensors.Tensor tensor = take(ElementType.F32);
    int at = offset;
    for (long left = tensor.elements(); left > 0; ) {
      int count = fillElements(left, ElementType.F32);
      buffer.asFloatBuffer().get(into, at, count);
      at += count;
      left -= count;
    }
  }

  /** Reads the next tensor, which must be I64; as {@link #floats}. */
  void longs(long[] into, int offset) throws IOException {
    SafeTensors.Tensor tensor = take(ElementType.I64);
    int at = offset;
    for (long left = tensor.elements(); left > 0; ) {
      int count = fillElements(left, ElementType.I64);
      buffer.asLongBuffer().get(into, at, count);
      at += count;
      left -= count;
    }
  }

  /**
   * Reads the next tensor, which must be F32, and keeps nothing of it.
   *
   * @throws Failure {@code SNAPSHOT} naming its first element that is NaN or infinite
   */
  void checkFinite() throws IOException {
    SafeTensors.Tensor tensor = take(ElementType.F32);
    for (long left = tensor.elements(); left > 0; ) {
      int count = fillElements(left, ElementType.F32);
      buffer.asFloatBuffer().get(looked, 0, count);
      SafeTensors.checkFinite(looked, 0, count, tensor.name(), tensor.elements() - left);
      left -= count;
    }
  }

  private SafeTensors.Tensor take(ElementType type) {
    SafeTensors.Tensor tensor = header.tensors().get(next++);
    if (tensor.type() != type) {
      throw SafeTensorsHeader.malformed(
          "%s is %s where %s belongs".formatted(tensor.name(), tensor.type(), type));
    }
    return tensor;
  }

  /** Fills the buffer with as many of the tensor's elements as it takes, and says how many. */
  private int fillElements(long left, ElementType type) throws IOException {
    int count = (int) Math.min(left, BUFFER_BYTES / type.bytes());
    fill(count * type.bytes());
    return count;
  }

  private void fill(int wanted) throws IOException {
    buffer.clear();
    if (in.readNBytes(buffer.array(), 0, wanted) < wanted) {
      throw endsEarly();
    }
  }

  private static Failure endsEarly() {
    return SafeTensorsHeader.malformed("it ends in the middle");
  }
}
