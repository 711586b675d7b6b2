package io.sparkdcgan.round;

import io.sparkdcgan.config.AveragingConfig.Moments;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * From the averages of all slices to the outcome of a round.
 *
 * @param slices how states are cut
 * @param moments what becomes of Adam's moments
 */
public record Averaging(SlicePlan slices, Moments moments) {

  /**
   * Joins the averaged slices of a round.
   *
   * @param averaged every slice once, in any order
   * @param totalSeconds of the round
   * @param broadcastSeconds of handing out the state
   */
  public RoundOutcome outcome(
      RoundPlan plan, List<AveragedSlice> averaged, double totalSeconds, double broadcastSeconds) {
    List<WorkerReport> reports =
        averaged.stream()
            .flatMap(slice -> Stream.of(slice.reports()))
            .sorted(Comparator.comparingInt(WorkerReport::worker))
            .toList();
    long images = reports.stream().mapToLong(WorkerReport::images).sum();
    GanState joined = slices.join(averaged, plan.after(images));
    String fault = fault(joined);
    if (fault != null) {
      return new RoundOutcome.Diverged(fault);
    }
    LossMeans losses = new LossMeans();
    reports.forEach(report -> losses.add(report.losses(), (double) report.images()));
    RoundSeconds seconds = RoundSeconds.of(totalSeconds, broadcastSeconds, reports);
    return new RoundOutcome.Averaged(withMoments(joined), losses.means(), images, seconds);
  }

  private GanState withMoments(GanState state) {
    return switch (moments) {
      case AVERAGE -> state;
      case RESET ->
          new GanState(
              withoutMoments(state.generator()),
              withoutMoments(state.discriminator()),
              state.progress());
    };
  }

  /** Adam starts anew, and so does its bias correction. */
  private static NetworkState withoutMoments(NetworkState network) {
    int length = network.parameters().length;
    return new NetworkState(
        network.parameters(), new float[length], new float[length], network.statistics(), 0);
  }

  private static String fault(GanState state) {
    String generator = fault("generator", state.generator());
    return generator != null ? generator : fault("discriminator", state.discriminator());
  }

  private static String fault(String name, NetworkState network) {
    for (float[] values :
        List.of(
            network.parameters(),
            network.firstMoments(),
            network.secondMoments(),
            network.statistics())) {
      for (float value : values) {
        if (!Float.isFinite(value)) {
          return "the %s's averaged state holds %s".formatted(name, value);
        }
      }
    }
    return null;
  }
}
