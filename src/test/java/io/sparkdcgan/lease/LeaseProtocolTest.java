package io.sparkdcgan.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a run, in thousands of orders in which drivers' operations may come. */
class LeaseProtocolTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final int ROUNDS = 10;

  /** How drivers ended, over one interleaving. */
  private static final class Story {
    final List<LeaseProtocol> claimants = new ArrayList<>();
    final List<ClaimsInTurns.Driver> drivers = new ArrayList<>();
    int completed;
    int refused;
    int usurped;

    /** At most one can be sure of the run at any moment. */
    void assertOneIsSureAtMost(long seed) {
      int sure = 0;
      for (int i = 0; i < claimants.size(); i++) {
        sure += claimants.get(i).isSure() && !drivers.get(i).isKilled() ? 1 : 0;
      }
      assertTrue(sure <= 1, () -> "seed " + seed + ": more than one driver is sure of the run");
    }

    /** A driver: claims, trains for some rounds, and makes sure before it saves each of them. */
    void drive(ClaimsInTurns.Driver driver, LeaseProtocol claimant, Duration start) {
      boolean held = false;
      try {
        driver.pause(start);
        claimant.acquire();
        held = true;
        for (int round = 0; round < ROUNDS; round++) {
          driver.pause(claimant.interval());
          claimant.beat();
          claimant.check();
        }
        claimant.release();
        completed++;
      } catch (Failure e) {
        assertEquals(ExitCode.HELD, e.code());
        if (held) {
          usurped++;
        } else {
          refused++;
        }
      }
    }
  }

  private static Story told(long seed, double stalls, double kills, int count) {
    Story story = new Story();
    try (ClaimsInTurns turns = new ClaimsInTurns(seed, LEASE, stalls, kills)) {
      Random names = new Random(seed);
      for (int i = 0; i < count; i++) {
        String name = String.format(Locale.ROOT, "%03d-%d", names.nextInt(1000), i);
        int number = i;
        // Some at once, some later.
        Duration start = Duration.ofMillis(names.nextInt(names.nextBoolean() ? 20 : 180_000));
        ClaimsInTurns.Driver driver =
            turns.driver(self -> story.drive(self, story.claimants.get(number), start));
        story.drivers.add(driver);
        Claim claim = new Claim("driver " + i, Instant.EPOCH, LEASE, false, 0);
        story.claimants.add(new LeaseProtocol(driver, name, claim, driver, "file:/run"));
      }
      turns.run(() -> story.assertOneIsSureAtMost(seed));
    }
    return story;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void ofLiveDriversAtMostOneHasTheRunAndWhoIsRefusedWasRefusedForAnother(int count) {
    for (long seed = 0; seed < 300; seed++) {
      Story story = told(seed, 0, 0, count);
      assertTrue(story.completed >= 1, "seed " + seed + ": nobody got the run");
      assertEquals(0, story.usurped, "seed " + seed);
      assertEquals(count, story.completed + story.refused, "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void stalledAndKilledDriversNeverMakeTwoThatAreSure(int count) {
    int usurped = 0;
    int completed = 0;
    for (long seed = 0; seed < 500; seed++) {
      Story story = told(seed, 0.03, 0.002, count);
      usurped += story.usurped;
      completed += story.completed;
    }
    assertTrue(usurped > 20, usurped + " were usurped: too few to say anything");
    assertTrue(completed > 200, completed + " got through");
  }

  @Test
  void killedHoldersRunGoesToTheNextAfterItsTime() {
    ClaimsInTurns turns = new ClaimsInTurns(1, LEASE, 0, 0);
    List<String> said = new ArrayList<>();
    turns.driver(
        self -> {
          Claim dead = new Claim("the dead", Instant.EPOCH, LEASE, true, 7);
          self.put("000.json", dead.json());
          long start = self.nanos();
          LeaseProtocol next =
              new LeaseProtocol(
                  self,
                  "001",
                  new Claim("the next", Instant.EPOCH, LEASE, false, 0),
                  self,
                  "file:/run");
          next.acquire();
          Duration waited = Duration.ofNanos(self.nanos() - start);
          assertTrue(waited.compareTo(LEASE) >= 0, waited.toString());
          assertTrue(waited.compareTo(LEASE.plusSeconds(2)) < 0, waited.toString());
          said.addAll(self.names());
        });
    turns.run(() -> {});
    assertEquals(List.of("000.json.taken-over", "001.json"), said);
  }

  @Test
  void refusalSaysWhoHasTheRunSinceWhenAndWhenItIsFree() {
    ClaimsInTurns turns = new ClaimsInTurns(1, LEASE, 0, 0);
    List<String> said = new ArrayList<>();
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    turns.driver(
        self -> {
          LeaseProtocol first =
              new LeaseProtocol(
                  self, "5", new Claim("ann@one, process 7", noon, LEASE, false, 0), self, "r");
          first.acquire();
          for (int i = 0; i < 20; i++) {
            self.pause(first.interval());
            first.beat();
          }
          first.release();
        });
    turns.driver(
        self -> {
          self.pause(LEASE.multipliedBy(3));
          LeaseProtocol second =
              new LeaseProtocol(
                  self, "1", new Claim("bob@two, process 8", noon, LEASE, false, 0), self, "r");
          try {
            second.acquire();
          } catch (Failure e) {
            said.add(e.code() + ": " + e.getMessage());
          }
        });
    turns.run(() -> {});
    assertEquals(
        List.of(
            "HELD: r is held by another driver, ann@one, process 7, since 2026-01-01T12:00:00Z:"
                + " try again when that one has ended, or 60 s after it died"),
        said);
  }
}
