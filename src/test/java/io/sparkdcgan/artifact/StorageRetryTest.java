package io.sparkdcgan.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageRetryTest {
  @TempDir Path folder;

  @Test
  void aPutThatBreaksOffIsWrittenAgainFromItsFirstByte() {
    AtomicInteger written = new AtomicInteger();
    Fingerprint print =
        store(2, "60s")
            .put(
                "key",
                out -> {
                  written.incrementAndGet();
                  out.write(new byte[] {1, 2, 3});
                });
    assertEquals(3, written.get());
    assertEquals(Fingerprint.of(new byte[] {1, 2, 3}), print);
    assertArrayEquals(new byte[] {1, 2, 3}, store(0, "60s").read("key", 10));
  }

  @Test
  void aReadThatBreaksOffIsTakenAgain() {
    store(0, "60s").put("key", new byte[] {7});
    assertArrayEquals(new byte[] {7}, store(2, "60s").read("key", 10));
  }

  @Test
  void whoeverMayNotWriteAnyMoreDoesNotWriteAgain() {
    AtomicInteger asked = new AtomicInteger();
    ObjectStore fenced =
        store(1, "60s")
            .fencedBy(
                () -> {
                  if (asked.incrementAndGet() > 1) {
                    throw new Failure(ExitCode.HELD, "taken over");
                  }
                });
    Failure failure = assertThrows(Failure.class, () -> fenced.put("key", new byte[1]));
    assertEquals(ExitCode.HELD, failure.code());
    assertFalse(store(0, "60s").exists("key"), "what was cut off must not stay");
  }

  @Test
  void patienceEnds() {
    ObjectStore broken = store(Integer.MAX_VALUE, "500ms");
    Failure failure = assertThrows(Failure.class, () -> broken.put("key", new byte[1]));
    assertEquals(ExitCode.IO, failure.code());
    assertTrue(failure.getMessage().endsWith("key: Connection reset"), failure.getMessage());
  }

  @Test
  void whatAWriterThrowsOfItsOwnIsNotTriedAgain() {
    AtomicInteger written = new AtomicInteger();
    assertThrows(
        Failure.class,
        () ->
            store(0, "60s")
                .put(
                    "key",
                    out -> {
                      written.incrementAndGet();
                      throw new IOException("no space left on device");
                    }));
    assertEquals(1, written.get());
  }

  @Test
  void onlyWhatIsTheStoragesOrTheNetworksMayPass() {
    assertTrue(StorageFailure.mayPass(new IOException(new ConnectException("refused"))));
    assertTrue(StorageFailure.mayPass(new IOException("x", new SocketException("reset"))));
    assertFalse(StorageFailure.mayPass(new FileNotFoundException("key")));
    assertFalse(StorageFailure.mayPass(new AccessDeniedException("key")));
    assertFalse(StorageFailure.mayPass(new IOException("disk is full")));
  }

  @Test
  void anUploadWhoseCompletionWasNotHeardOfIsNoMissingInput() {
    IOException lost =
        new FileNotFoundException("completing on key: (Error Code: NoSuchUpload; Status: 404)");
    assertTrue(StorageFailure.mayPass(lost));
    assertEquals(ExitCode.IO, StorageFailure.of("write", "s3a://b/key", lost).code());
  }

  private ObjectStore store(int faults, String patience) {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", FlakyFiles.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    hadoop.setInt(FlakyFiles.FAULTS, faults);
    hadoop.set(StorageRetry.PATIENCE, patience);
    return ObjectStore.at(folder.toString(), hadoop);
  }
}
