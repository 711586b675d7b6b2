package io.sparkdcgan.run;

import io.sparkdcgan.artifact.GuardRecord;
import io.sparkdcgan.artifact.Rollback;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run with all of its lives, of which it has two if it is guarded. Going back is resuming: the
 * second life begins as one does that was cut off, from what stands in the run's folder, so it
 * makes no difference whether the process lived through it.
 */
public final class GuardedRun {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedRun.class);

  /** Trains until the run is complete or goes back. */
  @FunctionalInterface
  public interface Life {
    /**
     * Trains one life.
     *
     * @param steps the run's configuration for those who take its steps and order its images: its
     *     learning rate and seed are those of this life
     */
    TrainingResult train(RunConfig steps);
  }

  /**
   * The run went back to an earlier state and is to be gone on with, from there and as its record
   * says.
   */
  static final class RolledBackException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RolledBackException(String sentence) {
      super(sentence);
    }
  }

  private final RunConfig config;
  private final GuardRecord record;

  /**
   * @param run the run's folder, which is known to be this run's
   */
  public GuardedRun(RunConfig config, ObjectStore run) {
    this.config = config;
    this.record = new GuardRecord(run);
  }

  /**
   * Trains until the run is complete.
   *
   * @throws io.sparkdcgan.failure.Failure what ends a life
   */
  public TrainingResult train(Life life) {
    while (true) {
      RunConfig steps = record.settled().map(back -> steps(config, back)).orElse(config);
      try {
        return life.train(steps);
      } catch (RolledBackException e) {
        // Only a run that has not gone back yet does so: there is a record of it now.
        LOG.debug("a life of the run has ended", e);
      }
    }
  }

  private static RunConfig steps(RunConfig config, Rollback back) {
    return config.with(config.training().atRate(back.learningRate()), back.seed());
  }
}
