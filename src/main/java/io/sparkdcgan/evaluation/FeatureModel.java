package io.sparkdcgan.evaluation;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.image.Resampler;
import io.sparkdcgan.image.RgbImage;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network in ONNX that says something of images, run by ONNX Runtime on one thread, so that the
 * same processor gives the same numbers. It must have one input, [n, 3, height, width] floats;
 * images are scaled to the size that it declares, or go in as they are where it declares none. Owns
 * native memory: close it. Not safe for use by several threads.
 */
public final class FeatureModel implements AutoCloseable {
  private static final int CHANNELS = ImageRecord.CHANNELS;

  private final FeatureInput wanted;
  private final OrtSession session;
  private final String input;
  private final int size;
  private final String output;

  private FeatureModel(
      FeatureInput wanted, OrtSession session, String input, int size, String output) {
    this.wanted = wanted;
    this.session = session;
    this.input = input;
    this.size = size;
    this.output = output;
  }

  /**
   * Loads a model.
   *
   * @param onnx the file's bytes
   * @param wanted what the model itself does not say
   * @throws FeatureModelException if it is no model of images
   */
  public static FeatureModel of(byte[] onnx, FeatureInput wanted) {
    OrtSession session = null;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = OrtEnvironment.getEnvironment().createSession(onnx, options);
      NodeInfo input = onlyInput(session);
      FeatureModel model =
          new FeatureModel(wanted, session, input.getName(), size(input), output(session, wanted));
      session = null;
      return model;
    } catch (OrtException e) {
      throw new FeatureModelException(
          "ONNX Runtime cannot load it: " + FeatureModel.firstLine(e), e);
    } finally {
      closeUnless(session);
    }
  }

  private static void closeUnless(OrtSession session) {
    if (session != null) {
      try {
        session.close();
      } catch (OrtException e) {
        throw new FeatureModelException("ONNX Runtime cannot close it", e);
      }
    }
  }

  private static NodeInfo onlyInput(OrtSession session) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    if (inputs.size() != 1) {
      throw new FeatureModelException(
          "it has the inputs %s, but must have one, of images".formatted(inputs.keySet()));
    }
    return inputs.values().iterator().next();
  }

  /** The edge that the input declares, 0 for any. */
  private static int size(NodeInfo input) {
    if (input.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
      long[] shape = tensor.getShape();
      if (shape.length == 4
          && (shape[1] == CHANNELS || shape[1] < 0)
          && shape[0] < 0
          && shape[2] == shape[3]) {
        return (int) Math.max(0, shape[2]);
      }
    }
    throw new FeatureModelException(
        "its input %s is %s, but must be floats of [n, 3, size, size] with any n"
            .formatted(input.getName(), input.getInfo()));
  }

  private static String output(OrtSession session, FeatureInput wanted) {
    Set<String> names = session.getOutputNames();
    String name =
        wanted.namedOutput().orElseGet(() -> names.size() == 1 ? names.iterator().next() : "");
    if (!names.contains(name)) {
      throw new FeatureModelException(
          "it has the outputs %s: name one of them as its output".formatted(names));
    }
    return name;
  }

  /** What the model's maker has written into it, by name. */
  public Map<String, String> metadata() {
    try {
      return session.getMetadata().getCustomMetadata();
    } catch (OrtException e) {
      throw new FeatureModelException("its metadata cannot be read", e);
    }
  }

  /**
   * The features of images.
   *
   * @return [images, dimensions], whatever shape the model gives each image's in
   * @throws FeatureModelException if it fails, or gives no features
   */
  public float[] features(ImageSet images) {
    int edge = size == 0 ? images.size() : size;
    FloatBuffer values = FloatBuffer.allocate(images.count() * CHANNELS * edge * edge);
    Resampler resampler = new Resampler(edge);
    for (int image = 0; image < images.count(); image++) {
      for (byte level : scaled(images, image, edge, resampler)) {
        values.put(wanted.value(level));
      }
    }
    long[] shape = {images.count(), CHANNELS, edge, edge};
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values.flip(), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor), Set.of(output))) {
      return rows(result, images.count());
    } catch (OrtException e) {
      throw new FeatureModelException("it fails with " + firstLine(e), e);
    }
  }

  /** An image of 256 levels at the size that the model wants: down by area, up bilinearly. */
  private static byte[] scaled(ImageSet images, int index, int edge, Resampler resampler) {
    int size = images.size();
    int area = size * size;
    byte[] own =
        Arrays.copyOfRange(images.pixels(), index * CHANNELS * area, (index + 1) * CHANNELS * area);
    if (size == edge) {
      return own;
    }
    byte[] interleaved = new byte[own.length];
    for (int i = 0; i < own.length; i++) {
      interleaved[i % area * CHANNELS + i / area] = own[i];
    }
    return resampler.square(new RgbImage(size, size, interleaved));
  }

  private float[] rows(OrtSession.Result result, int images) {
    if (result.get(0) instanceof OnnxTensor features
        && features.getInfo().type == OnnxJavaType.FLOAT
        && features.getInfo().getShape().length > 1
        && features.getInfo().getShape()[0] == images) {
      FloatBuffer buffer = features.getFloatBuffer();
      float[] rows = new float[buffer.remaining()];
      buffer.get(rows);
      return rows;
    }
    throw new FeatureModelException(
        "its output %s is %s, but must be floats with a row for each of %s images"
            .formatted(output, result.get(0).getInfo(), images));
  }

  private static String firstLine(OrtException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    closeUnless(session);
  }

  /**
   * What a feature model wants that it cannot say itself.
   *
   * @param low what level 0 of an image becomes
   * @param high what level 255 becomes
   * @param output name of the output to take; empty if there is only one
   */
  public record FeatureInput(float low, float high, String output) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Values in [-1, 1] and the only output. */
    public static final FeatureInput USUAL = new FeatureInput(-1, 1, "");

    Optional<String> namedOutput() {
      return output.isEmpty() ? Optional.empty() : Optional.of(output);
    }

    /** The value of an unsigned byte. */
    float value(byte level) {
      return low + (level & 0xFF) / 255f * (high - low);
    }
  }

  /** A model that is no ONNX, or does not take images, or gives no features of them. */
  public static final class FeatureModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FeatureModelException(String message) {
      super(message);
    }

    FeatureModelException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
