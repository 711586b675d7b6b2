package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.step.StepLosses;

/**
 * What one worker made of a state.
 *
 * @param worker its number, from 0
 * @param state where its networks are; its progress is that of the start
 * @param images pictures that it trained on
 * @param losses means over its steps
 * @param seconds where its time went
 */
public record WorkerResult(
    int worker, GanState state, long images, StepLosses losses, WorkerSeconds seconds) {

  /** The same, with the time that the worker waited for the state it began with. */
  public WorkerResult receivedIn(double receiveSeconds) {
    return new WorkerResult(worker, state, images, losses, seconds.receivedIn(receiveSeconds));
  }

  /** What goes with the result's slices. */
  WorkerReport report(GanState start) {
    return new WorkerReport(worker, images, WorkerUpdate.between(start, state), losses, seconds);
  }
}
