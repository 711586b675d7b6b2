package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was begun when {@code training.batch-size} was each worker's goes on as it was. */
final class EarlierRunTest {
  @TempDir static Path folder;
  private static JavaSparkContext spark;
  private static ImportedShards faces;

  /** Of a run that this version begins. */
  private static RunIdentity today;

  private static String expected;

  /** Three workers of two images, four rounds on end: a share that a new run may not have. */
  @BeforeAll
  static void trainInOneGo() {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("earlier")
            .set("spark.ui.enabled", "false");
    spark = new JavaSparkContext(DcganSpark.configure(conf, 1));
    faces = DcganImport.from("toy:60").imageSize(16).shardImages(20).into(spark, path("shards"));
    training(1).set("training.worker-batch-size", 3).train(spark, path("today")).orThrow();
    today = folder("today").identity();
    expected = begunEarlier("whole", 4);
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  @Test
  void theRecipeItWasBegunWithGoesOnToTheSameBits() {
    begunEarlier("same", 2);
    byte[] before = identity("same");
    DcganTraining nightly = training(4).set("training.batch-size", 2);
    assertEquals(expected, digest(nightly, "same"));
    SortedMap<String, String> configuration = folder("same").identity().configuration();
    assertEquals("2", configuration.get("training.batch-size"));
    assertFalse(configuration.containsKey("training.worker-batch-size"));
    assertFalse(Arrays.equals(before, identity("same")), "rounds were raised");
    // Night after night.
    assertEquals(digest(nightly.set("training.rounds", 5), "same"), begunEarlier("five", 5));
  }

  @Test
  void theSameMeaningByTheKeysOfTodayGoesOnToTheSameBits() {
    begunEarlier("each", 2);
    assertEquals(expected, digest(training(4).set("training.worker-batch-size", 2), "each"));
    begunEarlier("together", 2);
    assertEquals(expected, digest(training(4).set("training.batch-size", 6), "together"));
  }

  @Test
  void anotherBatchIsRefusedWithWhatToSet() {
    begunEarlier("other", 2);
    DcganTraining other = training(4).set("training.batch-size", 12);
    Failure failure = assertThrows(Failure.class, () -> other.train(spark, path("other")));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
    assertTrue(
        failure
            .getMessage()
            .contains(
                "training.batch-size was 2 for each worker and is 12 for all of them (--set"
                    + " training.worker-batch-size=2)"),
        failure.getMessage());
  }

  @Test
  void preflightTakesItAsItIsAndANewRunOfSuchSharesIsRefused() {
    begunEarlier("looked-at", 2);
    PlannedTraining planned =
        training(4).set("training.batch-size", 2).plan(spark.hadoopConfiguration());
    assertTrue(planned.goingOn(path("looked-at")).preflight(Duration.ofSeconds(1)).isPossible());
    DcganPreflight ofANewRun = planned.goingOn(path("new")).preflight(Duration.ofSeconds(1));
    assertTrue(ofANewRun.table().contains("training.batch-size = 2: 0 to 1 for each of 3 workers"));
    Failure preflight = assertThrows(Failure.class, ofANewRun::orThrow);
    assertEquals(ExitCode.CONFIGURATION, preflight.code());
    Failure train =
        assertThrows(
            Failure.class,
            () -> training(4).set("training.batch-size", 6).train(spark, path("new")));
    assertEquals(ExitCode.CONFIGURATION, train.code());
    assertTrue(
        train.getMessage().startsWith("images of a worker: needed is 3"), train.getMessage());
    assertFalse(Files.exists(folder.resolve("new/run.json")));
  }

  @Test
  void itsSnapshotsAreReadByItsOwnConfiguration() {
    begunEarlier("read", 2);
    DcganRun run = DcganRun.open(spark, path("read"));
    assertEquals(6, run.config().training().batchSize());
    assertEquals(2, run.config().minibatch().largestShare());
    assertEquals(2, run.latest().round());
  }

  /** A run as an earlier version leaves it: the same states, and its own {@code run.json}. */
  private static String begunEarlier(String name, int rounds) {
    SortedMap<String, String> keys = new TreeMap<>(today.configuration());
    keys.remove("training.worker-batch-size");
    keys.put("training.batch-size", "2");
    keys.put("training.rounds", String.valueOf(rounds));
    folder(name).claim(new RunIdentity(keys, today.shardsDigest(), today.versions()));
    return digest(training(rounds).set("training.worker-batch-size", 2), name);
  }

  private static DcganTraining training(int rounds) {
    return DcganTraining.ofDefaults()
        .set("network.preset", "pytorch")
        .set("network.width", 4)
        .set("training.rounds", rounds)
        .set("averaging.workers", 3)
        .set("averaging.local-steps", 2)
        .set("artifacts.grid-rows", 2)
        .set("artifacts.snapshot-every", 1)
        .set("run.lease-seconds", 5)
        .on(faces);
  }

  private static String digest(DcganTraining training, String name) {
    return training.train(spark, path(name)).orThrow().result().digest();
  }

  private static RunFolder folder(String name) {
    return new RunFolder(ObjectStore.at(path(name), spark.hadoopConfiguration()));
  }

  private static byte[] identity(String name) {
    return ObjectStore.at(path(name), spark.hadoopConfiguration()).read("run.json", 1 << 20);
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }
}
