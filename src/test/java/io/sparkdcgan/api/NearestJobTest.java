package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.evaluation.NearImage;
import io.sparkdcgan.evaluation.NearestSearch;
import io.sparkdcgan.spark.scoring.NearestJob;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for the nearest stored images, against one that looks at every image in turn. */
final class NearestJobTest {
  private static final int SHARD = 8;

  @Test
  void theNearestOfAllShardsAreFoundInOrder(@TempDir Path folder) {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("nearest")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(DcganSpark.configure(conf))) {
      ImportedShards toys =
          DcganImport.from("toy:30")
              .imageSize(16)
              .shardImages(SHARD)
              .into(spark, folder.resolve("shards").toString());
      TreeMap<String, byte[]> images = new TreeMap<>();
      for (ImageBlock block : toys.rdd(spark).shards().collect()) {
        int length = ImageBlock.imageBytes(16);
        for (int i = 0; i < block.count(); i++) {
          images.put(
              block.key(i), Arrays.copyOfRange(block.pixels(), i * length, (i + 1) * length));
        }
      }
      byte[] image = images.firstEntry().getValue();
      List<String> expected =
          images.keySet().stream()
              .sorted(Comparator.comparingDouble(key -> distance(image, images.get(key))))
              .limit(4)
              .toList();
      NearestJob job = new NearestJob(spark, toys.rdd(spark));
      NearestSearch search = new NearestSearch(ImageSet.of(List.of(image), 16));

      List<NearImage> found = job.found(search.forImages(4, true)).images().get(0);
      assertEquals(expected, found.stream().map(NearImage::key).toList());
      assertEquals(0, found.get(0).distance());
      for (NearImage near : found) {
        assertEquals(distance(image, images.get(near.key())), near.distance(), 1e-12);
        assertArrayEquals(images.get(near.key()), near.pixels());
      }
      List<NearImage> others = job.found(search.forImages(3, false)).images().get(0);
      assertEquals(expected.subList(1, 4), others.stream().map(NearImage::key).toList());
    }
  }

  private static double distance(byte[] one, byte[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = ((one[i] & 0xFF) - (other[i] & 0xFF)) / 127.5;
      sum += difference * difference;
    }
    return Math.sqrt(sum / one.length);
  }
}
