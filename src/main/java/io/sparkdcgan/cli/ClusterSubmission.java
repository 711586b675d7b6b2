package io.sparkdcgan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * One command whose driver runs on another machine, from here: sent off by spark-submit, waited
 * for, and reported as if it had run here, with the driver's own JSON line and exit code. Cluster
 * managers tell neither: YARN makes 1 of every failure, a standalone master says FAILED.
 */
public final class ClusterSubmission {
  /** Without them spark-submit would leave when the driver has only been accepted. */
  private static final List<String> WAITING =
      List.of(
          "--conf",
          "spark.yarn.submit.waitAppCompletion=true",
          "--conf",
          "spark.standalone.submit.waitAppCompletion=true");

  private final SparkSubmit spark;
  private final PrintStream resultOutput;
  private final SubmitLog log = new SubmitLog(System.err);
  private final long start = System.nanoTime();
  private Optional<TerminationSignals> signals = Optional.empty();
  private volatile String name = "";
  private boolean told;
  private String toldLine = "";

  /**
   * How to submit.
   *
   * @param program spark-submit's path
   * @param jar the job's
   * @param master the cluster's, as it stands in the options or in Spark's own files
   * @param options for spark-submit, as the user gave them
   */
  record SparkSubmit(String program, String jar, String master, List<String> options) {}

  ClusterSubmission(SparkSubmit spark, PrintStream resultOutput) {
    this.spark = spark;
    this.resultOutput = resultOutput;
  }

  /**
   * Where the launcher enters: with spark-submit's path, the job's jar, the master, the options for
   * spark-submit, {@code --}, and the command.
   */
  public static void main(String[] args) {
    List<String> words = Arrays.asList(args);
    int end = words.indexOf("--");
    TerminationSignals signals = TerminationSignals.caught(words.subList(end + 1, words.size()));
    SparkSubmit spark =
        new SparkSubmit(words.get(0), words.get(1), words.get(2), words.subList(3, end));
    List<String> command = words.subList(end + 1, words.size());
    ClusterSubmission submission = new ClusterSubmission(spark, ResultLine.claimStandardOutput());
    System.exit(submission.heeding(signals).run(command));
  }

  private ClusterSubmission heeding(TerminationSignals caught) {
    signals = Optional.of(caught);
    caught.tell((why, again) -> end(why));
    return this;
  }

  /** Runs the command and returns the process's exit code. */
  int run(List<String> words) {
    Optional<TravellingCommand> command = TravellingCommand.of(words);
    if (command.isEmpty()) {
      Dcgan dcgan = new Dcgan();
      Invocation invocation = Invocation.of(dcgan, resultOutput, System.err);
      signals.ifPresent(caught -> invocation.heed(caught, SparkLog.watched(() -> dcgan.debug)));
      return invocation.run(words.toArray(String[]::new));
    }
    name = command.get().name();
    try {
      return tell(submit(command.get()));
    } catch (Throwable thrown) {
      Verdict verdict = Verdict.of(thrown);
      String error = verdict.code() == ExitCode.OK ? null : verdict.sentence();
      return tell(own(verdict.code(), ResultLine.Failed.of(error, thrown)));
    }
  }

  /** The driver's line, or what is to be said in its place. */
  private String submit(TravellingCommand command) throws IOException, InterruptedException {
    Configuration storage = JobContext.storage();
    List<String> words = command.words(storage);
    ResultLine.Place result = ResultLine.Place.in(ObjectStore.at(resultFolder(command), storage));
    Optional<AttemptWatch> attempts =
        command.trainedRun().map(run -> AttemptWatch.of(ObjectStore.at(run, storage)));
    int exitCode = submit(words, result);
    Optional<String> line = result.take(log.killed() ? command.grace() : Duration.ZERO);
    if (line.isPresent()) {
      return line.get();
    }
    Failure silence = log.silence(exitCode);
    throw attempts.flatMap(watch -> watch.end(silence)).orElse(silence);
  }

  private static String resultFolder(TravellingCommand command) {
    return command
        .folder()
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.USAGE,
                    "%s names no storage on which a driver in cluster mode could leave its result: give it a --to, or run it with --deploy-mode client"
                        .formatted(command.name())));
  }

  private int submit(List<String> words, ResultLine.Place result)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(spark.program()));
    line.addAll(List.of("--class", Main.class.getName()));
    line.addAll(spark.options());
    line.addAll(WAITING);
    if (spark.master().startsWith("spark:")) {
      // A worker starts a driver without what Java 17 has to open for Spark.
      String users = System.getProperty("spark.driver.extraJavaOptions", "");
      line.addAll(
          List.of("--driver-java-options", JavaModuleOptions.defaultModuleOptions() + " " + users));
    }
    line.addAll(List.of("--conf", ResultLine.Place.PROPERTY + "=" + result.uri()));
    line.add(spark.jar());
    line.addAll(words);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    log.follow(process.getInputStream());
    return process.waitFor();
  }

  /** Only the waiting ends: the driver is not this process's. */
  private synchronized void end(String why) {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    String goesOn =
        log.driver().isEmpty()
            ? why
                + ", and waits no longer: a driver that was submitted goes on by itself, unless you end it by its cluster's own means"
            : "%s, and waits no longer: %s goes on by itself, unless you end it by its cluster's own means (yarn application -kill)"
                .formatted(why, log.driver());
    Runtime.getRuntime()
        .halt(tell(own(ExitCode.PREEMPTED, new ResultLine.Failed(goesOn, Map.of()))));
  }

  private String own(ExitCode code, ResultLine.Failed result) {
    try {
      return ResultLine.of(name, code, (System.nanoTime() - start) / 1e9, result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Prints the line, and what it says of a failure; returns its exit code. */
  private synchronized int tell(String line) {
    JsonNode said = parsed(told ? toldLine : line);
    if (!told) {
      told = true;
      toldLine = line;
      if (said.path("error").isTextual()) {
        System.err.println(said.path("error").asText());
      }
      resultOutput.println(line);
      resultOutput.flush();
    }
    return said.path("exitCode").asInt(ExitCode.BUG.number());
  }

  private static JsonNode parsed(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new Failure(
          ExitCode.IO, "the driver's result is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The attempts at a run that are new since this was made, whatever the machines' clocks say.
   *
   * @param before the names of the others
   */
  private record AttemptWatch(RunFolder folder, Set<String> before) {
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
      return folder.attempts().stream()
          .filter(attempt -> !before.contains(attempt.name()))
          .reduce((earlier, later) -> later)
          .map(attempt -> end(attempt, silence));
    }

    private Failure end(Attempt attempt, Failure silence) {
      Reached reached =
          new Reached(folder.store().uri(), attempt.lastRound(), attempt.rounds(), attempt.name());
      ExitCode code = attempt.end().map(Attempt.End::code).orElse(silence.code());
      String ended =
          attempt.end().isPresent()
              ? "ended with %d (%s)".formatted(code.number(), code.status())
              : "was cut off";
      String more = attempt.end().isPresent() ? "" : "; " + silence.getMessage();
      return new Failure(
          code,
          "the driver's attempt %s %s after round %d of %d%s"
              .formatted(attempt.name(), ended, attempt.lastRound(), attempt.rounds(), more),
          ResultLine.facts(reached));
    }
  }

  private record Reached(String run, long round, long rounds, String attempt) {}
}
