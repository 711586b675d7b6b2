package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.api.ImportedShards;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.data.ShardSet;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob.ImportOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a set that was published: lost files, older editions, others' files, drivers. */
class PublishedSetTest {
  private static JavaSparkContext spark;

  @TempDir private Path folder;
  private Path set;
  private ShardManifest made;

  @BeforeAll
  static void open() {
    spark =
        JobContext.open(
            "published sets",
            new SparkConf()
                .setMaster("local[2]")
                .set("spark.ui.enabled", "false")
                .set("spark.hadoop." + ImportTarget.LEASE_SECONDS, "2"));
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  @BeforeEach
  void importOnce() throws IOException {
    set = folder.resolve("set");
    made = run().manifest();
  }

  private ImportOutcome run() throws IOException {
    return new ImportJob(spark).run(config());
  }

  private ImportConfig config() {
    return new ImportConfig("toy:37", set.toString(), 16, 1, 0, 10).holdingOut(0.2);
  }

  @Test
  void aWholeSetOfAnOlderDecoderStandsAndIsNeverMixedWithNewerImages() throws IOException {
    Path manifest = set.resolve("_manifest.json");
    String written = Files.readString(manifest);
    String older = written.replaceFirst("(\"decoder-version\" ?: ?)\"[0-9]+\"", "$1\"2\"");
    assertNotEquals(written, older);
    Files.writeString(manifest, older);
    assertTrue(run().alreadyThere());

    Files.delete(set.resolve(made.shards().get(0).file()));
    Failure refused = assertThrows(Failure.class, this::run);
    assertEquals(ExitCode.CONFIGURATION, refused.code());
    assertTrue(refused.getMessage().contains("decoder-version is 2 there"), refused.getMessage());
  }

  @Test
  void everyLostFileIsMadeAnewAndTheOthersAreLeft() throws IOException {
    List<String> names = made.shards().stream().map(Shard::file).toList();
    Map<String, FileTime> before = times();
    Files.delete(set.resolve(names.get(1)));
    assertLost(ExitCode.INPUT_MISSING, names.get(1) + " is in its manifest but not there");
    assertRepaired();
    Map<String, FileTime> after = times();
    for (String kept : List.of(names.get(0), names.get(2))) {
      assertEquals(before.get(kept), after.get(kept), kept);
    }
    assertFalse(after.containsKey(names.get(1)), "another attempt, another name");

    Path cut = set.resolve(names.get(2));
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 100));
    assertLost(ExitCode.DATA, names.get(2) + " has 100 bytes, but its manifest says ");
    assertRepaired();

    // of the right length, but other bytes: reading says what to do, and doing it helps
    Path spoiled = set.resolve(names.get(0));
    byte[] bytes = Files.readAllBytes(spoiled);
    bytes[bytes.length / 2] ^= 1;
    Files.write(spoiled, bytes);
    assertTrue(run().alreadyThere());
    Failure read =
        assertThrows(
            Failure.class,
            () -> {
              try {
                TensorRdd.open(spark, set.toString()).shards().count();
              } catch (Exception e) {
                throw Verdict.failure(e);
              }
            });
    assertEquals(ExitCode.DATA, read.code());
    assertTrue(
        read.getMessage().contains("delete that file and import the same source again"),
        read.getMessage());
    Files.delete(spoiled);
    assertRepaired();
  }

  @Test
  void heldOutImagesAreMadeAnewAsWell() throws IOException {
    Path apart = set.resolve("__held-out");
    ShardManifest held = ShardManifest.read(apart.toString(), spark.hadoopConfiguration());
    Files.delete(apart.resolve(held.shards().get(0).file()));
    assertNotOpened(ExitCode.INPUT_MISSING, "import the same source to file:" + set + " again");
    assertRepaired();
    FileUtils.deleteDirectory(apart.toFile());
    assertNotOpened(ExitCode.INPUT_MISSING, "__held-out is not there, but ");
    assertRepaired();
    assertEquals(
        held.digest(), ShardSet.whole(apart.toString(), spark.hadoopConfiguration()).digest());
  }

  private void assertNotOpened(ExitCode code, String says) {
    Failure failure = assertThrows(Failure.class, () -> ImportedShards.open(spark, set.toString()));
    assertEquals(code, failure.code());
    assertTrue(failure.getMessage().contains(says), failure.getMessage());
  }

  private void assertLost(ExitCode code, String says) {
    Failure failure =
        assertThrows(
            Failure.class, () -> ShardSet.whole(set.toString(), spark.hadoopConfiguration()));
    assertEquals(code, failure.code());
    assertTrue(failure.getMessage().contains(says), failure.getMessage());
    assertTrue(failure.getMessage().contains("import the same source to "), failure.getMessage());
  }

  private void assertRepaired() throws IOException {
    ImportOutcome again = run();
    assertFalse(again.alreadyThere());
    assertEquals(made.digest(), again.manifest().digest());
    assertEquals(made.labels(), again.manifest().labels());
    assertTrue(Files.exists(set.resolve("_SUCCESS")));
    assertFalse(Files.exists(set.resolve("_staging")));
    assertFalse(Files.exists(set.resolve("_lease")));
    assertEquals(again.manifest(), ShardSet.whole(set.toString(), spark.hadoopConfiguration()));
    assertEquals(
        37 - 8,
        TensorRdd.open(spark, set.toString()).shards().map(b -> b.count()).reduce(Integer::sum));
    assertTrue(run().alreadyThere());
  }

  /** The window between the manifest and the last word. */
  @Test
  void anImportThatWasKilledBeforeItsLastWordSaysItAtTheNextStart() throws IOException {
    Files.delete(set.resolve("_SUCCESS"));
    Files.writeString(set.resolve("data/shard-00000-0123456789ab.parquet"), "another attempt's");
    Files.createDirectories(set.resolve("_staging"));
    Files.writeString(set.resolve("_staging/part-000000.json"), "{}");
    assertTrue(run().alreadyThere());
    assertTrue(Files.exists(set.resolve("_SUCCESS")));
    assertFalse(Files.exists(set.resolve("_staging")));
    assertEquals(made.shards().size(), names("data").size());
  }

  @Test
  void aSetOfTheFirstEditionIsReadAndOneThatLostAFileIsMadeAnewInItsPlace() throws IOException {
    ShardManifest first = asTheFirstEdition(set);
    asTheFirstEdition(set.resolve("held-out"));
    Map<String, FileTime> before = times();
    assertTrue(run().alreadyThere());
    assertEquals(before, times(), "nothing is touched");
    assertEquals(first, ShardSet.whole(set.toString(), spark.hadoopConfiguration()));
    assertEquals(8, ImportedShards.open(spark, set.toString()).heldOut().orElseThrow().images());

    Files.writeString(set.resolve("notes.txt"), "not ours");
    Files.delete(set.resolve(first.shards().get(0).file()));
    assertLost(ExitCode.INPUT_MISSING, first.shards().get(0).file());
    assertRepaired();
    assertEquals(
        List.of(
            "_SUCCESS",
            "__held-out",
            "_images.png",
            "_manifest.json",
            "_rejects.jsonl",
            "data",
            "notes.txt"),
        names(""));
  }

  /** Moves a set's files to where the first edition had them. */
  private ShardManifest asTheFirstEdition(Path to) throws IOException {
    if (!to.equals(set)) {
      Files.move(set.resolve("__held-out"), to);
    }
    for (String name : List.of("manifest.json", "rejects.jsonl", "images.png")) {
      Path from = to.resolve("_" + name);
      if (Files.exists(from)) {
        Files.move(from, to.resolve(name.replace("images", "pictures")));
      }
    }
    try (Stream<Path> shards = Files.list(to.resolve("data"))) {
      for (Path shard : shards.toList()) {
        Files.move(shard, to.resolve(shard.getFileName()));
      }
    }
    Files.delete(to.resolve("data"));
    Files.delete(to.resolve("_SUCCESS"));
    Path manifest = to.resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"data/", "\""));
    return ShardManifest.read(to.toString(), spark.hadoopConfiguration());
  }

  @Test
  void aSecondImportIsRefusedWhileTheFirstLivesAndTakesOverWhenItIsDead() throws IOException {
    Files.delete(set.resolve(made.shards().get(0).file()));
    String uri = set.toUri().toString();
    try (ImportTarget other = ImportTarget.hold(uri, spark.hadoopConfiguration())) {
      Failure failure = assertThrows(Failure.class, this::run);
      assertEquals(ExitCode.HELD, failure.code());
      assertTrue(failure.getMessage().contains("is held by another driver"), failure.getMessage());
      assertEquals(1, made.shards().size() - names("data").size(), "nothing was made");
      other.set().reopen();
    }
    // a claim that nobody renews
    Files.createDirectories(set.resolve("_lease"));
    Files.writeString(
        set.resolve("_lease/20200101T000000.000Z-01234567.json"),
        "{\"driver\":\"x@y\",\"since\":\"2020-01-01T00:00:00Z\",\"leaseSeconds\":1,\"held\":true,\"beat\":1}");
    assertFalse(run().alreadyThere());
    assertEquals(made.digest(), ShardSet.whole(uri, spark.hadoopConfiguration()).digest());
  }

  /** A driver that was stalled for long, and renewed its claim when it woke up. */
  @Test
  void tasksOfAnImportThatWasTakenOverAreRefused() throws IOException {
    String uri = set.toUri().toString();
    try (ImportTarget stalled = ImportTarget.hold(uri, spark.hadoopConfiguration())) {
      TaskFence fence = stalled.fence();
      assertTrue(fence.holds(spark.hadoopConfiguration()));
      Files.writeString(set.resolve(fence.claim() + ".taken-over"), "{}");
      Failure task = assertThrows(Failure.class, () -> fence.require(spark.hadoopConfiguration()));
      assertEquals(ExitCode.HELD, task.code());
    }
    Files.delete(set.resolve("_lease").resolve(names("_lease").get(0)));
    assertFalse(new TaskFence(uri, "_lease/gone.json").holds(spark.hadoopConfiguration()));
  }

  /** One driver loses the set before each of its puts and deletes; another one publishes then. */
  @Test
  void whereverADriverLosesTheSetReadersSeeAWholeOne() throws IOException {
    boolean published = false;
    for (int allowed = 0; !published; allowed++) {
      assertTrue(allowed < 20, "it comes to an end");
      FileUtils.deleteDirectory(set.resolve("data").toFile());
      Files.delete(set.resolve("_manifest.json"));
      Files.delete(set.resolve("_SUCCESS"));
      ShardManifest slow = attempt("aaaaaaaaaaaa");
      ShardManifest fast = attempt("bbbbbbbbbbbb");
      ShardSet own = new ShardSet(set.toString(), spark.hadoopConfiguration());
      published = publish(own, slow, allowed);
      if (own.manifest().isPresent()) {
        assertEquals(List.of(), own.missing(own.manifest().get()));
      }
      if (published) {
        assertEquals(slow, own.manifest().orElseThrow());
        continue;
      }
      // what the driver that took over has made, or found published
      ShardManifest then = own.manifest().orElse(fast);
      own.publish(then);
      assertEquals(then, ShardSet.whole(set.toString(), spark.hadoopConfiguration()));
      assertEquals(then.shards().size(), names("data").size(), "nothing is left of the other");
      assertTrue(own.isDone(then));
    }
  }

  private static boolean publish(ShardSet own, ShardManifest manifest, int allowed)
      throws IOException {
    AtomicInteger left = new AtomicInteger(allowed);
    try {
      own.fencedBy(
              () -> {
                if (left.getAndDecrement() == 0) {
                  throw new Failure(ExitCode.HELD, "lost");
                }
              })
          .publish(manifest);
      return true;
    } catch (Failure e) {
      assertEquals(ExitCode.HELD, e.code());
      return false;
    }
  }

  /** The shards of another attempt, with one that came too late. */
  private ShardManifest attempt(String name) throws IOException {
    Files.createDirectories(set.resolve("data"));
    List<Shard> shards = new ArrayList<>();
    for (Shard shard : made.shards()) {
      String file = "data/shard-0000%s-%s.parquet".formatted(shards.size(), name);
      Files.write(set.resolve(file), new byte[(int) shard.bytes()]);
      shards.add(new Shard(file, shard.images(), shard.bytes(), shard.sha256()));
    }
    Files.write(set.resolve("data/shard-00009-%s.parquet".formatted(name)), new byte[1]);
    return new ShardManifest(
        made.formatVersion(),
        made.imageSize(),
        made.seed(),
        made.shardImages(),
        made.source(),
        made.fingerprint(),
        made.images(),
        made.labels(),
        made.rejects(),
        made.passedOver(),
        made.duplicates(),
        shards,
        made.options(),
        made.digest());
  }

  @Test
  void whatIsNotOursIsNeverDeletedAndWhatWouldBeMixedIsRefused() throws IOException {
    Path other = folder.resolve("other");
    Files.createDirectories(other.resolve("_staging"));
    Files.writeString(other.resolve("_staging/thesis.tex"), "not ours");
    assertRefused(other, "thesis.tex was there before");
    FileUtils.deleteDirectory(other.toFile());
    Files.createDirectories(other.resolve("data"));
    Files.writeString(other.resolve("data/theirs.parquet"), "not ours");
    assertRefused(other, "theirs.parquet was there before");
    FileUtils.deleteDirectory(other.toFile());
    Files.createDirectories(other);
    Files.writeString(other.resolve("run.json"), "{}");
    assertRefused(other, "holds a run");
    spark.hadoopConfiguration().set(ImportTarget.LEASE_SECONDS, "soon");
    assertRefused(folder.resolve("new"), "must be a whole number from 1 to 3600, but is soon");
    spark.hadoopConfiguration().set(ImportTarget.LEASE_SECONDS, "2");
    assertRefused(set.resolve("data"), "holds the shards of another import");
    assertRefused(set.resolve("__held-out/more"), "holds the shards of another import");
    assertTrue(run().alreadyThere());
  }

  private void assertRefused(Path to, String says) {
    Failure failure =
        assertThrows(
            Failure.class, () -> new ImportJob(spark).run(config().at(to.toString())), says);
    assertEquals(ExitCode.CONFIGURATION, failure.code());
    assertTrue(failure.getMessage().contains(says), failure.getMessage());
  }

  private List<String> names(String below) throws IOException {
    try (Stream<Path> files = Files.list(set.resolve(below))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Map<String, FileTime> times() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(set)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("/_lease/")) {
          times.put(set.relativize(file).toString(), Files.getLastModifiedTime(file));
        }
      }
    }
    return times;
  }
}
