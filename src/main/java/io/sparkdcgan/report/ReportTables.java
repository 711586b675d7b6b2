package io.sparkdcgan.report;

import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.artifact.RunStanding;
import io.sparkdcgan.failure.ExitCode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The words and numbers of a report as HTML; every text from outside is escaped here. */
final class ReportTables {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Map<String, String> WORDS =
      Map.of(
          "best", "Best snapshot",
          "rollback", "Rolled back",
          "repeated", "Repeated with other images",
          "left-out", "Worker left out",
          "failed", "Taken again",
          "resumed", "Resumed");

  private ReportTables() {}

  /** How a status looks: well, under way, to be had by another try, or badly. */
  static String tone(String status) {
    if (status.equals("complete") || status.equals("ok")) {
      return "good";
    }
    if (status.equals("running") || status.equals("new")) {
      return "busy";
    }
    return Arrays.stream(ExitCode.values())
            .anyMatch(code -> code.retryable() && code.status().equals(status))
        ? "warn"
        : "bad";
  }

  static String facts(RunStanding standing, Optional<RoundLine> lastLine, OptionalLong best) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "Round",
        "%s <small>of %s</small>".formatted(count(standing.round()), count(standing.rounds())));
    standing.imagesSeen().ifPresent(seen -> facts.put("Images seen", count(seen)));
    lastLine
        .map(RoundLine::imagesPerSecond)
        .filter(Double::isFinite)
        .ifPresent(speed -> facts.put("Images per second", count(Math.round(speed))));
    facts.put("Snapshots", snapshots(standing.snapshots()));
    best.ifPresent(round -> facts.put("Best snapshot", "round " + count(round)));
    return facts.entrySet().stream()
        .map(fact -> "<div><dt>%s</dt><dd>%s</dd></div>".formatted(fact.getKey(), fact.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String snapshots(List<Long> rounds) {
    if (rounds.isEmpty()) {
      return "none yet";
    }
    String newest = count(rounds.get(rounds.size() - 1));
    return "%s <small>newest of round %s</small>".formatted(rounds.size(), newest);
  }

  static String attempts(List<Attempt> attempts) {
    if (attempts.isEmpty()) {
      return "<p class=\"none\">No attempt has been taken down.</p>";
    }
    String rows = attempts.stream().map(ReportTables::attempt).collect(Collectors.joining("\n"));
    return """
    <div class="scroll"><table><thead><tr><th>Started (UTC)</th><th>Ended</th><th>Rounds</th>\
    <th>Took</th><th>Exit code</th><th>Why</th></tr></thead><tbody>
    %s
    </tbody></table></div>\
    """
        .formatted(rows);
  }

  private static String attempt(Attempt attempt) {
    String took =
        attempt.end().map(end -> took(Duration.between(attempt.started(), end.at()))).orElse("–");
    String code =
        attempt
            .end()
            .map(end -> end.code().number() + (end.code().retryable() ? ", a retry helps" : ""))
            .orElse("–");
    String why = attempt.end().map(Attempt.End::reason).orElse("");
    return """
    <tr><td>%s</td><td class="%s">%s</td><td>%s to %s</td><td>%s</td><td>%s</td>\
    <td class="long">%s</td></tr>\
    """
        .formatted(
            TIME.format(attempt.started()),
            tone(attempt.status()),
            Template.html(attempt.status()),
            count(attempt.firstRound()),
            count(attempt.lastRound()),
            took,
            code,
            Template.html(why));
  }

  private static String took(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? "%s min %s s".formatted(seconds / 60, seconds % 60)
        : "%s h %s min".formatted(seconds / 3600, seconds % 3600 / 60);
  }

  /** How many faults were lived through, in words. */
  static String faultCount(List<ReportMark> marks) {
    long faults = marks.stream().filter(ReportTables::isFault).count();
    return faults == 0 ? "" : count(faults) + " in all";
  }

  /** A table of the newest faults. */
  static String faults(List<ReportMark> marks) {
    List<ReportMark> faults = marks.stream().filter(ReportTables::isFault).toList();
    if (faults.isEmpty()) {
      return "<p class=\"none\">No round failed, none was repeated, and no worker was left"
          + " out.</p>";
    }
    int passed = Math.max(0, faults.size() - ReportMark.MOST);
    String rows =
        faults.subList(passed, faults.size()).stream()
            .map(ReportTables::fault)
            .collect(Collectors.joining("\n"));
    String more =
        passed == 0
            ? ""
            : "<p class=\"none\">%s earlier ones are in metrics.jsonl.</p>"
                .formatted(count(passed));
    return """
    <div class="scroll"><table class="faults"><thead><tr><th>Round</th><th>What</th><th>Why</th></tr></thead>\
    <tbody>
    %s
    </tbody></table></div>%s\
    """
        .formatted(rows, more);
  }

  private static boolean isFault(ReportMark mark) {
    return !mark.kind().equals("best") && !mark.kind().equals("resumed");
  }

  private static String fault(ReportMark mark) {
    return "<tr><td>%s</td><td><i class=\"dot %s\"></i>%s</td><td class=\"long\">%s</td></tr>"
        .formatted(
            count(mark.round()), mark.kind(), WORDS.get(mark.kind()), Template.html(mark.text()));
  }

  /** A block for every first part of the keys. */
  static String configuration(RunIdentity identity) {
    SortedMap<String, SortedMap<String, String>> groups = new TreeMap<>();
    identity
        .settings()
        .forEach(
            (key, value) -> {
              int dot = key.indexOf('.');
              groups
                  .computeIfAbsent(dot < 0 ? "" : key.substring(0, dot), any -> new TreeMap<>())
                  .put(key.substring(dot + 1), value);
            });
    return groups.entrySet().stream()
        .map(group -> section(group.getKey(), group.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /** Names and values under a title. */
  static String section(String title, Map<String, String> values) {
    String pairs =
        values.entrySet().stream()
            .map(
                pair ->
                    "<div><dt>%s</dt><dd>%s</dd></div>"
                        .formatted(Template.html(pair.getKey()), Template.html(pair.getValue())))
            .collect(Collectors.joining());
    return "<section><h3>%s</h3><dl class=\"pairs\">%s</dl></section>"
        .formatted(Template.html(title), pairs);
  }

  static String footer(RunIdentity identity) {
    String versions =
        identity.versions().entrySet().stream()
            .map(version -> version.getKey() + " " + version.getValue())
            .collect(Collectors.joining(", "));
    return "Identity %s · shards %s · %s"
        .formatted(
            shortened(identity.hash()),
            Template.html(shortened(identity.shardsDigest())),
            Template.html(versions));
  }

  private static String shortened(String digest) {
    return digest.length() > 12 ? digest.substring(0, 12) : digest;
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
