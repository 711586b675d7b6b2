package io.sparkdcgan.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.CutOffFiles.Cut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A put that is cut off at any byte, by whatever, leaves the object that was there, or none. */
class CutOffPutTest {
  private static final byte[] OLD = "the old object".getBytes(UTF_8);
  private static final byte[] NEW = "the new object, which is longer".getBytes(UTF_8);
  private static final String PART = ".key.0123456789abcdef.part";

  @TempDir private Path folder;

  private ObjectStore store() {
    return store(new Configuration());
  }

  private ObjectStore store(Configuration hadoop) {
    return ObjectStore.at(folder.toString(), hadoop);
  }

  @Test
  void aWriterThatFailsAfterAnyByteLeavesWhatWasThere() throws IOException {
    CutOffPuts.leaveWhatWasThere(store());
    assertEquals(List.of(), files());
  }

  @Test
  void aDiskThatIsFullAfterAnyByteLeavesWhatWasThere() throws IOException {
    store().put("old", OLD);
    for (int bytes = 0; bytes < NEW.length; bytes++) {
      ObjectStore full = store(CutOffFiles.settings(Cut.WRITE, bytes));
      assertEquals(
          ExitCode.IO, assertThrows(Failure.class, () -> full.put("old", NEW)).code(), "" + bytes);
      assertThrows(Failure.class, () -> full.put("new", NEW));
      assertEquals(List.of("old"), files(), "after " + bytes + " bytes");
      assertArrayEquals(OLD, store().read("old", 100), "after " + bytes + " bytes");
    }
    store(CutOffFiles.settings(Cut.WRITE, NEW.length)).put("old", NEW);
    assertArrayEquals(NEW, store().read("old", 100));
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE", "RENAME"})
  void aFileThatCannotBeClosedOrRenamedLeavesWhatWasThere(Cut cut) throws IOException {
    store().put("old", OLD);
    ObjectStore broken = store(CutOffFiles.settings(cut, 0));
    assertThrows(Failure.class, () -> broken.put("old", NEW));
    assertThrows(Failure.class, () -> broken.put("new", NEW));
    assertEquals(List.of("old"), files());
    assertArrayEquals(OLD, store().read("old", 100));
  }

  /** The same for what is no object of a run: manifests, pages and lists of a set. */
  @Test
  void aPlainFileIsNotCutShortEither() throws IOException {
    org.apache.hadoop.fs.Path list = new org.apache.hadoop.fs.Path(folder + "/list.jsonl");
    Json.write(list, List.of(1, 2).iterator(), new Configuration());
    Configuration full = CutOffFiles.settings(Cut.WRITE, 3);
    assertThrows(IOException.class, () -> Json.write(list, List.of(3, 4, 5).iterator(), full));
    assertThrows(IOException.class, () -> PlainFiles.write(list, NEW, full));
    assertEquals("1\n2\n", Files.readString(folder.resolve("list.jsonl")));
    assertEquals(List.of("list.jsonl"), files());
  }

  @Test
  void whatADeadWriterLeftIsNoObjectAndIsSwept() throws IOException {
    store().put("snapshots/key", OLD);
    for (String left : List.of("", "snapshots/deep/", "leases/", "by-others/")) {
      Files.createDirectories(folder.resolve(left));
      Files.write(folder.resolve(left + PART), NEW);
    }
    Path old = Files.write(folder.resolve("leases/.old.00112233445566ff.part"), NEW);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    Files.write(folder.resolve(".mine.part"), NEW);
    assertEquals(List.of(".mine.part", "snapshots/key"), store().list(""));
    store().sweep(List.of("snapshots", "none"), List.of("leases"));
    // In a folder of several writers it may be about to be renamed.
    assertEquals(
        List.of(".mine.part", "by-others/" + PART, "leases/" + PART, "snapshots/key"), files());
  }

  @Test
  void aLinkStaysOneAndWhatItLeadsToIsReplaced() throws IOException {
    Path elsewhere = Files.write(folder.resolve("elsewhere"), OLD);
    Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
    store().put("link", NEW);
    assertTrue(Files.isSymbolicLink(link));
    assertArrayEquals(NEW, Files.readAllBytes(elsewhere));
  }

  @Test
  void aRunMayBeALinkToAFolder() throws IOException {
    Path link =
        Files.createSymbolicLink(
            folder.resolve("link"), Files.createDirectory(folder.resolve("elsewhere")));
    ObjectStore linked = ObjectStore.at(link.toString(), new Configuration());
    linked.put("key", OLD);
    linked.put("deep/key", OLD);
    assertEquals(List.of("elsewhere/deep/key", "elsewhere/key"), files());
    assertEquals(List.of("deep/key", "key"), linked.list(""));
  }

  @Test
  void anObjectKeepsItsPermissionsAndOneThatMayNotBeWrittenIsRefused() throws IOException {
    store().put("key", OLD);
    Path file = folder.resolve("key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    store().put("key", NEW);
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    Assumptions.assumeFalse(Files.isWritable(file), "a superuser may write everything");
    Failure failure = assertThrows(Failure.class, () -> store().put("key", OLD));
    assertEquals(ExitCode.PERMISSION, failure.code());
    assertArrayEquals(NEW, Files.readAllBytes(file));
  }

  @Test
  void aLongNameIsPutLikeAnyOther() throws IOException {
    String name = "ä".repeat(120) + ".png";
    store().put(name, OLD);
    store().put(name, NEW);
    assertEquals(List.of(name), files());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
