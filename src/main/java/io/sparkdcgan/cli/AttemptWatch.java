package io.sparkdcgan.cli;

import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The attempts at a run that are new since this was made, whatever the machines' clocks say. */
final class AttemptWatch {
  private final RunFolder folder;
  private final Set<String> before;

  private AttemptWatch(RunFolder folder, Set<String> before) {
    this.folder = folder;
    this.before = before;
  }

  static AttemptWatch of(ObjectStore run) {
    RunFolder folder = new RunFolder(run);
    return new AttemptWatch(
        folder, folder.attempts().stream().map(Attempt::name).collect(Collectors.toSet()));
  }

  /**
   * How the newest of them ended, by the run's own records.
   *
   * @param silence what else is known
   * @return empty if there is none, so that no driver began to train
   */
  Optional<Failure> end(Failure silence) {
    List<Attempt> fresh =
        folder.attempts().stream().filter(attempt -> !before.contains(attempt.name())).toList();
    return fresh.isEmpty()
        ? Optional.empty()
        : Optional.of(end(fresh.get(fresh.size() - 1), silence));
  }

  private Failure end(Attempt attempt, Failure silence) {
    Map<String, Object> facts =
        ResultLine.facts(
            new Reached(
                folder.store().uri(), attempt.lastRound(), attempt.rounds(), attempt.name()));
    String attempted =
        "the driver's attempt %s %%s after round %d of %d"
            .formatted(attempt.name(), attempt.lastRound(), attempt.rounds());
    return attempt
        .end()
        .map(Attempt.End::code)
        .map(
            code ->
                new Failure(
                    code,
                    attempted.formatted(
                        "ended with %d (%s)".formatted(code.number(), code.status())),
                    facts))
        .orElseGet(
            () ->
                new Failure(
                    silence.code(),
                    attempted.formatted("was cut off") + "; " + silence.getMessage(),
                    facts));
  }

  private record Reached(String run, long round, long rounds, String attempt) {}
}
