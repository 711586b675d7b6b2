package io.sparkdcgan.config;

/** Keeps width, image and latent space together small enough for a state that can travel. */
final class NetworkSize {
  /**
   * The generator's and the discriminator's parameters together, where each carries two moments, 4
   * bytes each: Spark and Kryo hand over at most 2^31 - 1 bytes at a time.
   */
  static final long MOST_PARAMETERS = (Integer.MAX_VALUE - (1L << 20)) / 12;

  private NetworkSize() {}

  static void check(NetworkConfig network, Mistakes mistakes) {
    long parameters = parameters(network);
    if (parameters > MOST_PARAMETERS) {
      mistakes.add(
          ("network.width %d at data.image-size %d and network.latent-size %d makes %d parameters,"
                  + " but must make at most %d: lower network.width")
              .formatted(
                  network.width(),
                  network.imageSize(),
                  network.latentSize(),
                  parameters,
                  MOST_PARAMETERS));
    }
  }

  /** Weights of both networks; batch norms, a thousandth of them, are left out. */
  static long parameters(NetworkConfig network) {
    long window = (long) network.kernel() * network.kernel();
    long widest = (long) network.width() << (network.stages() - 1);
    long convolutions = window * 3 * network.width();
    for (long maps = network.width(); maps < widest; maps *= 2) {
      convolutions += window * maps * maps * 2;
    }
    long units = widest * 16;
    return 2 * convolutions + units * network.latentSize() + units;
  }
}
