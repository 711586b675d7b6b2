package io.sparkdcgan.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leases in a real folder, with their real thread. */
class LeaseTest {
  private static final Duration TIME = Duration.ofSeconds(5);

  @TempDir Path path;

  @Test
  void secondDriverIsRefusedWhileTheFirstLivesAndNotAfterItsEnd() {
    Lease first = acquire();
    Failure refused = assertThrows(Failure.class, this::acquire);
    assertEquals(ExitCode.HELD, refused.code());
    String here = "process " + ProcessHandle.current().pid();
    assertTrue(refused.getMessage().contains(here), refused.getMessage());
    first.check();
    first.close();
    acquire().close();
    assertEquals(List.of(), store().list("leases"));
  }

  @Test
  void driverThatWasTakenOverWritesNothingMoreButHowItEnded() {
    Claims.Stored claims = new Claims.Stored(store(), "leases");
    Clock clock = new Clock();
    LeaseProtocol stalled = new LeaseProtocol(claims, "1", Claim.here(TIME), clock, store().uri());
    stalled.acquire();
    RunFolder folder = new RunFolder(store().fencedBy(stalled::check));
    folder.store().put("before", new byte[1]);

    new LeaseProtocol(claims, "2", Claim.here(TIME), clock, store().uri()).acquire();
    Failure lost = assertThrows(Failure.class, () -> folder.store().put("after", new byte[1]));
    assertEquals(ExitCode.HELD, lost.code());
    assertThrows(Failure.class, () -> folder.store().delete("before"));
    assertTrue(store().exists("before"));
    assertFalse(store().exists("after"));
    Attempt attempt = Attempt.begin(Instant.EPOCH, 0, 5);
    folder.put(attempt.ended(ExitCode.HELD, Instant.EPOCH));
    assertEquals("held", new RunFolder(store()).attempts().get(0).status());
  }

  /** A snapshot is put by another thread than the log and the report. */
  @Test
  void everyThreadOfADriverThatWasTakenOverIsRefused() throws Exception {
    Claims.Stored claims = new Claims.Stored(store(), "leases");
    Clock clock = new Clock();
    LeaseProtocol stalled = new LeaseProtocol(claims, "1", Claim.here(TIME), clock, store().uri());
    stalled.acquire();
    ObjectStore fenced = store().fencedBy(stalled::check);
    new LeaseProtocol(claims, "2", Claim.here(TIME), clock, store().uri()).acquire();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<ExitCode>> puts = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        String key = "after-" + thread;
        puts.add(() -> assertThrows(Failure.class, () -> fenced.put(key, new byte[1])).code());
      }
      for (Future<ExitCode> put : threads.invokeAll(puts)) {
        assertEquals(ExitCode.HELD, put.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertTrue(store().list("").stream().noneMatch(key -> key.startsWith("after")));
  }

  /** Signs of life that several threads give at once are as many, and never the same twice. */
  @Test
  void threadsThatAskInDoubtAtOnceKeepTheRun() throws Exception {
    Clock clock = new Clock();
    LeaseProtocol silent =
        new LeaseProtocol(
            new Claims.Stored(store(), "leases"), "1", Claim.here(TIME), clock, store().uri());
    silent.acquire();
    long beat = claim("1").beat();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Object>> beats = Collections.nCopies(40, Executors.callable(silent::beat));
      for (Future<Object> done : threads.invokeAll(beats)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(beat + 40, claim("1").beat());
    assertTrue(silent.isSure());
  }

  private Claim claim(String name) {
    return Claim.parse(new Claims.Stored(store(), "leases").find(name + ".json").orElseThrow())
        .orElseThrow();
  }

  @Test
  void silentDriverGoesOnIfNobodyTookItsRun() {
    Clock clock = new Clock();
    LeaseProtocol silent =
        new LeaseProtocol(
            new Claims.Stored(store(), "leases"), "1", Claim.here(TIME), clock, store().uri());
    silent.acquire();
    clock.pause(TIME.multipliedBy(10));
    assertFalse(silent.isSure());
    silent.check();
    assertTrue(silent.isSure());
  }

  @Test
  void claimIsReadAsItWasWritten() {
    Claim claim = new Claim("ann@host, process 7", Instant.EPOCH, TIME, true, 41).beating(true);
    assertEquals(Optional.of(claim), Claim.parse(claim.json()));
    assertEquals(42, claim.beat());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"beat\":1}",
        "{\"leaseSeconds\":9e18,\"beat\":1,\"since\":\"1970-01-01T00:00:00Z\"}",
        "{\"leaseSeconds\":60,\"beat\":1,\"since\":\"yesterday\"}",
        "{\"leaseSeconds\":60,\"beat\":\"often\",\"since\":\"1970-01-01T00:00:00Z\"}"
      })
  void whatIsNoClaimIsNone(String json) {
    assertTrue(Claim.parse(json.getBytes(StandardCharsets.UTF_8)).isEmpty());
  }

  /** Time passes when somebody waits. */
  private static final class Clock implements LeaseProtocol.Ticker {
    private long now;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void pause(Duration time) {
      now += time.toNanos();
    }
  }

  private Lease acquire() {
    return Lease.acquire(store(), TIME, LeaseTest::sleep);
  }

  private ObjectStore store() {
    return ObjectStore.at(path.toString(), new Configuration());
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
