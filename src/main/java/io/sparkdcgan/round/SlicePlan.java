package io.sparkdcgan.round;

import io.sparkdcgan.config.AveragingConfig.Moments;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How a state is cut into slices, so that no single machine has to add up all workers' states: each
 * slice is averaged by itself, wherever Spark likes. Every section of the state (parameters, both
 * moments, statistics, of either network) is cut into stretches of at most {@code length} elements;
 * statistics stay in one piece, since a variance needs its mean. Moments that are reset anyway do
 * not travel.
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
  private final int[] lengths;

  private SlicePlan(List<int[]> stretches, int[] lengths) {
    sections = stretches.stream().mapToInt(stretch -> stretch[0]).toArray();
    from = stretches.stream().mapToInt(stretch -> stretch[1]).toArray();
    end = stretches.stream().mapToInt(stretch -> stretch[2]).toArray();
    this.lengths = lengths;
  }

  /** The plan for states of these networks. */
  public static SlicePlan of(GanNetworks networks, Moments moments) {
    return of(networks, moments, LENGTH);
  }

  static SlicePlan of(GanNetworks networks, Moments moments, int length) {
    List<int[]> stretches = new ArrayList<>();
    int[] lengths = new int[2 * SECTIONS];
    int section = 0;
    for (NetworkLayout layout :
        List.of(networks.generatorLayout(), networks.discriminatorLayout())) {
      for (int part = 0; part < SECTIONS - 1; part++) {
        lengths[section] = layout.parameterCount();
        if (part == 0 || moments == Moments.AVERAGE) {
          for (int start = 0; start < layout.parameterCount(); start += length) {
            int stop = Math.min(start + length, layout.parameterCount());
            stretches.add(new int[] {section, start, stop});
          }
        }
        section++;
      }
      lengths[section] = layout.statisticCount();
      stretches.add(new int[] {section++, 0, layout.statisticCount()});
    }
    return new SlicePlan(stretches, lengths);
  }

  /** How many slices a state has. */
  public int size() {
    return sections.length;
  }

  /** Elements of all slices together. */
  public long elements() {
    long elements = 0;
    for (int index = 0; index < size(); index++) {
      elements += end[index] - from[index];
    }
    return elements;
  }

  /** Elements of the longest slice. */
  int longest() {
    int longest = 0;
    for (int index = 0; index < size(); index++) {
      longest = Math.max(longest, end[index] - from[index]);
    }
    return longest;
  }

  /** Index of the slice's first element in its section. */
  int from(int index) {
    return from[index];
  }

  /** Index behind the slice's last element in its section. */
  int end(int index) {
    return end[index];
  }

  /** The array of a state that a slice is a piece of. */
  float[] section(GanState state, int index) {
    NetworkState network = network(state, index);
    return switch (sections[index] % SECTIONS) {
      case 0 -> network.parameters();
      case 1 -> network.firstMoments();
      case 2 -> network.secondMoments();
      default -> network.statistics();
    };
  }

  /** The network of a state that a slice is a piece of. */
  NetworkState network(GanState state, int index) {
    return isGenerator(index) ? state.generator() : state.discriminator();
  }

  boolean isGenerator(int index) {
    return sections[index] < SECTIONS;
  }

  boolean isParameters(int index) {
    return sections[index] % SECTIONS == 0;
  }

  boolean isStatistics(int index) {
    return sections[index] % SECTIONS == SECTIONS - 1;
  }

  /** Where in the state's sections a slice belongs: {@link #room}'s index. */
  int sectionOf(int index) {
    return sections[index];
  }

  /** Zeros for all sections, the generator's four first: parameters, moments, statistics. */
  float[][] room() {
    float[][] room = new float[lengths.length][];
    for (int section = 0; section < lengths.length; section++) {
      room[section] = new float[lengths[section]];
    }
    return room;
  }
}
