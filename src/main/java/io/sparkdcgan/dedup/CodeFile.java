package io.sparkdcgan.dedup;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.CodeNetwork;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.TensorSlot;
import io.sparkdcgan.snapshot.TensorFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The trained autoencoder as a safetensors file: all that is needed to compute codes again. The
 * tensors are named as in its DL4J configuration.
 */
public final class CodeFile {
  /** Its name in the folder of the shards. */
  public static final String FILE = "_dedup.safetensors";

  private CodeFile() {}

  /** The file's bytes; the same for the same state. */
  public static byte[] bytes(NetworkState trained) throws IOException {
    NetworkLayout layout = CodeNetwork.layout();
    TensorFile file = new TensorFile();
    add(file, layout.parameters(), trained.parameters());
    add(file, layout.statistics(), trained.statistics());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    file.writeTo(bytes);
    return bytes.toByteArray();
  }

  /**
   * The state in a file, without the optimizer's moments.
   *
   * @throws Failure {@code DATA} if a tensor is missing or of another length, {@code SNAPSHOT} if
   *     it is no safetensors file
   */
  public static NetworkState state(byte[] bytes) throws IOException {
    NetworkLayout layout = CodeNetwork.layout();
    Map<String, float[]> tensors = TensorFile.read(new ByteArrayInputStream(bytes), bytes.length);
    float[] parameters = flat(tensors, layout.parameters(), layout.parameterCount());
    float[] statistics = flat(tensors, layout.statistics(), layout.statisticCount());
    return new NetworkState(
        parameters, new float[parameters.length], new float[parameters.length], statistics, 0);
  }

  private static void add(TensorFile file, List<TensorSlot> slots, float[] flat) {
    for (TensorSlot slot : slots) {
      file.add(
          slot.name(),
          Arrays.copyOfRange(flat, slot.offset(), slot.offset() + slot.length()),
          slot.shape().stream().mapToLong(Long::longValue).toArray());
    }
  }

  private static float[] flat(Map<String, float[]> tensors, List<TensorSlot> slots, int length) {
    float[] flat = new float[length];
    for (TensorSlot slot : slots) {
      float[] tensor = tensors.get(slot.name());
      if (tensor == null || tensor.length != slot.length()) {
        throw new Failure(
            ExitCode.DATA,
            "%s has no tensor %s of %s numbers: import again"
                .formatted(FILE, slot.name(), slot.length()));
      }
      System.arraycopy(tensor, 0, flat, slot.offset(), slot.length());
    }
    return flat;
  }
}
