package io.sparkdcgan.preflight;

import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.ClusterSettings.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Cores and threads against what a worker computes with, and slots against workers. */
final class CoreChecks {
  private final int threads;
  private final int workers;
  private final ClusterSettings settings;

  CoreChecks(int threads, int workers, ClusterSettings settings) {
    this.threads = threads;
    this.workers = workers;
    this.settings = settings;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(task());
    settings.executorCores().ifPresent(cores -> findings.add(executor(cores)));
    settings.ompThreads().ifPresent(omp -> findings.add(openMp(omp)));
    findings.add(slots());
    return findings;
  }

  private Finding task() {
    String needed = "%d, compute.threads".formatted(threads);
    String found = "spark.task.cpus %d".formatted(settings.taskCpus());
    if (settings.taskCpus() < threads) {
      return Finding.missing(
          "cores of a task", needed, found, "raise it to %d, or leave it out".formatted(threads));
    }
    return settings.taskCpus() == threads
        ? Finding.ok("cores of a task", needed, found)
        : Finding.note(
            "cores of a task",
            needed,
            found,
            "%d of them stay idle: raise compute.threads or lower it"
                .formatted(settings.taskCpus() - threads));
  }

  private Finding executor(int cores) {
    String name = settings.kind() == Kind.LOCAL ? "cores" : "cores of an executor";
    String needed = "%d for a task".formatted(settings.taskCpus());
    String found = String.valueOf(cores);
    if (cores < settings.taskCpus()) {
      return Finding.missing(
          name,
          needed,
          found,
          "no task would ever start: raise spark.executor.cores to %d, or lower compute.threads"
              .formatted(settings.taskCpus()));
    }
    int idle = cores % settings.taskCpus();
    return idle == 0
        ? Finding.ok(name, needed, found)
        : Finding.note(
            name, needed, found, "%d of them stay idle: make it a multiple".formatted(idle));
  }

  private Finding openMp(int omp) {
    String needed = "%d, compute.threads".formatted(threads);
    return omp >= threads
        ? Finding.ok("OMP_NUM_THREADS", needed, String.valueOf(omp))
        : Finding.missing(
            "OMP_NUM_THREADS",
            needed,
            String.valueOf(omp),
            "set spark.executorEnv.OMP_NUM_THREADS to %d, or leave it out".formatted(threads));
  }

  private Finding slots() {
    String needed = "%d workers".formatted(workers);
    OptionalInt executors = settings.executors();
    if (executors.isEmpty() || settings.executorCores().isEmpty()) {
      return Finding.ok("task slots", needed, "what the cluster gives");
    }
    return slots(workers, executors.getAsInt() * settings.slots());
  }

  /** Workers that do not fit wait for those that do. */
  static Finding slots(int workers, int slots) {
    String needed = "%d workers".formatted(workers);
    String found = "%d at once".formatted(slots);
    if (slots >= workers || slots == 0) {
      return Finding.ok("task slots", needed, found);
    }
    return Finding.note(
        "task slots",
        needed,
        found,
        "a round takes %d waves; %d slots would do in one"
            .formatted((workers - 1) / slots + 1, workers));
  }
}
