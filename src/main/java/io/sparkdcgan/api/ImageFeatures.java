package io.sparkdcgan.api;

import io.sparkdcgan.evaluation.FeatureModel;
import io.sparkdcgan.evaluation.FeatureModel.FeatureInput;
import io.sparkdcgan.evaluation.FeatureModel.FeatureModelException;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A network in ONNX whose features of images are compared: one input of [n, 3, size, size] floats,
 * and an output with a row for each image. Holds the file's bytes and no other resources.
 */
public final class ImageFeatures {
  /** What a model says of itself that gives Inception's pool features, as docs/SCORES.md tells. */
  private static final String MARK = "spark-dcgan.features";

  private static final String INCEPTION = "inception-2015-12-05/pool_3";
  private static final int INCEPTION_DIMENSIONS = 2048;
  private static final int MOST_BYTES = 1 << 30;

  private final String name;
  private final byte[] onnx;
  private final FeatureInput input;

  private ImageFeatures(String name, byte[] onnx, FeatureInput input) {
    this.name = name;
    this.onnx = onnx;
    this.input = input;
  }

  /**
   * What is known of a model once it has seen an image.
   *
   * @param model the file's name
   * @param sha256 of the file, in hex
   * @param dimensions numbers that it gives for an image
   * @param inception whether it says that it gives Inception's pool features, and gives as many
   *     numbers: only then may the distances be called FID and KID
   */
  public record Model(String model, String sha256, int dimensions, boolean inception) {}

  /**
   * Reads a model whose pixels are in [-1, 1] and that has one output.
   *
   * @param uri {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @throws Failure {@code INPUT_MISSING} if it is not there, {@code CONFIGURATION} if it is larger
   *     than a gigabyte
   */
  public static ImageFeatures open(Configuration hadoop, String uri) {
    return Verdict.orFailure(
        () -> {
          Path path = StorageUri.resolve(uri, hadoop);
          return new ImageFeatures(path.getName(), read(path, hadoop), FeatureInput.USUAL);
        });
  }

  private static byte[] read(Path path, Configuration hadoop) throws IOException {
    try (InputStream in = PlainFiles.open(path, hadoop)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%s is no feature model: it is longer than %s bytes".formatted(path, MOST_BYTES));
      }
      return bytes;
    }
  }

  /** The same for a model that wants black as one number and white as another. */
  public ImageFeatures range(float low, float high) {
    return new ImageFeatures(name, onnx, new FeatureInput(low, high, input.output()));
  }

  /** The same with one of several outputs. */
  public ImageFeatures output(String output) {
    return new ImageFeatures(name, onnx, new FeatureInput(input.low(), input.high(), output));
  }

  /**
   * Loads the model here and shows it a gray image.
   *
   * @param imageSize edge of the images to come, in pixels
   * @throws Failure {@code CONFIGURATION} if it is no ONNX or does not take images
   */
  public Model tried(int imageSize) {
    try (FeatureModel model = FeatureModel.of(onnx, input)) {
      ImageSet gray = ImageSet.of(new float[3 * imageSize * imageSize], imageSize);
      int dimensions = model.features(gray).length;
      boolean inception =
          INCEPTION.equals(model.metadata().get(MARK)) && dimensions == INCEPTION_DIMENSIONS;
      String sha256 = new ContentDigest().add(onnx, 0, onnx.length).hex();
      return new Model(name, sha256, dimensions, inception);
    } catch (FeatureModelException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s cannot be used for --features: %s".formatted(name, e.getMessage()),
          e);
    }
  }

  /**
   * Sees that distances by this model's features may be called FID and KID.
   *
   * @throws Failure {@code CONFIGURATION} if not
   */
  public static void requireInception(Model model) {
    if (!model.inception()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "FID and KID are of Inception's %s pool features, but %s gives %s numbers and is not known for them by its metadata %s=%s: leave out --fid, or mark the model as docs/SCORES.md says"
              .formatted(INCEPTION_DIMENSIONS, model.model(), model.dimensions(), MARK, INCEPTION));
    }
  }

  byte[] onnx() {
    return onnx;
  }

  FeatureInput input() {
    return input;
  }
}
