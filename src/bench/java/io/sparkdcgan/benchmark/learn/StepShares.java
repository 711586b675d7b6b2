package io.sparkdcgan.benchmark.learn;

import io.sparkdcgan.config.AveragingConfig.LocalStepsConfig;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.round.EpochOrder;
import io.sparkdcgan.round.ImageSpan;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import io.sparkdcgan.round.RoundPlan;
import java.util.List;

/**
 * How many images a run's workers take in one step, by the plan of its own rounds.
 *
 * @param largest of the worker that takes most: what all others wait for
 * @param all of all workers together
 * @param localSteps steps of each round
 */
record StepShares(double largest, double all, LocalStepsConfig localSteps) {

  /** By the first round that a run of this configuration plans. */
  static StepShares of(RunConfig config) {
    // Which images they are makes no difference to how many.
    EpochOrder order = new EpochOrder(config.seed(), List.of(Integer.MAX_VALUE));
    RoundPlan plan =
        RoundPlan.next(new Progress(0, 0, 0, 0), order, config.training(), config.averaging());
    double largest = plan.tasks().stream().mapToLong(StepShares::images).max().orElseThrow();
    return new StepShares(
        largest / plan.localSteps(),
        (double) plan.images() / plan.localSteps(),
        config.averaging().localSteps());
  }

  private static long images(WorkerTask task) {
    return task.spans().stream().mapToLong(ImageSpan::count).sum();
  }

  /**
   * After how many rounds a run has seen so many images, at least 1.
   *
   * @param images of all workers together
   */
  long rounds(long images) {
    double seen = 0;
    long round = 0;
    while (seen < images || round == 0) {
      seen += localSteps.of(round) * all;
      round++;
    }
    return round;
  }
}
