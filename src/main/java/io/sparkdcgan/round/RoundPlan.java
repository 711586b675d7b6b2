package io.sparkdcgan.round;

import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.Minibatch;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.round.LocalTraining.WorkerTask;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One round: which worker reads what, and where the run is after it.
 *
 * @param tasks one for each worker, in worker order
 * @param before where the run is before the round
 * @param localSteps steps that each worker takes
 * @param images images that all workers read together
 */
public record RoundPlan(List<WorkerTask> tasks, Progress before, int localSteps, long images) {

  /**
   * The round that follows on {@code before}: each worker takes its share of every step's
   * minibatch, and reads its images one after the other, behind those of the workers before it.
   */
  public static RoundPlan next(
      Progress before, EpochOrder order, TrainingConfig training, AveragingConfig averaging) {
    int localSteps = averaging.localSteps().of(before.round());
    Minibatch minibatch = new Minibatch(training.batchSize(), averaging.workers());
    List<WorkerTask> tasks =
        IntStream.range(0, averaging.workers())
            .mapToObj(
                worker -> {
                  long first = before.position() + (long) localSteps * minibatch.before(worker);
                  long images = (long) localSteps * minibatch.share(worker);
                  return new WorkerTask(
                      worker, before.steps(), first, order.spans(first, images), minibatch);
                })
            .toList();
    return new RoundPlan(tasks, before, localSteps, (long) localSteps * minibatch.images());
  }

  /** Where the run is if the round's images are passed over: no round is done, none is seen. */
  public Progress skipped() {
    return new Progress(
        before.round(),
        before.steps() + localSteps,
        before.position() + images,
        before.imagesSeen());
  }

  /** Where the run is after the round, if workers trained on {@code trained} images. */
  Progress after(long trained) {
    return new Progress(
        before.round() + 1,
        before.steps() + localSteps,
        before.position() + images,
        before.imagesSeen() + trained);
  }
}
