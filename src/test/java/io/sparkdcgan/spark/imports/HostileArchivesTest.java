package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.source.Tars;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.imports.PartDecoding.PartSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Archives with members that lie and members that are broken images, alone and 1 % among good ones,
 * of every layout of tars: exact counts, one list of rejects, one digest.
 */
class HostileArchivesTest {
  private static final long TEN_GIGABYTES = 10L << 30;
  private static final String CLAIM = "ten-gigabytes.jpg";
  private static final String CUT = "last.jpg";

  @TempDir private Path folder;
  private final CorruptSet set;

  /** Name to what appends a member of that name, of every kind that lies. */
  private final Map<String, UnaryOperator<Tars>> lies = new LinkedHashMap<>();

  private final Map<String, String> reasons = new TreeMap<>();

  HostileArchivesTest() throws IOException {
    set = new CorruptSet();
    byte[] image = set.odd.get("a-png.JPEG");
    lie("../up.jpg", "unsafe-name", tar -> tar.file("../up.jpg", image));
    lie("in/../../up.jpg", "unsafe-name", tar -> tar.file("in/../../up.jpg", image));
    lie("/etc/absolute.jpg", "unsafe-name", tar -> tar.file("/etc/absolute.jpg", image));
    lie(
        "symbolic.jpg",
        "link",
        tar -> tar.link("symbolic.jpg", "/etc/passwd", TarConstants.LF_SYMLINK));
    lie("hard.jpg", "link", tar -> tar.link("hard.jpg", "good-1.png", TarConstants.LF_LINK));
    lie(CLAIM, "too-large", tar -> tar.claim(CLAIM, TEN_GIGABYTES, ""));
    set.broken.forEach((name, bytes) -> lie(name, set.reasons.get(name), t -> t.file(name, bytes)));
  }

  private void lie(String name, String reason, UnaryOperator<Tars> append) {
    lies.put(name, append);
    reasons.put(name, reason);
  }

  @Test
  void everyKindAloneIsCountedUnderItsReason() throws IOException {
    try (JavaSparkContext spark = spark("local[1]")) {
      for (Map.Entry<String, UnaryOperator<Tars>> kind : lies.entrySet()) {
        byte[] tar = kind.getValue().apply(new Tars()).closed();
        Path archive = write("one.tar", tar);
        Failure failure =
            assertThrows(
                Failure.class,
                () -> new ImportJob(spark).run(config("faces:" + archive, "one", 0.99)));
        assertEquals(ExitCode.DATA, failure.code(), failure.getMessage());
        String expected = reasons.get(kind.getKey()) + " 1;";
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
        assertTrue(Files.notExists(folder.resolve("one")));
      }
    }
  }

  /** All that can go wrong once only, such as an end that is cut off, goes wrong at the end. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "packed", "packed and cut", "imagenet", "webdataset"})
  void onePercentAmongGoodOnesIsCountedAndListedToTheLast(String layout) throws IOException {
    Map<String, String> expected = expected(layout);
    int good = 99 * expected.size();
    String source = source(layout, new Random(1), good, "a");
    try (JavaSparkContext spark = spark("local[2]")) {
      ShardManifest manifest = new ImportJob(spark).run(config(source, "shards", 0.01)).manifest();

      assertEquals(good, manifest.images());
      Map<String, Long> counts = new TreeMap<>();
      expected.values().forEach(reason -> counts.merge(reason, 1L, Long::sum));
      assertEquals(counts, manifest.rejects());
      assertEquals(expected, listed("shards"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "imagenet", "webdataset"})
  void anotherOrderInOtherPartsOnOtherCoresGivesTheSameDigestAndTheSameList(String layout)
      throws IOException {
    String one = source(layout, new Random(1), 500, "a");
    String other = source(layout, new Random(2), 500, "b");
    ShardManifest first;
    try (JavaSparkContext spark = spark("local[1]")) {
      first = new ImportJob(spark).run(config(one, "one", 0.5)).manifest();
    }
    try (JavaSparkContext spark = spark("local[3]")) {
      ImportJob small = new ImportJob(spark, new PartSize(1, 2, 1));
      ShardManifest second = small.run(config(other, "other", 0.5)).manifest();

      assertEquals(first.digest(), second.digest());
      assertEquals(first.rejects(), second.rejects());
      assertEquals(first.labels(), second.labels());
      assertEquals(
          Files.readString(folder.resolve("one/_rejects.jsonl")),
          Files.readString(folder.resolve("other/_rejects.jsonl")));
    }
  }

  /** Writes an archive with all lies among good images, in an order by chance. */
  private String source(String layout, Random order, int good, String name) throws IOException {
    Map<String, UnaryOperator<Tars>> members = new LinkedHashMap<>(lies);
    CorruptSet.good(good - set.odd.size()).forEach((file, bytes) -> put(members, file, bytes));
    set.odd.forEach((file, bytes) -> put(members, file, bytes));
    List<String> names = new ArrayList<>(members.keySet());
    Collections.shuffle(names, order);
    if (layout.startsWith("packed")) {
      // nobody knows where a compressed archive ends: the claim swallows what follows
      names.remove(CLAIM);
    }
    Tars tar = new Tars();
    for (String member : names) {
      tar = members.get(member).apply(tar);
      if (order.nextInt(4) == 0) {
        // no image: not counted, and large enough that the archive is cut into pieces
        tar.file("notes-" + member + ".txt", new byte[20_000]);
      }
    }
    return written(layout, tar, name);
  }

  private static void put(Map<String, UnaryOperator<Tars>> members, String name, byte[] bytes) {
    members.put(name, tar -> tar.file(name, bytes));
  }

  private String written(String layout, Tars tar, String name) throws IOException {
    if (layout.equals("packed")) {
      byte[] packed = Tars.gzipped(lies.get(CLAIM).apply(tar).closed());
      return "faces:" + write(name + "/all.tgz", packed);
    }
    byte[] last = set.odd.get("a-png.JPEG");
    byte[] whole = tar.file(CUT, last).closed();
    byte[] cut = Arrays.copyOf(whole, whole.length - 1024 - last.length / 2);
    return switch (layout) {
      case "plain" -> "faces:" + write(name + "/all.tar", cut);
      case "packed and cut" -> {
        byte[] packed = Tars.gzipped(whole);
        // noise does not get shorter
        packed = Arrays.copyOf(packed, packed.length - last.length / 2);
        yield "faces:" + write(name + "/all.tgz", packed);
      }
      case "imagenet" ->
          "imagenet:" + write(name + "/all.tar", new Tars().file("n01.tar", cut).closed());
      default -> "webdataset:" + write(name + "/train-0.tar", cut).getParent() + "/*.tar";
    };
  }

  /** Key to reason of what an archive of this layout loses. */
  private Map<String, String> expected(String layout) {
    Map<String, String> expected = new TreeMap<>();
    reasons.forEach((name, reason) -> expected.put(prefix(layout) + name, reason));
    if (layout.equals("packed and cut")) {
      expected.remove(CLAIM);
    }
    if (!layout.equals("packed")) {
      expected.put(prefix(layout) + CUT, "truncated");
    }
    return expected;
  }

  private static String prefix(String layout) {
    return switch (layout) {
      case "imagenet" -> "n01/";
      case "webdataset" -> "train-0.tar/";
      default -> "";
    };
  }

  /** Key to reason of every line. */
  private Map<String, String> listed(String shards) throws IOException {
    Map<String, String> listed = new TreeMap<>();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(folder.resolve(shards).resolve("_rejects.jsonl"))) {
      JsonNode reject = json.readTree(line);
      assertNull(listed.put(reject.get("key").asText(), reject.get("reason").asText()), line);
    }
    return listed;
  }

  private ImportConfig config(String source, String to, double maxRejects) {
    return new ImportConfig(source, folder.resolve(to).toString(), 16, 1, maxRejects, 100);
  }

  private Path write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private static JavaSparkContext spark(String master) {
    return JobContext.open(
        "hostile archives", new SparkConf().setMaster(master).set("spark.ui.enabled", "false"));
  }
}
