package io.sparkdcgan.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.lease.Lease;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
  void whoLeavesAsksAStorageThatWasGivenUpOnceUntilItAnswers() {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger faults = new AtomicInteger(Integer.MAX_VALUE);
    StorageRetry.Operation<Integer> operation =
        () -> {
          asked.incrementAndGet();
          if (faults.getAndDecrement() > 0) {
            throw new ConnectException("refused");
          }
          return asked.get();
        };
    StorageRetry retry = retry("500ms");
    assertThrows(Failure.class, () -> retry.call("write", "uri", operation));
    assertTrue(asked.getAndSet(0) > 1, "patience was for more");
    assertThrows(Failure.class, () -> retry.leaving().call("delete", "uri", operation));
    assertEquals(1, asked.getAndSet(0));
    faults.set(0);
    assertEquals(1, retry.leaving().call("delete", "uri", operation));
    faults.set(1);
    assertEquals(3, retry.leaving().call("delete", "uri", operation), "it may pass again");
  }

  @Test
  void whoLeavesAStorageThatNobodyGaveUpHasPatience() {
    AtomicInteger asked = new AtomicInteger();
    StorageRetry.Operation<Integer> secondTime =
        () -> {
          if (asked.incrementAndGet() < 2) {
            throw new ConnectException("refused");
          }
          return asked.get();
        };
    assertEquals(2, retry("60s").leaving().call("delete", "uri", secondTime));
  }

  @Test
  void aRunThatItsStorageEndsWaitsNoSecondTimeToSaySo() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", UnreachableFiles.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    hadoop.set(StorageRetry.PATIENCE, "500ms");
    ObjectStore run = ObjectStore.at(folder.toString(), hadoop);
    Failure failure =
        assertThrows(
            Failure.class, () -> Lease.acquire(run, Duration.ofSeconds(3), pause -> {}).close());
    assertEquals(ExitCode.UNAVAILABLE, failure.code());
    int creates = hadoop.getInt(UnreachableFiles.CREATES, 0);
    assertTrue(creates > 1, "patience was for more");
    assertEquals(1, hadoop.getInt(UnreachableFiles.DELETES, 0), "the claim is withdrawn");
    Attempt attempt = Attempt.begin(Instant.EPOCH, 0, 1).ended(failure.code(), Instant.EPOCH);
    assertThrows(Failure.class, () -> new RunFolder(run).put(attempt));
    assertEquals(creates + 1, hadoop.getInt(UnreachableFiles.CREATES, 0), "the attempt's end");
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

  private static StorageRetry retry(String patience) {
    Configuration hadoop = new Configuration();
    hadoop.set(StorageRetry.PATIENCE, patience);
    return new StorageRetry(hadoop);
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
