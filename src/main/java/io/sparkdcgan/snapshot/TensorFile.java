package io.sparkdcgan.snapshot;

import io.sparkdcgan.snapshot.SafeTensors.Tensor.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A few named float tensors, for others to read as safetensors. */
public final class TensorFile {
  private final SafeTensors.Plan plan = new SafeTensors.Plan();
  private final List<float[]> values = new ArrayList<>();

  /**
   * Reads a file of float tensors.
   *
   * @param in the file from its first byte; stays the caller's
   * @param bytes the file's length
   * @return name to tensor, in C order
   * @throws io.sparkdcgan.failure.Failure {@code SNAPSHOT} if it is no such file
   */
  public static Map<String, float[]> read(InputStream in, long bytes) throws IOException {
    SafeTensorsReader reader = new SafeTensorsReader(in, bytes);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (SafeTensors.Tensor entry : reader.header().tensors()) {
      float[] tensor = new float[Math.toIntExact(entry.elements())];
      reader.floats(tensor, 0);
      tensors.put(entry.name(), tensor);
    }
    return tensors;
  }

  /**
   * Adds a tensor.
   *
   * @param tensor in C order; not copied
   */
  public void add(String name, float[] tensor, long... shape) {
    plan.tensor(name, ElementType.F32, Arrays.stream(shape).boxed().toList());
    values.add(tensor);
  }

  /** Writes the file; the stream stays the caller's. */
  public void writeTo(OutputStream out) throws IOException {
    SafeTensorsWriter writer = new SafeTensorsWriter(plan.done(), out);
    for (float[] tensor : values) {
      writer.floats(tensor, 0);
    }
    writer.finish();
  }
}
