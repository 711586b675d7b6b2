package io.sparkdcgan.model;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * Both networks of a run: what they look like and how their flat arrays are laid out.
 *
 * @param config what they were made from
 * @param generator DL4J's configuration of the generator
 * @param discriminator DL4J's configuration of the discriminator
 * @param generatorLayout where the generator's tensors lie
 * @param discriminatorLayout where the discriminator's tensors lie
 */
public record GanNetworks(
    NetworkConfig config,
    MultiLayerConfiguration generator,
    MultiLayerConfiguration discriminator,
    NetworkLayout generatorLayout,
    NetworkLayout discriminatorLayout) {

  /** Deviation of initial weights, and of gammas about 1 (Radford et al. 2015, section 4). */
  private static final double INITIAL_DEVIATION = 0.02;

  /** The networks that this configuration describes. */
  public static GanNetworks of(NetworkConfig config) {
    MultiLayerConfiguration generator = GeneratorNetwork.configuration(config);
    MultiLayerConfiguration discriminator = DiscriminatorNetwork.configuration(config);
    NetworkLayout judging = NetworkLayout.of(discriminator);
    return new GanNetworks(
        config,
        generator,
        discriminator,
        NetworkLayout.of(generator),
        config.discriminatorIsSpectral() ? judging.withSpectralNorm() : judging);
  }

  /**
   * The state before the first round: weights from N(0, 0.02), gammas from N(1, 0.02), biases,
   * betas and running means 0, running variances 1.
   */
  public GanState initialState(long seed) {
    return new GanState(
        initialState(generatorLayout, seed, "initial generator"),
        initialState(discriminatorLayout, seed, "initial discriminator"),
        Progress.start());
  }

  /** The same for one network of this layout; {@code purpose} names its weights. */
  static NetworkState initialState(NetworkLayout layout, long seed, String purpose) {
    float[] parameters = new float[layout.parameterCount()];
    for (int index = 0; index < layout.parameters().size(); index++) {
      TensorSlot slot = layout.parameters().get(index);
      if (slot.name().endsWith(".beta") || slot.name().endsWith(".b")) {
        continue;
      }
      double mean = slot.name().endsWith(".gamma") ? 1 : 0;
      RandomStream noise = RandomStream.of(seed, purpose, index);
      for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
        parameters[i] = (float) (mean + INITIAL_DEVIATION * noise.nextGaussian());
      }
    }
    float[] statistics = new float[layout.statisticCount()];
    Arrays.fill(statistics, statistics.length / 2, statistics.length, 1f);
    return new NetworkState(
        parameters, new float[parameters.length], new float[parameters.length], statistics, 0);
  }
}
