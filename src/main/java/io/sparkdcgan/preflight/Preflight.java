package io.sparkdcgan.preflight;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.gpu.ExecutorProbe.Answers;
import io.sparkdcgan.storage.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * What a run will need, and what of it is missing. First what can be told from the configuration,
 * the manifest and Spark's settings alone, before a cluster is held; then what only the cluster can
 * tell.
 */
public final class Preflight {
  private static final long MB = 1 << 20;

  /** The most that one averaging task has to hold, see {@code SparkWorkers}. */
  private static final long TASK_BYTES = 64 * MB;

  private static final String STORAGE = "storage";
  private static final int PROBE_BYTES = 4096;

  private final RunConfig config;
  private final ShardManifest manifest;
  private final RunSize size;

  /**
   * @param judges how many real images there are to evaluate the run by
   */
  public Preflight(RunConfig config, GanNetworks networks, ShardManifest manifest, long judges) {
    this.config = config;
    this.manifest = manifest;
    this.size = RunSize.of(config, networks, manifest, judges);
  }

  /**
   * Sees that each worker takes enough images a step, for a training without a preflight, too.
   *
   * @throws Failure {@code CONFIGURATION} with the key, its value, the bound and the remedy
   */
  public static void requireShares(RunConfig config) {
    Finding shares = new BatchCheck(config).finding();
    if (shares.isMissing()) {
      throw new Failure(shares.code(), shares.sentence());
    }
  }

  /** What the run needs where executors are like this. */
  public Needs needs(ClusterSettings settings) {
    int workers = config.averaging().workers();
    int tasks = Math.min(settings.slots(), workers);
    MemoryModel model = new MemoryModel(size);
    boolean local = settings.kind() == ClusterSettings.Kind.LOCAL;
    return new Needs(
        local ? model.local(tasks) : model.executor(tasks),
        local ? model.local(tasks) : model.driver(),
        MemoryModel.megabytes(model.results()) + 1,
        MemoryModel.megabytes(Math.min(size.result(), TASK_BYTES / workers)) + 1,
        Math.max(settings.taskCpus(), config.compute().threads()),
        tasks,
        (workers - 1) / tasks + 1,
        Math.round(size.state() / 1e5) / 10.0);
  }

  /** What can be told before there is a cluster. */
  public List<Finding> beforehand(ClusterSettings settings, long machineBytes) {
    Needs needs = needs(settings);
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new DataChecks(config, manifest).findings());
    findings.add(new BatchCheck(config).finding());
    SettingChecks spark =
        new SettingChecks(
            config.compute().threads(), config.averaging().workers(), needs, settings);
    MemoryChecks memory = new MemoryChecks(needs, settings);
    findings.addAll(spark.cores());
    findings.addAll(memory.findings(machineBytes));
    findings.addAll(memory.cache(size));
    findings.addAll(spark.limits());
    findings.addAll(spark.elasticity());
    return findings;
  }

  /**
   * What only the cluster can tell. Memory is judged again where executors turned out to have other
   * cores than was known.
   */
  public List<Finding> onCluster(ClusterSettings settings, Answers answers) {
    List<Finding> findings = new ArrayList<>();
    ClusterSettings known = known(settings, answers);
    Needs needs = needs(known);
    if (!known.executorCores().equals(settings.executorCores())) {
      findings.addAll(new MemoryChecks(needs, known).ofExecutors());
    }
    findings.addAll(new ExecutorChecks(needs, known, answers).findings(manifest.digest()));
    return findings;
  }

  /**
   * That each worker has a GPU of its own, which was seen to before.
   *
   * @param found of all executors
   */
  public Finding gpus(int found) {
    return Finding.ok("GPUs", config.averaging().workers() + " for as many workers", found + "");
  }

  /** The settings, with the cores that executors turned out to have where nobody had said. */
  public static ClusterSettings known(ClusterSettings settings, Answers answers) {
    return settings.executorCores().isEmpty() && answers.cores().isPresent()
        ? settings.withExecutorCores(answers.cores().getAsInt())
        : settings;
  }

  /** What it means that executors cannot be asked. */
  public static Finding withoutExecutors(Failure why) {
    return Finding.missing(
        "executors",
        "one that answers",
        why.getMessage(),
        "look at the cluster's page, or wait longer with --wait",
        why.code());
  }

  /**
   * Whether a run's folder can be written to, read from and deleted in, by an object of a name that
   * nothing else has: whoever trains there is not disturbed. A refusal of the storage is a finding
   * with its own exit code.
   */
  public static Finding storage(ObjectStore store) {
    String needed = "write, read and delete in %s".formatted(store.uri());
    String key = "preflight-" + UUID.randomUUID() + ".probe";
    byte[] written = new byte[PROBE_BYTES];
    new Random(PROBE_BYTES).nextBytes(written);
    try {
      long begin = System.nanoTime();
      store.put(key, written);
      byte[] read = store.read(key, PROBE_BYTES);
      store.delete(key);
      long millis = (System.nanoTime() - begin) / 1_000_000;
      if (!Arrays.equals(written, read)) {
        return Finding.missing(
            STORAGE,
            needed,
            "an object that reads back as another",
            "take another --to",
            ExitCode.IO);
      }
      if (store.exists(key)) {
        return Finding.missing(
            STORAGE,
            needed,
            "a deleted object that is still there",
            "take another --to",
            ExitCode.IO);
      }
      return Finding.ok(STORAGE, needed, "done in %s ms".formatted(millis));
    } catch (Failure e) {
      return Finding.missing(
          STORAGE, needed, e.getMessage(), "see to it, or take another --to", e.code());
    }
  }
}
