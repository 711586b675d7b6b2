package io.sparkdcgan.cli;

import io.sparkdcgan.api.DcganRun;
import io.sparkdcgan.api.TrainedSnapshot;
import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Which of a run's snapshots a command takes; {@link Several} where it may be more than one. */
final class SnapshotOption {
  @Option(
      names = "--snapshot",
      paramLabel = "latest|best|N",
      description =
          "the newest intact one, that which scored best, or that after round N (default:"
              + " ${DEFAULT-VALUE})")
  private String snapshot = "latest";

  /**
   * The snapshot that was asked for.
   *
   * @throws Failure {@code USAGE} for a word that names none, {@code SNAPSHOT} if there is no such
   *     snapshot
   */
  TrainedSnapshot of(DcganRun run) {
    return of(run::latest, run::bestRound, run::after);
  }

  /**
   * What the snapshot's round makes of it.
   *
   * @param latest for the newest intact one
   * @param bestRound the round of that which scored best
   * @param after for that after a round
   */
  <T> T of(Supplier<T> latest, LongSupplier bestRound, LongFunction<T> after) {
    if (snapshot.matches("[0-9]{1,18}")) {
      return after.apply(Long.parseLong(snapshot));
    }
    return switch (snapshot) {
      case "latest" -> latest.get();
      case "best" -> BestHint.read(bestRound, after);
      default ->
          throw new Failure(
              ExitCode.USAGE,
              "--snapshot must be latest, best or a round, but is %s".formatted(snapshot));
    };
  }

  /** One or several of them. */
  static final class Several {
    private static final Logger LOG = LoggerFactory.getLogger(Several.class);
    private static final Pattern ROUNDS = Pattern.compile("[0-9]{1,18}(,[0-9]{1,18})*");

    @Option(
        names = "--snapshots",
        paramLabel = "latest|all|best|N,N...",
        description =
            "the newest intact one, all, that which scored best, or those after rounds (default:"
                + " ${DEFAULT-VALUE})")
    private String snapshots = "latest";

    /**
     * The snapshots that were asked for, each read when it is its turn; rounds in the order given.
     *
     * @throws Failure {@code USAGE} for a word that names none, {@code SNAPSHOT} if there is none
     *     of a round
     */
    Stream<TrainedSnapshot> of(DcganRun run) {
      if (ROUNDS.matcher(snapshots).matches()) {
        return run.after(Stream.of(snapshots.split(",")).map(Long::valueOf).distinct().toList());
      }
      return switch (snapshots) {
        case "latest" -> Stream.of(run.latest());
        case "all" -> all(run);
        case "best" -> Stream.of(run.best());
        default ->
            throw new Failure(
                ExitCode.USAGE,
                "--snapshots must be latest, all, best or rounds such as 12,60,180, but is %s"
                    .formatted(snapshots));
      };
    }

    /** How many there are, as far as that is known before any is read. */
    int count(DcganRun run) {
      if (snapshots.equals("all")) {
        return run.snapshots().size();
      }
      return (int) Stream.of(snapshots.split(",")).distinct().count();
    }

    private static Stream<TrainedSnapshot> all(DcganRun run) {
      List<Long> rounds = run.snapshots();
      AtomicBoolean some = new AtomicBoolean();
      return Stream.concat(
          rounds.stream().flatMap(round -> unlessGone(run, round)).peek(any -> some.set(true)),
          Stream.of(run).filter(any -> !some.get()).map(DcganRun::latest));
    }

    /** A run that is being trained deletes snapshots between their listing and their turn. */
    private static Stream<TrainedSnapshot> unlessGone(DcganRun run, long round) {
      try {
        return Stream.of(run.after(round));
      } catch (Failure e) {
        if (e.code() != ExitCode.SNAPSHOT || run.snapshots().contains(round)) {
          throw e;
        }
        LOG.info("passed over: {}", e.getMessage());
        return Stream.of();
      }
    }
  }
}
