package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each command, stopped by SIGTERM and SIGINT at {@code -Ddcgan.stop-moments} moments that are
 * spread over the time that it takes undisturbed, from right after its start to right before its
 * end. It ends with 75, or with 0 if it was done, and prints one line that says so; started again
 * into the same folder it comes to the outcome of the undisturbed one. Some hundreds of starts for
 * ten moments: it runs only where that property is set.
 */
@Tag("faults")
@EnabledIfSystemProperty(named = "dcgan.stop-moments", matches = "[1-9][0-9]*")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StopMomentsIT {
  private static final int MOMENTS = Integer.getInteger("dcgan.stop-moments", 1);

  /** Some of them, with commas between; all if it is not set. */
  private static final String COMMANDS = System.getProperty("dcgan.stop-commands", "");

  private static final String HERE = "HERE";
  private static final List<String> OPTIONS =
      List.of("--", "--master", "local[2]", "--conf", "spark.ui.enabled=false");

  private static final String RECIPE =
      """
      run.name = small
      data.image-size = 16
      network { preset = pytorch, width = 8 }
      training.worker-batch-size = 8
      averaging { workers = 2, local-steps = 20 }
      artifacts { snapshot-every = 1, grid-every = 100, grid-rows = 2 }
      """;

  @TempDir private static Path folder;

  @BeforeAll
  static void makeARun() throws Exception {
    for (int image = 0; image < 120; image++) {
      BufferedImage pixels = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      for (int at = 0; at < 256; at++) {
        pixels.setRGB(at % 16, at / 16, (at * 7919 + image * 104729) | (image % 2) << 23);
      }
      Path place = folder.resolve("images/" + "ab".charAt(image % 2) + "/" + image + ".png");
      Files.createDirectories(place.getParent());
      ImageIO.write(pixels, "png", place.toFile());
    }
    Files.writeString(folder.resolve("small.conf"), RECIPE);
    end(words("import", folder.resolve("shards")));
    end(words("train", folder.resolve("run")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import",
        "train",
        "sample",
        "evaluate",
        "features",
        "explore",
        "export",
        "publish",
        "preflight",
        "verify",
        "status",
        "report",
        "bench"
      })
  void everyMomentEndsWell(String command) throws Exception {
    assumeTrue(COMMANDS.isEmpty() || List.of(COMMANDS.split(",")).contains(command));
    Path undisturbed = folder.resolve(command + "-undisturbed");
    long begin = System.nanoTime();
    String outcome = outcome(end(words(command, undisturbed)), undisturbed);
    long millis = (System.nanoTime() - begin) / 1_000_000;
    Map<String, Integer> ends = new TreeMap<>();
    List<String> violations = new ArrayList<>();
    for (String signal : List.of("TERM", "INT")) {
      for (int moment = 0; moment < MOMENTS; moment++) {
        long after = Math.round(millis * (moment + 0.5) / MOMENTS);
        Path place = folder.resolve("%s-%s-%s".formatted(command, signal, moment));
        String how = "%s after %s of %s ms".formatted(signal, after, millis);
        try {
          JsonNode line = stopped(words(command, place), signal, after);
          ends.merge(line.get("exitCode").asText(), 1, Integer::sum);
          check(command, line, place, outcome);
        } catch (AssertionError | IOException e) {
          ends.merge("wrong", 1, Integer::sum);
          violations.add(
              how + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
      }
    }
    Files.writeString(
        Path.of("target", "stop-moments-" + command + ".txt"),
        "%s: %s ms undisturbed, ends %s %s%n".formatted(command, millis, ends, violations));
    assertEquals(List.of(), violations);
  }

  private static JsonNode stopped(List<String> words, String signal, long after) throws Exception {
    StoppedCommand started = StoppedCommand.start(words);
    if (!started.process().waitFor(after, TimeUnit.MILLISECONDS)) {
      started.signal(signal);
    }
    JsonNode line = started.end();
    int code = line.get("exitCode").asInt();
    if (code != 0) {
      assertEquals(75, code, line.toString());
      String log = started.log();
      assertEquals(false, log.contains("\tat ") || log.contains("this is a bug"), log);
    }
    return line;
  }

  /** A reader that was stopped leaves nothing that a second start could go on from. */
  private static void check(String command, JsonNode line, Path place, String outcome)
      throws Exception {
    boolean stopped = line.get("exitCode").asInt() != 0;
    if (!stopped) {
      assertEquals(outcome, outcome(line, place));
    } else if (Files.exists(place)) {
      assertEquals(outcome, outcome(end(words(command, place)), place), "started again");
    }
  }

  private static JsonNode end(List<String> words) throws Exception {
    StoppedCommand started = StoppedCommand.start(words);
    JsonNode line = started.end();
    assertEquals(0, line.get("exitCode").asInt(), started.log());
    return line;
  }

  private static List<String> words(String command, Path to) {
    String run = folder.resolve("run").toString();
    String shards = folder.resolve("shards").toString();
    String[] training = {
      folder.resolve("small.conf").toString(),
      "--set",
      "data.shards=" + shards,
      "--set",
      "training.rounds=3"
    };
    List<String> words = new ArrayList<>(List.of(command));
    switch (command) {
      case "import" ->
          words.addAll(
              List.of("folder:" + folder.resolve("images"), "--image-size", "16", "--to", HERE));
      case "train" -> {
        words.addAll(List.of(training));
        words.addAll(List.of("--to", HERE));
      }
      case "sample" -> words.addAll(List.of(run, "--count", "200", "--to", HERE));
      case "evaluate" -> words.addAll(List.of(run, "--against", shards, "--count", "60"));
      case "features" -> words.addAll(List.of(run, "--train", shards, "--test", shards));
      case "explore" -> words.addAll(List.of(run, "--count", "64", "--to", HERE));
      case "export" -> words.addAll(List.of(run, "--to", HERE + "/model.onnx"));
      case "publish" -> words.addAll(List.of(run, "--to", HERE));
      case "preflight" -> words.addAll(List.of(training));
      case "bench" ->
          words.addAll(
              List.of("step", "--no-peers", "--image-size", "16", "--batch", "4", "--steps", "2"));
      default -> words.add(run);
    }
    words.replaceAll(word -> word.replace(HERE, to.toString()));
    words.addAll(OPTIONS);
    return words;
  }

  /** What a command told and left, without what differs from start to start. */
  private static String outcome(JsonNode line, Path place) throws Exception {
    String command = line.get("command").asText();
    if (line.hasNonNull("digest")) {
      return line.get("digest").asText();
    }
    if (command.startsWith("bench") || command.equals("preflight")) {
      return command;
    }
    ObjectNode told = (ObjectNode) new ObjectMapper().readTree(line.toString());
    told.remove(List.of("seconds", "alreadyThere"));
    StringBuilder outcome = new StringBuilder(told.toString().replace(place.toString(), HERE));
    try (Stream<Path> files = Files.exists(place) ? Files.walk(place) : Stream.empty()) {
      for (Path file : files.filter(path -> path.toString().endsWith(".png")).sorted().toList()) {
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        outcome.append('\n').append(place.relativize(file)).append(' ');
        outcome.append(HexFormat.of().formatHex(sha).toLowerCase(Locale.ROOT));
      }
    }
    return outcome.toString();
  }
}
