package io.sparkdcgan.spark.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.spark.JobContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** More comes to the driver than Spark lets one job bring. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CollectedPartsTest {
  private static final int PARTS = 40;
  private JavaSparkContext spark;

  @BeforeAll
  void open() {
    spark =
        JobContext.open(
            "collected parts test",
            new SparkConf(false)
                .setMaster("local[2]")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.maxResultSize", "1m"));
  }

  @AfterAll
  void close() {
    spark.close();
  }

  @Test
  void partsComeInTheirOrderByJobsThatSparkLetsThrough() {
    JavaRDD<byte[]> parts =
        spark
            .parallelize(IntStream.range(0, PARTS).boxed().toList(), PARTS)
            .map(part -> bytes(part));
    assertTrue(
        assertThrows(SparkException.class, () -> collect(parts))
            .getMessage()
            .contains("maxResultSize"));
    List<Integer> found = new ArrayList<>();
    CollectedParts.forEach(parts, part -> part.length, part -> found.add((int) part[0]));
    assertEquals(IntStream.range(0, PARTS).boxed().toList(), found);
  }

  @Test
  void moreImagesAreDrawnThanOneJobMayBring() {
    GanNetworks networks = GanNetworks.of(Networks.tiny(Preset.PAPER, 16, 5));
    SampleJob job =
        new SampleJob(spark, networks.config(), networks.initialState(1).generator(), 7);
    ImageSet images = job.images(64 * PARTS);
    assertEquals(64 * PARTS, images.count());
    int last = 64 * (PARTS - 1);
    assertArrayEquals(
        ImageSet.levels(job.draw(job.latents(last, 64))), images.part(last, 64 * PARTS).pixels());
  }

  /** Scala declares no exceptions, and Java asks for them. */
  private static List<byte[]> collect(JavaRDD<byte[]> parts) throws Exception {
    return parts.collect();
  }

  private static byte[] bytes(int part) {
    byte[] bytes = new byte[100_000];
    bytes[0] = (byte) part;
    return bytes;
  }
}
