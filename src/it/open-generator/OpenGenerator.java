import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Opens an exported generator with stock Deeplearning4j and nothing of spark-dcgan, draws from the
 * latents that {@code sample} wrote beside its grid, and prints the largest difference between its
 * images and ours.
 *
 * <p>Usage: java -cp DL4J-JARS OpenGenerator.java generator.zip grid.safetensors
 */
public class OpenGenerator {
  public static void main(String[] args) throws Exception {
    MultiLayerNetwork generator =
        ModelSerializer.restoreMultiLayerNetwork(new File(args[0]), false);
    byte[] file = Files.readAllBytes(Path.of(args[1]));
    INDArray drawn = generator.output(tensor(file, "latents"));
    INDArray ours = tensor(file, "pictures");
    System.out.println(drawn.sub(ours).amaxNumber().doubleValue());
  }

  /** The safetensors format: length of a JSON header, the header, then every tensor's bytes. */
  private static INDArray tensor(byte[] file, String name) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = (int) bytes.getLong();
    String header = new String(file, 8, headerBytes, StandardCharsets.UTF_8);
    Matcher entry =
        Pattern.compile(
                "\"" + name + "\":\\{[^}]*\"shape\":\\[([0-9,]+)\\],\"data_offsets\":\\[([0-9]+),([0-9]+)\\]")
            .matcher(header);
    if (!entry.find()) {
      throw new IllegalArgumentException("no tensor " + name + " in " + header);
    }
    String[] dimensions = entry.group(1).split(",");
    long[] shape = new long[dimensions.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = Long.parseLong(dimensions[i]);
    }
    int begin = 8 + headerBytes + Integer.parseInt(entry.group(2));
    float[] values = new float[(Integer.parseInt(entry.group(3)) - Integer.parseInt(entry.group(2))) / 4];
    bytes.position(begin);
    bytes.asFloatBuffer().get(values);
    return Nd4j.create(values, shape, 'c');
  }
}
