package io.sparkdcgan.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.preflight.Finding.Verdict;
import io.sparkdcgan.preflight.Needs.Memory;
import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.ClusterSettings.Kind;
import io.sparkdcgan.spark.ProcessMemory;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory that is there against memory that a run needs. */
final class MemoryChecksTest {
  private static final long MB = 1 << 20;
  private static final long MACHINE = 64L << 30;

  /** Two workers of the paper's network in each executor. */
  private static final RunConfig PAPER = Given.run("averaging.workers=4");

  private static List<Finding> findings(RunConfig run, ClusterSettings settings) {
    Needs needs = Given.preflight(run).needs(settings);
    return new MemoryChecks(needs, settings).findings(MACHINE);
  }

  private static Needs needs(RunConfig run, Kind kind) {
    return Given.preflight(run)
        .needs(Given.cluster(kind, Given.memory(1024, 384), Given.memory(1024, 384)));
  }

  @ParameterizedTest
  @EnumSource(names = {"YARN", "KUBERNETES"})
  void aContainerOfThatSizeWillDoAndASmallerOneWillNot(Kind kind) {
    Needs needs = needs(PAPER, kind);
    ProcessMemory driver = exact(needs.driver(), 0);
    List<Finding> enough = findings(PAPER, Given.cluster(kind, exact(needs.executor(), 0), driver));
    assertTrue(enough.stream().allMatch(found -> found.verdict() == Verdict.OK), enough::toString);

    ClusterSettings tight = Given.cluster(kind, exact(needs.executor(), -1), driver);
    Finding container = Given.named(findings(PAPER, tight), "executor container");
    assertEquals(Verdict.MISSING, container.verdict());
    assertEquals(
        "raise spark.executor.memoryOverhead to %sm".formatted(needs.executor().overheadMb()),
        container.remedy());
  }

  @Test
  void whoCountsHeapsAloneKillsNoContainer() {
    Needs needs = needs(PAPER, Kind.STANDALONE);
    ClusterSettings settings =
        Given.cluster(
            Kind.STANDALONE,
            Given.memory(needs.executor().heapMb(), 384),
            Given.memory(needs.driver().heapMb(), 384));
    List<Finding> findings = findings(PAPER, settings);
    assertTrue(findings.stream().noneMatch(Finding::isMissing), findings::toString);
  }

  @Test
  void aHeapThatIsTooSmallIsNamedWithTheOneThatWillDo() {
    Needs needs = needs(PAPER, Kind.STANDALONE);
    ClusterSettings settings =
        Given.cluster(
            Kind.STANDALONE,
            Given.memory(needs.executor().heapMb() - 1, 384),
            Given.memory(needs.driver().heapMb() - 1, 384));
    List<Finding> findings = findings(PAPER, settings);
    assertEquals(
        "raise spark.executor.memory to %sm".formatted(needs.executor().heapMb()),
        Given.named(findings, "executor heap").remedy());
    assertEquals(
        "raise --driver-memory to %sm".formatted(needs.driver().heapMb()),
        Given.named(findings, "driver heap").remedy());
  }

  @Test
  void aLimitOfJavaCppsThatArraysWouldPassIsRefused() {
    Needs needs = needs(PAPER, Kind.STANDALONE);
    long heap = needs.executor().heapMb() * MB;
    long least = needs.executor().containerMb() * MB;
    ProcessMemory driver = Given.memory(needs.driver().heapMb(), 384);
    assertEquals(
        Verdict.MISSING,
        verdict(new ProcessMemory(heap, 0, heap, least - MB), driver, "executor off-heap"));
    assertEquals(
        Verdict.OK, verdict(new ProcessMemory(heap, 0, heap, least), driver, "executor off-heap"));
    assertEquals(
        Verdict.NOTE,
        verdict(new ProcessMemory(2 * heap, 0, heap, least), driver, "executor off-heap"));
    assertEquals(
        Verdict.OK, verdict(new ProcessMemory(heap, 0, 0, 0), driver, "executor off-heap"));
  }

  private static Verdict verdict(ProcessMemory executor, ProcessMemory driver, String name) {
    ClusterSettings settings = Given.cluster(Kind.STANDALONE, executor, driver);
    return Given.named(findings(PAPER, settings), name).verdict();
  }

  /** A larger heap has more of the collector's beside it. */
  @Test
  void aLargerHeapWantsALargerOverhead() {
    Needs needs = needs(PAPER, Kind.YARN);
    ProcessMemory wide =
        Given.memory(needs.executor().heapMb() + 4000, needs.executor().overheadMb());
    ClusterSettings settings = Given.cluster(Kind.YARN, wide, exact(needs.driver(), 0));
    assertEquals(
        "raise spark.executor.memoryOverhead to %sm".formatted(needs.executor().overheadMb() + 160),
        Given.named(findings(PAPER, settings), "executor container").remedy());
  }

  @Test
  void oneProcessOnOneMachineNeedsItAll() {
    ClusterSettings local =
        Given.cluster(Kind.LOCAL, Given.memory(8192, 384), Given.memory(8192, 384));
    Needs needs = Given.preflight(PAPER).needs(local);
    long enough = 8192L + needs.executor().overheadMb();
    assertEquals(Verdict.OK, machine(needs, local, enough));
    assertEquals(Verdict.NOTE, machine(needs, local, enough - 1));
    assertEquals(Verdict.NOTE, machine(needs, local, needs.executor().containerMb()));
    assertEquals(Verdict.MISSING, machine(needs, local, needs.executor().containerMb() - 1));
  }

  private static Verdict machine(Needs needs, ClusterSettings local, long megabytes) {
    return Given.named(new MemoryChecks(needs, local).findings(megabytes * MB), "machine's memory")
        .verdict();
  }

  /** Spark's own defaults: 1 GB of heap and 384 MB beside it. */
  @Test
  void aSmallRunFitsIntoSparksDefaults() {
    RunConfig small =
        Given.run(
            "data.image-size=16",
            "network.preset=pytorch",
            "network.width=8",
            "training.worker-batch-size=8");
    ClusterSettings settings =
        Given.cluster(
            Kind.YARN,
            Given.memory(768, 384),
            Given.memory(1024, 384),
            OptionalInt.of(1),
            Given.STEADY);
    List<Finding> findings = findings(small, settings);
    assertTrue(findings.stream().noneMatch(Finding::isMissing), findings::toString);
  }

  /**
   * 8,192 images of 64 pixels: 96 MB each for the real and the drawn ones, 1032 MB to compare them
   * in. 3 states of 73 MB and 160 MB beside that, times 1.25.
   */
  @Test
  void anEvaluationIsCountedOnTheDriverWhereItTakesMoreThanARound() {
    String[] keys = {
      "network.preset=pytorch", "averaging.generator-ema=0", "evaluation.pictures=8192"
    };
    Needs never = needs(Given.run(keys), Kind.YARN);
    Needs evaluated = needs(evaluated(keys), Kind.YARN);
    assertEquals(654, never.driver().heapMb());
    assertEquals(2003, evaluated.driver().heapMb());
    assertEquals(never.executor(), evaluated.executor());
    assertEquals(76, never.maxResultMb());
    assertEquals(117, evaluated.maxResultMb());
  }

  /** The mean's 3,578,624 numbers stand there twice, next to the state and in one being saved. */
  @Test
  void theGeneratorsMeanIsCountedOnTheDriver() {
    int without =
        needs(Given.run("network.preset=pytorch", "averaging.generator-ema=0"), Kind.YARN)
            .driver()
            .heapMb();
    assertEquals(654, without);
    assertEquals(688, needs(Given.run("network.preset=pytorch"), Kind.YARN).driver().heapMb());
  }

  /** 1,024 images take 12 MB: the real ones stay, and a round of the paper's network needs more. */
  @Test
  void anEvaluationThatTakesLessThanARoundCostsTheRealImagesAlone() {
    int never = needs(PAPER, Kind.YARN).driver().heapMb();
    int evaluated = needs(evaluated("averaging.workers=4"), Kind.YARN).driver().heapMb();
    assertEquals(never + 15, evaluated);
  }

  @Test
  void theOneProcessOfALocalMasterNeverEvaluatesWhileItTrains() {
    String[] keys = {"network.preset=pytorch", "evaluation.pictures=8192"};
    assertEquals(
        needs(evaluated(keys), Kind.YARN).driver().heapMb(),
        needs(evaluated(keys), Kind.LOCAL).driver().heapMb());
    assertEquals(
        needs(Given.run("averaging.workers=4"), Kind.LOCAL).driver().heapMb() + 15,
        needs(evaluated("averaging.workers=4"), Kind.LOCAL).driver().heapMb());
  }

  private static RunConfig evaluated(String... keys) {
    return Given.run(
        Stream.concat(
                Stream.of(keys), Stream.of("evaluation.every=50", "artifacts.snapshot-every=50"))
            .toArray(String[]::new));
  }

  private static ProcessMemory exact(Memory needed, long more) {
    return new ProcessMemory(
        needed.heapMb() * MB,
        (needed.overheadMb() + more) * MB,
        0,
        (needed.containerMb() + more) * MB + MB);
  }
}
