package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.api.DcganFeatures.Baseline;
import io.sparkdcgan.api.DcganFeatures.RepresentationResult;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.random.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The representation test on two classes that anybody can tell apart: reddish and bluish noise. */
final class DcganFeaturesTest {
  private static final int PLANE = 32 * 32;

  @TempDir private static Path folder;

  private static JavaSparkContext spark;
  private static ImportedShards train;
  private static ImportedShards test;
  private static DcganRun run;

  @BeforeAll
  static void importAndTrain() throws IOException {
    Path source = Files.createDirectory(folder.resolve("cifar10"));
    Files.writeString(source.resolve("batches.meta.txt"), "blue\nred\n");
    for (int batch = 1; batch <= 5; batch++) {
      Files.write(source.resolve("data_batch_" + batch + ".bin"), images(20, batch));
    }
    Files.write(source.resolve("test_batch.bin"), images(40, 6));
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("features")
            .set("spark.ui.enabled", "false")
            // As the commands have it: what MLlib collects has to be registered, too.
            .set("spark.kryo.registrationRequired", "true");
    spark = new JavaSparkContext(DcganSpark.configure(conf, 1));
    train = imported("cifar10:" + source, "train");
    test = imported("cifar10:" + source.resolve("test_batch.bin"), "test");
    run =
        DcganTraining.ofDefaults()
            .set("network.preset", "pytorch")
            .set("network.width", 4)
            .set("training.worker-batch-size", 4)
            .set("training.rounds", 1)
            .set("averaging.local-steps", 1)
            .set("artifacts.grid-rows", 2)
            .set("run.lease-seconds", 5)
            .on(train)
            .train(spark, folder.resolve("run").toString())
            .orThrow()
            .run();
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private static ImportedShards imported(String source, String name) {
    return DcganImport.from(source)
        .imageSize(16)
        .shardImages(30)
        .into(spark, folder.resolve("shards-" + name).toString());
  }

  @Test
  void whatLiesApartIsToldApartByAllFeatures() {
    RepresentationResult result =
        DcganFeatures.of(run, train, test)
            .baselines(Set.of(Baseline.values()))
            .centroids(16)
            .run(spark);
    assertEquals(16 * (4 + 8), result.dimensions());
    assertEquals(100, result.trainImages());
    assertEquals(40, result.testImages());
    assertEquals(1, result.round());
    assertEquals(1, result.accuracy(), 0.05);
    assertEquals(Set.of(Baseline.values()), result.baselines().keySet());
    result
        .baselines()
        .forEach((baseline, accuracy) -> assertEquals(1, accuracy, 0.05, baseline::name));
  }

  @Test
  void fewerImagesAreTheSameEachTimeAndNoBaselineIsNone() {
    DcganFeatures few =
        DcganFeatures.of(run, train, test).limits(37, 11).baselines(Set.of()).after(1);
    RepresentationResult result = few.run(spark);
    assertEquals(37, result.trainImages());
    assertEquals(11, result.testImages());
    assertTrue(result.baselines().isEmpty());
    assertEquals(result, few.run(spark));
  }

  @Test
  void withoutLabelsThereIsNothingToTell() {
    ImportedShards toys = imported("toy:10", "toys");
    Failure failure = assertThrows(Failure.class, () -> DcganFeatures.of(run, toys, test));
    assertEquals(ExitCode.DATA, failure.code());
    assertTrue(failure.getMessage().contains("10 of 10 images"), failure.getMessage());
  }

  @Test
  void imagesOfAnotherSizeAreRefused() {
    ImportedShards large =
        DcganImport.from("cifar10:" + folder.resolve("cifar10"))
            .imageSize(32)
            .into(spark, folder.resolve("shards-large").toString());
    Failure failure = assertThrows(Failure.class, () -> DcganFeatures.of(run, large, test));
    assertEquals(ExitCode.CONFIGURATION, failure.code());
    assertTrue(failure.getMessage().contains("16 pixels"), failure.getMessage());
  }

  @Test
  void aLimitBelowOneIsRefused() {
    DcganFeatures features = DcganFeatures.of(run, train, test);
    Failure failure = assertThrows(Failure.class, () -> features.limits(0, 5));
    assertEquals(ExitCode.USAGE, failure.code());
  }

  @Test
  void oneCentroidTellsNothingApart() {
    DcganFeatures features = DcganFeatures.of(run, train, test);
    Failure failure = assertThrows(Failure.class, () -> features.centroids(1));
    assertEquals(ExitCode.USAGE, failure.code());
  }

  /** Records of CIFAR-10's binary version: a byte of the class, then the planes. */
  private static byte[] images(int count, long seed) {
    RandomStream noise = RandomStream.of(seed, "pictures");
    byte[] records = new byte[count * (1 + 3 * PLANE)];
    int at = 0;
    for (int image = 0; image < count; image++) {
      int label = image % 2;
      records[at++] = (byte) label;
      for (int channel = 0; channel < 3; channel++) {
        boolean bright = channel == (label == 1 ? 0 : 2);
        for (int pixel = 0; pixel < PLANE; pixel++) {
          records[at++] = (byte) (noise.nextInt(150) + (bright ? 100 : 0));
        }
      }
    }
    return records;
  }
}
