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

  public GanState(NetworkState generator, NetworkState discriminator, Progress progress) {
    this.generator = generator;
    this.discriminator = discriminator;
    this.progress = progress;
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

  @Override
  public boolean equals(Object other) {
    return other instanceof GanState state
        && generator.equals(state.generator)
        && discriminator.equals(state.discriminator)
        && progress.equals(state.progress);
  }

  @Override
  public int hashCode() {
    return progress.hashCode();
  }
}
