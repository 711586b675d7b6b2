package io.sparkdcgan.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.preflight.Finding.Verdict;
import io.sparkdcgan.preflight.Needs.Memory;
import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.ClusterSettings.Elasticity;
import io.sparkdcgan.spark.ClusterSettings.Kind;
import io.sparkdcgan.spark.ProcessMemory;
import io.sparkdcgan.spark.gpu.ExecutorFacts;
import io.sparkdcgan.spark.gpu.ExecutorProbe.Answers;
import io.sparkdcgan.storage.Json;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything but memory against what a run needs: what is refused, what is only said. */
final class ChecksTest {
  private static final long MB = 1 << 20;
  private static final ProcessMemory ROOM = Given.memory(32_768, 32_768);
  private static final ExecutorFacts DRIVER = facts("driver", "", 0);

  @ParameterizedTest
  @CsvSource({
    // rounds, workers, steps, batch, shards: images, a round, shards
    "100, 2, 10, 100, 20, OK, OK, OK",
    "5, 2, 10, 100, 20, NOTE, OK, OK",
    "1, 3, 100, 100, 20, OK, NOTE, OK",
    "100, 4, 10, 10, 3, OK, OK, NOTE",
    "1, 1, 1, 65536, 1, OK, NOTE, OK",
  })
  void imagesAreNeverRefusedForTheirNumber(
      int rounds,
      int workers,
      int steps,
      int batch,
      int shards,
      Verdict images,
      Verdict round,
      Verdict files) {
    RunConfig run =
        Given.run(
            "training.rounds=" + rounds,
            "averaging.workers=" + workers,
            "averaging.local-steps=" + steps,
            "training.worker-batch-size=" + batch);
    List<Finding> findings = new DataChecks(run, Given.manifest(64, shards)).findings();
    assertEquals(images, Given.named(findings, "pictures").verdict());
    assertEquals(round, Given.named(findings, "a round").verdict());
    assertEquals(files, Given.named(findings, "shards").verdict());
  }

  @Test
  void shortFirstRoundsShowFewerImages() {
    RunConfig run =
        Given.run(
            "training.rounds=30",
            "averaging.workers=1",
            "averaging.local-steps=40",
            "averaging.first-local-steps=10",
            "averaging.double-local-steps-every=10",
            "training.worker-batch-size=1");
    List<Finding> findings = new DataChecks(run, Given.manifest(64, 1)).findings();
    assertEquals("700 images in 30 rounds", Given.named(findings, "pictures").needed());
  }

  @ParameterizedTest
  @CsvSource({
    // batch, workers, batch norm: verdict, found
    "128, 4, all, OK, training.batch-size = 128: 32 for each of 4 workers",
    "130, 4, all, OK, training.batch-size = 130: 32 to 33 for each of 4 workers",
    "32, 4, all, OK, training.batch-size = 32: 8 for each of 4 workers",
    "31, 4, all, NOTE, training.batch-size = 31: 7 to 8 for each of 4 workers",
    "12, 4, all, NOTE, training.batch-size = 12: 3 for each of 4 workers",
    "11, 4, all, MISSING, training.batch-size = 11: 2 to 3 for each of 4 workers",
    "3, 4, all, MISSING, training.batch-size = 3: 0 to 1 for each of 4 workers",
    "2, 1, all, MISSING, training.batch-size = 2: 2 for 1 worker",
    "4, 4, none, OK, training.batch-size = 4: 1 for each of 4 workers",
    "3, 4, none, MISSING, training.batch-size = 3: 0 to 1 for each of 4 workers",
  })
  void aWorkersShareIsEnoughForBatchNorm(
      int batch, int workers, String norm, Verdict verdict, String found) {
    Finding finding =
        new BatchCheck(
                Given.run(
                    "training.batch-size=" + batch,
                    "averaging.workers=" + workers,
                    "network.batch-norm=" + norm))
            .finding();
    assertEquals(verdict, finding.verdict());
    assertEquals(found, finding.found());
  }

  @Test
  void aShareThatIsTooSmallIsRefusedWithTheKeyTheBoundAndTheRemedy() {
    RunConfig together = Given.run("training.batch-size=10", "averaging.workers=5");
    Failure failure = assertThrows(Failure.class, () -> Preflight.requireShares(together));
    assertEquals(ExitCode.CONFIGURATION, failure.code());
    assertEquals(
        "images of a worker: needed is 3 or more a step, since batch norm measures them, found was"
            + " training.batch-size = 10: 2 for each of 5 workers; set training.batch-size to 15 or"
            + " more, or averaging.workers to 3 or fewer",
        failure.getMessage());
    RunConfig each = Given.run("training.worker-batch-size=2", "averaging.workers=5");
    assertEquals(
        "set training.worker-batch-size to 3 or more", new BatchCheck(each).finding().remedy());
    Preflight.requireShares(Given.run("training.batch-size=15", "averaging.workers=5"));
  }

  @Test
  void aRunOfAnEarlierVersionGoesOnWithAnyShare() {
    RunConfig run = Given.run("training.batch-size=2", "averaging.workers=4").asBegunEarlier(2);
    Finding finding = new BatchCheck(run).finding();
    assertEquals(Verdict.NOTE, finding.verdict());
    assertEquals("2 for each of 4 workers", finding.found());
    Preflight.requireShares(run);
  }

  /** Four workers who share a minibatch need less memory than four who take as much each. */
  @Test
  void aWorkersMemoryIsThatOfItsShare() {
    Needs shared = needs(Given.cluster(Kind.YARN, ROOM, ROOM), "training.batch-size=128");
    Needs each = needs(Given.cluster(Kind.YARN, ROOM, ROOM), "training.worker-batch-size=32");
    Needs much = needs(Given.cluster(Kind.YARN, ROOM, ROOM), "training.worker-batch-size=128");
    assertEquals(each, shared);
    assertTrue(shared.executor().overheadMb() < much.executor().overheadMb());
  }

  private static Needs needs(ClusterSettings settings, String batch) {
    return Given.preflight(Given.run(batch, "averaging.workers=4")).needs(settings);
  }

  @Test
  void imagesOfAnotherSizeAreRefused() {
    List<Finding> findings = new DataChecks(Given.run(), Given.manifest(32, 1)).findings();
    assertEquals(
        "set data.image-size to 32, or import at 64", Given.named(findings, "image size").remedy());
  }

  @ParameterizedTest
  @CsvSource({
    // threads, task cpus, executor cores, OMP: task, executor
    "1, 1, 2, 1, OK, OK, OK",
    "4, 2, 4, 4, MISSING, OK, OK",
    "1, 2, 4, 1, NOTE, OK, OK",
    "4, 4, 2, 4, OK, MISSING, OK",
    "2, 2, 5, 2, OK, NOTE, OK",
    "2, 2, 2, 1, OK, OK, MISSING",
  })
  void coresAndThreadsHaveToAgree(
      int threads, int cpus, int cores, int omp, Verdict task, Verdict executor, Verdict openMp) {
    ClusterSettings settings =
        new ClusterSettings(
            "yarn",
            Kind.YARN,
            false,
            ROOM,
            ROOM,
            OptionalInt.of(cores),
            cpus,
            OptionalInt.of(2),
            OptionalInt.of(omp),
            0,
            MB,
            Given.STEADY);
    List<Finding> findings = new SettingChecks(threads, 2, needs(settings), settings).cores();
    assertEquals(task, Given.named(findings, "cores of a task").verdict());
    assertEquals(executor, Given.named(findings, "cores of an executor").verdict());
    assertEquals(openMp, Given.named(findings, "OMP_NUM_THREADS").verdict());
  }

  @Test
  void workersThatDoNotFitWaitForThoseThatDo() {
    assertEquals(
        "a round takes 3 waves; 9 slots would do in one", SettingChecks.slots(9, 4).remedy());
    assertEquals(Verdict.NOTE, SettingChecks.slots(9, 4).verdict());
    assertEquals(Verdict.OK, SettingChecks.slots(4, 4).verdict());
  }

  @ParameterizedTest
  @CsvSource({"0, OK", "400, MISSING", "500, NOTE", "846, OK"})
  void aRoundsResultHasToGetToTheDriver(long limit, Verdict verdict) {
    ClusterSettings settings =
        new ClusterSettings(
            "yarn",
            Kind.YARN,
            false,
            ROOM,
            ROOM,
            OptionalInt.of(1),
            1,
            OptionalInt.of(2),
            OptionalInt.empty(),
            limit * MB,
            64 * MB,
            Given.STEADY);
    Needs needs = Given.preflight(Given.run()).needs(settings);
    assertEquals(423, needs.maxResultMb());
    List<Finding> findings = new SettingChecks(1, 4, needs, settings).limits();
    assertEquals(verdict, Given.named(findings, "spark.driver.maxResultSize").verdict());
    assertEquals(Verdict.OK, Given.named(findings, "spark.kryoserializer.buffer.max").verdict());
  }

  /** Two executors for 234 MB of images and twice a state of 0.4 MB. */
  @ParameterizedTest
  @CsvSource({"memory, 600, OK", "memory, 400, NOTE", "memory-and-disk, 400,"})
  void imagesThatDoNotFitIntoTheCacheAreReadAgain(String cache, long heap, Verdict verdict) {
    RunConfig run = Given.run("data.cache=" + cache, "network.width=2", "network.preset=pytorch");
    ProcessMemory memory = Given.memory(heap, 384);
    List<Finding> findings =
        Given.preflight(run).beforehand(Given.cluster(Kind.STANDALONE, memory, ROOM), 64L << 30);
    if (verdict == null) {
      assertTrue(findings.stream().noneMatch(found -> found.name().equals("cache")));
    } else {
      assertEquals(verdict, Given.named(findings, "cache").verdict());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, 10, OK",
    "false, true, 10, OK",
    "true, false, 1, NOTE",
    "false, false, 10, MISSING",
  })
  void executorsMayComeAndGoIfResultsStay(
      boolean tracking, boolean service, int most, Verdict verdict) {
    Elasticity elasticity = new Elasticity(true, tracking, service, 0, most, true);
    ClusterSettings settings =
        Given.cluster(Kind.STANDALONE, ROOM, ROOM, OptionalInt.of(1), elasticity);
    List<Finding> findings = new SettingChecks(1, 4, needs(settings), settings).elasticity();
    assertEquals(verdict, Given.named(findings, "dynamic allocation").verdict());
    assertEquals(Verdict.OK, Given.named(findings, "speculation").verdict());
  }

  @Test
  void executorsThatAreAllAlikeWillDo() {
    List<Finding> findings = onCluster(facts("0", "a", 0), facts("1", "b", 500));
    assertTrue(
        findings.stream().allMatch(found -> found.verdict() == Verdict.OK), findings::toString);
  }

  @ParameterizedTest
  @CsvSource({"1500, OK", "-2500, NOTE", "299000, NOTE", "-400000, MISSING"})
  void clocksMayDifferAsFarAsStorageBearsIt(long offMillis, Verdict verdict) {
    List<Finding> findings = onCluster(facts("0", "a", offMillis));
    assertEquals(verdict, Given.named(findings, "clocks").verdict());
  }

  @Test
  void aStrangerAmongExecutorsIsNamed() {
    ExecutorFacts stranger =
        new ExecutorFacts(
            "7", "h", 0, "11.0.2", "3.5.1", "{}", "Linux aarch64", false, 1, "no such file", false);
    List<Finding> findings = onCluster(facts("0", "a", 0), stranger);
    assertEquals("11 on executor 7 on h", Given.named(findings, "Java").found());
    assertEquals("3.5.1 on executor 7 on h", Given.named(findings, "Spark").found());
    assertEquals("{} on executor 7 on h", Given.named(findings, "spark-dcgan").found());
    assertEquals(
        "Linux aarch64 without AVX2 on executor 7 on h",
        Given.named(findings, "processors").found());
    Finding shards = Given.named(findings, "shards from executors");
    assertEquals("executor 7 on h says: no such file", shards.found());
    assertEquals(ExitCode.INPUT_MISSING, shards.code());
  }

  @Test
  void otherShardsOfTheSameNameAreRefused() {
    ExecutorFacts local =
        new ExecutorFacts(
            "0", "a", 0, "17.0.1", "3.5.7", "{v}", "Linux amd64", true, MB, "another", true);
    assertEquals(
        "another one on executor 0 on a",
        Given.named(onCluster(local), "shards from executors").found());
  }

  /** A standalone worker counts heaps and starts as many executors as they fit. */
  @Test
  void executorsThatTheirMachineHasNoMemoryForAreRefused() {
    ClusterSettings settings = Given.cluster(Kind.STANDALONE, Given.memory(4096, 0), ROOM);
    Needs needs = Given.preflight(Given.run()).needs(settings);
    long each = needs.executor().containerMb();
    assertEquals(Verdict.MISSING, machines(needs, settings, 2 * each - 1));
    assertEquals(Verdict.NOTE, machines(needs, settings, 2 * each));
    assertEquals(
        Verdict.OK, machines(needs, settings, 2L * (4096 + needs.executor().overheadMb())));
  }

  private static Verdict machines(Needs needs, ClusterSettings settings, long megabytes) {
    Answers answers =
        answers(facts("0", "a", 0, megabytes * MB), facts("1", "a", 0, megabytes * MB));
    return Given.named(
            new ExecutorChecks(needs, settings, answers).findings(Given.DIGEST),
            "executors' machines")
        .verdict();
  }

  private static List<Finding> onCluster(ExecutorFacts... executors) {
    ClusterSettings settings = Given.cluster(Kind.YARN, ROOM, ROOM);
    Needs needs = Given.preflight(Given.run("averaging.workers=1")).needs(settings);
    return new ExecutorChecks(needs, settings, answers(executors)).findings(Given.DIGEST);
  }

  /** All asked within a second of the driver's clock, from 0 on. */
  private static Answers answers(ExecutorFacts... executors) {
    return new Answers(List.of(executors), DRIVER, 0, 1000, executors.length, OptionalInt.of(2));
  }

  private static ExecutorFacts facts(String name, String host, long clock) {
    return facts(name, host, clock, 64L << 30);
  }

  private static ExecutorFacts facts(String name, String host, long clock, long machineBytes) {
    return new ExecutorFacts(
        name,
        host,
        clock,
        "17.0.1",
        "3.5.7",
        "{v}",
        "Linux amd64",
        true,
        machineBytes,
        Given.DIGEST,
        true);
  }

  @Test
  void theJsonLineSaysNeedsAndFindingsInTheirOrder() {
    Memory executor = new Memory(1, 2, 3);
    Memory driver = new Memory(4, 5, 6);
    assertEquals(
        "{\"executorHeapMb\":1,\"executorOffHeapMb\":2,\"executorOverheadMb\":3,"
            + "\"executorContainerMb\":4,\"driverHeapMb\":4,\"driverOffHeapMb\":5,"
            + "\"driverOverheadMb\":6,\"driverContainerMb\":10,\"maxResultSizeMb\":7,"
            + "\"kryoBufferMb\":8,\"taskCores\":9,\"tasksPerExecutor\":10,"
            + "\"executors\":11,\"stateMb\":1.5}\n",
        new String(Json.line(new Needs(executor, driver, 7, 8, 9, 10, 11, 1.5)), UTF_8));
    assertEquals(
        "{\"name\":\"a\",\"needed\":\"b\",\"found\":\"c\",\"verdict\":\"note\","
            + "\"remedy\":\"d\"}\n",
        new String(Json.line(Finding.note("a", "b", "c", "d")), UTF_8));
  }

  private static Needs needs(ClusterSettings settings) {
    return Given.preflight(Given.run()).needs(settings);
  }
}
