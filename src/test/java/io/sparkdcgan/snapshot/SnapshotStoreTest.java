package io.sparkdcgan.snapshot;

import static io.sparkdcgan.snapshot.SampleState.DISCRIMINATOR;
import static io.sparkdcgan.snapshot.SampleState.GENERATOR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.TensorSlot;
import io.sparkdcgan.snapshot.SnapshotStore.Recovered;
import io.sparkdcgan.snapshot.SnapshotStore.Snapshot;
import io.sparkdcgan.snapshot.Verification.Damaged;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.storage.Fingerprint;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotStoreTest {
  @TempDir Path run;
  private ObjectStore objects;
  private SnapshotStore store;

  @BeforeEach
  void openStore() {
    objects = ObjectStore.at(run.toString(), new Configuration());
    store = new SnapshotStore(objects);
  }

  @Test
  void aStateComesBackToTheBit() {
    Snapshot saved = save(120);
    Recovered recovered = store.resume(GENERATOR, DISCRIMINATOR).orElseThrow();
    assertEquals(SampleState.after(120), recovered.state());
    assertEquals(saved, recovered.snapshot());
    assertEquals(List.of(), recovered.passedOver());
    assertEquals(SampleState.after(120), store.load(120, GENERATOR, DISCRIMINATOR));
  }

  @Test
  void aStateWithoutStatisticsComesBackToTheBit() {
    GanNetworks networks =
        GanNetworks.of(Networks.with(BatchNorm.NONE, Networks.tiny(Preset.PAPER, 16, 5)));
    GanState state = networks.initialState(5);
    assertEquals(0, state.generator().statistics().length);
    store.save(
        state,
        networks.generatorLayout(),
        networks.discriminatorLayout(),
        Map.of(),
        Retention.newest(1));
    assertEquals(state, store.load(0, networks.generatorLayout(), networks.discriminatorLayout()));
  }

  @Test
  void whatRoundsRememberComesBackToTheBit() {
    GanState state = SampleState.remembering(10);
    store.save(state, GENERATOR, DISCRIMINATOR, Map.of(), Retention.newest(1));
    assertEquals(state, store.load(10, GENERATOR, DISCRIMINATOR));
    assertNotEquals(SampleState.after(10), state);
    assertNotEquals(state.generator(), state.drawingGenerator());
  }

  @Test
  void theDigestIsTheStateFilesSha256AndTheSameForEqualStates() throws IOException {
    Snapshot first = save(10);
    byte[] file = Files.readAllBytes(run.resolve("snapshots/r00000010/state.safetensors"));
    assertEquals(Fingerprint.of(file).sha256(), first.digest());
    assertEquals(first, save(10));
  }

  @Test
  void aFolderHoldsTheContractsFiles() {
    save(10);
    assertEquals(
        List.of(
            "latest.json",
            "snapshots/r00000010/_COMMITTED",
            "snapshots/r00000010/discriminator.zip",
            "snapshots/r00000010/generator.zip",
            "snapshots/r00000010/manifest.json",
            "snapshots/r00000010/state.safetensors"),
        objects.list(""));
  }

  @Test
  void aRunWithoutSnapshotsHasNoneToGoOnFrom() {
    assertTrue(store.resume(GENERATOR, DISCRIMINATOR).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"_COMMITTED", "manifest.json", "state.safetensors", "generator.zip"})
  void aFlippedBitIsNoticedAndTheSnapshotBeforeTakesOver(String file) throws IOException {
    Path path = savedFile(file);
    byte[] bytes = Files.readAllBytes(path);
    for (int at : new int[] {0, bytes.length / 2, bytes.length - 2}) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= 4;
      Files.write(path, flipped);
      // A marker that says something else accuses the manifest; which of both is wrong is unknown.
      assertFallsBackFrom(file.equals("_COMMITTED") ? "manifest.json" : file, "SHA-256");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "state.safetensors", "discriminator.zip"})
  void aTruncatedFileIsNoticedAndTheSnapshotBeforeTakesOver(String file) throws IOException {
    Path path = savedFile(file);
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length - 3));
    assertFallsBackFrom(file, file.equals("manifest.json") ? "SHA-256" : "bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "state.safetensors", "generator.zip"})
  void aRemovedFileIsNoticedAndTheSnapshotBeforeTakesOver(String file) throws IOException {
    Files.delete(savedFile(file));
    assertFallsBackFrom(file, "is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_COMMITTED", "manifest.json"})
  void everySingleBitOfWhatVouchesCounts(String file) throws IOException {
    Path path = savedFile(file);
    byte[] bytes = Files.readAllBytes(path);
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(path, bytes);
      assertInstanceOf(Damaged.class, store.verify(20), "bit " + bit);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    Files.write(path, bytes);
    assertInstanceOf(Intact.class, store.verify(20));
  }

  @Test
  void aFolderWithoutMarkerIsNoSnapshot() throws IOException {
    Files.delete(savedFile("_COMMITTED"));
    assertEquals(List.of(10L), store.rounds());
    assertEquals(List.of(20L), store.incomplete());
    Recovered recovered = store.resume(GENERATOR, DISCRIMINATOR).orElseThrow();
    assertEquals(10, recovered.snapshot().round());
    assertEquals(List.of(), recovered.passedOver());
  }

  @Test
  void anotherRoundsFilesUnderThisRoundsNameAreNoticed() throws IOException {
    save(10);
    save(20);
    for (String file : List.of("_COMMITTED", "manifest.json", "state.safetensors")) {
      Files.copy(
          run.resolve("snapshots/r00000010").resolve(file),
          run.resolve("snapshots/r00000020").resolve(file),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    assertEquals(new Damaged(20, "manifest.json", "is of round 10"), store.verify(20));
  }

  @Test
  void ifNothingIsIntactEveryFaultIsNamedAndNothingStartsAnew() throws IOException {
    save(10);
    Files.delete(savedFile("state.safetensors"));
    Files.delete(run.resolve("snapshots/r00000010/generator.zip"));
    Failure failure = assertThrows(Failure.class, () -> store.resume(GENERATOR, DISCRIMINATOR));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
    assertTrue(
        failure
            .getMessage()
            .endsWith(
                "is intact: snapshots/r00000020/state.safetensors is missing;"
                    + " snapshots/r00000010/generator.zip is missing"),
        failure.getMessage());
  }

  @Test
  void aStateOfOtherNetworksIsRefusedWithTheFirstDifference() {
    save(10);
    NetworkLayout wider =
        new NetworkLayout(
            List.of(),
            List.of(
                new TensorSlot("project.W", List.of(6L, 4L), 0),
                new TensorSlot("project-norm.gamma", List.of(8L), 24)),
            GENERATOR.statistics());
    Failure failure = assertThrows(Failure.class, () -> store.latest(wider, DISCRIMINATOR));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
    assertTrue(
        failure.getMessage().contains("generator.project-norm.gamma is F32[6], but must be F32[8]"),
        failure.getMessage());
  }

  @Test
  void aStateThatIsNotFiniteIsNeverSaved() {
    GanState state = SampleState.after(10);
    state.discriminator().secondMoments()[25] = Float.NaN;
    Failure failure =
        assertThrows(
            Failure.class,
            () -> store.save(state, GENERATOR, DISCRIMINATOR, Map.of(), Retention.newest(3)));
    assertEquals("element 1 of discriminator.verdict.W.v is NaN", failure.getMessage());
    assertEquals(List.of(), store.rounds());
  }

  @Test
  void theNewestSnapshotsStayAndLeftoversGo() throws IOException {
    save(10);
    Files.delete(run.resolve("snapshots/r00000010/_COMMITTED"));
    save(20);
    save(30);
    save(40);
    assertEquals(List.of(20L, 30L, 40L), store.rounds());
    save(50);
    assertEquals(List.of(30L, 40L, 50L), store.rounds());
    assertEquals(List.of(), store.incomplete());
  }

  @Test
  void everySoManyRoundsAndTheBestStayBesideTheNewest() {
    Retention retention = new Retention(2, 30, OptionalLong.of(20));
    for (long round = 10; round <= 90; round += 10) {
      save(round, retention);
    }
    assertEquals(List.of(20L, 30L, 60L, 80L, 90L), store.rounds());
    save(100, Retention.newest(1));
    assertEquals(List.of(100L), store.rounds(), "what has lost its reason goes");
  }

  @Test
  void nothingIsDeletedBeforeItsSuccessorReadsBackAsItWasWritten() {
    save(10, Retention.newest(1));
    ObjectStore lossy = objects.fencedBy(this::loseTheNewStatesLastByte);
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                new SnapshotStore(lossy)
                    .save(
                        SampleState.after(20),
                        GENERATOR,
                        DISCRIMINATOR,
                        Map.of(),
                        Retention.newest(1)));
    assertEquals(ExitCode.IO, failure.code());
    assertTrue(failure.getMessage().contains("does not read back"), failure.getMessage());
    assertInstanceOf(Intact.class, store.verify(10));
    assertEquals(10, store.latest(GENERATOR, DISCRIMINATOR).orElseThrow().snapshot().round());
  }

  /** As a disk does that is full and does not say so. */
  private void loseTheNewStatesLastByte() {
    Path state = run.resolve("snapshots/r00000020/state.safetensors");
    try {
      if (Files.exists(state)) {
        byte[] bytes = Files.readAllBytes(state);
        Files.write(state, Arrays.copyOf(bytes, bytes.length - 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 20})
  void theMarkerOfASuperfluousSnapshotGoesFirst(long round) {
    List<String> seen = new ArrayList<>();
    save(10, Retention.newest(2));
    save(20, Retention.newest(2));
    String marker = "snapshots/r000000%s/_COMMITTED".formatted(round);
    ObjectStore watched =
        objects.fencedBy(
            () -> {
              boolean marked = objects.exists(marker);
              boolean whole = objects.exists(marker.replace("_COMMITTED", "state.safetensors"));
              seen.add(marked + " " + whole);
            });
    new SnapshotStore(watched)
        .save(SampleState.after(30), GENERATOR, DISCRIMINATOR, Map.of(), Retention.newest(1));
    assertTrue(seen.contains("false true"), seen.toString());
    assertFalse(seen.contains("true false"), seen.toString());
    assertEquals(List.of(30L), store.rounds());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"round\": 1.5}", "{\"round\": 99999999999999999999}", "{"})
  void aHintToTheBestThatNamesNoRoundNamesNone(String json) {
    objects.put("best.json", json.getBytes(UTF_8));
    assertEquals(OptionalLong.empty(), new BestHint(objects).round());
    objects.put("best.json", "{\"round\": 20}".getBytes(UTF_8));
    assertEquals(OptionalLong.of(20), new BestHint(objects).round());
  }

  @Test
  void aPastThatTheRunDidNotGoOnFromIsDeletedByTheNextSave() throws IOException {
    save(10);
    save(20);
    Files.delete(run.resolve("snapshots/r00000020/state.safetensors"));
    store.save(SampleState.after(15), GENERATOR, DISCRIMINATOR, Map.of(), Retention.newest(1));
    assertEquals(List.of(15L), store.rounds());
  }

  @Test
  void aWrongOrMissingHintIsPutRightByTheWriterOnly() throws IOException {
    save(10);
    byte[] right = objects.read("latest.json", 1000);
    objects.put("latest.json", "{\"round\": 99}".getBytes(UTF_8));
    store.latest(GENERATOR, DISCRIMINATOR);
    assertEquals("{\"round\": 99}", new String(objects.read("latest.json", 1000), UTF_8));
    store.resume(GENERATOR, DISCRIMINATOR);
    assertEquals(new String(right, UTF_8), new String(objects.read("latest.json", 1000), UTF_8));
    objects.delete("latest.json");
    store.resume(GENERATOR, DISCRIMINATOR);
    assertEquals(new String(right, UTF_8), new String(objects.read("latest.json", 1000), UTF_8));
  }

  @Test
  void anIntactSnapshotSaysItsDigestAndSize() {
    Snapshot saved = save(10);
    Intact intact = assertInstanceOf(Intact.class, store.verify(10));
    assertEquals(saved.digest(), intact.digest());
    long state = objects.size("snapshots/r00000010/state.safetensors").orElseThrow();
    assertEquals(state + 9 + 13, intact.bytes());
  }

  private Path savedFile(String file) {
    save(10);
    save(20);
    return run.resolve("snapshots/r00000020").resolve(file);
  }

  private void assertFallsBackFrom(String file, String why) {
    Damaged damaged = assertInstanceOf(Damaged.class, store.verify(20));
    assertEquals(file, damaged.file());
    assertTrue(damaged.reason().contains(why), damaged.reason());
    assertInstanceOf(Intact.class, store.verify(10));
    Recovered recovered = store.resume(GENERATOR, DISCRIMINATOR).orElseThrow();
    assertEquals(SampleState.after(10), recovered.state());
    assertEquals(List.of(damaged), recovered.passedOver());
    Failure failure = assertThrows(Failure.class, () -> store.load(20, GENERATOR, DISCRIMINATOR));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
  }

  private Snapshot save(long round) {
    return save(round, Retention.newest(3));
  }

  private Snapshot save(long round, Retention retention) {
    return store.save(
        SampleState.after(round),
        GENERATOR,
        DISCRIMINATOR,
        Map.of(
            "generator.zip", out -> out.write("generator".getBytes(UTF_8)),
            "discriminator.zip", out -> out.write("discriminator".getBytes(UTF_8))),
        retention);
  }
}
