package io.sparkdcgan.round;

/** A watch that is read once at the end of every stretch. */
final class Laps {
  private long last = System.nanoTime();

  /** Seconds since the last reading, or since the watch was made. */
  double seconds() {
    long now = System.nanoTime();
    double seconds = (now - last) * 1e-9;
    last = now;
    return seconds;
  }
}
