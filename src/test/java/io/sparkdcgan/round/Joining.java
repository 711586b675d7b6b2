package io.sparkdcgan.round;

import io.sparkdcgan.config.AveragingConfig;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.LocalTraining.WorkerResult;
import io.sparkdcgan.round.RoundAccount.RoundBytes;
import io.sparkdcgan.round.RoundSeconds.DriverSeconds;
import java.util.ArrayList;
import java.util.List;

/** Joins results that nobody trained, the way a round does. */
final class Joining {
  private final Averaging averaging;
  private final GanState start;

  Joining(GanNetworks networks, AveragingConfig config, GanState start) {
    this.averaging = new Averaging(SlicePlan.of(networks, config.moments(), 100), config);
    this.start = start;
  }

  /** What becomes of these results, arriving in this order. */
  RoundOutcome of(List<WorkerResult> results) {
    StateAssembly assembly = averaging.assembly();
    List<List<StateSlice>> cut =
        results.stream().map(result -> averaging.cut(start, result).toList()).toList();
    for (int index = averaging.slices().size() - 1; index >= 0; index--) {
      List<StateSlice> arrived = new ArrayList<>();
      for (List<StateSlice> ofWorker : cut) {
        arrived.add(ofWorker.get(index));
      }
      averaging.averages(List.of(arrived), () -> start).forEach(assembly::place);
    }
    RoundPlan plan = new RoundPlan(List.of(), start.progress(), 1, 40);
    return averaging.outcome(start, plan, assembly, Joining::account);
  }

  /** The state that these results come to. */
  RoundOutcome.Averaged averaged(List<WorkerResult> results) {
    return (RoundOutcome.Averaged) of(results);
  }

  private static RoundAccount account(List<WorkerReport> reports) {
    return RoundAccount.of(
        RoundSeconds.of(new DriverSeconds(0, 0, 0, 0, 0), reports),
        new RoundBytes(0, 0, 0, 0, 0),
        reports);
  }
}
