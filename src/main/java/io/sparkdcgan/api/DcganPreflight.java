package io.sparkdcgan.api;

import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.preflight.Finding;
import io.sparkdcgan.preflight.Finding.Verdict;
import io.sparkdcgan.preflight.FindingTable;
import io.sparkdcgan.preflight.Needs;
import io.sparkdcgan.preflight.Preflight;
import io.sparkdcgan.run.BuildVersions;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.ProcessMemory;
import io.sparkdcgan.spark.gpu.ExecutorProbe;
import io.sparkdcgan.spark.gpu.ExecutorProbe.Answers;
import io.sparkdcgan.spark.gpu.WorkerGpus;
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
 * the run's folder and from the cluster by whoever asks for that. Trains nothing.
 */
public final class DcganPreflight {
  private final Preflight preflight;
  private final RunConfig config;
  private final Configuration hadoop;
  private final ClusterSettings settings;
  private final Duration patience;
  private final StopRequest stop;
  private final List<Finding> findings = new ArrayList<>();
  private Needs needs;

  private DcganPreflight(
      RunConfig config,
      Preflight preflight,
      Configuration hadoop,
      ClusterSettings settings,
      Duration patience,
      StopRequest stop) {
    this.config = config;
    this.preflight = preflight;
    this.hadoop = hadoop;
    this.settings = settings;
    this.patience = patience;
    this.stop = stop;
    this.needs = preflight.needs(settings);
    findings.addAll(preflight.beforehand(settings, ProcessMemory.ofMachine()));
  }

  static DcganPreflight of(
      RunConfig config,
      GanNetworks networks,
      ImportedShards shards,
      Configuration hadoop,
      Duration patience,
      StopRequest stop) {
    return new DcganPreflight(
        config,
        new Preflight(config, networks, shards.manifest(), shards.judges().images()),
        hadoop,
        JobContext.settings(config.compute()),
        patience,
        stop);
  }

  /**
   * Writes, reads and deletes an object of its own in the run's folder.
   *
   * @param run {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   */
  public DcganPreflight checkStorage(String run) {
    findings.add(preflight.storage(ObjectStore.at(run, hadoop)));
    return this;
  }

  /**
   * Asks every executor for its clock, its versions and whether it can read the shards, and counts
   * the GPUs if there are to be any. That no executor came in time is a finding as well.
   *
   * @throws Failure {@code CONFIGURATION} if not every worker would have a GPU of its own that the
   *     job has code for, {@code PREEMPTED} if the training is asked to stop in the meantime
   */
  public DcganPreflight checkCluster(JavaSparkContext spark) {
    WorkerGpus.require(spark, config.averaging().workers())
        .ifPresent(found -> findings.add(preflight.gpus(found)));
    ExecutorProbe probe = new ExecutorProbe(spark, settings, patience, stop::pause);
    Answers answers;
    try {
      answers = probe.ask(config.data().shards(), BuildVersions.RESOURCE);
    } catch (Failure e) {
      findings.add(Preflight.withoutExecutors(e));
      return this;
    }
    findings.addAll(preflight.onCluster(settings, answers));
    needs = preflight.needs(Preflight.known(settings, answers));
    return this;
  }

  /** Whether the run's folder says that there is nothing left to train. */
  public boolean isComplete(String run) {
    return new RunFolder(ObjectStore.at(run, hadoop))
        .success()
        .filter(success -> success.get("round") instanceof Number)
        .map(success -> ((Number) success.get("round")).longValue() >= config.training().rounds())
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
    return FindingTable.of(findings);
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
    facts.put("checks", findings.stream().map(Finding::fields).toList());
    facts.put("needs", needs.fields());
    return facts;
  }
}
