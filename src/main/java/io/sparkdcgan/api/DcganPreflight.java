package io.sparkdcgan.api;

import io.sparkdcgan.api.PlannedTraining.GpuCount;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.preflight.Finding;
import io.sparkdcgan.preflight.Finding.Verdict;
import io.sparkdcgan.preflight.Needs;
import io.sparkdcgan.preflight.Preflight;
import io.sparkdcgan.run.BuildVersions;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.ProcessMemory;
import io.sparkdcgan.spark.gpu.ExecutorProbe;
import io.sparkdcgan.spark.gpu.ExecutorProbe.Answers;
import io.sparkdcgan.storage.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a run needs and what of it is missing: told from settings as soon as it is made, then from
 * the run's folder and from the cluster by whoever asks for that; each check gives a new object
 * that knows more. Trains nothing.
 */
public final class DcganPreflight {
  /** What is asked about, and how. */
  private record Plan(
      RunConfig config,
      Preflight preflight,
      Configuration hadoop,
      ClusterSettings settings,
      Duration patience,
      StopRequest stop,
      GpuCount gpus) {}

  private final Plan plan;
  private final List<Finding> findings;
  private final Needs needs;

  private DcganPreflight(Plan plan, List<Finding> findings, Needs needs) {
    this.plan = plan;
    this.findings = List.copyOf(findings);
    this.needs = needs;
  }

  static DcganPreflight of(
      RunConfig config,
      GanNetworks networks,
      ImportedShards shards,
      Configuration hadoop,
      Duration patience,
      StopRequest stop,
      GpuCount gpus) {
    Preflight preflight =
        new Preflight(config, networks, shards.manifest(), shards.judges().images());
    ClusterSettings settings = JobContext.settings(config.compute());
    return new DcganPreflight(
        new Plan(config, preflight, hadoop, settings, patience, stop, gpus),
        preflight.beforehand(settings, ProcessMemory.ofMachine()),
        preflight.needs(settings));
  }

  /** The same with what else was found, and with what is needed now that it is known. */
  private DcganPreflight with(List<Finding> found, Needs known) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(found);
    return new DcganPreflight(plan, all, known);
  }

  /**
   * Writes, reads and deletes an object of its own in the run's folder.
   *
   * @param run {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @throws Failure {@code CONFIGURATION} if the folder is that of the images
   */
  public DcganPreflight checkStorage(String run) {
    ObjectStore store = ObjectStore.at(run, plan.hadoop);
    RunPlace.requireApart(store.uri(), plan.config.data().shards(), plan.hadoop);
    return with(List.of(Preflight.storage(store)), needs);
  }

  /**
   * Asks every executor for its clock, its versions and whether it can read the shards, and counts
   * the GPUs if there are to be any. That no executor came in time is a finding as well.
   *
   * @throws Failure {@code CONFIGURATION} if not every worker would have a GPU of its own that the
   *     job has code for, {@code PREEMPTED} if the training is asked to stop in the meantime
   */
  public DcganPreflight checkCluster(JavaSparkContext spark) {
    List<Finding> found = new ArrayList<>();
    plan.gpus.of(spark).ifPresent(count -> found.add(plan.preflight.gpus(count)));
    ExecutorProbe probe = new ExecutorProbe(spark, plan.settings, plan.patience, plan.stop::pause);
    Answers answers;
    try {
      answers = probe.ask(plan.config.data().shards(), BuildVersions.RESOURCE);
    } catch (Failure e) {
      if (e.code() == ExitCode.PREEMPTED) {
        throw new Failure(
            e.code(), e.getMessage() + " before the training began: start it again", e);
      }
      found.add(Preflight.withoutExecutors(e));
      return with(found, needs);
    }
    found.addAll(plan.preflight.onCluster(plan.settings, answers));
    return with(found, plan.preflight.needs(Preflight.known(plan.settings, answers)));
  }

  /** Whether the run's folder says that there is nothing left to train. */
  public boolean isComplete(String run) {
    return new RunFolder(ObjectStore.at(run, plan.hadoop))
        .success()
        .filter(success -> success.get("round") instanceof Number)
        .map(
            success ->
                ((Number) success.get("round")).longValue() >= plan.config.training().rounds())
        .orElse(false);
  }

  /** Whether nothing that was looked at so far keeps the run from working. */
  public boolean isPossible() {
    return findings.stream().noneMatch(Finding::isMissing);
  }

  /**
   * This, if the run can work.
   *
   * @throws Failure that names all that is missing: {@code CONFIGURATION} where no retry helps,
   *     else what the storage said
   */
  public DcganPreflight orThrow() {
    List<Finding> missing = findings.stream().filter(Finding::isMissing).toList();
    if (missing.isEmpty()) {
      return this;
    }
    ExitCode code =
        missing.stream().anyMatch(finding -> finding.code() == ExitCode.CONFIGURATION)
            ? ExitCode.CONFIGURATION
            : missing.get(0).code();
    throw new Failure(
        code, missing.stream().map(Finding::sentence).collect(Collectors.joining("; ")), facts());
  }

  /** Everything that was looked at, as a table for people; ends with a line break. */
  public String table() {
    return Finding.table(findings);
  }

  /** What is worth knowing though it can work, a sentence each. */
  public List<String> notes() {
    return findings.stream()
        .filter(finding -> finding.verdict() == Verdict.NOTE)
        .map(Finding::sentence)
        .toList();
  }

  /** {@code checks} and {@code needs}, as the command's JSON line has them. */
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("checks", findings);
    facts.put("needs", needs);
    return facts;
  }
}
