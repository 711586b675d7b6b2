package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.run.StopRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is asked to stop while its cluster is looked at. */
final class StoppedPreflightTest {
  @TempDir private Path folder;

  @Test
  void isNotBlamedOnTheCluster() {
    String shards = folder.resolve("shards").toString();
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[1]")
            .setAppName("stopped")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(DcganSpark.configure(conf))) {
      DcganImport.from("toy:20").imageSize(16).shardImages(10).into(spark, shards);
      StopRequest stop = new StopRequest();
      DcganPreflight preflight = planned(shards, stop).preflight(Duration.ofSeconds(30));
      stop.ask("asked to stop (SIGTERM)");
      Failure failure = assertThrows(Failure.class, () -> preflight.checkCluster(spark));
      assertEquals(ExitCode.PREEMPTED, failure.code());
      assertEquals(
          "asked to stop (SIGTERM) before the training began: start it again",
          failure.getMessage());
    }
  }

  private static PlannedTraining planned(String shards, StopRequest stop) {
    String recipe =
        """
        run.name = small
        data.image-size = 16
        network { preset = pytorch, width = 4 }
        training { rounds = 2, batch-size = 4 }
        averaging { workers = 1, local-steps = 2 }
        """;
    return PlannedTraining.of(
        begun -> ConfigReader.read("small.conf", recipe, List.of("data.shards=" + shards), begun),
        new Configuration(false),
        round -> {},
        stop);
  }
}
