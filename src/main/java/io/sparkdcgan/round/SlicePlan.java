package io.sparkdcgan.round;

import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Progress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a state is cut into slices, so that no single machine has to add up all workers' states: each
 * slice is averaged by itself, wherever Spark likes. Every section of the state (parameters, both
 * moments, statistics, of either network) is cut into stretches of at most {@code length} elements;
 * statistics stay in one piece, since a variance needs its mean.
 */
public final class SlicePlan implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * 256 KB: it stays in the processor's cache while it is averaged, and Java's collector moves it
   * like any small object. Slices of 4 MB had it clear old memory in the middle of rounds.
   */
  private static final int LENGTH = 1 << 16;

  /** Sections of one network: parameters, first and second moments, statistics. */
  private static final int SECTIONS = 4;

  private final int[] sections;
  private final int[] from;
  private final int[] end;

  private SlicePlan(List<int[]> stretches) {
    sections = stretches.stream().mapToInt(stretch -> stretch[0]).toArray();
    from = stretches.stream().mapToInt(stretch -> stretch[1]).toArray();
    end = stretches.stream().mapToInt(stretch -> stretch[2]).toArray();
  }

  /** The plan for states of these networks. */
  public static SlicePlan of(GanNetworks networks) {
    return of(networks, LENGTH);
  }

  static SlicePlan of(GanNetworks networks, int length) {
    List<int[]> stretches = new ArrayList<>();
    int section = 0;
    for (NetworkLayout layout :
        List.of(networks.generatorLayout(), networks.discriminatorLayout())) {
      for (int part = 0; part < SECTIONS - 1; part++) {
        for (int start = 0; start < layout.parameterCount(); start += length) {
          int stop = Math.min(start + length, layout.parameterCount());
          stretches.add(new int[] {section, start, stop});
        }
        section++;
      }
      stretches.add(new int[] {section++, 0, layout.statisticCount()});
    }
    return new SlicePlan(stretches);
  }

  /** How many slices a state has. */
  public int size() {
    return sections.length;
  }

  /** One slice of a worker's result. */
  public StateSlice cut(WorkerResult result, int index) {
    NetworkState network = network(result.state(), sections[index]);
    float[] values = Arrays.copyOfRange(section(network, sections[index]), from[index], end[index]);
    WorkerReport report = result.report();
    return new StateSlice(
        index,
        report.worker(),
        report.images(),
        network.updates(),
        values,
        index == 0 ? report : null);
  }

  /** The average of one slice over all workers. */
  public AveragedSlice average(List<StateSlice> slices) {
    return isStatistics(sections[slices.get(0).index()])
        ? WeightedSum.ofStatistics(slices)
        : WeightedSum.ofValues(slices);
  }

  /** Puts the averages of all slices together to a state. */
  GanState join(List<AveragedSlice> slices, Progress progress) {
    float[][] joined = new float[2 * SECTIONS][];
    long[] updates = new long[2];
    for (int index = size() - 1; index >= 0; index--) {
      int section = sections[index];
      if (joined[section] == null) {
        // slices are walked backward, so the first one met of a section tells its length
        joined[section] = new float[end[index]];
      }
    }
    for (AveragedSlice slice : slices) {
      int section = sections[slice.index()];
      System.arraycopy(
          slice.values(), 0, joined[section], from[slice.index()], slice.values().length);
      updates[section / SECTIONS] = slice.updates();
    }
    return new GanState(
        new NetworkState(joined[0], joined[1], joined[2], joined[3], updates[0]),
        new NetworkState(joined[4], joined[5], joined[6], joined[7], updates[1]),
        progress);
  }

  private static boolean isStatistics(int section) {
    return section % SECTIONS == SECTIONS - 1;
  }

  private static NetworkState network(GanState state, int section) {
    return section < SECTIONS ? state.generator() : state.discriminator();
  }

  private static float[] section(NetworkState network, int section) {
    return switch (section % SECTIONS) {
      case 0 -> network.parameters();
      case 1 -> network.firstMoments();
      case 2 -> network.secondMoments();
      default -> network.statistics();
    };
  }
}
