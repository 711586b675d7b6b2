package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.cli.ClusterSubmission.SparkSubmit;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.RecipeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher makes of a driver elsewhere. In spark-submit's place is a script that keeps its
 * words and does what a test has it do; the real one, on YARN, is in TrainOnYarnIT.
 */
final class ClusterSubmissionTest {
  private static final String SCRIPT =
      """
      #!/usr/bin/env bash
      printf '%%s\\n' "$@" > "%1$s/words"
      for word in "$@"; do
        [[ $word != spark.dcgan.result=file:* ]] || result=${word#*=file:}
      done
      . "%1$s/driver"
      """;

  @TempDir private Path folder;
  private String run;
  private String master = "yarn";

  private record Ended(int exitCode, JsonNode line) {
    String error() {
      return line.path("error").asText();
    }
  }

  @BeforeEach
  void aSparkSubmitAndARecipe() throws IOException {
    Path script = folder.resolve("spark-submit");
    Files.writeString(script, SCRIPT.formatted(folder));
    assertTrue(script.toFile().setExecutable(true));
    Files.writeString(folder.resolve("my recipe.conf"), "data.shards = \"hdfs://host/shards\"\n");
    run = folder.resolve("run").toUri().toString();
  }

  @Test
  void theDriversLineAndExitCodeAreItsOwn() throws IOException {
    driver(
        "mkdir -p \"${result%/*}\"; echo '{\"command\":\"train\",\"exitCode\":20}' > \"$result\"; exit 1");
    Ended ended = train();
    assertEquals(20, ended.exitCode());
    assertEquals("{\"command\":\"train\",\"exitCode\":20}", ended.line().toString());
    assertEquals(List.of(), ObjectStore.at(run, new Configuration()).list(""), "it is taken away");
  }

  @Test
  void theRecipeGoesAlongAndTheLauncherWaitsWhateverTheUserSaid() throws IOException {
    driver("exit 1");
    train();
    List<String> words = Files.readAllLines(folder.resolve("words"));
    assertEquals(List.of("--class", Main.class.getName(), "--queue", "a b"), words.subList(0, 4));
    assertTrue(words.contains("spark.yarn.submit.waitAppCompletion=true"));
    int jar = words.indexOf("the.jar");
    assertEquals("train", words.get(jar + 1));
    RecipeSource recipe = RecipeSource.read(words.get(jar + 2), new Configuration());
    assertEquals(folder.resolve("my recipe.conf").toString(), recipe.name());
    assertEquals("data.shards = \"hdfs://host/shards\"\n", recipe.text());
  }

  @Test
  void aStandaloneWorkersDriverIsToldWhatJava17HasToOpen() throws IOException {
    driver("exit 1");
    train();
    assertFalse(Files.readString(folder.resolve("words")).contains("--add-opens"));
    master = "spark://host:7077";
    train();
    List<String> words = Files.readAllLines(folder.resolve("words"));
    assertTrue(
        words.get(words.indexOf("--driver-java-options") + 1).contains("--add-opens=java.base"));
  }

  @Test
  void aDriverThatWasKilledIsJudgedByTheAttemptItLeft() throws IOException {
    RunFolder records = new RunFolder(ObjectStore.at(run, new Configuration()));
    Attempt begun = Attempt.begin(Instant.now(), 4, 100);
    records.put(begun.ended(ExitCode.OK, Instant.now()));
    driver("echo Submitting application application_1_0007; exit 1");
    Ended none = train();
    assertEquals(69, none.exitCode(), "an earlier attempt says nothing");
    assertTrue(none.error().startsWith("application_1_0007 ended"), none.error());

    Attempt cutOff = Attempt.begin(Instant.now().plusSeconds(9), 4, 100).reached(12);
    records.put(cutOff.ended(ExitCode.PREEMPTED, Instant.now()));
    Path record = folder.resolve("run/attempts").resolve(cutOff.name() + ".json");
    Path aside = folder.resolve("record");
    Files.move(record, aside);
    driver("mv '%s' '%s'; exit 1".formatted(aside, record));
    Ended preempted = train();
    assertEquals(75, preempted.exitCode());
    assertEquals(12, preempted.line().get("round").asInt());
  }

  @Test
  void aCallForHelpAndAMistakeInTheWordsAreAnsweredHere() throws IOException {
    assertEquals(64, submit("train").exitCode());
    assertEquals(64, submit("rain", "x.conf").exitCode());
    assertEquals(66, submit("status", run).exitCode(), "it needs no Spark");
    assertEquals(66, submit("export", run, "--to", run + "/x.onnx").exitCode(), "nor does this");
    assertEquals(66, submit("publish", run, "--to", run).exitCode(), "nor does this");
    assertFalse(Files.exists(folder.resolve("words")));
  }

  @Test
  void whatWouldBeMissingOverThereIsRefusedHere() throws IOException {
    String conf = folder.resolve("my recipe.conf").toString();
    for (String[] words :
        new String[][] {
          {"train", conf, "--to", "runs/x"},
          {"train", conf, "--to", run, "--set", "data.shards=/shards"},
          {"import", "faces:images.zip", "--to", run},
          {"evaluate", run, "--against", run, "--features", "inception.onnx"},
          {"evaluate", run, "--against", "shards"},
          {"evaluate", run, "--against", run, "--train", "shards"},
          {"features", run, "--train", run, "--test", "shards"},
          {"explore", run, "--to", run, "--shards", "shards"},
          {"explore", run, "--to", run, "--boxes", "boxes.json"},
          {"preflight", conf, "--to", "runs/x"},
          {"sample", "runs/x", "--to", run}
        }) {
      Ended ended = submit(words);
      assertEquals(78, ended.exitCode(), String.join(" ", words));
      assertTrue(ended.error().contains("is a path of this machine"), ended.error());
    }
    assertEquals(66, submit("train", "no.conf", "--to", run).exitCode());
    Ended wrong = submit("train", conf, "--to", run, "--set", "training.rounds=0");
    assertEquals(78, wrong.exitCode());
    assertTrue(wrong.error().contains("training.rounds must be at least 1"), wrong.error());
    assertEquals(64, submit("bench", "round").exitCode(), "it has no storage for a result");
    assertFalse(Files.exists(folder.resolve("words")));
  }

  private void driver(String script) throws IOException {
    Files.writeString(folder.resolve("driver"), script);
  }

  private Ended train() throws IOException {
    return submit("train", folder.resolve("my recipe.conf").toString(), "--to", run);
  }

  private Ended submit(String... words) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    SparkSubmit spark =
        new SparkSubmit(
            folder.resolve("spark-submit").toString(),
            "the.jar",
            master,
            List.of("--queue", "a b"));
    int exitCode =
        new ClusterSubmission(spark, new PrintStream(output, true, StandardCharsets.UTF_8))
            .run(List.of(words));
    List<String> lines = output.toString(StandardCharsets.UTF_8).lines().toList();
    JsonNode line = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertEquals(exitCode, line.get("exitCode").asInt());
    return new Ended(exitCode, line);
  }
}
