package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is judged, on Spark, by images that the import kept apart. */
final class EvaluatedTrainingTest {
  @TempDir Path folder;

  @Test
  void scoresStandInTheLogAndTheBestSnapshotIsDrawnFrom() {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("judged")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(DcganSpark.configure(conf, 1))) {
      ImportedShards faces =
          DcganImport.from("toy:60")
              .imageSize(16)
              .shardImages(20)
              .heldOut(20)
              .into(spark, folder.resolve("shards").toString());
      assertEquals(40, faces.images());
      assertEquals(20, faces.heldOut().orElseThrow().images());
      DcganTraining plain =
          DcganTraining.ofDefaults()
              .set("network.preset", "pytorch")
              .set("network.width", 4)
              .set("training.worker-batch-size", 4)
              .set("training.rounds", 3)
              .set("averaging.local-steps", 2)
              .set("artifacts.grid-rows", 2)
              .set("artifacts.snapshot-every", 1)
              .on(faces);
      TrainingOutcome.Finished unjudged = plain.train(spark, run("unjudged")).orThrow();
      assertThrows(Failure.class, () -> unjudged.run().best());
      TrainingOutcome.Finished judged =
          plain.set("evaluation.every", 1).train(spark, run("judged")).orThrow();

      assertEquals(unjudged.result().digest(), judged.result().digest());
      List<RoundLine> lines =
          MetricsLog.read(ObjectStore.at(run("judged"), spark.hadoopConfiguration()));
      for (RoundLine line : lines) {
        RoundLine.Scores scores = line.scores();
        assertEquals(20, scores.images());
        assertTrue(scores.heldOut());
        assertTrue(scores.swd() > 0);
        assertTrue(scores.diversity() > 0);
        assertTrue(scores.accuracyReal() >= 0, "a share");
        assertTrue(scores.accuracyDrawn() <= 1, "a share");
      }
      long best = judged.run().best().round();
      assertEquals(
          lines.stream().mapToDouble(line -> line.scores().swd()).min().orElseThrow(),
          lines.get((int) best - 1).scores().swd());
      // The same number as a command that scores the snapshot afterward.
      assertEquals(
          lines.get((int) best - 1).scores().swd(),
          DcganScoring.of(judged.run(), faces.heldOut().orElseThrow(), 20, 1)
              .scores(spark, Stream.of(judged.run().best()))
              .get(0)
              .swd());
    }
  }

  @Test
  void aStopCancelsTheJobsOfAnEvaluationAndTheNextStartMakesItsScores() {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("stopped")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(DcganSpark.configure(conf, 1))) {
      DcganTraining training =
          DcganTraining.ofDefaults()
              .set("network.preset", "pytorch")
              .set("network.width", 4)
              .set("training.worker-batch-size", 4)
              .set("training.rounds", 3)
              .set("averaging.local-steps", 2)
              .set("artifacts.grid-rows", 2)
              .set("artifacts.snapshot-every", 1)
              .set("evaluation.every", 1)
              .on(
                  DcganImport.from("toy:60")
                      .imageSize(16)
                      .into(spark, folder.resolve("toys").toString()));
      TrainingOutcome.Finished unbroken = training.train(spark, run("whole")).orThrow();
      StopRequest stop = new StopRequest();
      EvaluationWatch watch = new EvaluationWatch("evaluation of round 2", stop);
      spark.sc().addSparkListener(watch);
      TrainingOutcome stopped = training.stopOn(stop).train(spark, run("cut"));
      spark.sc().removeSparkListener(watch);
      assertTrue(
          stopped.toString().contains("the state after round 2 of 3 is saved"), stopped.toString());
      TrainingOutcome.Finished resumed = training.train(spark, run("cut")).orThrow();
      assertEquals(OptionalLong.of(2), resumed.result().resumedFrom());
      assertEquals(unbroken.result().digest(), resumed.result().digest());
      assertEquals(scores(spark, "whole"), scores(spark, "cut"));
      assertEquals(3, scores(spark, "cut").size());
    }
  }

  private List<RoundLine.Scores> scores(JavaSparkContext spark, String name) {
    return MetricsLog.read(ObjectStore.at(run(name), spark.hadoopConfiguration())).stream()
        .map(RoundLine::scores)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Asks to stop when a job of this description begins. */
  private static final class EvaluationWatch extends SparkListener {
    private final String description;
    private final StopRequest stop;

    EvaluationWatch(String description, StopRequest stop) {
      this.description = description;
      this.stop = stop;
    }

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      if (description.equals(job.properties().getProperty("spark.job.description"))) {
        stop.ask();
      }
    }
  }

  @Test
  void numbersThatCannotBeHeldOutAreMistakes() {
    for (double wrong : new double[] {-0.1, 1.5, Double.NaN}) {
      Failure failure =
          assertThrows(Failure.class, () -> DcganImport.from("toy:60").heldOut(wrong).check());
      assertEquals(ExitCode.USAGE, failure.code());
      assertTrue(failure.getMessage().startsWith("--held-out must be a share"));
    }
  }

  private String run(String name) {
    return folder.resolve(name).toString();
  }
}
