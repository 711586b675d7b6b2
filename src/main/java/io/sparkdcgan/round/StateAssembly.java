package io.sparkdcgan.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Progress;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts averaged slices together as they arrive, so that the driver holds one state and not all
 * tasks' results as well. Where a slice goes depends on its number alone, and what is added up is
 * added up in the end, in the slices' order. Safe for use by several threads.
 */
public final class StateAssembly {
  private final SlicePlan slices;
  private final float[][] sections;
  private final double[] squaredErrors;
  private final boolean[] placed;
  private final long[] updates = new long[2];
  private List<WorkerReport> reports = List.of();

  /** Room for one state. */
  StateAssembly(SlicePlan slices) {
    this.slices = slices;
    this.sections = slices.room();
    this.squaredErrors = new double[slices.size()];
    this.placed = new boolean[slices.size()];
  }

  /** Takes a slice; each is to come once. */
  public synchronized void place(AveragedSlice slice) {
    int index = slice.index();
    float[] values = slice.values();
    System.arraycopy(
        values, 0, sections[slices.sectionOf(index)], slices.from(index), values.length);
    updates[slices.isGenerator(index) ? 0 : 1] = slice.updates();
    squaredErrors[index] = slice.squaredError();
    placed[index] = true;
    if (slice.reports().length > 0) {
      reports =
          Stream.of(slice.reports()).sorted(Comparator.comparingInt(WorkerReport::worker)).toList();
    }
  }

  /** Those of all workers, in worker order. */
  synchronized List<WorkerReport> reports() {
    return reports;
  }

  /** What traveling took from all pieces: a sum of squares. */
  synchronized double squaredError() {
    double sum = 0;
    for (double squaredError : squaredErrors) {
      sum += squaredError;
    }
    return sum;
  }

  /**
   * The state, whose arrays are the assembly's own.
   *
   * @throws IllegalStateException if a slice did not come
   */
  synchronized GanState state(Progress progress) {
    for (int index = 0; index < placed.length; index++) {
      if (!placed[index]) {
        throw new IllegalStateException("slice %s of a round is missing".formatted(index));
      }
    }
    return new GanState(network(0, updates[0]), network(sections.length / 2, updates[1]), progress);
  }

  private NetworkState network(int first, long updates) {
    return new NetworkState(
        sections[first], sections[first + 1], sections[first + 2], sections[first + 3], updates);
  }

  /**
   * A piece of the next state, averaged over all workers that take part. Crosses Spark.
   *
   * @param values empty if no worker takes part
   * @param squaredError what traveling took from the pieces that went into it: a sum of squares
   * @param reports those of all workers, in worker order; empty but in the first slice
   */
  public record AveragedSlice(
      int index, long updates, float[] values, double squaredError, WorkerReport[] reports) {}
}
