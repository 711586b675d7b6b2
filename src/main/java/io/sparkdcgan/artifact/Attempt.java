package io.sparkdcgan.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.storage.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * One go at a run, from the start of a driver to its end. Where cluster managers garble exit codes,
 * this is the truth for a scheduler. One that says it is running may have been killed without a
 * chance to say otherwise.
 *
 * @param name sorts attempts by their start, for example {@code 20260101T120000.000Z}
 * @param started when the driver began
 * @param firstRound completed rounds at its start: 0, or the snapshot's that it resumed from
 * @param lastRound completed rounds as of the last record
 * @param rounds after how many the run is to be complete
 * @param end how it ended, if it has
 */
public record Attempt(
    String name, Instant started, long firstRound, long lastRound, long rounds, Optional<End> end) {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * The end of an attempt.
   *
   * @param code as the process would return it
   * @param at when
   * @param reason a sentence on why, for ends before the last round; may be empty
   */
  public record End(ExitCode code, Instant at, String reason) {}

  /** An attempt that begins now. */
  public static Attempt begin(Instant now, long firstRound, long rounds) {
    return new Attempt(NAME.format(now), now, firstRound, firstRound, rounds, Optional.empty());
  }

  /** The same attempt some rounds later. */
  public Attempt reached(long round) {
    return new Attempt(name, started, firstRound, round, rounds, end);
  }

  /** The same attempt at its end. */
  public Attempt ended(ExitCode code, Instant at) {
    return new Attempt(
        name, started, firstRound, lastRound, rounds, Optional.of(new End(code, at, "")));
  }

  /** The same attempt, which has ended, with a sentence on why. */
  public Attempt because(String reason) {
    Optional<End> why = end.map(done -> new End(done.code(), done.at(), reason));
    return new Attempt(name, started, firstRound, lastRound, rounds, why);
  }

  /** {@code running}, {@code ok}, or the name of the exit code. */
  public String status() {
    return end.map(done -> done.code().status()).orElse("running");
  }

  byte[] json() {
    return Json.pretty(
        new Stored(
            name,
            status(),
            end.map(done -> done.code().number()).orElse(null),
            end.map(done -> done.code().retryable()).orElse(null),
            firstRound,
            lastRound,
            rounds,
            started.toString(),
            end.map(done -> done.at().toString()).orElse(null),
            end.map(End::reason).orElse("")));
  }

  /** The attempt that these bytes hold, if they hold one. */
  static Optional<Attempt> parse(byte[] json) {
    return Json.read(json, Stored.class).flatMap(Stored::attempt);
  }

  /** An attempt as it stands in its file. */
  private record Stored(
      @JsonProperty("attempt") String name,
      String status,
      Integer exitCode,
      Boolean retryable,
      long firstRound,
      long lastRound,
      long rounds,
      String started,
      String ended,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String reason) {

    Optional<Attempt> attempt() {
      try {
        Optional<End> end = exitCode == null ? Optional.empty() : Optional.of(end());
        return Optional.of(new Attempt(name, instant(started), firstRound, lastRound, rounds, end));
      } catch (DateTimeException | NoSuchElementException e) {
        return Optional.empty();
      }
    }

    private End end() {
      ExitCode code =
          Arrays.stream(ExitCode.values())
              .filter(any -> any.number() == exitCode)
              .findFirst()
              .orElseThrow();
      return new End(code, instant(ended), reason == null ? "" : reason);
    }

    private static Instant instant(String text) {
      return Instant.parse(String.valueOf(text));
    }
  }
}
