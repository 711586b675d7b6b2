package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.api.DcganImport;
import io.sparkdcgan.api.DcganSpark;
import io.sparkdcgan.api.DcganTraining;
import io.sparkdcgan.api.ImportedShards;
import io.sparkdcgan.api.TrainingOutcome.Finished;
import io.sparkdcgan.run.StopRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The user's locale is in nothing that is kept or printed: neither its digits, nor its decimal
 * comma, nor its lower case of I.
 */
final class LocalesTest {
  /** With digits of their own, then with a dotless i, then with a decimal comma. */
  private static final List<Locale> LOCALES =
      Stream.of("ar-EG", "fa", "bn", "th-TH-u-nu-thai", "tr", "de")
          .map(Locale::forLanguageTag)
          .toList();

  /** What an attempt is told from others by: its time or its random part. */
  private static final String OF_AN_ATTEMPT =
      "\\d{8}T\\d{6}\\.\\d{3}Z(-\\w{8})?|(?<=shard-\\d{5})-[^./]+";

  private static final Pattern TEXT = Pattern.compile(".*\\.(jsonl?|html)|.*_[A-Z]+");

  private static final Locale BEFORE = Locale.getDefault();

  @TempDir private static Path folder;
  private static JavaSparkContext spark;

  /** Where no locale has a say. */
  private static ImportedShards shards;

  private static Finished undisturbed;

  @BeforeAll
  static void importAndTrainWithoutLocale() {
    Locale.setDefault(Locale.ROOT);
    SparkConf conf =
        new SparkConf(false).setMaster("local[2]").setAppName("t").set("spark.ui.enabled", "false");
    spark = new JavaSparkContext(DcganSpark.configure(conf, 1));
    shards = imported("shards");
    undisturbed = training().train(spark, path("undisturbed")).orThrow();
  }

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(BEFORE);
  }

  @AfterAll
  static void close() {
    Locale.setDefault(BEFORE);
    spark.close();
  }

  @ParameterizedTest
  @FieldSource("LOCALES")
  void anImportNamesAndHoldsTheSame(Locale locale) throws Exception {
    Locale.setDefault(locale);
    ImportedShards imported = imported("shards-" + locale.toLanguageTag());
    assertEquals(shards.digest(), imported.digest());
    Map<String, String> files = files("shards-" + locale.toLanguageTag());
    assertEquals(files("shards"), files);
    assertTrue(files.toString().contains("shard-00002.parquet"), files::toString);
  }

  @Test
  void aRunThatEachRoundGoesOnInAnotherLocaleEndsInTheSameDigest() throws Exception {
    for (Locale locale : LOCALES) {
      Locale.setDefault(locale);
      StopRequest stop = new StopRequest();
      training().stopOn(stop).listener(round -> stop.ask()).train(spark, path("travelled"));
    }
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    Finished finished = training().train(spark, path("travelled")).orThrow();
    assertEquals(LOCALES.size(), finished.result().resumedFrom().orElseThrow());
    assertEquals(undisturbed.result().digest(), finished.result().digest());
    Set<String> travelled = files("travelled").keySet();
    assertEquals(files("undisturbed").keySet(), travelled);
    assertTrue(travelled.contains("snapshots/r00000007/state.safetensors"), travelled::toString);
    assertTrue(travelled.contains("samples/r00000007.png"), travelled::toString);
    assertEquals(List.of(), withOtherDigits("travelled"));
  }

  @ParameterizedTest
  @FieldSource("LOCALES")
  void everyCommandFindsWhatAnotherLocaleLeftAndSaysTheSame(Locale locale) throws Exception {
    String run = path("undisturbed");
    String published = path("published-" + locale.toLanguageTag());
    List<List<String>> commands =
        List.of(
            List.of("status", run),
            List.of("verify", run),
            List.of("report", run),
            List.of("publish", run, "--to", published),
            List.of("publish", run, "--to", published, "--snapshot", "100"),
            List.of("export", run, "--to", path("generator.onnx")),
            List.of("preflight", path("nothing.conf")),
            List.of("import", "toy:20", "--to", published, "--image-size", "17"),
            List.of("train", "--help"),
            List.of("TRAIN"));
    for (List<String> command : commands) {
      Locale.setDefault(Locale.ROOT);
      String expected = printed(command);
      Locale.setDefault(locale);
      String printed = printed(command);
      assertEquals(
          expected.replace("\"alreadyThere\":false", "\"alreadyThere\":true"),
          printed,
          command::toString);
    }
    assertEquals(List.of(), withOtherDigits("undisturbed"));
  }

  private static ImportedShards imported(String name) {
    return DcganImport.from("toy:60").imageSize(16).shardImages(20).into(spark, path(name));
  }

  private static DcganTraining training() {
    return DcganTraining.ofDefaults()
        .set("run.name", "titi")
        .set("network.preset", "pytorch")
        .set("network.width", 4)
        .set("training.worker-batch-size", 4)
        .set("training.rounds", LOCALES.size() + 1)
        .set("averaging.local-steps", 2)
        .set("artifacts.snapshot-every", 1)
        .set("artifacts.keep", 100)
        .set("artifacts.grid-every", 1)
        .set("artifacts.grid-rows", 2)
        .on(shards);
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  /** Both outputs of a command and its exit code, without how long it took. */
  private static String printed(List<String> command) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        Invocation.of(
                new Dcgan(),
                new PrintStream(result, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8))
            .run(command.toArray(String[]::new));
    String both = result.toString(StandardCharsets.UTF_8) + errors.toString(StandardCharsets.UTF_8);
    return code + " " + both.replaceAll("\"seconds\":[0-9.E-]+", "");
  }

  /** Names of a tree's files, without what tells attempts apart, with the text of JSON files. */
  private static Map<String, String> files(String name) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path file : tree(name)) {
      String text = file.toString().endsWith(".json") ? Files.readString(file) : "";
      files.put(
          folder.resolve(name).relativize(file).toString().replaceAll(OF_AN_ATTEMPT, ""),
          text.replaceAll(OF_AN_ATTEMPT, ""));
    }
    return files;
  }

  /** Files with a digit that is none of 0 to 9, in their names or in their text. */
  private static List<Path> withOtherDigits(String name) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : tree(name)) {
      String text = file + (TEXT.matcher(file.toString()).matches() ? Files.readString(file) : "");
      if (text.chars().anyMatch(c -> c > 0x7F && Character.isDigit(c))) {
        found.add(file);
      }
    }
    return found;
  }

  private static List<Path> tree(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
