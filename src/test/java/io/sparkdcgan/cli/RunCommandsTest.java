package io.sparkdcgan.cli;

import static io.sparkdcgan.cli.InvokedCommand.dcgan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.MetricsLines;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.model.TensorSlot;
import io.sparkdcgan.snapshot.Retention;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code verify}, {@code status}, {@code report} and {@code publish} on a run's folder. */
class RunCommandsTest {
  private static final NetworkLayout LAYOUT =
      new NetworkLayout(
          List.of(), List.of(new TensorSlot("dense.W", List.of(2L, 2L), 0)), List.of());
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path folder;
  private String run;
  private ObjectStore store;

  @BeforeEach
  void trainForTwentyRounds() {
    run = folder.resolve("faces").toString();
    store = ObjectStore.at(run, new Configuration());
    RunFolder records = new RunFolder(store);
    TreeMap<String, String> configuration =
        new TreeMap<>(Map.of("run.name", "faces", "training.rounds", "40"));
    records.claim(new RunIdentity(configuration, "aa", new TreeMap<>()));
    MetricsLines.put(store, Map.of("round", 20, "imagesSeen", 5120));
    save(10);
    save(20);
    records.put(Attempt.begin(NOON, 0, 40).reached(20).ended(ExitCode.PREEMPTED, NOON));
  }

  @Test
  void verifyCountsIntactSnapshots() throws Exception {
    JsonNode line = dcgan(0, "verify", run);
    assertEquals(2, line.get("snapshots").asInt());
    assertEquals(2, line.get("intact").asInt());
    assertTrue(line.get("damaged").isEmpty());
    assertEquals(store.uri("snapshots/r00000020"), line.get("latest").asText());
  }

  @Test
  void verifyNamesTheDamagedFileWithCode21() throws Exception {
    Path state = Path.of(run, "snapshots/r00000020/state.safetensors");
    byte[] bytes = Files.readAllBytes(state);
    bytes[bytes.length - 1] ^= 1;
    Files.write(state, bytes);
    JsonNode line = dcgan(21, "verify", run);
    assertEquals("snapshot", line.get("status").asText());
    assertEquals(2, line.get("snapshots").asInt());
    assertEquals(1, line.get("intact").asInt());
    assertEquals(20, line.get("damaged").get(0).get("round").asInt());
    assertEquals("state.safetensors", line.get("damaged").get(0).get("file").asText());
    assertEquals(store.uri("snapshots/r00000010"), line.get("latest").asText());
  }

  @Test
  void verifySaysWhichSnapshotIsIncompleteSinceItHasNoMarker() throws Exception {
    store.delete("snapshots/r00000020/_COMMITTED");
    JsonNode line = dcgan(0, "verify", run);
    assertEquals(1, line.get("snapshots").asInt());
    assertEquals("[20]", line.get("incomplete").toString());
    store.delete("snapshots/r00000010/_COMMITTED");
    line = dcgan(21, "verify", run);
    assertEquals("[10,20]", line.get("incomplete").toString());
    assertTrue(
        line.get("error").asText().contains("; snapshots/r00000010 has no _COMMITTED: "),
        line.toString());
  }

  @Test
  void verifyWithoutAnySnapshotIsCode21() throws Exception {
    store.delete("snapshots");
    JsonNode line = dcgan(21, "verify", run);
    assertEquals(0, line.get("snapshots").asInt());
    assertEquals("there is no snapshot in " + store.uri(), line.get("error").asText());
  }

  @Test
  void statusSaysWhereTheRunStands() throws Exception {
    JsonNode line = dcgan(0, "status", run);
    assertEquals("preempted", line.get("state").asText());
    assertEquals(20, line.get("round").asInt());
    assertEquals(40, line.get("rounds").asInt());
    assertEquals(5120, line.get("imagesSeen").asInt());
    assertEquals(75, line.get("attempt").get("exitCode").asInt());
    assertTrue(line.get("attempt").get("retryable").asBoolean());
    assertEquals(store.uri("snapshots/r00000020"), line.get("latest").asText());
  }

  @Test
  void statusOfACompleteRunSaysSo() throws Exception {
    new RunFolder(store).succeed(Map.of("round", 40));
    JsonNode line = dcgan(0, "status", run);
    assertEquals("complete", line.get("state").asText());
    assertEquals(40, line.get("result").get("round").asInt());
  }

  @Test
  void publishCopiesTheNewestIntactSnapshotToItsPlace() throws Exception {
    store.put("snapshots/r00000020/state.safetensors", new byte[] {8});
    String place = folder.resolve("published").toString();
    JsonNode line = dcgan(0, "publish", run, "--to", place);
    assertEquals(10, line.get("round").asInt());
    assertFalse(line.get("alreadyThere").asBoolean());
    assertTrue(Files.exists(Path.of(place, "current.json")));
    assertTrue(dcgan(0, "publish", run, "--to", place).get("alreadyThere").asBoolean());
    JsonNode damaged = dcgan(21, "publish", run, "--to", place, "--snapshot", "20");
    assertTrue(damaged.get("error").asText().contains("r00000020/state.safetensors"));
  }

  @Test
  void publishSaysWhatItCannotChoose() throws Exception {
    String place = folder.resolve("published").toString();
    JsonNode best = dcgan(21, "publish", run, "--to", place, "--snapshot", "best");
    assertTrue(best.get("error").asText().contains("none was scored"), best.toString());
    dcgan(21, "publish", run, "--to", place, "--snapshot", "7");
    dcgan(64, "publish", run, "--to", place, "--snapshot", "newest");
    assertFalse(Files.exists(Path.of(place)));
  }

  @Test
  void reportWritesThePage() throws Exception {
    JsonNode line = dcgan(0, "report", run);
    assertEquals(store.uri("report.html"), line.get("report").asText());
    assertTrue(store.exists("report.html"));
  }

  @Test
  void keysComeInTheirOrderAndOnlyIfThereIsSomethingToSay() throws Exception {
    String start = "[command, status, exitCode, seconds, run, ";
    assertEquals(
        start + "state, round, rounds, imagesSeen, snapshots, latest, attempt]",
        keys(dcgan(0, "status", run)));
    assertEquals(
        start + "snapshots, intact, damaged, latest, digest, incomplete]",
        keys(dcgan(0, "verify", run)));
    store.delete("snapshots");
    assertEquals(
        "[command, status, exitCode, seconds, error, run, snapshots, intact, damaged, incomplete]",
        keys(dcgan(21, "verify", run)));
    assertEquals(
        start + "state, round, rounds, imagesSeen, snapshots, attempt]",
        keys(dcgan(0, "status", run)));
  }

  private static String keys(JsonNode line) {
    List<String> keys = new ArrayList<>();
    line.fieldNames().forEachRemaining(keys::add);
    return keys.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "status", "report", "publish --to place"})
  void aFolderWithoutRunIsCode66AndStaysAsItWas(String command) throws Exception {
    Path nothing = folder.resolve("nothing");
    JsonNode line = dcgan(66, (command + " " + nothing).split(" "));
    assertTrue(line.get("error").asText().contains(nothing.toString()));
    assertFalse(Files.exists(nothing));
  }

  private void save(long round) {
    NetworkState network =
        new NetworkState(
            new float[] {1, 2, 3, round}, new float[4], new float[4], new float[0], round);
    new SnapshotStore(store)
        .save(
            new GanState(network, network, new Progress(round, round, round, round)),
            LAYOUT,
            LAYOUT,
            Map.of(),
            Retention.newest(3));
  }
}
