package io.sparkdcgan.failure;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an exception means to whoever runs us: an exit code and one sentence. Of all that is in its
 * {@link CauseChain} what says most about the reason wins: a {@link Failure}, then what this
 * machine lacks, then the I/O exceptions that name their reason, then any other I/O exception.
 */
public record Verdict(ExitCode code, String sentence) {
  private record Rule(Predicate<Throwable> kind, ExitCode code, String meaning) {}

  private static final List<Rule> NAMED =
      List.of(
          new Rule(CauseChain.MISSING, ExitCode.INPUT_MISSING, "an input is missing"),
          new Rule(CauseChain.NO_BUCKET, ExitCode.INPUT_MISSING, "a bucket is missing"),
          new Rule(
              CauseChain.DENIED.and(CauseChain.NO_TICKET),
              ExitCode.PERMISSION,
              "access is denied, " + CauseChain.LOG_IN),
          new Rule(
              CauseChain.DENIED,
              ExitCode.PERMISSION,
              "access is denied, check permissions and credentials"),
          new Rule(
              CauseChain.UNREACHABLE, ExitCode.UNAVAILABLE, "storage or cluster cannot be reached"),
          new Rule(
              CauseChain.NO_FILE_SYSTEM,
              ExitCode.CONFIGURATION,
              "a URI must be hdfs:, s3a:, file: or a path"));

  private static final List<Rule> INPUT_OUTPUT =
      List.of(new Rule(CauseChain.anyOf(IOException.class), ExitCode.IO, "input or output failed"));

  /** What the machine, its Spark or their settings lack; of these the innermost cause is told. */
  private static final List<Rule> MACHINE =
      List.of(
          new Rule(
              CauseChain.NO_THREADS,
              ExitCode.CONFIGURATION,
              "no more threads can be started: raise ulimit -u, or the container's limit of processes"),
          new Rule(
              CauseChain.NO_MEMORY,
              ExitCode.CONFIGURATION,
              "there is not enough memory: raise spark.driver.memory (--driver-memory), or that of executors if it was a task's on a cluster"),
          new Rule(
              CauseChain.NO_FILES,
              ExitCode.CONFIGURATION,
              "no more files can be opened: raise ulimit -n"),
          new Rule(
              CauseChain.NO_LIBRARY,
              ExitCode.CONFIGURATION,
              "a native library cannot be loaded: its folder (~/.javacpp/cache, or -Dorg.bytedeco.javacpp.cachedir, and java.io.tmpdir) needs 1 GB and a mount without noexec"),
          new Rule(
              CauseChain.OTHER_CLASSES,
              ExitCode.CONFIGURATION,
              "a class is missing or cannot be loaded: check that driver and executors run Java 17 and Spark 3.5, their variables, and settings that name classes"),
          new Rule(
              CauseChain.REFUSED_SETTING,
              ExitCode.CONFIGURATION,
              "Spark refuses a setting, correct it in --conf or spark-defaults.conf"),
          new Rule(
              CauseChain.NO_USER,
              ExitCode.CONFIGURATION,
              "this process's user has no name: give it an entry in /etc/passwd"),
          new Rule(
              CauseChain.EXECUTORS_LOST,
              ExitCode.UNAVAILABLE,
              "executors were lost, look at their logs: if they were killed for memory (exit code 52 or 137), raise spark.executor.memory or memoryOverhead"));

  /** The same as an exception; a {@link Failure} stays as it is. */
  public static Failure failure(Exception thrown) {
    if (thrown instanceof Failure failure) {
      return failure;
    }
    Verdict verdict = of(thrown);
    return new Failure(verdict.code, verdict.sentence, thrown);
  }

  public static Verdict of(Throwable thrown) {
    CauseChain chain = CauseChain.of(thrown);
    return chain
        .first(Failure.class::isInstance)
        .map(Failure.class::cast)
        .map(failure -> new Verdict(failure.code(), failure.getMessage()))
        .or(() -> machine(chain))
        .or(() -> Stream.of(NAMED, INPUT_OUTPUT).flatMap(rules -> by(rules, chain)).findFirst())
        .orElseGet(
            () ->
                new Verdict(
                    ExitCode.BUG,
                    "this is a bug, please report it with the stack trace that --debug prints: %s: %s"
                        .formatted(thrown.getClass().getName(), CauseChain.line(thrown))));
  }

  private static Optional<Verdict> machine(CauseChain chain) {
    return MACHINE.stream()
        .filter(rule -> chain.has(rule.kind))
        .findFirst()
        .map(rule -> new Verdict(rule.code, rule.meaning + ": " + chain.innermost()));
  }

  /** What the first cause means that one of the rules is about. */
  private static Stream<Verdict> by(List<Rule> rules, CauseChain chain) {
    return chain
        .first(cause -> rules.stream().anyMatch(rule -> rule.kind.test(cause)))
        .map(
            cause -> {
              Rule first =
                  rules.stream().filter(rule -> rule.kind.test(cause)).findFirst().orElseThrow();
              return new Verdict(first.code, first.meaning + ": " + CauseChain.line(cause));
            })
        .stream();
  }

  /** Work that may meet any exception. */
  @FunctionalInterface
  public interface Work<T> {
    T get() throws Exception;
  }

  /**
   * Does the work for callers that know of {@link Failure} alone.
   *
   * @throws Failure whatever the work throws
   */
  public static <T> T orFailure(Work<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      throw failure(e);
    }
  }
}
