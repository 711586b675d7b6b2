package io.sparkdcgan.artifact;

import io.sparkdcgan.artifact.TensorEntry.ElementType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A few named float tensors, for others to read as safetensors. */
public final class TensorFile {
  private final SafeTensors.Plan plan = new SafeTensors.Plan();
  private final List<float[]> values = new ArrayList<>();

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
