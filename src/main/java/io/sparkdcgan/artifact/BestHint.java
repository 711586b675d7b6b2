package io.sparkdcgan.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * {@code best.json}: which snapshot scored best while the run was trained. Only a hint, written by
 * the driver that trains: it keeps the snapshot that it names, goes back to it, and writes it anew
 * from its log where it is wrong. Of a round that the log does not know it is believed. Whoever
 * scores a run from outside leaves it alone.
 */
public final class BestHint {
  private static final String KEY = "best.json";
  private static final int MAX_BYTES = 1 << 16;

  /**
   * Drawn images that differ from each other by more than this many times what real ones do are
   * noise, colors at their limits. The distance takes contrast out and can be fooled by them.
   */
  public static final double NOISE = 1.4;

  private static final Comparator<Best> BEST_FIRST =
      Comparator.comparing(Best::noise)
          .thenComparingDouble(Best::value)
          .thenComparingLong(Best::round);

  private final ObjectStore run;

  /**
   * The hint of one run.
   *
   * @param run the run's folder
   */
  public BestHint(ObjectStore run) {
    this.run = run;
  }

  /**
   * A snapshot that scored best.
   *
   * @param round completed rounds
   * @param score by which score, for example {@code swd}
   * @param value the score; whether lower is better depends on it
   * @param noise whether what it draws is noise: any other snapshot is better then
   */
  public record Best(long round, String score, double value, boolean noise) {
    /**
     * A snapshot with its sliced Wasserstein distance.
     *
     * @param diversity of what it draws, relative to that of real images
     */
    public static Best bySwd(long round, double swd, double diversity) {
      return new Best(round, "swd", swd, diversity > NOISE);
    }

    /** Whether it is to be preferred; of two alike the earlier one is. */
    public boolean isBetterThan(Best other) {
      return BEST_FIRST.compare(this, other) < 0;
    }
  }

  /** The round that it names; empty if there is no hint or it names none. */
  public OptionalLong round() {
    return stored().map(Stored::round).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private Optional<Stored> stored() {
    return run.find(KEY, MAX_BYTES).flatMap(json -> Json.read(json, Stored.class));
  }

  /** What it says, if it says all of it: round and a score that can be compared. */
  public Optional<Best> find() {
    return stored().flatMap(Stored::best);
  }

  /**
   * The round that it names; where it is damaged or gone, the best that the log knows.
   *
   * @throws Failure {@code SNAPSHOT} if there is none
   */
  public long required() {
    return round().stream()
        .boxed()
        .findFirst()
        .or(() -> among(MetricsLog.read(run), new SnapshotStore(run).rounds()).map(Best::round))
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.SNAPSHOT,
                    "no snapshot of %s is the best: none was scored; train with evaluation.every above 0, or take the latest or a round (of `evaluate --snapshots all` its best)"
                        .formatted(run.uri())));
  }

  /**
   * What the snapshot's round makes of it. Where the run deletes that snapshot meanwhile, since
   * another one scored better, it is read of that one.
   *
   * @param required as {@link #required}
   * @throws Failure what the reading throws
   */
  public static <T> T read(LongSupplier required, LongFunction<T> reading) {
    long round = required.getAsLong();
    while (true) {
      try {
        return reading.apply(round);
      } catch (Failure e) {
        long now = required.getAsLong();
        if (e.code() != ExitCode.SNAPSHOT || now == round) {
          throw e;
        }
        round = now;
      }
    }
  }

  /** Names a snapshot that is committed. */
  public void put(Best best) {
    run.put(KEY, Json.pretty(new Stored(best)));
  }

  /** Writes the hint anew if it is missing or says something else. */
  public void correct(Best best) {
    run.keep(KEY, Json.pretty(new Stored(best)));
  }

  /**
   * The best by the sliced Wasserstein distance, the lowest, among those that do not draw noise if
   * there are any; of two alike the earlier one.
   *
   * @param metrics lines of the run's log
   * @param snapshots rounds that have one; others cannot be the best
   * @return empty if none of them was scored
   */
  public static Optional<Best> among(List<RoundLine> metrics, Collection<Long> snapshots) {
    return metrics.stream()
        .flatMap(line -> scored(line).stream())
        .filter(best -> snapshots.contains(best.round()))
        .min(BEST_FIRST);
  }

  /**
   * The best of all that anything is known of.
   *
   * @return empty if there are none
   */
  public static Optional<Best> best(Stream<Best> known) {
    return known.min(BEST_FIRST);
  }

  private static Optional<Best> scored(RoundLine line) {
    return Optional.ofNullable(line.scores())
        .filter(scores -> Double.isFinite(scores.swd()))
        .map(scores -> Best.bySwd(line.round(), scores.swd(), scores.diversity()));
  }

  /** The hint as it stands in its file. */
  private record Stored(
      Long round,
      String snapshot,
      String score,
      Double value,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean noise) {
    Stored(Best best) {
      this(
          best.round(),
          SnapshotStore.folder(best.round()),
          best.score(),
          best.value(),
          best.noise() ? true : null);
    }

    Optional<Best> best() {
      return round == null || score == null || value == null || !Double.isFinite(value)
          ? Optional.empty()
          : Optional.of(new Best(round, score, value, noise != null && noise));
    }
  }
}
