package io.sparkdcgan.round;

import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.model.GanState;

/**
 * What one worker made of a state.
 *
 * @param worker its number, from 0
 * @param state where its networks are; its progress is that of the start
 * @param images images that it trained on
 * @param losses means over its steps
 * @param seconds where its time went
 * @param gpu that it was computed on, in words; empty for none
 */
public record WorkerResult(
    int worker, GanState state, long images, StepLosses losses, WorkerSeconds seconds, String gpu) {

  /** Computed on no GPU. */
  public WorkerResult(
      int worker, GanState state, long images, StepLosses losses, WorkerSeconds seconds) {
    this(worker, state, images, losses, seconds, "");
  }

  /** The same, with the time that the worker waited for the state it began with. */
  public WorkerResult receivedIn(double receiveSeconds) {
    return new WorkerResult(worker, state, images, losses, seconds.receivedIn(receiveSeconds), gpu);
  }

  /** The same, computed on this GPU; empty for none. */
  public WorkerResult on(String gpu) {
    return new WorkerResult(worker, state, images, losses, seconds, gpu);
  }

  /** What goes with the result's slices. */
  WorkerReport report(GanState start) {
    return new WorkerReport(
        worker, images, WorkerUpdate.between(start, state), losses, seconds, gpu);
  }
}
