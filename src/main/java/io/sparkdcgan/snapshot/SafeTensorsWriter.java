package io.sparkdcgan.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sparkdcgan.snapshot.SafeTensors.Tensor.ElementType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes a safetensors file tensor by tensor, in the header's order, through one small buffer. The
 * same tensors give the same bytes.
 */
final class SafeTensorsWriter {
  private static final int BUFFER_BYTES = 1 << 16;
  // The data then begins at a multiple of 8, as readers that map the file like it.
  private static final int ALIGNMENT = 8;

  private final SafeTensors header;
  private final OutputStream out;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private int next;

  /** Begins the file with its header. The stream stays the caller's. */
  SafeTensorsWriter(SafeTensors header, OutputStream out) throws IOException {
    this.header = header;
    this.out = out;
    byte[] json = padded(json(header));
    out.write(buffer.clear().putLong(json.length).array(), 0, SafeTensors.LENGTH_BYTES);
    out.write(json);
  }

  /**
   * Writes the next tensor.
   *
   * @param values holds its elements from {@code offset} on, in C order
   */
  void floats(float[] values, int offset) throws IOException {
    long left = take(ElementType.F32).elements();
    int at = offset;
    while (left > 0) {
      int count = (int) Math.min(left, BUFFER_BYTES / ElementType.F32.bytes());
      buffer.clear().asFloatBuffer().put(values, at, count);
      out.write(buffer.array(), 0, count * ElementType.F32.bytes());
      at += count;
      left -= count;
    }
  }

  /** Writes the next tensor; as {@link #floats}. */
  void longs(long[] values, int offset) throws IOException {
    long left = take(ElementType.I64).elements();
    int at = offset;
    while (left > 0) {
      int count = (int) Math.min(left, BUFFER_BYTES / ElementType.I64.bytes());
      buffer.clear().asLongBuffer().put(values, at, count);
      out.write(buffer.array(), 0, count * ElementType.I64.bytes());
      at += count;
      left -= count;
    }
  }

  /**
   * Ends the file.
   *
   * @throws IllegalStateException if not every tensor of the header was written
   */
  void finish() throws IOException {
    if (next != header.tensors().size()) {
      throw new IllegalStateException(
          "only %s of %s tensors were written".formatted(next, header.tensors().size()));
    }
    out.flush();
  }

  private SafeTensors.Tensor take(ElementType type) {
    SafeTensors.Tensor tensor = header.tensors().get(next++);
    if (tensor.type() != type) {
      throw new IllegalStateException(tensor.name() + " is " + tensor.type() + ", not " + type);
    }
    return tensor;
  }

  private static byte[] json(SafeTensors header) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart(SafeTensors.METADATA);
      for (Map.Entry<String, String> entry : header.metadata().entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      for (SafeTensors.Tensor tensor : header.tensors()) {
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", tensor.type().name());
        json.writeFieldName("shape");
        writeArray(json, tensor.shape().stream().mapToLong(Long::longValue).toArray());
        json.writeFieldName("data_offsets");
        writeArray(json, tensor.begin(), tensor.end());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeArray(JsonGenerator json, long... values) throws IOException {
    json.writeArray(values, 0, values.length);
  }

  private static byte[] padded(byte[] json) {
    int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] padded = Arrays.copyOf(json, length);
    Arrays.fill(padded, json.length, length, (byte) ' ');
    return padded;
  }
}
