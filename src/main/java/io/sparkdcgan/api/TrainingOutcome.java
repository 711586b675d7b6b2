package io.sparkdcgan.api;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.run.TrainingResult;

/**
 * How a training ended that did as it should. Where something else was in its way, a {@link
 * Failure} is thrown, whose {@link ExitCode} says whether the same call may succeed later.
 */
public sealed interface TrainingOutcome {
  /** The run is complete. */
  sealed interface Finished extends TrainingOutcome {
    /** The run's folder, to draw from. */
    DcganRun run();

    /** Where the run is. */
    TrainingResult result();
  }

  /** The run is not complete. */
  sealed interface Unfinished extends TrainingOutcome {
    /** What {@link #orThrow} throws: its sentence, its code, and in its facts what was reached. */
    Failure why();
  }

  /** The last round was done now. */
  record Completed(DcganRun run, TrainingResult result) implements Finished {}

  /** All rounds were done before: nothing was trained. */
  record AlreadyComplete(DcganRun run, TrainingResult result) implements Finished {}

  /** The run was asked to stop. What it reached is saved, and the same call goes on from there. */
  record Stopped(Failure why) implements Unfinished {}

  /**
   * The guard stopped the run: no worker's result could be used, with other images neither. The
   * snapshots before stand, and the same call would end the same.
   */
  record Diverged(Failure why) implements Unfinished {}

  /**
   * The complete run.
   *
   * @throws Failure {@code PREEMPTED} or {@code DIVERGED} if it is not complete
   */
  default Finished orThrow() {
    if (this instanceof Unfinished unfinished) {
      throw unfinished.why();
    }
    return (Finished) this;
  }
}
