package io.sparkdcgan.preflight;

import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.ClusterSettings.Elasticity;
import io.sparkdcgan.spark.ClusterSettings.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Spark's settings against what a run computes with and sends: cores and threads, slots and
 * workers, limits that a state would run into, and executors that come and go.
 */
final class SettingChecks {
  private static final String DYNAMIC = "dynamic allocation";
  private static final long MB = 1 << 20;

  private final int threads;
  private final int workers;
  private final Needs needs;
  private final ClusterSettings settings;

  SettingChecks(int threads, int workers, Needs needs, ClusterSettings settings) {
    this.threads = threads;
    this.workers = workers;
    this.needs = needs;
    this.settings = settings;
  }

  /** Cores and threads of a task, and slots for the workers. */
  List<Finding> cores() {
    List<Finding> findings = new ArrayList<>();
    findings.add(task());
    settings.executorCores().ifPresent(cores -> findings.add(executor(cores)));
    settings.ompThreads().ifPresent(omp -> findings.add(openMp(omp)));
    findings.add(slots());
    return findings;
  }

  private Finding task() {
    String needed = "%s, compute.threads".formatted(threads);
    String found = "spark.task.cpus %s".formatted(settings.taskCpus());
    if (settings.taskCpus() < threads) {
      return Finding.missing(
          "cores of a task", needed, found, "raise it to %s, or leave it out".formatted(threads));
    }
    return settings.taskCpus() == threads
        ? Finding.ok("cores of a task", needed, found)
        : Finding.note(
            "cores of a task",
            needed,
            found,
            "%s of them stay idle: raise compute.threads or lower it"
                .formatted(settings.taskCpus() - threads));
  }

  private Finding executor(int cores) {
    String name = settings.kind() == Kind.LOCAL ? "cores" : "cores of an executor";
    String needed = "%s for a task".formatted(settings.taskCpus());
    String found = String.valueOf(cores);
    if (cores < settings.taskCpus()) {
      return Finding.missing(
          name,
          needed,
          found,
          "no task would ever start: raise spark.executor.cores to %s, or lower compute.threads"
              .formatted(settings.taskCpus()));
    }
    int idle = cores % settings.taskCpus();
    return idle == 0
        ? Finding.ok(name, needed, found)
        : Finding.note(
            name, needed, found, "%s of them stay idle: make it a multiple".formatted(idle));
  }

  private Finding openMp(int omp) {
    String needed = "%s, compute.threads".formatted(threads);
    return omp >= threads
        ? Finding.ok("OMP_NUM_THREADS", needed, String.valueOf(omp))
        : Finding.missing(
            "OMP_NUM_THREADS",
            needed,
            String.valueOf(omp),
            "set spark.executorEnv.OMP_NUM_THREADS to %s, or leave it out".formatted(threads));
  }

  private Finding slots() {
    String needed = "%s workers".formatted(workers);
    OptionalInt executors = settings.executors();
    if (executors.isEmpty() || settings.executorCores().isEmpty()) {
      return Finding.ok("task slots", needed, "what the cluster gives");
    }
    return slots(workers, executors.getAsInt() * settings.slots());
  }

  /** Workers that do not fit wait for those that do. */
  static Finding slots(int workers, int slots) {
    String needed = "%s workers".formatted(workers);
    String found = "%s at once".formatted(slots);
    if (slots >= workers || slots == 0) {
      return Finding.ok("task slots", needed, found);
    }
    return Finding.note(
        "task slots",
        needed,
        found,
        "a round takes %s waves; %s slots would do in one"
            .formatted((workers - 1) / slots + 1, workers));
  }

  /** Limits of Spark's that a state would run into. */
  List<Finding> limits() {
    return List.of(results(), kryo());
  }

  /**
   * One state comes back from a round, images from an evaluation; tasks that are taken again send
   * their part again.
   */
  private Finding results() {
    String name = "spark.driver.maxResultSize";
    String needed = "%s MB".formatted(needs.maxResultMb());
    long found = settings.maxResultBytes() / MB;
    if (settings.maxResultBytes() == 0) {
      return Finding.ok(name, needed, "no limit");
    }
    if (found < needs.maxResultMb()) {
      return Finding.missing(
          name,
          needed,
          "%s MB".formatted(found),
          "raise it to %sm".formatted(2 * needs.maxResultMb()));
    }
    return found < 2L * needs.maxResultMb()
        ? Finding.note(
            name,
            needed,
            "%s MB".formatted(found),
            "a stage that is taken again sends twice that: raise it to %sm"
                .formatted(2 * needs.maxResultMb()))
        : Finding.ok(name, needed, "%s MB".formatted(found));
  }

  private Finding kryo() {
    String name = "spark.kryoserializer.buffer.max";
    String needed = "%s MB".formatted(needs.kryoBufferMb());
    String found = "%s MB".formatted(settings.kryoBufferBytes() / MB);
    return settings.kryoBufferBytes() / MB >= needs.kryoBufferMb()
        ? Finding.ok(name, needed, found)
        : Finding.missing(
            name,
            needed,
            found,
            "raise it to %sm, or leave it out".formatted(needs.kryoBufferMb()));
  }

  /**
   * Executors that come and go, and tasks that are started twice. Rounds are pure functions, so
   * both change no bit of a run; what matters is that Spark can do it at all, and what it costs.
   */
  List<Finding> elasticity() {
    List<Finding> findings = new ArrayList<>();
    if (settings.elasticity().dynamic() && settings.kind() != Kind.LOCAL) {
      findings.add(dynamic(settings.elasticity()));
    }
    if (settings.elasticity().speculation()) {
      findings.add(
          Finding.ok("speculation", "tasks that may run twice", "they change nothing outside"));
    }
    return findings;
  }

  /** A round's slices lie with the executors that made them, until the round is averaged. */
  private Finding dynamic(Elasticity elasticity) {
    String needed = "results that outlive idle executors";
    if (!elasticity.shuffleService() && !elasticity.shuffleTracking()) {
      return Finding.missing(
          DYNAMIC,
          needed,
          "neither shuffle tracking nor the shuffle service",
          "set spark.dynamicAllocation.shuffleTracking.enabled to true, or dynamic allocation off");
    }
    String found = elasticity.shuffleService() ? "the shuffle service" : "shuffle tracking";
    long most = (long) elasticity.mostExecutors() * settings.slots();
    return most >= workers
        ? Finding.ok(DYNAMIC, needed, found)
        : Finding.note(
            DYNAMIC,
            needed,
            found,
            "%s executors at most are %s slots for %s workers: raise spark.dynamicAllocation.maxExecutors"
                .formatted(elasticity.mostExecutors(), most, workers));
  }
}
