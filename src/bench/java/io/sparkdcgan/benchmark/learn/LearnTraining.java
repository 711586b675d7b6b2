package io.sparkdcgan.benchmark.learn;

import io.sparkdcgan.api.DcganTraining;
import io.sparkdcgan.api.TrainingListener;
import io.sparkdcgan.api.TrainingOutcome;
import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.benchmark.learn.Comparison.Trained;
import io.sparkdcgan.storage.ObjectStore;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains the runs of a comparison, one after the other, and reads what they came to. */
final class LearnTraining {
  private final JavaSparkContext spark;
  private final String to;

  /**
   * @param spark stays the caller's to close
   * @param to folder of the runs' folders
   */
  LearnTraining(JavaSparkContext spark, String to) {
    this.spark = spark;
    this.to = to;
  }

  /**
   * The run, once it is complete or has diverged; one that was cut off is gone on with, and one
   * that was complete stays as it is.
   *
   * @throws io.sparkdcgan.failure.Failure as {@link DcganTraining#train}, if it cannot be trained
   */
  Trained trained(LearnRun run) {
    TrainingOutcome outcome =
        DcganTraining.ofDefaults()
            .set(run.keys())
            .listener(new EvaluationLines(run.name()))
            .train(spark, folder(run));
    if (outcome instanceof TrainingOutcome.Diverged diverged) {
      System.err.println("bench learn: " + diverged.why().getMessage());
      return new Trained(run, Comparison.DIVERGED, curve(run, store(run)));
    }
    outcome.orThrow();
    return new Trained(run, Comparison.COMPLETE, curve(run, store(run)));
  }

  /** The run as its folder has it, whatever became of it. */
  Trained found(LearnRun run) {
    ObjectStore store = store(run);
    LearningCurve curve = curve(run, store);
    String status =
        new RunFolder(store).success().isPresent()
            ? Comparison.COMPLETE
            : curve.points().isEmpty() ? "absent" : "unfinished";
    return new Trained(run, status, curve);
  }

  private static LearningCurve curve(LearnRun run, ObjectStore store) {
    return LearningCurve.of(MetricsLog.read(store), StepShares.of(run.config()));
  }

  private ObjectStore store(LearnRun run) {
    return ObjectStore.at(folder(run), spark.hadoopConfiguration());
  }

  private String folder(LearnRun run) {
    return "%s/%s".formatted(to, run.name());
  }

  /** Says on standard error where a run is whenever it is scored. */
  private record EvaluationLines(String name) implements TrainingListener {
    @Override
    public void begins(long round, long rounds) {
      System.err.printf("bench learn: %s is after round %s of %s%n", name, round, rounds);
    }

    @Override
    public void completed(RoundProgress round) {}

    @Override
    public void evaluates(long round) {
      System.err.printf("bench learn: %s is scored after round %s%n", name, round);
    }

    @Override
    public void warns(String sentence) {
      System.err.printf("bench learn: %s: %s%n", name, sentence);
    }
  }
}
