package io.sparkdcgan.model;

/**
 * How far a run is. A final class and no record, since it crosses Spark with the state.
 *
 * <p>{@code round} is the number of completed rounds, {@code steps} the local steps that each
 * worker has taken, {@code position} where in the endless sequence of epochs the next round starts
 * to read, in images, and {@code imagesSeen} how many real images all workers have trained on.
 */
public final class Progress {
  private final long round;
  private final long steps;
  private final long position;
  private final long imagesSeen;

  public Progress(long round, long steps, long position, long imagesSeen) {
    this.round = round;
    this.steps = steps;
    this.position = position;
    this.imagesSeen = imagesSeen;
  }

  /** Before the first round. */
  public static Progress start() {
    return new Progress(0, 0, 0, 0);
  }

  public long round() {
    return round;
  }

  public long steps() {
    return steps;
  }

  public long position() {
    return position;
  }

  public long imagesSeen() {
    return imagesSeen;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Progress progress
        && round == progress.round
        && steps == progress.steps
        && position == progress.position
        && imagesSeen == progress.imagesSeen;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(round);
  }
}
