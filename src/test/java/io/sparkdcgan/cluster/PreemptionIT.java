package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM, sent to {@code submit/dcgan}, which hands it on to the driver, in the middle of a round.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PreemptionIT {
  private static final int ROUNDS = 4;
  private static final String NO_SNAPSHOTS = "artifacts.snapshot-every=100";

  @TempDir private static Path folder;
  private SmallRun small;
  private String digest;

  @BeforeAll
  void trainUndisturbed() throws Exception {
    small = SmallRun.in(folder);
    digest = small.undisturbed(ROUNDS);
  }

  @Test
  void roundThatEndsInTimeIsSavedAndTheNextStartGoesOnFromIt() throws Exception {
    SmallRun.Driver driver = small.start("in-time", ROUNDS, NO_SNAPSHOTS);
    driver.await("round 1/" + ROUNDS);
    JsonNode result = stopped(driver, Duration.ofSeconds(25));
    assertResumes("in-time", result);
  }

  @Test
  @Tag("faults")
  void roundThatWouldNotEndInTimeIsGivenUpAndItsStartIsSaved() throws Exception {
    // Half of that is much less than a round of this many steps takes.
    String[] keys = {NO_SNAPSHOTS, "run.grace-seconds=6", "averaging.local-steps=600"};
    SmallRun.Driver driver = small.start("given-up", 2, keys);
    driver.await("round 1/2");
    JsonNode result = stopped(driver, Duration.ofSeconds(6));
    assertEquals(1, result.get("round").asInt());
    JsonNode resumed = small.start("given-up", 2, keys).end(0);
    assertEquals(1, resumed.get("resumedFrom").asInt());
    assertEquals(
        small.start("long", 2, "averaging.local-steps=600").end(0).get("digest"),
        resumed.get("digest"));
  }

  /**
   * Scoring so many images takes longer than the grace period; what is under way is the sliced
   * distance, on the driver, or the jobs before it.
   */
  @Test
  @Tag("faults")
  void evaluationIsGivenUpAtOnceAndTheNextStartScoresTheStateThatWasSaved() throws Exception {
    String shards = folder.resolve("many").toString();
    Launch imported = Launch.run("import", "toy:8000", "--to", shards, "--image-size", "16");
    assertEquals(0, imported.exitCode(), imported.errorOutput());
    String[] keys = {
      "data.shards=" + shards,
      "artifacts.snapshot-every=1",
      "evaluation.every=1",
      "evaluation.pictures=8000",
      "averaging.local-steps=2",
      "run.grace-seconds=30"
    };
    List<String> options = List.of("--master", "local[2]", "--driver-memory", "2g");
    SmallRun.Driver driver = small.start("scoring", 2, options, keys);
    driver.await("evaluating the state after round 1");
    Thread.sleep(2000);
    JsonNode result = stopped(driver, Duration.ofSeconds(25));
    assertEquals(1, result.get("round").asInt());
    keys[3] = "evaluation.pictures=200";
    JsonNode resumed = small.start("scoring", 2, options, keys).end(0);
    assertEquals(1, resumed.get("resumedFrom").asInt());
    JsonNode undisturbed = small.start("scored", 2, options, keys).end(0);
    assertEquals(undisturbed.get("digest"), resumed.get("digest"));
    List<JsonNode> scores = scores("scored");
    assertEquals(2, scores.size());
    assertEquals(scores, scores("scoring"));
  }

  private List<JsonNode> scores(String run) throws Exception {
    List<JsonNode> scores = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl"))) {
      scores.addAll(new ObjectMapper().readTree(line).findValues("scores"));
    }
    return scores;
  }

  private JsonNode stopped(SmallRun.Driver driver, Duration grace) throws Exception {
    long asked = System.nanoTime();
    // SIGTERM
    driver.process().destroy();
    JsonNode result = driver.end(75);
    Duration took = Duration.ofNanos(System.nanoTime() - asked);
    assertTrue(took.compareTo(grace) < 0, "it took " + took);
    assertEquals("preempted", result.get("status").asText());
    return result;
  }

  private void assertResumes(String run, JsonNode stopped) throws Exception {
    long round = stopped.get("round").asLong();
    assertTrue(round >= 1 && round < ROUNDS, stopped.toString());
    JsonNode attempt = small.lastAttempt(run);
    assertEquals("preempted", attempt.get("status").asText());
    assertTrue(attempt.get("retryable").asBoolean());
    assertEquals(round, attempt.get("lastRound").asLong());
    JsonNode resumed = small.start(run, ROUNDS).end(0);
    assertEquals(round, resumed.get("resumedFrom").asLong());
    assertEquals(digest, resumed.get("digest").asText());
  }
}
