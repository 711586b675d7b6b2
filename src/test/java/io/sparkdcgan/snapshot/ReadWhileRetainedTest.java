package io.sparkdcgan.snapshot;

import static io.sparkdcgan.snapshot.SampleState.DISCRIMINATOR;
import static io.sparkdcgan.snapshot.SampleState.GENERATOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.RetainedFiles.HowFar;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers of a run that deletes snapshots meanwhile: one that goes is gone, and not damaged. */
class ReadWhileRetainedTest {
  private static final int SAVES = 300;

  @TempDir private Path root;

  @BeforeEach
  void trainTwoRounds() {
    save(store("trained"), 1, 2);
    save(store("trained"), 2, 2);
  }

  @ParameterizedTest
  @EnumSource
  void verifyLeavesOutWhatGoesBeforeAnyOfItsLooks(HowFar howFar) throws IOException {
    atEachLook(
        1,
        howFar,
        reader -> {
          List<Verification> found = reader.verifyAll();
          assertTrue(found.stream().allMatch(Intact.class::isInstance), found.toString());
          assertEquals(2, found.get(found.size() - 1).round());
        });
  }

  @ParameterizedTest
  @EnumSource
  void theNewestIsReadAnewWhereItGoesBeforeAnyLook(HowFar howFar) throws IOException {
    atEachLook(
        2,
        howFar,
        reader -> {
          long read = reader.latest(GENERATOR, DISCRIMINATOR).orElseThrow().snapshot().round();
          assertTrue(read == 1 || read == 2);
        });
    atEachLook(2, howFar, reader -> assertTrue(reader.latestIntact().isPresent()));
  }

  @ParameterizedTest
  @EnumSource
  void theSnapshotThatWasAskedForIsReadOrSaidToBeGone(HowFar howFar) throws IOException {
    atEachLook(
        1,
        howFar,
        reader -> {
          try {
            assertEquals(SampleState.after(1), reader.load(1, GENERATOR, DISCRIMINATOR));
          } catch (Failure e) {
            assertEquals(ExitCode.SNAPSHOT, e.code());
            assertTrue(e.getMessage().endsWith(" of round 2") || isAbsent(e), e.getMessage());
          }
        });
  }

  private static boolean isAbsent(Failure e) {
    return e.getMessage().endsWith("there are those of 2");
  }

  /** A run that keeps one snapshot, and a reader that never sleeps. */
  @Test
  void noneIsFoundDamagedWhileARunCommitsAndDeletes() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      save(store("live"), 1, 1);
      Future<?> run =
          thread.submit(
              () -> {
                for (long round = 2; round <= SAVES; round++) {
                  save(store("live"), round, 1);
                }
              });
      SnapshotStore reader = new SnapshotStore(store("live"));
      int looks = 0;
      for (; !run.isDone(); looks++) {
        List<Verification> found = reader.verifyAll();
        assertTrue(found.stream().allMatch(Intact.class::isInstance), found.toString());
        assertTrue(reader.latest(GENERATOR, DISCRIMINATOR).isPresent());
      }
      get(run);
      assertTrue(looks > 10, "only " + looks + " looks");
    } finally {
      thread.shutdownNow();
    }
  }

  private static void get(Future<?> run) throws InterruptedException {
    try {
      run.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Has a snapshot go before the first look of a reader, the second, and so on to its last. */
  private void atEachLook(long gone, HowFar howFar, Consumer<SnapshotStore> reading)
      throws IOException {
    for (int look = 1; ; look++) {
      Path copy = root.resolve("copy");
      FileUtils.deleteDirectory(copy.toFile());
      FileUtils.copyDirectory(root.resolve("trained").toFile(), copy.toFile());
      Configuration hadoop =
          RetainedFiles.settings(copy.resolve(SnapshotStore.folder(gone)), look, howFar);
      reading.accept(new SnapshotStore(ObjectStore.at(copy.toString(), hadoop)));
      if (RetainedFiles.looks(hadoop) < look) {
        assertTrue(look > 8, "it looks oftener than " + look + " times");
        return;
      }
    }
  }

  private static void save(ObjectStore run, long round, int keep) {
    new SnapshotStore(run)
        .save(
            SampleState.after(round),
            GENERATOR,
            DISCRIMINATOR,
            Map.of("generator.zip", out -> out.write(new byte[500])),
            Retention.newest(keep));
  }

  private ObjectStore store(String name) {
    return ObjectStore.at(root.resolve(name).toString(), new Configuration());
  }
}
