package io.sparkdcgan.spark.round;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.cluster.SharedServers;
import io.sparkdcgan.cluster.SharedServers.Apart;
import io.sparkdcgan.cluster.StandaloneCluster;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.run.TinyRuns;
import io.sparkdcgan.run.TrainingResult;
import io.sparkdcgan.spark.JobContext;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run of three workers that stops in its middle and goes on, on the same Spark or on another: the
 * same bits as six rounds at once in one thread, the images that it drew included.
 */
@Tag("clusters")
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContinuedElsewhereIT {
  private static final int HALF = 3;

  @TempDir private static Path folder;
  private FaultCluster cluster;
  private String digest;

  /** Where a half of the run is computed. */
  enum Place {
    TWO_THREADS,
    THREE_EXECUTORS
  }

  @BeforeAll
  void trainAtOnce(@Apart StandaloneCluster apart) throws Exception {
    cluster = new FaultCluster(apart, folder, config(2 * HALF));
    digest = cluster.undisturbed();
  }

  @ParameterizedTest
  @CsvSource({
    "TWO_THREADS, TWO_THREADS",
    "TWO_THREADS, THREE_EXECUTORS",
    "THREE_EXECUTORS, TWO_THREADS",
    "THREE_EXECUTORS, THREE_EXECUTORS"
  })
  void twoHalvesEndInTheBitsOfTheWhole(Place first, Place second) throws Exception {
    String name = first + "-" + second;
    assertEquals(OptionalLong.empty(), train(name, HALF, first).resumedFrom());
    TrainingResult result = train(name, 2 * HALF, second);
    assertEquals(OptionalLong.of(HALF), result.resumedFrom());
    assertEquals(digest, result.digest());
    for (long round = 0; round <= 2 * HALF; round += HALF) {
      assertArrayEquals(grid("undisturbed", round), grid(name, round), "grid of round " + round);
    }
  }

  private TrainingResult train(String name, int rounds, Place place) throws Exception {
    RunConfig config = config(rounds);
    try (JavaSparkContext spark = open(name, place)) {
      return cluster.train(
          name, config, spark, TinyRuns.training(config), UnaryOperator.identity());
    }
  }

  private JavaSparkContext open(String name, Place place) {
    return switch (place) {
      case TWO_THREADS -> JobContext.open(name, FaultCluster.conf().setMaster("local[2]"));
      case THREE_EXECUTORS -> cluster.open(name);
    };
  }

  private static byte[] grid(String name, long round) {
    return new SampleGrids(new TinyRuns(folder).store(name)).read(round);
  }

  private static RunConfig config(int rounds) {
    return TinyRuns.config(
        rounds,
        "averaging.workers=3",
        "averaging.outer=nesterov",
        "averaging.generator-ema=0.9",
        "artifacts.snapshot-every=" + HALF,
        "artifacts.grid-every=" + HALF);
  }
}
