package io.sparkdcgan.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.RoundLine.Scores;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run of which records are lost: round 4 scored best, and the newest snapshot is of round 8. What
 * is left must do to go on to the same end, and never to take another snapshot for the best.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostRecordsTest {
  private static final long BEST = 4;

  @TempDir private static Path root;
  private String digest;

  /** What became of a record. */
  enum Loss {
    NONE,
    GONE,
    EMPTY,
    HALF,
    NOISE;

    void to(Path record) throws IOException {
      byte[] bytes = Files.readAllBytes(record);
      switch (this) {
        case NONE -> {}
        case GONE -> Files.delete(record);
        case EMPTY -> Files.write(record, new byte[0]);
        case HALF -> Files.write(record, Arrays.copyOf(bytes, bytes.length / 2));
        case NOISE -> Files.write(record, new byte[] {-1, 0, 13, 10, '{', 7});
      }
    }
  }

  @BeforeAll
  void trainWhole() {
    digest = train("whole", 10).digest();
    train("begun", 8);
    assertEquals(List.of(BEST, 8L), snapshots("begun").rounds());
  }

  @ParameterizedTest
  @EnumSource
  void theBestSnapshotStaysWhateverRecordsAreLost(Loss ofLog) throws IOException {
    List<Loss> losses = List.of(Loss.values());
    for (Loss ofBest : losses) {
      // Each pair of losses occurs once.
      int sum = losses.indexOf(ofLog) + losses.indexOf(ofBest);
      Loss ofLatest = losses.get(sum % losses.size());
      String name = "%s-%s-%s".formatted(ofLog, ofBest, ofLatest);
      Path run = copy(name);
      ofLog.to(run.resolve("metrics.jsonl"));
      ofBest.to(run.resolve("best.json"));
      ofLatest.to(run.resolve("latest.json"));

      PassedOver said = new PassedOver();
      TrainingResult result = train(name, 10, said);

      assertEquals(digest, result.digest(), name);
      assertEquals(OptionalLong.of(8), result.resumedFrom(), name);
      assertEquals(OptionalLong.of(BEST), new BestHint(store(name)).round(), name);
      assertEquals(List.of(BEST, 10L), snapshots(name).rounds(), name);
      assertEquals(ofLog == Loss.NONE ? 0 : 1, said.sentences().size(), said.toString());
    }
  }

  @Test
  void aLogThatIsShorterThanTheSnapshotIsSaid() throws IOException {
    Path log = copy("short").resolve("metrics.jsonl");
    List<String> lines = Files.readAllLines(log);
    Files.write(log, lines.subList(0, 5));
    PassedOver said = new PassedOver();
    train("short", 10, said);
    assertTrue(
        said.sentences()
            .get(0)
            .startsWith(store("short").uri("metrics.jsonl") + " knows only 5 of the 8 rounds"),
        said.toString());
    assertEquals(7, MetricsLog.read(store("short")).size());
  }

  /** The log knows the round and says that it has no such score: who wrote the hint was wrong. */
  @Test
  void aHintThatTheLogContradictsIsPutRight() {
    train("wrong", 8);
    store("wrong")
        .put("best.json", "{\"round\": 8, \"score\": \"swd\", \"value\": 0.5}".getBytes(UTF_8));
    train("wrong", 10);
    assertEquals(OptionalLong.of(BEST), new BestHint(store("wrong")).round());
  }

  @Test
  void whoAsksForTheBestGetsItByTheLogWhereTheHintIsLost() throws IOException {
    Path run = copy("asked");
    Files.write(run.resolve("best.json"), new byte[0]);
    assertEquals(BEST, new BestHint(store("asked")).required());
  }

  @Test
  void aRunWhoseSnapshotsAreGoneIsNotBegunAnew() throws IOException {
    for (String lost : List.of("", "_SUCCESS", "latest.json", "best.json", "attempts")) {
      copy("gone");
      delete("gone/snapshots");
      Stream.of("_SUCCESS", "latest.json", "best.json", "attempts")
          .takeWhile(any -> !lost.isEmpty())
          .forEach(record -> deleteUpTo(record, lost));
      for (int rounds : new int[] {8, 10}) {
        Failure failure = assertThrows(Failure.class, () -> train("gone", rounds));
        assertEquals(ExitCode.SNAPSHOT, failure.code());
        assertTrue(
            failure.getMessage().startsWith("there is no snapshot in " + store("gone").uri()),
            failure.getMessage());
        assertTrue(failure.getMessage().contains("take another --to"), failure.getMessage());
      }
      delete("gone");
    }
  }

  private void deleteUpTo(String record, String last) {
    List<String> order = List.of("_SUCCESS", "latest.json", "best.json", "attempts");
    if (order.indexOf(record) <= order.indexOf(last)) {
      delete("gone/" + record);
    }
  }

  /** It was cut off after a grid, whose round was logged. */
  @Test
  void aRunThatNeverHadASnapshotBegins() throws IOException {
    Path run = copy("early");
    for (String record : List.of("snapshots", "_SUCCESS", "latest.json", "best.json")) {
      delete("early/" + record);
    }
    Path log = run.resolve("metrics.jsonl");
    Files.write(log, Files.readAllLines(log).subList(0, 3));
    TrainingResult result = train("early", 10);
    assertEquals(OptionalLong.empty(), result.resumedFrom());
    assertEquals(digest, result.digest());
  }

  @Test
  void snapshotsInTheDigitsOfAnotherLocaleAreNamed() throws IOException {
    Path snapshots = copy("digits").resolve("snapshots");
    Path foreign = snapshots.resolve("r\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0668");
    Files.move(snapshots.resolve("r00000008"), foreign);
    delete("digits/snapshots/r00000004");
    Failure failure = assertThrows(Failure.class, () -> train("digits", 10));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
    assertTrue(failure.getMessage().contains(foreign.getFileName().toString()));
    assertTrue(failure.getMessage().contains("such as snapshots/r00000008"), failure.toString());
    Files.move(foreign, snapshots.resolve("r00000008"));
    assertEquals(digest, train("digits", 10).digest());
  }

  private void delete(String path) {
    FileUtils.deleteQuietly(root.resolve(path).toFile());
  }

  private Path copy(String name) throws IOException {
    FileUtils.copyDirectory(root.resolve("begun").toFile(), root.resolve(name).toFile());
    return root.resolve(name);
  }

  private ObjectStore store(String name) {
    return new TinyRuns(root).store(name);
  }

  private SnapshotStore snapshots(String name) {
    return new SnapshotStore(store(name));
  }

  private TrainingResult train(String name, int rounds) {
    return train(name, rounds, new PassedOver());
  }

  private TrainingResult train(String name, int rounds, RunWatcher watcher) {
    RunConfig config =
        TinyRuns.config(
            rounds,
            "artifacts.keep=1",
            "artifacts.grid-every=10",
            "evaluation.every=2",
            "evaluation.pictures=16",
            "guard.enabled=false");
    return new TinyRuns(root)
        .run(name, config, watcher, state -> scores(state.progress().round()))
        .train();
  }

  private static Scores scores(long round) {
    double swd = round == BEST ? 10 : 20;
    return new Scores(swd, new TreeMap<>(), 0.9, 0.8, 0.7, 16, true);
  }
}
