package io.sparkdcgan.artifact;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.storage.ObjectStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run that has no snapshot, and whose records say that it had one: to begin it anew would write
 * over what is left of it, and say that all is well.
 *
 * <p>A run that was cut off before its first snapshot has none of these: {@code latest.json} is put
 * after a snapshot was committed, {@code _SUCCESS} after the last one, and the log is never ahead
 * of the snapshots by two of them.
 */
final class LostSnapshots {
  private final ObjectStore run;
  private final SnapshotStore snapshots;

  /**
   * The records of one run.
   *
   * @param run the run's folder, in which no snapshot was found
   */
  LostSnapshots(ObjectStore run) {
    this.run = run;
    this.snapshots = new SnapshotStore(run);
  }

  /**
   * Sees that the run may begin with its first round.
   *
   * @param every after how many rounds at most a snapshot was saved, if that is known
   * @throws Failure {@code SNAPSHOT} if it had a snapshot, naming what says so and what to do
   */
  void requireNone(OptionalLong every) {
    if (new GuardRecord(run).isUnderWay()) {
      // It deletes its snapshots, and then its records of them.
      return;
    }
    List<String> foreign = snapshots.inOtherDigits();
    if (!foreign.isEmpty()) {
      throw new Failure(
          ExitCode.SNAPSHOT,
          "%s has snapshots whose names are in the digits of another locale (%s): rename each to its number in ASCII digits, such as %s, or take another --to"
              .formatted(
                  run.uri(),
                  String.join(", ", foreign.stream().limit(4).toList()),
                  ascii(foreign)));
    }
    evidence(every)
        .ifPresent(
            says -> {
              throw new Failure(
                  ExitCode.SNAPSHOT,
                  "there is no snapshot in %s, though %s: put the folder's snapshots back, or take another --to to begin anew"
                      .formatted(run.uri(), says));
            });
  }

  private static String ascii(List<String> foreign) {
    StringBuilder name = new StringBuilder();
    foreign
        .get(foreign.size() - 1)
        .codePoints()
        .forEach(
            one -> {
              if (Character.isDigit(one)) {
                name.append(Character.digit(one, 10));
              } else {
                name.appendCodePoint(one);
              }
            });
    return name.toString();
  }

  private Optional<String> evidence(OptionalLong every) {
    RunFolder folder = new RunFolder(run);
    if (folder.isMarkedComplete()) {
      return Optional.of("_SUCCESS says that the run is complete");
    }
    if (snapshots.hasHadSome()) {
      return Optional.of("latest.json names one");
    }
    long reached = MetricsLog.read(run).stream().mapToLong(RoundLine::round).max().orElse(0);
    return every.isPresent() && reached >= 2 * every.getAsLong()
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "metrics.jsonl says round %d and one is saved every %d rounds",
                reached,
                every.getAsLong()))
        : Optional.empty();
  }
}
