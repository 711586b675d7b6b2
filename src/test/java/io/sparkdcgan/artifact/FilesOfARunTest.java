package io.sparkdcgan.artifact;

import static io.sparkdcgan.snapshot.SampleState.DISCRIMINATOR;
import static io.sparkdcgan.snapshot.SampleState.GENERATOR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.artifact.BestHint.Best;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.snapshot.Retention;
import io.sparkdcgan.snapshot.SampleState;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.Fingerprint;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON files of a run to the letter: other programs read them, and so do other versions. */
class FilesOfARunTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path path;
  private ObjectStore run;

  @BeforeEach
  void openRun() {
    run = ObjectStore.at(path.resolve("run").toString(), new Configuration());
  }

  @Test
  void anAttemptThatRunsAndOneThatEnded() {
    Attempt attempt = Attempt.begin(NOON, 10, 100).reached(25);
    new RunFolder(run).put(attempt);
    assertText(
        "attempts/20260101T120000.000Z.json",
        """
        {
          "attempt" : "20260101T120000.000Z",
          "status" : "running",
          "exitCode" : null,
          "retryable" : null,
          "firstRound" : 10,
          "lastRound" : 25,
          "rounds" : 100,
          "started" : "2026-01-01T12:00:00Z",
          "ended" : null
        }
        """);
    new RunFolder(run).put(attempt.ended(ExitCode.PREEMPTED, NOON.plusMillis(1)).because("asked"));
    assertText(
        "attempts/20260101T120000.000Z.json",
        """
        {
          "attempt" : "20260101T120000.000Z",
          "status" : "preempted",
          "exitCode" : 75,
          "retryable" : true,
          "firstRound" : 10,
          "lastRound" : 25,
          "rounds" : 100,
          "started" : "2026-01-01T12:00:00Z",
          "ended" : "2026-01-01T12:00:00.001Z",
          "reason" : "asked"
        }
        """);
  }

  @Test
  void theIdentity() {
    TreeMap<String, String> keys = new TreeMap<>(Map.of("run.name", "a", "run.seed", "1"));
    new RunFolder(run)
        .claim(new RunIdentity(keys, "aa", new TreeMap<>(Map.of("spark", "3", "nd4j", "2"))));
    assertText(
        "run.json",
        """
        {
          "name" : "a",
          "seed" : "1",
          "identity" : "fc61892a36202e79cb60b98421536ab2b4c2a3146d9570bf4e6b9418e938140b",
          "shardsDigest" : "aa",
          "versions" : {
            "nd4j" : "2",
            "spark" : "3"
          },
          "configuration" : {
            "run.name" : "a",
            "run.seed" : "1"
          }
        }
        """);
  }

  @Test
  void aRollback() {
    new GuardRecord(run).goBack(new Rollback(20, 30, "drawn alike", 1e-4, Long.MIN_VALUE));
    assertText(
        "guard.json",
        """
        {
          "round" : 20,
          "snapshot" : "snapshots/r00000020",
          "alarm" : 30,
          "reason" : "drawn alike",
          "learningRate" : 1.0E-4,
          "seed" : "-9223372036854775808"
        }
        """);
    assertEquals(
        Optional.of(new Rollback(20, 30, "drawn alike", 1e-4, Long.MIN_VALUE)),
        new GuardRecord(run).find());
    new GuardRecord(run).goBack(new Rollback(0, 30, "drawn alike", 2, 7));
    assertText(
        "guard.json",
        """
        {
          "round" : 0,
          "snapshot" : null,
          "alarm" : 30,
          "reason" : "drawn alike",
          "learningRate" : 2.0,
          "seed" : "7"
        }
        """);
    assertEquals(
        Optional.of(new Rollback(0, 30, "drawn alike", 2, 7)), new GuardRecord(run).find());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"round\" : \"20\"",
        "\"round\" : 2.5",
        "\"round\" : null",
        "\"rounds\" : 20",
        "\"round\" : 20, \"round\" : 20",
        "\"round\" : 20, \"learningRate\" : \"fast\"",
        "\"round\" : 20, \"seed\" : \"7x\"",
        "\"round\" : 20, \"seed\" : {}"
      })
  void aRollbackThatSaysLessIsNone(String damaged) {
    String rest = "\"alarm\" : 30, \"reason\" : \"x\"";
    String rate = damaged.contains("learningRate") ? "" : ", \"learningRate\" : 1";
    String seed = damaged.contains("seed") ? "" : ", \"seed\" : 7";
    String whole = "{%s, " + rest + rate + seed + "}";
    run.put("guard.json", whole.formatted(damaged).getBytes(UTF_8));
    assertEquals(Optional.empty(), new GuardRecord(run).find());
    String sound =
        "{\"round\" : 20, " + rest + ", \"learningRate\" : 1, \"seed\" : 7, \"new\" : 0}";
    run.put("guard.json", sound.getBytes(UTF_8));
    assertEquals(Optional.of(new Rollback(20, 30, "x", 1, 7)), new GuardRecord(run).find());
  }

  @Test
  void theHints() {
    SnapshotStore snapshots = new SnapshotStore(run);
    snapshots.save(
        SampleState.after(20),
        GENERATOR,
        DISCRIMINATOR,
        Map.of("generator.zip", out -> out.write(7)),
        Retention.newest(1));
    new BestHint(run).put(new Best(20, "swd", 12, false));
    assertText(
        "best.json",
        """
        {
          "round" : 20,
          "snapshot" : "snapshots/r00000020",
          "score" : "swd",
          "value" : 12.0
        }
        """);
    assertEquals(OptionalLong.of(20), new BestHint(run).round());
    Fingerprint state = Fingerprint.of(run.read("snapshots/r00000020/state.safetensors", 100_000));
    String digest = state.sha256();
    assertText(
        "latest.json",
        """
        {
          "round" : 20,
          "snapshot" : "snapshots/r00000020",
          "digest" : "%s"
        }
        """
            .formatted(digest));
    assertText(
        "snapshots/r00000020/manifest.json",
        """
        {
          "version" : 1,
          "round" : 20,
          "files" : [ {
            "name" : "generator.zip",
            "bytes" : 1,
            "sha256" : "ca358758f6d27e6cf45272937977a748fd88391db679ceda7dc7bf1f005ee879"
          }, {
            "name" : "state.safetensors",
            "bytes" : %s,
            "sha256" : "%s"
          } ]
        }
        """
            .formatted(state.bytes(), digest));
    ObjectStore place = ObjectStore.at(path.resolve("place").toString(), new Configuration());
    new Publication(run, place).publish(snapshots.intact(20));
    assertEquals(
        """
        {
          "round" : 20,
          "folder" : "r00000020-%s",
          "digest" : "%s",
          "run" : "%s"
        }
        """
            .formatted(digest.substring(0, 8), digest, run.uri()),
        new String(place.read("current.json", 10_000), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"round\":\"20\"}", "{\"round\":2.5}", "{\"round\":1e30}"})
  void aHintThatNamesNoRoundIsNone(String json) {
    run.put("best.json", json.getBytes(UTF_8));
    assertEquals(OptionalLong.empty(), new BestHint(run).round());
  }

  @Test
  void aHintOfOtherKeysStillNamesItsRound() {
    run.put("best.json", "{\"round\":20,\"by\":[1]}".getBytes(UTF_8));
    assertEquals(OptionalLong.of(20), new BestHint(run).round());
  }

  private void assertText(String key, String text) {
    assertEquals(text, new String(run.read(key, 100_000), UTF_8));
  }
}
