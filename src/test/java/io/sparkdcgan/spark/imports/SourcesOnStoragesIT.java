package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.cluster.MiniHdfs;
import io.sparkdcgan.cluster.S3Server;
import io.sparkdcgan.cluster.SharedServers;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.storage.PlainFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layout on a disk, on HDFS and in S3, shards beside it: one digest, one list of rejects, and
 * nothing is left over.
 */
@Tag("archives")
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourcesOnStoragesIT {
  private static final Set<String> FILES =
      Set.of("data", "_SUCCESS", "_images.png", "_manifest.json", "_rejects.jsonl");

  private JavaSparkContext spark;
  private List<String> storages;

  @BeforeAll
  void start(MiniHdfs hdfs, S3Server s3, @TempDir java.nio.file.Path folder) throws Exception {
    SparkConf conf = new SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false");
    s3.hadoopProperties().forEach((key, value) -> conf.set("spark.hadoop." + key, value));
    spark = JobContext.open("sources on storages", conf);
    storages =
        List.of(
            folder.toUri().toString().replaceFirst("/$", ""),
            hdfs.uri("/sources"),
            s3.createBucket("sets"));
    java.nio.file.Path local = folder.resolve("local");
    Layouts.write(local);
    for (String storage : storages) {
      files(storage).copyFromLocalFile(new Path(local.toUri()), new Path(storage + "/from"));
    }
  }

  @AfterAll
  void stop() throws Exception {
    if (spark != null) {
      spark.close();
    }
  }

  static Stream<Map.Entry<String, String>> sources() {
    return Layouts.SOURCES.stream();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void oneDigestAndOneListWhereverItLies(Map.Entry<String, String> source) throws IOException {
    List<String> digests = new ArrayList<>();
    List<String> lists = new ArrayList<>();
    for (String storage : storages) {
      String to = storage + "/" + source.getKey() + "-" + source.getValue().hashCode();
      ShardManifest manifest =
          new ImportJob(spark).run(config(storage, source, to, 0.5)).manifest();

      assertEquals(Layouts.GOOD, manifest.images(), storage);
      assertEquals(FILES, names(to), storage);
      assertEquals(shards(manifest), shards(to), storage);
      digests.add(manifest.digest());
      lists.add(text(to + "/_rejects.jsonl"));
      assertTrue(new ImportJob(spark).run(config(storage, source, to, 0.5)).alreadyThere());
    }
    assertEquals(1, Set.copyOf(digests).size(), digests.toString());
    assertEquals(1, Set.copyOf(lists).size(), lists.toString());
    assertEquals(!source.getKey().equals("cifar10"), lists.get(0).contains("\"empty\""));
  }

  @Test
  void everyNameIsReadOnceOrCountedOnAnyStorage() throws IOException {
    byte[] image = CorruptSet.good(1).values().iterator().next();
    List<String> names =
        List.of(
            "Müller.png",
            "two\nlines.png",
            "p%20q.png",
            "x#y.png",
            "q?.png",
            "[1].png",
            "{a,b}.png",
            "lead /a.png",
            "no ending",
            "_sub/c.png");
    Set<String> digests = new TreeSet<>();
    for (String storage : storages) {
      for (String name : names) {
        write(storage + "/names/" + name, image);
      }
      write(storage + "/names/notes.txt", new byte[] {1});
      write(storage + "/names/README", new byte[] {1});
      write(storage + "/names/.hidden.png", image);
      ShardManifest manifest =
          new ImportJob(spark)
              .run(new ImportConfig("folder:" + storage + "/names", storage + "/n", 16, 1, 0, 4))
              .manifest();
      assertEquals(names.size(), manifest.images(), storage);
      assertEquals(Map.of("hidden", 1L, "no ending", 1L, "txt", 1L), manifest.passedOver());
      digests.add(manifest.digest());
    }
    assertEquals(1, digests.size(), digests.toString());
  }

  private void write(String uri, byte[] content) throws IOException {
    PlainFiles.write(new Path(uri), content, spark.hadoopConfiguration());
  }

  @Test
  void anImportAboveItsBudgetLeavesNothingOnAnyStorage() throws IOException {
    for (String storage : storages) {
      String to = storage + "/nothing";
      ImportConfig config = config(storage, Map.entry("folder", "classes"), to, 0.01);
      assertThrows(Failure.class, () -> new ImportJob(spark).run(config));
      assertFalse(files(storage).exists(new Path(to)), storage);
    }
  }

  @Test
  void anImportThatFailedAtItsEndGoesOnFromItsPartsAndShardsOnAnyStorage() throws IOException {
    for (String storage : storages) {
      String to = storage + "/twice";
      ImportConfig config = config(storage, Map.entry("faces", "lfw.tar"), to, 0.5);
      // a folder in the place of the list of rejects: all is done but the last write fails
      FileSystem files = files(storage);
      Path inTheWay = new Path(to + "/_rejects.jsonl/in the way");
      files.create(inTheWay).close();
      assertThrows(Failure.class, () -> new ImportJob(spark).run(config), storage);
      Set<String> shards = shards(to);
      assertTrue(names(to).contains("_staging"), storage);
      assertTrue(files.delete(new Path(to + "/_rejects.jsonl"), true));

      ShardManifest manifest = new ImportJob(spark).run(config).manifest();
      assertEquals(shards, shards(manifest), storage);
      assertEquals(FILES, names(to), storage);
      assertEquals(shards(manifest), shards(to), storage);
    }
  }

  private static ImportConfig config(
      String storage, Map.Entry<String, String> source, String to, double maxRejects) {
    String from = source.getKey() + ":" + storage + "/from/" + source.getValue();
    return new ImportConfig(from, to, 16, 1, maxRejects, 25);
  }

  private static Set<String> shards(ShardManifest manifest) {
    return manifest.shards().stream()
        .map(Shard::file)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> shards(String uri) throws IOException {
    return names(uri + "/data").stream()
        .map(name -> "data/" + name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> names(String uri) throws IOException {
    Set<String> names = new TreeSet<>();
    for (FileStatus status : files(uri).listStatus(new Path(uri))) {
      names.add(status.getPath().getName());
    }
    return names;
  }

  private String text(String uri) throws IOException {
    try (InputStream in = files(uri).open(new Path(uri))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private FileSystem files(String uri) throws IOException {
    return new Path(uri + "/").getFileSystem(spark.hadoopConfiguration());
  }
}
