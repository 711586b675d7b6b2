package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.api.RunScores.SnapshotScore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener hears of work that does not train. */
class WorkProgressTest {
  private record Heard(String part, double share) {}

  @Test
  void aStretchTellsTheShareOfAllWork() {
    List<Heard> heard = new ArrayList<>();
    WorkProgress second =
        WorkProgress.of((part, share) -> heard.add(new Heard(part, share))).part(1, 4);
    second.at("first", 0);
    second.between(0.5, 1).at("half", 0.5);
    Runnable steps = second.steps("steps", 2);
    steps.run();
    steps.run();
    assertEquals(
        List.of(
            new Heard("first", 0.25),
            new Heard("half", 0.4375),
            new Heard("steps", 0.25),
            new Heard("steps", 0.375)),
        heard);
  }

  @Test
  void aListenerThatFailsEndsNoWork() {
    WorkProgress.of(
            (part, share) -> {
              throw new IllegalStateException("no terminal");
            })
        .at("anything", 0.5);
  }

  @Test
  void drawingScoringExploringAndTestingFeaturesTellHowTheyGetOn(@TempDir Path folder) {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("progress")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(DcganSpark.configure(conf))) {
      ImportedShards toys =
          DcganImport.from("toy:30").imageSize(16).into(spark, folder.resolve("shards").toString());
      DcganRun run = trained(spark, toys, folder.resolve("run").toString());
      TrainedSnapshot snapshot = run.latest();

      List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
      WorkListener listener = (part, share) -> heard.add(new Heard(part, share));
      snapshot.draw(spark, 300, folder.resolve("drawn").toString(), 1, listener);
      assertRises(heard, 3);

      heard.clear();
      DcganScoring scoring = DcganScoring.of(run, toys, 8, 1);
      List<SnapshotScore> quiet = scoring.scores(spark, Stream.of(snapshot));
      assertEquals(quiet, scoring.listener(listener, 1).scores(spark, Stream.of(snapshot)));
      assertRises(heard, 60);

      heard.clear();
      DcganExploration.of(run, snapshot)
          .count(16)
          .listener(listener)
          .into(spark, folder.resolve("explored").toString());
      assertRises(heard, 7);
    }
  }

  private static DcganRun trained(JavaSparkContext spark, ImportedShards toys, String folder) {
    return DcganTraining.ofDefaults()
        .set("network.preset", "pytorch")
        .set("network.width", 4)
        .set("training.worker-batch-size", 4)
        .set("training.rounds", 1)
        .set("averaging.local-steps", 1)
        .set("artifacts.grid-rows", 2)
        .on(toys)
        .train(spark, folder)
        .orThrow()
        .run();
  }

  private static void assertRises(List<Heard> heard, int least) {
    assertTrue(heard.size() >= least, heard.toString());
    for (int i = 1; i < heard.size(); i++) {
      assertTrue(heard.get(i).share() >= heard.get(i - 1).share(), heard.toString());
    }
    assertTrue(heard.get(heard.size() - 1).share() > 0.5, heard.toString());
  }
}
