package io.sparkdcgan.artifact;

import static io.sparkdcgan.snapshot.SampleState.DISCRIMINATOR;
import static io.sparkdcgan.snapshot.SampleState.GENERATOR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.Publication.Published;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.Retention;
import io.sparkdcgan.snapshot.SampleState;
import io.sparkdcgan.snapshot.SnapshotReader;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path folder;
  private ObjectStore run;
  private ObjectStore place;

  @BeforeEach
  void trainForTwentyRounds() {
    run = at("run");
    place = at("published");
    save(run, 10);
    save(run, 20);
    new SampleGrids(run).put(20, new byte[] {1, 2, 3});
    run.put("report.html", "the run's page".getBytes(UTF_8));
  }

  @Test
  void aSnapshotIsPublishedWithItsGridAndPageAndNamedByTheHint() {
    Published published = publish(20);
    String folder = "r00000020-" + published.digest().substring(0, 8);
    assertEquals(place.uri(folder), published.uri());
    assertEquals(
        List.of("generator.zip", "report.html", "samples.png", "state.safetensors"),
        published.files());
    assertFalse(published.alreadyThere());
    assertEquals(hint("folder"), folder);
    assertEquals(hint("digest"), published.digest());
    assertEquals(hint("run"), run.uri());
    assertInstanceOf(Intact.class, new SnapshotReader(place, folder, 20).verify());
    assertEquals("the run's page", text(folder + "/report.html"));
  }

  @Test
  void publishingTheSameAgainTouchesNoFile() throws IOException {
    publish(20);
    Map<Path, byte[]> before = age();
    assertTrue(publish(20).alreadyThere());
    for (Path file : before.keySet()) {
      assertEquals(LONG_AGO, Files.getLastModifiedTime(file), file.toString());
    }
  }

  @Test
  void aNewerOneStandsBesideTheOldAndTheHintMovesOn() {
    Published old = publish(10);
    Published young = publish(20);
    assertTrue(place.exists(name(old) + "/_COMMITTED"));
    assertEquals(name(young), hint("folder"));
    assertEquals(
        List.of("generator.zip", "report.html", "state.safetensors"), old.files(), "no grid");
  }

  /** A driver may die before any of them; the marker and the hint are the last. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "state.safetensors",
        "generator.zip",
        "manifest.json",
        "_COMMITTED",
        "samples.png"
      })
  void aPublicationThatWasCutOffIsNotNamedAndIsCompleted(String missing) throws IOException {
    Published whole = publish(20);
    Map<Path, byte[]> files = age();
    place.delete("current.json");
    place.delete(name(whole) + "/_COMMITTED");
    place.delete(name(whole) + "/" + missing);
    assertFalse(publish(20).alreadyThere());
    Map<Path, byte[]> again = age();
    assertEquals(files.keySet(), again.keySet());
    files.forEach((file, content) -> assertEquals(hex(content), hex(again.get(file))));
  }

  @Test
  void onlyTheHintIsMissingWhereTheDriverDiedBeforeIt() {
    Published whole = publish(20);
    place.delete("current.json");
    assertTrue(publish(20).alreadyThere());
    assertEquals(name(whole), hint("folder"));
  }

  @Test
  void whatWasDamagedInItsPlaceIsPublishedAnew() {
    String folder = name(publish(20));
    place.put(folder + "/generator.zip", new byte[] {8});
    assertFalse(publish(20).alreadyThere());
    assertInstanceOf(Intact.class, new SnapshotReader(place, folder, 20).verify());
  }

  @Test
  void aSnapshotThatIsDamagedMeanwhileIsNotPublished() {
    Intact chosen = new SnapshotStore(run).intact(20);
    run.put("snapshots/r00000020/generator.zip", new byte[] {8});
    Failure failure =
        assertThrows(Failure.class, () -> new Publication(run, place).publish(chosen));
    assertEquals(ExitCode.IO, failure.code());
    assertFalse(place.exists("current.json"));
    assertTrue(place.list("").stream().noneMatch(key -> key.endsWith("_COMMITTED")));
  }

  /** Its run deletes the marker first. */
  @ParameterizedTest
  @ValueSource(strings = {"snapshots/r00000020/_COMMITTED", "snapshots/r00000020"})
  void aSnapshotThatItsRunDeletesMeanwhileIsGoneAndNotDamaged(String deleted) {
    Intact chosen = new SnapshotStore(run).intact(20);
    run.delete(deleted);
    Failure failure =
        assertThrows(Failure.class, () -> new Publication(run, place).publish(chosen));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
    assertTrue(failure.getMessage().contains("was deleted while it was being published"));
    assertFalse(place.exists("current.json"));
  }

  @Test
  void anotherRunsSameStateIsTheSamePublicationAndTheHintNamesThatRun() {
    publish(20);
    ObjectStore twin = at("twin");
    save(twin, 20);
    Intact chosen = new SnapshotStore(twin).intact(20);
    assertTrue(new Publication(twin, place).publish(chosen).alreadyThere());
    assertEquals(twin.uri(), hint("run"));
  }

  private Published publish(long round) {
    return new Publication(run, place).publish(new SnapshotStore(run).intact(round));
  }

  private ObjectStore at(String name) {
    return ObjectStore.at(folder.resolve(name).toString(), new Configuration());
  }

  private static void save(ObjectStore run, long round) {
    new SnapshotStore(run)
        .save(
            SampleState.after(round),
            GENERATOR,
            DISCRIMINATOR,
            Map.of("generator.zip", out -> out.write(7)),
            Retention.newest(3));
  }

  private String hint(String key) {
    return Json.object(place.read("current.json", 1000)).orElseThrow().path(key).asText();
  }

  private String text(String key) {
    return new String(place.read(key, 1000), UTF_8);
  }

  private static String name(Published published) {
    return published.uri().substring(published.uri().lastIndexOf('/') + 1);
  }

  private static String hex(byte[] content) {
    return HexFormat.of().formatHex(content);
  }

  /** All that was published, made to look old. */
  private Map<Path, byte[]> age() throws IOException {
    Map<Path, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder.resolve("published"))) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, LONG_AGO);
        if (!file.getFileName().toString().endsWith(".crc")) {
          files.put(file, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }
}
