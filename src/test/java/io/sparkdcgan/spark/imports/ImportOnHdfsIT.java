package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.image.RgbImage;
import io.sparkdcgan.source.ImageSource;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.source.SourceImage;
import io.sparkdcgan.source.SourcePart;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob.ImportOutcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.Partition;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** An import from HDFS to HDFS, with a real name node and two data nodes. */
class ImportOnHdfsIT {
  @TempDir private Path folder;

  @Test
  void archiveOnHdfsBecomesShardsThatSayWhichHostsHoldThem() throws IOException {
    Configuration hdfs = new Configuration();
    hdfs.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
    hdfs.setInt("dfs.replication", 1);
    try (MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(hdfs).hosts(new String[] {"alpha", "beta"}).build()) {
      cluster.waitActive();
      String root = cluster.getURI().toString();
      writeArchive(cluster.getFileSystem(), root + "/faces.zip", 60);
      SparkConf conf = new SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false");
      // where Spark reads its file systems' settings from
      conf.set("spark.hadoop.dfs.replication", "1");
      try (JavaSparkContext spark = JobContext.open("import on hdfs", conf)) {
        ImportOutcome outcome =
            new ImportJob(spark)
                .run(
                    new ImportConfig(
                        "faces:" + root + "/faces.zip", root + "/shards", 32, 1, 0, 10));

        assertEquals(root + "/shards", outcome.shards());
        assertEquals(60, outcome.manifest().images());
        assertEquals(6, outcome.manifest().shards().size());
        Set<String> hosts = hosts(TensorRdd.open(spark, root + "/shards").shards().rdd());
        Set<String> known = Set.of("alpha", "beta");
        hosts.removeIf(host -> known.contains(host.split("\\.", 2)[0]));
        assertEquals(Set.of(), hosts);
      }
    }
  }

  /** The hosts that the partitions prefer; each must prefer one. */
  private static Set<String> hosts(RDD<?> shards) {
    Set<String> hosts = new TreeSet<>();
    for (Partition partition : shards.partitions()) {
      List<String> preferred =
          JavaConverters.seqAsJavaList(shards.preferredLocations(partition).toSeq());
      assertEquals(1, preferred.size(), "shard " + partition.index() + " is in one place");
      hosts.addAll(preferred);
    }
    return hosts;
  }

  private static void writeArchive(FileSystem files, String uri, int count) throws IOException {
    try (ZipOutputStream out =
        new ZipOutputStream(files.create(new org.apache.hadoop.fs.Path(uri)))) {
      for (SourceImage image : toyFaces(count)) {
        RgbImage face = (RgbImage) image.content();
        out.putNextEntry(new ZipEntry("faces/" + image.key() + ".jpg"));
        ImageIO.write(image(face), "jpg", out);
        out.closeEntry();
      }
    }
  }

  private static List<SourceImage> toyFaces(int count) throws IOException {
    ImageSource source = ImageSources.open("toy:" + count, 48, 1, new Configuration());
    List<SourceImage> images = new ArrayList<>();
    for (SourcePart part : source.parts(1)) {
      try (Stream<SourceImage> read = part.read(new Configuration())) {
        read.forEach(images::add);
      }
    }
    return images;
  }

  private static BufferedImage image(RgbImage face) {
    BufferedImage image =
        new BufferedImage(face.width(), face.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = face.rgb();
    for (int pixel = 0; pixel < face.width() * face.height(); pixel++) {
      int red = rgb[3 * pixel] & 0xFF;
      int green = rgb[3 * pixel + 1] & 0xFF;
      int blue = rgb[3 * pixel + 2] & 0xFF;
      image.setRGB(pixel % face.width(), pixel / face.width(), (red << 16) | (green << 8) | blue);
    }
    return image;
  }
}
