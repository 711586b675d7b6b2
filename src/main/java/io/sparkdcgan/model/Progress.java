package io.sparkdcgan.model;

/**
 * How far a run is. A final class and no record, since it crosses Spark with the state.
 *
 * <p>{@code round} is the number of completed rounds, {@code steps} the local steps that each
 * worker has taken, {@code position} where in the endless sequence of epochs the next round starts
 * to read, in images, and {@code imagesSeen} how many real images all workers have trained on.
 */
public record Progress(long round, long steps, long position, long imagesSeen) {
  /** Before the first round. */
  public static Progress start() {
    return new Progress(0, 0, 0, 0);
  }
}
