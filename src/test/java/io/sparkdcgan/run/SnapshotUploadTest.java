package io.sparkdcgan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.SnapshotStore.Snapshot;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SnapshotUploadTest {
  private static final Snapshot SAVED = new Snapshot(2, "runs/tiny/snapshots/r00000002", "aa");

  private final CountDownLatch gate = new CountDownLatch(1);

  @Test
  void callerGoesOnUntilItWaits() {
    try (SnapshotUpload upload = new SnapshotUpload()) {
      upload.begin(this::saveBehindTheGate);
      assertEquals(Optional.empty(), upload.ended());
      gate.countDown();
      assertEquals(Optional.of(SAVED), upload.await());
      assertEquals(Optional.empty(), upload.await(), "nothing new");
    }
  }

  @Test
  void secondSnapshotDoesNotBeginWhileTheFirstIsUnderWay() {
    try (SnapshotUpload upload = new SnapshotUpload()) {
      upload.begin(this::saveBehindTheGate);
      assertThrows(IllegalStateException.class, () -> upload.begin(() -> SAVED));
      gate.countDown();
    }
  }

  @Test
  void failureIsThrownAsItWasToWhoeverAsksNextAndOnlyOnce() {
    Failure failure = new Failure(ExitCode.IO, "the disk is full");
    try (SnapshotUpload upload = new SnapshotUpload()) {
      upload.begin(
          () -> {
            throw failure;
          });
      assertSame(failure, assertThrows(Failure.class, upload::await));
      assertEquals(Optional.empty(), upload.await());
    }
  }

  @Test
  void failureNobodyAskedForIsThrownAtTheEnd() {
    SnapshotUpload upload = new SnapshotUpload();
    upload.begin(
        () -> {
          throw new OutOfMemoryError("native memory");
        });
    assertThrows(OutOfMemoryError.class, upload::close);
  }

  @Test
  void endWaitsForTheLastSnapshot() throws InterruptedException {
    SnapshotUpload upload = new SnapshotUpload();
    AtomicBoolean closed = new AtomicBoolean();
    upload.begin(this::saveBehindTheGate);
    Thread closing =
        new Thread(
            () -> {
              upload.close();
              closed.set(true);
            });
    closing.start();
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertFalse(closed.get());
    gate.countDown();
    closing.join();
    assertTrue(closed.get());
  }

  private Snapshot saveBehindTheGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return SAVED;
  }
}
