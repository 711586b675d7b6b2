package io.sparkdcgan.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFolderTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path path;
  private ObjectStore store;
  private RunFolder folder;

  @BeforeEach
  void openFolder() {
    store = ObjectStore.at(path.toString(), new Configuration());
    folder = new RunFolder(store);
  }

  @Test
  void theSameRunMayClaimItsFolderAgain() {
    folder.claim(identity(Map.of()));
    folder.claim(identity(Map.of()));
    assertEquals(identity(Map.of()), folder.identity());
    assertEquals(identity(Map.of()).hash(), folder.identity().hash());
  }

  @ParameterizedTest
  @CsvSource({
    "training.rounds, 500",
    "artifacts.keep, 9",
    "artifacts.keep-every, 100",
    "run.lease-seconds, 600",
    "run.grace-seconds, 5",
    "run.round-retries, 0",
    "run.round-deadline-seconds, 900",
    "evaluation.every, 5",
    "data.cache, disk",
    "versions.spark, 3.5.8"
  })
  void whatChangesNoNumberMayChangeAndIsTakenOver(String key, String value) {
    folder.claim(identity(Map.of()));
    RunIdentity changed = identity(Map.of(key, value));
    folder.claim(changed);
    assertEquals(changed, folder.identity());
    assertEquals(identity(Map.of()).hash(), changed.hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.batch-size | 64 | training.batch-size was 128 and is 64 (--set"
            + " training.batch-size=128)",
        "run.seed | 2 | run.seed was 1 and is 2 (--set run.seed=1)",
        "shardsDigest | bb | shardsDigest was aa and is bb (train on the shards it was begun with)",
        "versions.nd4j | 2.0 | versions.nd4j was 1.0.0-M2.1 and is 2.0 (go on with that version)",
        "versions.spark-dcgan | 9 | versions.spark-dcgan was 0.1.0 and is 9 (go on with that"
            + " version)"
      })
  void anotherRunIsRefusedWithBothValuesAndTheRemedy(String key, String value, String sentence) {
    folder.claim(identity(Map.of()));
    RunIdentity other = identity(Map.of(key, value));
    Failure failure = assertThrows(Failure.class, () -> folder.claim(other));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
    assertEquals(
        "%s holds another run: %s; go back to that, or take another --to"
            .formatted(store.uri(), sentence),
        failure.getMessage());
    assertEquals(identity(Map.of()), folder.identity());
    assertNotEquals(identity(Map.of()).hash(), other.hash());
  }

  @Test
  void aRunOfAnEarlierVersionThatComputesTheSameBitsGoesOn() {
    RunIdentity earlier = identity(Map.of("versions.spark-dcgan", "0.1.0-SNAPSHOT"));
    RunIdentity later = identity(Map.of("versions.spark-dcgan", "0.2.0"));
    folder.claim(earlier);
    folder.claim(later);
    assertEquals(later, folder.identity());
    Failure failure =
        assertThrows(
            Failure.class, () -> folder.claim(identity(Map.of("versions.spark-dcgan", "9"))));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
  }

  @Test
  void theBatchOfAnEarlierVersionIsEachWorkersAndItsRemedySaysSo() {
    RunIdentity earlier = identity(Map.of());
    assertEquals(128, earlier.earlierWorkerBatch().orElseThrow());
    folder.claim(earlier);
    RunIdentity today = today(earlier, "256", "share");
    assertTrue(today.earlierWorkerBatch().isEmpty());
    Failure failure = assertThrows(Failure.class, () -> folder.claim(today));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
    assertEquals(
        store.uri()
            + " holds another run: training.batch-size was 128 for each worker and is 256 for all"
            + " of them (--set training.worker-batch-size=128); go back to that, or take another"
            + " --to",
        failure.getMessage());
  }

  @Test
  void aRunFromBeforeAKeyGoesOnWithWhatHeldThen() {
    RunIdentity earlier = identity(Map.of("training.learning-rate", "2.0E-4"));
    RunIdentity later =
        identity(
            Map.of(
                "training.learning-rate", "2.0E-4",
                "training.generator-learning-rate", "2.0E-4",
                "training.discriminator-learning-rate", "2.0E-4",
                "training.augment", "none",
                "network.spectral-norm", "none"));
    folder.claim(earlier);
    folder.claim(later);
    assertEquals(later, folder.identity());
  }

  @Test
  void aRunFromBeforeAKeyIsAnotherThanOneWithANewValue() {
    folder.claim(identity(Map.of("training.learning-rate", "2.0E-4")));
    RunIdentity later =
        identity(
            Map.of(
                "training.learning-rate", "2.0E-4",
                "training.generator-learning-rate", "1.0E-4"));
    Failure failure = assertThrows(Failure.class, () -> folder.claim(later));
    assertTrue(
        failure
            .getMessage()
            .contains(
                "training.generator-learning-rate was 2.0E-4 and is 1.0E-4 (--set"
                    + " training.generator-learning-rate=2.0E-4)"),
        failure.getMessage());
  }

  @Test
  void whichKeySaysTheSameBatchChangesNoIdentity() {
    RunIdentity shared = today(identity(Map.of()), "512", "share");
    RunIdentity each = today(identity(Map.of()), "512", "128");
    assertEquals(shared.hash(), each.hash());
    folder.claim(shared);
    folder.claim(each);
    assertEquals(each, folder.identity());
  }

  @Test
  void anEarlierVersionsSettingsAreToldInTheMeaningOfToday() {
    RunIdentity plain = identity(Map.of());
    TreeMap<String, String> configuration = new TreeMap<>(plain.configuration());
    configuration.put("averaging.workers", "4");
    RunIdentity earlier = new RunIdentity(configuration, plain.shardsDigest(), plain.versions());
    assertEquals("512", earlier.settings().get("training.batch-size"));
    assertEquals("128", earlier.settings().get("training.worker-batch-size"));
    RunIdentity today = today(plain, "512", "share");
    assertEquals(today.configuration(), today.settings());
  }

  private static RunIdentity today(RunIdentity earlier, String together, String each) {
    TreeMap<String, String> configuration = new TreeMap<>(earlier.configuration());
    configuration.put("training.batch-size", together);
    configuration.put("training.worker-batch-size", each);
    return new RunIdentity(configuration, earlier.shardsDigest(), earlier.versions());
  }

  @Test
  void everyDifferenceIsNamed() {
    folder.claim(identity(Map.of()));
    RunIdentity other = identity(Map.of("run.seed", "2", "training.batch-size", "64"));
    Failure failure = assertThrows(Failure.class, () -> folder.claim(other));
    assertTrue(failure.getMessage().contains("run.seed was 1"), failure.getMessage());
    assertTrue(failure.getMessage().contains("batch-size was 128"), failure.getMessage());
  }

  @Test
  void aFolderWithoutRunIsAMissingInput() {
    Failure failure = assertThrows(Failure.class, folder::identity);
    assertEquals(ExitCode.INPUT_MISSING, failure.code());
  }

  @Test
  void aCutOffIdentityIsWrittenAnewOnlyWhereNothingIsLost() {
    folder.claim(identity(Map.of()));
    byte[] whole = store.read("run.json", 10_000);
    byte[] cut = new String(whole, UTF_8).substring(0, 60).getBytes(UTF_8);
    store.put("run.json", cut);
    folder.claim(identity(Map.of()));
    assertEquals(identity(Map.of()), folder.identity());

    store.put("snapshots/r00000010/_COMMITTED", new byte[1]);
    store.put("run.json", new String(whole, UTF_8).replace("128", "129").getBytes(UTF_8));
    Failure failure = assertThrows(Failure.class, () -> folder.claim(identity(Map.of())));
    assertEquals(ExitCode.SNAPSHOT, failure.code());
    assertTrue(failure.getMessage().contains("run.json is damaged"), failure.getMessage());
  }

  @Test
  void attemptsAreReadInTheOrderOfTheirStarts() {
    Attempt later = Attempt.begin(NOON.plusSeconds(3600), 20, 100);
    Attempt first =
        Attempt.begin(NOON, 0, 100).reached(25).ended(ExitCode.PREEMPTED, NOON.plusSeconds(60));
    folder.put(later);
    folder.put(first);
    store.put("attempts/20251231T000000.000Z.json", "{\"attempt\":".getBytes(UTF_8));
    assertEquals(List.of(first, later), folder.attempts());
  }

  @Test
  void anAttemptsRecordSaysWhatASchedulerAsks() {
    Attempt attempt = Attempt.begin(NOON, 10, 100).reached(25);
    folder.put(attempt);
    String key = "attempts/20260101T120000.000Z.json";
    Map<String, Object> running = Json.fields(Json.object(store.read(key, 10_000)).orElseThrow());
    assertEquals("running", running.get("status"));
    assertEquals(10, running.get("firstRound"));
    assertEquals(25, running.get("lastRound"));
    folder.put(attempt.ended(ExitCode.PREEMPTED, NOON.plusSeconds(60)));
    Map<String, Object> ended = Json.fields(Json.object(store.read(key, 10_000)).orElseThrow());
    assertEquals("preempted", ended.get("status"));
    assertEquals(75, ended.get("exitCode"));
    assertEquals(true, ended.get("retryable"));
    assertEquals("2026-01-01T12:01:00Z", ended.get("ended"));
  }

  @Test
  void aRunIsCompleteOnceItSaysSoAndUntilItIsReopened() {
    assertEquals(Optional.empty(), folder.success());
    folder.succeed(Map.of("round", 100));
    assertEquals(Optional.of(Map.of("round", 100)), folder.success());
    folder.reopen();
    assertEquals(Optional.empty(), folder.success());
  }

  private static RunIdentity identity(Map<String, String> changes) {
    TreeMap<String, String> configuration =
        new TreeMap<>(
            Map.of(
                "run.name", "faces",
                "run.seed", "1",
                "training.rounds", "100",
                "training.batch-size", "128",
                "artifacts.keep", "3",
                "evaluation.every", "0",
                "data.cache", "memory"));
    TreeMap<String, String> versions =
        new TreeMap<>(Map.of("spark-dcgan", "0.1.0", "nd4j", "1.0.0-M2.1", "spark", "3.5.7"));
    String digest = changes.getOrDefault("shardsDigest", "aa");
    changes.forEach(
        (key, value) -> {
          if (key.startsWith("versions.")) {
            versions.put(key.substring("versions.".length()), value);
          } else if (!key.equals("shardsDigest")) {
            configuration.put(key, value);
          }
        });
    return new RunIdentity(configuration, digest, versions);
  }
}
