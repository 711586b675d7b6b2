package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that were started twice on one run, as processes. */
@Tag("faults")
final class OneDriverIT {
  private static final int ROUNDS = 12;
  private static final String LEASE = "run.lease-seconds=10";

  @TempDir private Path folder;

  @Test
  void oneTrainsAndTheOtherIsRefusedAndAThirdTakesOverWhenTheFirstIsKilled() throws Exception {
    SmallRun small = SmallRun.in(folder);
    SmallRun.Driver first = small.start("run", ROUNDS, LEASE);
    SmallRun.Driver second = small.start("run", ROUNDS, LEASE);
    // Which of them gets it is chance, and that is what is asked here.
    while (first.process().isAlive() && second.process().isAlive()) {
      Thread.sleep(50);
    }
    boolean firstHolds = first.process().isAlive();
    SmallRun.Driver holder = firstHolds ? first : second;
    SmallRun.Driver refused = firstHolds ? second : first;
    JsonNode result = refused.end(73);
    assertEquals("held", result.get("status").asText());
    String error = result.get("error").asText();
    // submit/dcgan stays its parent.
    assertTrue(
        holder
            .process()
            .descendants()
            .anyMatch(driver -> error.contains("process " + driver.pid() + ", since")),
        error);

    holder.await("round 3/" + ROUNDS);
    holder.kill();
    SmallRun.Driver third = small.start("run", ROUNDS, LEASE);
    third.await("is taken over from a driver that gave no sign of life");
    JsonNode taken = third.end(0);
    assertEquals(2, taken.get("resumedFrom").asInt());
    assertEquals(small.undisturbed(ROUNDS), taken.get("digest").asText());
  }
}
