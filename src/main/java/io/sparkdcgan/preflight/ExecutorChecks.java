package io.sparkdcgan.preflight;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.ClusterSettings.Kind;
import io.sparkdcgan.spark.gpu.ExecutorFacts;
import io.sparkdcgan.spark.gpu.ExecutorProbe.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What executors told of themselves against the driver and against what they are to do. */
final class ExecutorChecks {
  private static final long MB = 1 << 20;

  /** Logs of machines that are further apart are hard to read together. */
  private static final long CLOCK_NOTE_MILLIS = 2_000;

  /** S3 refuses requests that are further from its own clock, Kerberos does from five minutes. */
  private static final long CLOCK_LIMIT_MILLIS = 5 * 60_000;

  private final Needs needs;
  private final ClusterSettings settings;
  private final Answers answers;

  ExecutorChecks(Needs needs, ClusterSettings settings, Answers answers) {
    this.needs = needs;
    this.settings = settings;
    this.answers = answers;
  }

  /**
   * Judges them.
   *
   * @param digest of the shards as the driver read it
   */
  List<Finding> findings(String digest) {
    List<Finding> findings = new ArrayList<>();
    findings.add(reached());
    findings.add(shards(digest));
    findings.add(clocks());
    findings.add(
        same("Java", ExecutorChecks::javaRelease, "set JAVA_HOME of executors to that Java"));
    findings.add(same("Spark", ExecutorFacts::spark, "install the same Spark everywhere"));
    findings.add(
        same(
            "spark-dcgan",
            ExecutorFacts::build,
            "take other jars off spark.executor.extraClassPath"));
    findings.add(processors());
    if (!settings.kind().contains() && settings.kind() != Kind.LOCAL) {
      findings.add(machines());
    }
    return findings;
  }

  private Finding reached() {
    int there = answers.registered();
    String needed = "%s for a round in one wave".formatted(needs.executors());
    String found = "%s of %s answered".formatted(answers.executors().size(), there);
    if (answers.executors().size() < there) {
      return Finding.note("executors", needed, found, "the others were busy");
    }
    return there >= needs.executors()
        ? Finding.ok("executors", needed, found)
        : Finding.note(
            "executors",
            needed,
            found,
            "a round takes %s waves, or more executors are to come"
                .formatted((needs.executors() - 1) / Math.max(1, there) + 1));
  }

  private Finding shards(String digest) {
    String name = "shards from executors";
    String needed = "the manifest that the driver read";
    for (ExecutorFacts executor : answers.executors()) {
      if (!executor.readable()) {
        return Finding.missing(
            name,
            needed,
            "%s says: %s".formatted(place(executor), executor.shards()),
            "put the shards where every executor can read them",
            ExitCode.INPUT_MISSING);
      }
      if (!executor.shards().equals(digest)) {
        return Finding.missing(
            name,
            needed,
            "another one on " + place(executor),
            "put the shards on storage that all share");
      }
    }
    return Finding.ok(name, needed, "read by all");
  }

  /** No clocks are compared in a run; storage and Kerberos compare theirs. */
  private Finding clocks() {
    String needed = "within %s s of the driver's".formatted(CLOCK_LIMIT_MILLIS / 1000);
    long most = 0;
    String where = "";
    for (ExecutorFacts executor : answers.executors()) {
      long clock = executor.clockMillis();
      // What it read lies between our first look at our clock and our last, if both agree.
      long off = Math.max(clock - answers.lastMillis(), answers.firstMillis() - clock);
      if (off > most) {
        most = off;
        where = place(executor);
      }
    }
    String found =
        most == 0
            ? "within the %s ms of asking".formatted(answers.lastMillis() - answers.firstMillis())
            : String.format(Locale.ROOT, "%s is off by %.1f s", where, most / 1e3);
    if (most > CLOCK_LIMIT_MILLIS) {
      return Finding.missing("clocks", needed, found, "set the clock there (NTP)");
    }
    return most > CLOCK_NOTE_MILLIS
        ? Finding.note("clocks", needed, found, "logs will be hard to compare: see to NTP there")
        : Finding.ok("clocks", needed, found);
  }

  private Finding same(String name, Function<ExecutorFacts, String> version, String remedy) {
    String needed = version.apply(answers.driver());
    for (ExecutorFacts executor : answers.executors()) {
      String found = version.apply(executor);
      if (!found.equals(needed)) {
        return Finding.missing(name, needed, "%s on %s".formatted(found, place(executor)), remedy);
      }
    }
    return Finding.ok(name, needed, "the same everywhere");
  }

  /** Patch levels may differ; 17.0.9 and 17.0.12 are both 17. */
  private static String javaRelease(ExecutorFacts facts) {
    return facts.java().replaceFirst("[.+-].*", "");
  }

  private Finding processors() {
    String needed = "Linux amd64 with AVX2";
    List<ExecutorFacts> all = new ArrayList<>(answers.executors());
    all.add(answers.driver());
    for (ExecutorFacts process : all) {
      if (!process.system().equals("Linux amd64") || !process.avx2()) {
        return Finding.missing(
            "processors",
            needed,
            "%s%s on %s"
                .formatted(process.system(), process.avx2() ? "" : " without AVX2", place(process)),
            "keep executors off such machines");
      }
    }
    return Finding.ok("processors", needed, "everywhere");
  }

  /** Who counts heaps alone may start more executors on a machine than it has memory for. */
  private Finding machines() {
    Map<String, List<ExecutorFacts>> byHost =
        answers.executors().stream()
            .collect(Collectors.groupingBy(ExecutorFacts::host, TreeMap::new, Collectors.toList()));
    long each = settings.executor().heap() / MB + needs.executor().overheadMb();
    String needed = "%s MB for each executor".formatted(needs.executor().containerMb());
    String tight = "";
    for (Map.Entry<String, List<ExecutorFacts>> host : byHost.entrySet()) {
      long has = host.getValue().get(0).machineBytes() / MB;
      int executors = host.getValue().size();
      String found = "%s MB for %s on %s".formatted(has, executors, host.getKey());
      if (has < (long) executors * needs.executor().containerMb()) {
        return Finding.missing(
            "executors' machines", needed, found, "start fewer executors there, or give it more");
      }
      if (has < executors * each && tight.isEmpty()) {
        tight = found;
      }
    }
    return tight.isEmpty()
        ? Finding.ok("executors' machines", needed, "enough")
        : Finding.note(
            "executors' machines",
            needed,
            tight,
            "heaps may grow to %s MB each with all beside them: lower spark.executor.memory"
                .formatted(each));
  }

  private static String place(ExecutorFacts process) {
    return process.host().isEmpty()
        ? "the driver"
        : "executor %s on %s".formatted(process.executor(), process.host());
  }
}
