package io.sparkdcgan.model;

/**
 * All that training carries from one round to the next. With the configuration and the shards it
 * determines everything that follows: random streams are derived, not carried.
 *
 * @see NetworkState
 * @param memory what rounds remember and no worker needs
 */
public record GanState(
    NetworkState generator, NetworkState discriminator, Progress progress, OuterMemory memory) {
  /** A state whose rounds remember nothing else. */
  public GanState(NetworkState generator, NetworkState discriminator, Progress progress) {
    this(generator, discriminator, progress, OuterMemory.none());
  }

  /** What a worker needs of it. */
  public GanState forWorkers() {
    return new GanState(generator, discriminator, progress);
  }

  /** The generator to draw images with: its moving mean, if one is kept. */
  public NetworkState drawingGenerator() {
    if (memory.meanParameters().length == 0) {
      return generator;
    }
    return new NetworkState(
        memory.meanParameters(),
        generator.firstMoments(),
        generator.secondMoments(),
        memory.meanStatistics(),
        generator.updates());
  }
}
