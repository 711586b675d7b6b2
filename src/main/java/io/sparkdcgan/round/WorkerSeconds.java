package io.sparkdcgan.round;

/**
 * Where a worker's time went, in seconds.
 *
 * @param receive the state, from the driver or another executor
 * @param setup filling the networks' native memory, copying the state out
 * @param prepare preparing batches, in the background
 * @param waiting for shards and for batches: what the background could not hide
 * @param train steps
 */
public record WorkerSeconds(
    double receive, double setup, double prepare, double waiting, double train) {

  WorkerSeconds receivedIn(double seconds) {
    return new WorkerSeconds(seconds, setup, prepare, waiting, train);
  }

  /** All of it but what goes on in the background. */
  public double sum() {
    return receive + setup + waiting + train;
  }
}
