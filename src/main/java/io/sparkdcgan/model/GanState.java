package io.sparkdcgan.model;

/**
 * All that training carries from one round to the next. With the configuration and the shards it
 * determines everything that follows: random streams are derived, not carried.
 *
 * @see NetworkState
 */
public final class GanState {
  private final NetworkState generator;
  private final NetworkState discriminator;
  private final Progress progress;
  private final OuterMemory memory;

  /** A state whose rounds remember nothing else. */
  public GanState(NetworkState generator, NetworkState discriminator, Progress progress) {
    this(generator, discriminator, progress, OuterMemory.none());
  }

  public GanState(
      NetworkState generator, NetworkState discriminator, Progress progress, OuterMemory memory) {
    this.generator = generator;
    this.discriminator = discriminator;
    this.progress = progress;
    this.memory = memory;
  }

  public NetworkState generator() {
    return generator;
  }

  public NetworkState discriminator() {
    return discriminator;
  }

  public Progress progress() {
    return progress;
  }

  /** What rounds remember and no worker needs. */
  public OuterMemory memory() {
    return memory;
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

  @Override
  public boolean equals(Object other) {
    return other instanceof GanState state
        && generator.equals(state.generator)
        && discriminator.equals(state.discriminator)
        && progress.equals(state.progress)
        && memory.equals(state.memory);
  }

  @Override
  public int hashCode() {
    return progress.hashCode();
  }
}
