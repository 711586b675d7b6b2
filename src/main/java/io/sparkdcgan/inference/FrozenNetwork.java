package io.sparkdcgan.inference;

import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.engine.nd4j.NetworkArithmetic;
import io.sparkdcgan.engine.nd4j.Ops;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that learns no more: it computes by its running statistics what its exported DL4J
 * network does. Owns its native memory; belongs to the thread that made it.
 */
public final class FrozenNetwork implements AutoCloseable {
  /** Inputs that are worked on at once, unless somebody wants more: it is part of the bits. */
  private static final int BATCH = 64;

  private final long[] inputShape;
  private final int inputLength;
  private final NetworkArithmetic network;
  private final MemoryWorkspace memory = Ops.workspace();

  /**
   * @param inputShape of one input
   */
  private FrozenNetwork(NetworkLayout layout, DataType type, long... inputShape) {
    this.inputShape = inputShape;
    this.inputLength = (int) Arrays.stream(inputShape).reduce(1, (a, b) -> a * b);
    this.network = new NetworkArithmetic(layout, type);
  }

  /** A generator: latents [n, latent size] to images [n, 3, S, S] in (-1, 1). */
  public static FrozenNetwork generator(GanNetworks networks, NetworkState generator) {
    FrozenNetwork frozen =
        new FrozenNetwork(
            networks.generatorLayout(), DataType.FLOAT, networks.config().latentSize());
    frozen.network.load(networks.generatorLayout().effective(generator));
    return frozen;
  }

  /**
   * A discriminator: images [n, 3, S, S] in [-1, 1] to n logits. D(x) is their sigmoid, above one
   * half where they are above 0.
   */
  public static FrozenNetwork discriminator(GanNetworks networks, NetworkState discriminator) {
    FrozenNetwork frozen = discriminator(networks, DataType.FLOAT);
    frozen.network.load(networks.discriminatorLayout().effective(discriminator));
    return frozen;
  }

  /** A discriminator that is loaded later. */
  static FrozenNetwork discriminator(GanNetworks networks, DataType type) {
    long edge = networks.config().imageSize();
    return new FrozenNetwork(
        networks.discriminatorLayout(), type, ImageRecord.CHANNELS, edge, edge);
  }

  /**
   * A generator with the statistics that its batch norms find when it draws these latents as a
   * training batch. All activations of the batch are in native memory for a moment: by calculation
   * 400 MB for 256 latents of the paper's network at 64 pixels.
   *
   * @param generator left as it is
   * @param latents [n, latent size], row by row
   * @return the same state but for the statistics
   */
  public static NetworkState calibrated(
      GanNetworks networks, NetworkState generator, float[] latents) {
    try (FrozenNetwork frozen = generator(networks, generator)) {
      return new NetworkState(
          generator.parameters(),
          generator.firstMoments(),
          generator.secondMoments(),
          frozen.calibrate(latents),
          generator.updates());
    }
  }

  /**
   * The output for each input.
   *
   * @param inputs row by row, each in C order
   * @return the same for the outputs
   */
  public float[] outputs(float[] inputs) {
    return outputs(inputs, (layer, activations) -> {});
  }

  /** How many of these images a discriminator takes for real ones: whose logits are above 0. */
  public long takenForReal(float[] nchw) {
    long real = 0;
    for (float logit : outputs(nchw)) {
      real += logit > 0 ? 1 : 0;
    }
    return real;
  }

  @Override
  public void close() {
    memory.destroyWorkspace(true);
    network.close();
  }

  /** The output for each input; {@code hidden} is shown the activations on the way. */
  float[] outputs(float[] inputs, BiConsumer<String, INDArray> hidden) {
    return outputs(inputs, BATCH, hidden);
  }

  /**
   * The output for each input.
   *
   * @param batch how many are worked on at once
   * @param hidden is shown the activations of each batch by their layer's name, and may write to
   *     them
   */
  float[] outputs(float[] inputs, int batch, BiConsumer<String, INDArray> hidden) {
    int count = inputs.length / inputLength;
    float[] all = new float[0];
    for (int first = 0; first < count; first += batch) {
      int end = Math.min(count, first + batch);
      float[] part = Arrays.copyOfRange(inputs, first * inputLength, end * inputLength);
      float[] values = compute(part, input -> flat(network.infer(input, hidden)));
      int width = values.length / (end - first);
      all = first == 0 ? new float[width * count] : all;
      System.arraycopy(values, 0, all, width * first, values.length);
    }
    return all;
  }

  /**
   * From now on computes by the statistics that batch norms find in these inputs, which are one
   * batch.
   *
   * @return the means and variances, in the order of the network's statistics
   */
  float[] calibrate(float[] inputs) {
    compute(inputs, network::calibrate);
    return network.copyOfStatistics();
  }

  /** What comes of one batch, in memory that is gone afterwards. */
  @SuppressWarnings("try") // a scope is entered and left, nothing more
  <T> T compute(float[] inputs, Function<INDArray, T> work) {
    try (MemoryWorkspace scope = memory.notifyScopeEntered()) {
      long[] shape = new long[inputShape.length + 1];
      shape[0] = inputs.length / inputLength;
      System.arraycopy(inputShape, 0, shape, 1, inputShape.length);
      return work.apply(Nd4j.create(inputs, shape, 'c'));
    }
  }

  NetworkArithmetic network() {
    return network;
  }

  /** A copy of an array's elements, in C order. */
  static float[] flat(INDArray array) {
    return array.reshape(array.length()).toFloatVector();
  }

  /**
   * Images of a batch.
   *
   * @throws IllegalArgumentException if they are not whole images, or not 1 to {@code most}
   */
  int count(float[] nchw, int most) {
    int count = nchw.length / inputLength;
    if (count < 1 || count > most || nchw.length % inputLength != 0) {
      throw new IllegalArgumentException(
          "%s numbers are not 1 to %s images of %s pixels"
              .formatted(nchw.length, most, inputShape[inputShape.length - 1]));
    }
    return count;
  }
}
