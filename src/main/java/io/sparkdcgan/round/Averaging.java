package io.sparkdcgan.round;

import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.config.AveragingConfig.Moments;
import io.sparkdcgan.config.AveragingConfig.Wire;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.OuterMemory;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.OuterStep.MeanOverRounds;
import io.sparkdcgan.round.RoundOutcome.ExcludedWorker;
import io.sparkdcgan.round.StateAssembly.AveragedSlice;
import io.sparkdcgan.round.StateSlice.SliceValues;
import io.sparkdcgan.round.StateSlice.SliceValues.Fp16Delta;
import io.sparkdcgan.round.StateSlice.SliceValues.FullValues;
import io.sparkdcgan.round.WeightedSum.Weighted;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From the workers' results to the next state: cut where the worker is, averaged slice by slice
 * anywhere, put together and moved by the outer optimizers where the run is. Crosses Spark.
 *
 * @param slices how states are cut
 * @param config how workers are joined
 */
public record Averaging(SlicePlan slices, AveragingConfig config) implements Serializable {

  /** Averaging of these networks' states. */
  public static Averaging of(GanNetworks networks, AveragingConfig config) {
    return new Averaging(SlicePlan.of(networks, config.moments()), config);
  }

  /**
   * All slices of a worker's result, cut as they are asked for.
   *
   * @param start what the worker began with
   */
  public Stream<StateSlice> cut(GanState start, WorkerResult result) {
    WorkerReport report = result.report(start);
    return IntStream.range(0, slices.size())
        .mapToObj(
            index ->
                new StateSlice(
                    index,
                    report,
                    slices.network(result.state(), index).updates(),
                    values(start, result.state(), index)));
  }

  private SliceValues values(GanState start, GanState end, int index) {
    float[] section = slices.section(end, index);
    int from = slices.from(index);
    int to = slices.end(index);
    return config.wire() == Wire.HALF && slices.isParameters(index)
        ? Fp16Delta.between(slices.section(start, index), section, from, to)
        : new FullValues(Arrays.copyOfRange(section, from, to));
  }

  /**
   * Averages slices over the workers that take part, by their images, in worker order whatever the
   * order of arrival.
   *
   * @param arrived by slice, each of all workers once; who takes part is decided once for all
   * @param start what they began with; asked for only if slices hold changes of it
   * @return as they are asked for
   */
  public Stream<AveragedSlice> averages(
      Collection<List<StateSlice>> arrived, Supplier<GanState> start) {
    if (arrived.isEmpty()) {
      return Stream.empty();
    }
    List<WorkerReport> reports =
        inWorkerOrder(arrived.iterator().next()).stream().map(StateSlice::report).toList();
    Set<Integer> admitted = admitted(reports, leftOut(reports));
    return arrived.stream().map(slices -> average(inWorkerOrder(slices), admitted, reports, start));
  }

  private AveragedSlice average(
      List<StateSlice> ordered,
      Set<Integer> admitted,
      List<WorkerReport> reports,
      Supplier<GanState> start) {
    int index = ordered.get(0).index();
    List<StateSlice> joining =
        ordered.stream().filter(slice -> admitted.contains(slice.report().worker())).toList();
    return new AveragedSlice(
        index,
        joining.stream().mapToLong(StateSlice::updates).max().orElse(0),
        mean(joining, index, start),
        joining.stream().mapToDouble(slice -> slice.values().squaredError()).sum(),
        index == 0 ? reports.toArray(WorkerReport[]::new) : new WorkerReport[0]);
  }

  private static List<StateSlice> inWorkerOrder(List<StateSlice> slices) {
    return slices.stream()
        .sorted(Comparator.comparingInt(slice -> slice.report().worker()))
        .toList();
  }

  private float[] mean(List<StateSlice> joining, int index, Supplier<GanState> start) {
    if (joining.isEmpty()) {
      return new float[0];
    }
    List<Weighted> arrays =
        joining.stream()
            .map(
                slice ->
                    new Weighted(
                        slice.report().images(),
                        slice
                            .values()
                            .restored(
                                () -> slices.section(start.get(), index), slices.from(index))))
            .toList();
    return slices.isStatistics(index)
        ? WeightedSum.ofStatistics(arrays)
        : WeightedSum.ofValues(arrays);
  }

  /** Workers whose results count: they saw images, and nothing speaks against them. */
  private static Set<Integer> admitted(List<WorkerReport> reports, List<ExcludedWorker> leftOut) {
    Set<Integer> out =
        leftOut.stream().map(ExcludedWorker::worker).collect(Collectors.toUnmodifiableSet());
    return reports.stream()
        .filter(report -> report.images() > 0 && !out.contains(report.worker()))
        .map(WorkerReport::worker)
        .collect(Collectors.toUnmodifiableSet());
  }

  private List<ExcludedWorker> leftOut(List<WorkerReport> reports) {
    return new Admission(config.outlierFactor()).leftOut(reports);
  }

  /** Room for the averaged slices. */
  public StateAssembly assembly() {
    return new StateAssembly(slices);
  }

  /**
   * What becomes of a round.
   *
   * @param start the state before it
   * @param assembly of all averaged slices
   * @param account asked for when all is done, so that it can tell how long that took
   */
  public RoundOutcome outcome(
      GanState start,
      RoundPlan plan,
      StateAssembly assembly,
      Function<List<WorkerReport>, RoundAccount> account) {
    List<WorkerReport> reports = assembly.reports();
    List<ExcludedWorker> leftOut = leftOut(reports);
    Set<Integer> admitted = admitted(reports, leftOut);
    List<WorkerReport> joined =
        reports.stream().filter(report -> admitted.contains(report.worker())).toList();
    if (joined.isEmpty()) {
      return new RoundOutcome.Diverged("no worker's result can be used", leftOut);
    }
    long images = joined.stream().mapToLong(WorkerReport::images).sum();
    GanState next = moved(start, assembly.state(plan.after(images)));
    if (!next.generator().isFinite() || !next.discriminator().isFinite()) {
      return new RoundOutcome.Diverged("the average holds numbers that are not finite", leftOut);
    }
    LossMeans losses = new LossMeans();
    joined.forEach(report -> losses.add(report.losses(), (double) report.images()));
    return new RoundOutcome.Averaged(
        next, losses.means(), images, leftOut, wireError(assembly, joined), account.apply(reports));
  }

  /** The averaged state after the outer optimizers, with what the next round remembers. */
  private GanState moved(GanState start, GanState average) {
    OuterMemory before = start.memory();
    OuterStep.Result generator =
        new OuterStep(config.generatorOuter())
            .from(
                start.generator().parameters(),
                average.generator().parameters(),
                before.generatorVelocity());
    OuterStep.Result discriminator =
        new OuterStep(config.discriminatorOuter())
            .from(
                start.discriminator().parameters(),
                average.discriminator().parameters(),
                before.discriminatorVelocity());
    MeanOverRounds mean = new MeanOverRounds(config.generatorEma(), config.meanStart());
    long round = average.progress().round();
    return new GanState(
        network(average.generator(), generator),
        network(average.discriminator(), discriminator),
        average.progress(),
        new OuterMemory(
            generator.velocity(),
            discriminator.velocity(),
            mean.after(round, before.meanParameters(), generator.parameters()),
            mean.after(round, before.meanStatistics(), average.generator().statistics())));
  }

  /** Where moments are reset, Adam starts anew, and so does its bias correction. */
  private NetworkState network(NetworkState average, OuterStep.Result outer) {
    return new NetworkState(
        outer.parameters(),
        average.firstMoments(),
        average.secondMoments(),
        average.statistics(),
        config.moments() == Moments.RESET ? 0 : average.updates());
  }

  /** The error of what traveled, as a share of the change: the root of a ratio of squares. */
  private static double wireError(StateAssembly assembly, List<WorkerReport> joined) {
    double squares = joined.stream().mapToDouble(report -> report.update().squares()).sum();
    return squares == 0 ? 0 : Math.sqrt(assembly.squaredError() / squares);
  }
}
