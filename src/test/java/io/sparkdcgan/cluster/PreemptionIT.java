package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM, sent to the process that {@code submit/dcgan} became, in the middle of a round. */
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
