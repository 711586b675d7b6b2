package io.sparkdcgan.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreTest {
  @TempDir Path folder;
  private ObjectStore store;

  @BeforeEach
  void openStore() {
    store = ObjectStore.at(folder.resolve("run").toString(), new Configuration());
  }

  @Test
  void whatWasPutIsReadBackAndListedInOrder() {
    store.put("b/two", "2".getBytes(UTF_8));
    store.put("b/one", "1".getBytes(UTF_8));
    store.put("a", "0".getBytes(UTF_8));
    assertEquals(List.of("a", "b/one", "b/two"), store.list(""));
    assertEquals(List.of("b/one", "b/two"), store.list("b"));
    assertEquals("2", new String(store.read("b/two", 1), UTF_8));
    assertEquals(folder.resolve("run/b/two").toUri().getPath(), path(store.uri("b/two")));
  }

  /** Another writer may delete it, as a lease or a snapshot, between two looks at it. */
  @Test
  void anObjectThatGoesWhileItIsSoughtIsNotThere() {
    Configuration hadoop = WatchedFiles.settings();
    ObjectStore watched = ObjectStore.at(folder.resolve("run").toString(), hadoop);
    watched.put("key", new byte[2]);
    WatchedFiles.vanish("key", hadoop);
    assertTrue(watched.find("key", 10).isEmpty());
    assertFalse(store.exists("key"));
  }

  @Test
  void whatIsKeptIsPutOnlyWhereItStandsOtherwise() throws IOException {
    Path file = folder.resolve("run/key");
    store.keep("key", new byte[2]);
    FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file, longAgo);
    store.keep("key", new byte[2]);
    assertEquals(longAgo, Files.getLastModifiedTime(file));
    store.keep("key", new byte[1]);
    assertArrayEquals(new byte[1], store.read("key", 10));
  }

  @Test
  void aPutReplacesTheObjectAndTellsItsFingerprint() {
    store.put("key", new byte[100]);
    Fingerprint print = store.put("key", "abc".getBytes(UTF_8));
    // The SHA-256 of "abc" from FIPS 180-2, appendix B.1.
    assertEquals(
        new Fingerprint(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        print);
    assertEquals(3, store.size("key").orElseThrow());
  }

  @Test
  void nothingButTheObjectsLiesInTheFolder() throws IOException {
    store.put("deep/key", new byte[10]);
    store.put("deep/key", new byte[12]);
    assertEquals(List.of("deep", "deep/key"), filesBelow(folder.resolve("run")));
  }

  @Test
  void aPutWhoseContentFailsLeavesNoObject() {
    IOException broken = new IOException("disk of the caller is full");
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                store.put(
                    "key",
                    out -> {
                      out.write(1);
                      throw broken;
                    }));
    assertEquals(ExitCode.IO, failure.code());
    assertTrue(failure.getMessage().endsWith("run/key: disk of the caller is full"));
    assertFalse(store.exists("key"));
  }

  @Test
  void aWriterThatClosesTheStreamDoesNoHarm() {
    store.put(
        "key",
        out -> {
          out.write(1);
          out.close();
          out.write(2);
        });
    assertArrayEquals(new byte[] {1, 2}, store.read("key", 10));
  }

  @Test
  void aDeletedFolderIsGoneWithEverythingBelowIt() {
    store.put("a/b/c", new byte[1]);
    store.put("d", new byte[1]);
    store.delete("a");
    store.delete("never-was");
    assertEquals(List.of("d"), store.list(""));
  }

  @Test
  void aFolderIsNoObjectAndAnAbsentOneIsEmpty() {
    store.put("a/b", new byte[1]);
    assertFalse(store.exists("a"));
    assertEquals(List.of(), store.list("other"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/etc/passwd", "../up", "a/../../b", "a//b", "a/", ".", "a\\b", "c:d", "a\nb"})
  void aKeyThatCouldLeaveTheRootIsRefused(String key) {
    assertThrows(IllegalArgumentException.class, () -> store.put(key, new byte[1]));
    assertThrows(IllegalArgumentException.class, () -> store.read(key, 1));
    assertThrows(IllegalArgumentException.class, () -> store.delete(key));
  }

  @Test
  void anObjectThatIsMissingOrTooLongIsAFailureThatNamesIt() {
    Failure missing = assertThrows(Failure.class, () -> store.read("nothing", 10));
    assertEquals(ExitCode.INPUT_MISSING, missing.code());
    assertTrue(missing.getMessage().contains(store.uri("nothing")), missing.getMessage());
    store.put("long", new byte[11]);
    Failure tooLong = assertThrows(Failure.class, () -> store.read("long", 10));
    assertEquals(store.uri("long") + " is longer than 10 bytes", tooLong.getMessage());
  }

  @Test
  void aFolderNameMayHoldBlanksAndPercentSigns() {
    ObjectStore odd = ObjectStore.at(folder + "/my run 100%25", new Configuration());
    odd.put("key", new byte[] {7});
    assertEquals(List.of("key"), odd.list(""));
    assertTrue(Files.exists(folder.resolve("my run 100%25/key")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuch://host/run", "file:relative", " "})
  void aRootThatNoFileSystemKnowsIsAConfigurationFailure(String uri) {
    Failure failure = assertThrows(Failure.class, () -> ObjectStore.at(uri, new Configuration()));
    assertEquals(ExitCode.CONFIGURATION, failure.code(), failure.getMessage());
  }

  @Test
  void aServerThatRefusesConnectionsIsUnavailable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Configuration impatient = new Configuration();
    impatient.setInt("ipc.client.connect.max.retries", 0);
    impatient.set(StorageRetry.PATIENCE, "0");
    String uri = "hdfs://localhost:" + port + "/run";
    ObjectStore unreachable = ObjectStore.at(uri, impatient);
    Failure failure = assertThrows(Failure.class, () -> unreachable.exists("run.json"));
    assertEquals(ExitCode.UNAVAILABLE, failure.code(), failure.getMessage());
    assertTrue(failure.getMessage().contains(uri + "/run.json"), failure.getMessage());
  }

  @Test
  void aRefusalDeepInTheCausesIsAPermissionFailure() {
    IOException wrapped = new IOException("outer", new AccessDeniedException("s3a://b/run"));
    assertEquals(ExitCode.PERMISSION, StorageFailure.of("read", "s3a://b/run", wrapped).code());
  }

  private static String path(String uri) {
    return Path.of(java.net.URI.create(uri)).toString();
  }

  private static List<String> filesBelow(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(path -> !path.equals(root))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
