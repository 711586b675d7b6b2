package io.sparkdcgan.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.AveragingConfig.LocalStepsConfig;
import io.sparkdcgan.config.AveragingConfig.OuterConfig;
import io.sparkdcgan.config.AveragingConfig.OuterConfig.Outer;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.engine.StepLosses;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.LocalTraining.WorkerSeconds;
import io.sparkdcgan.round.RoundOutcome.ExcludedWorker;
import io.sparkdcgan.round.RoundOutcome.ExcludedWorker.Reason;
import io.sparkdcgan.round.WorkerReport.WorkerUpdate;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is left out of an average, and that the others' is as if he had not been there. */
class AdmissionTest {
  private static final GanNetworks NETWORKS = GanNetworks.of(Networks.tiny(Preset.PAPER, 16, 5));
  private static final GanState START = NETWORKS.initialState(1);
  private static final int SPOILED = 2;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void numberThatIsNotFiniteLeavesItsWorkerOutInWhicheverArrayItIs(int section) {
    for (float poison : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      List<WorkerResult> results = four();
      GanState end = results.get(SPOILED).state();
      float[][] arrays = copies(end.discriminator());
      float[] array = arrays[section];
      array[array.length - 1] = poison;
      results.set(
          SPOILED, result(SPOILED, new GanState(end.generator(), network(arrays), end.progress())));

      RoundOutcome.Averaged averaged = assertInstanceOf(RoundOutcome.Averaged.class, join(results));

      assertEquals(1, averaged.leftOut().size());
      ExcludedWorker out = averaged.leftOut().get(0);
      assertEquals(SPOILED, out.worker());
      assertEquals(Reason.NOT_FINITE, out.reason());
      assertEquals("worker 2: its discriminator holds numbers that are not finite", out.sentence());
      assertAsWithout(SPOILED, averaged);
    }
  }

  @Test
  void updateManyTimesAsLongAsTheOthersLeavesItsWorkerOut() {
    List<WorkerResult> results = four();
    results.set(SPOILED, moving(SPOILED, 1000));
    RoundOutcome.Averaged averaged = assertInstanceOf(RoundOutcome.Averaged.class, join(results));
    ExcludedWorker out = averaged.leftOut().get(0);
    assertEquals(
        List.of(SPOILED), averaged.leftOut().stream().map(ExcludedWorker::worker).toList());
    assertEquals(Reason.OUTLIER, out.reason());
    assertEquals("generator", out.network());
    // the others moved by 1, 1.1 and 1.3
    assertEquals(1000 / (10 * 1.1), out.norm() / out.bound(), 0.1);
    assertEquals(1000 / 1.1, averaged.account().spread().longestUpdate(), 1);
    assertAsWithout(SPOILED, averaged);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 1, 9.9})
  void updateWithinTheBoundTakesPart(double times) {
    List<WorkerResult> results = four();
    results.set(SPOILED, moving(SPOILED, times));
    assertEquals(List.of(), join(results).leftOut());
  }

  @Test
  void oneWorkerHasNobodyToBeComparedWith() {
    assertEquals(List.of(), join(List.of(moving(0, 1e6))).leftOut());
  }

  @Test
  void ofTwoTheLongOneIsLeftOut() {
    RoundOutcome outcome = join(List.of(moving(0, 1), moving(1, 1000)));
    assertEquals(List.of(1), outcome.leftOut().stream().map(ExcludedWorker::worker).toList());
  }

  @Test
  void workersThatDidNotMoveBoundNobody() {
    assertEquals(List.of(), join(List.of(moving(0, 0), moving(1, 1), moving(2, 0))).leftOut());
  }

  @Test
  void roundWithoutAnyUsableResultDiverges() {
    List<WorkerResult> results = results(4, worker -> moving(worker, Float.POSITIVE_INFINITY));
    RoundOutcome.Diverged diverged = assertInstanceOf(RoundOutcome.Diverged.class, join(results));
    assertEquals("no worker's result can be used", diverged.sentence());
    assertEquals(4, diverged.leftOut().size());
  }

  @Test
  void averageThatOverflowsDiverges() {
    List<WorkerResult> results = results(1, worker -> moving(worker, 3e38 / 0.001));
    assertTrue(
        results.get(0).state().generator().isFinite(), "the worker's own numbers are finite");
    AveragingConfig nesterov =
        new AveragingConfig(
            1,
            LocalStepsConfig.constant(1),
            new OuterConfig(Outer.NESTEROV, 2, 0.9),
            AveragingConfig.plain(1, 1).discriminatorOuter(),
            AveragingConfig.Moments.AVERAGE,
            0,
            10,
            AveragingConfig.Wire.FULL);
    assertEquals(
        new RoundOutcome.Diverged("the average holds numbers that are not finite", List.of()),
        new Joining(NETWORKS, nesterov, START).of(results));
  }

  /** What is allocated tells how often lengths are sorted: once, and not once for each worker. */
  @Test
  void thousandsOfWorkersAreComparedInOneSort() {
    List<WorkerReport> reports =
        IntStream.range(0, 4096).mapToObj(worker -> report(worker, 1 + worker % 7)).toList();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertEquals(List.of(), new Admission(10).leftOut(reports));
    assertEquals(7 / 4.0, Admission.longest(reports));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 4096 * 4096, allocated + " bytes");
  }

  private static WorkerReport report(int worker, double norm) {
    WorkerUpdate.Network network = new WorkerUpdate.Network(true, norm);
    return new WorkerReport(
        worker,
        8,
        new WorkerUpdate(network, network),
        new StepLosses(1, 2, 0.5, 0.5),
        new WorkerSeconds(0, 0, 0, 0, 0),
        "");
  }

  private static void assertAsWithout(int worker, RoundOutcome.Averaged averaged) {
    List<WorkerResult> others = four();
    others.remove(worker);
    assertEquals(
        assertInstanceOf(RoundOutcome.Averaged.class, join(others)).state(), averaged.state());
    assertEquals(24, averaged.images());
  }

  private static RoundOutcome join(List<WorkerResult> results) {
    return new Joining(NETWORKS, AveragingConfig.plain(4, 1), START).of(results);
  }

  private static List<WorkerResult> four() {
    return results(4, worker -> moving(worker, 1 + 0.1 * worker));
  }

  private static List<WorkerResult> results(int count, IntFunction<WorkerResult> of) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(of).toList());
  }

  /** A worker that moved every parameter of the generator by so many thousandths. */
  private static WorkerResult moving(int worker, double thousandths) {
    float[][] generator = copies(START.generator());
    for (int i = 0; i < generator[0].length; i++) {
      generator[0][i] += (float) (0.001 * thousandths);
    }
    float[][] discriminator = copies(START.discriminator());
    Arrays.fill(discriminator[1], worker);
    return result(
        worker, new GanState(network(generator), network(discriminator), START.progress()));
  }

  private static float[][] copies(NetworkState network) {
    return new float[][] {
      network.parameters().clone(),
      network.firstMoments().clone(),
      network.secondMoments().clone(),
      network.statistics().clone()
    };
  }

  private static NetworkState network(float[][] arrays) {
    return new NetworkState(arrays[0], arrays[1], arrays[2], arrays[3], 1);
  }

  private static WorkerResult result(int worker, GanState state) {
    return new WorkerResult(
        worker, state, 8, new StepLosses(1, 2, 0.5, 0.5), new WorkerSeconds(0, 0, 0, 0, 0));
  }
}
