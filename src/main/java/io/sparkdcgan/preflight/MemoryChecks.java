package io.sparkdcgan.preflight;

import io.sparkdcgan.preflight.Needs.Memory;
import io.sparkdcgan.spark.ClusterSettings;
import io.sparkdcgan.spark.ClusterSettings.Kind;
import io.sparkdcgan.spark.ProcessMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of executors and driver against what they need. A heap may fill up to its limit
 * whatever lives in it, so that what lies outside of it has to fit into the overhead alone.
 */
final class MemoryChecks {
  private static final long MB = 1 << 20;

  /**
   * What Spark keeps for itself, and the share of the rest that is for cached and moving things.
   */
  private static final long RESERVED = 300 * MB;

  private static final double FRACTION = 0.6;

  private final Needs needs;
  private final ClusterSettings settings;

  MemoryChecks(Needs needs, ClusterSettings settings) {
    this.needs = needs;
    this.settings = settings;
  }

  /**
   * Judges both.
   *
   * @param machineBytes memory of the driver's machine, or of the part of it that is the driver's
   */
  List<Finding> findings(long machineBytes) {
    List<Finding> findings = new ArrayList<>();
    if (settings.kind() == Kind.LOCAL) {
      findings.add(heap("memory", needs.executor(), settings.driver(), "--driver-memory"));
      findings.add(resident("memory", needs.executor(), settings.driver(), "spark.driver"));
      findings.add(machine(needs.executor(), machineBytes));
      return findings;
    }
    findings.addAll(ofExecutors());
    findings.add(heap("driver heap", needs.driver(), settings.driver(), "--driver-memory"));
    findings.add(resident("driver", needs.driver(), settings.driver(), "spark.driver"));
    findings.add(
        settings.driverContained()
            ? overhead("driver container", needs.driver(), settings.driver(), "driver")
            : machine(needs.driver(), machineBytes));
    return findings;
  }

  /** Judges executors alone, where they are processes of their own. */
  List<Finding> ofExecutors() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        heap("executor heap", needs.executor(), settings.executor(), "spark.executor.memory"));
    findings.add(resident("executor", needs.executor(), settings.executor(), "spark.executor"));
    if (settings.kind().contains()) {
      findings.add(
          overhead("executor container", needs.executor(), settings.executor(), "executor"));
    }
    return findings;
  }

  private static Finding heap(String name, Memory needed, ProcessMemory found, String setting) {
    String needs = "%s MB".formatted(needed.heapMb());
    String has = "%s MB".formatted(found.heap() / MB);
    return found.heap() / MB >= needed.heapMb()
        ? Finding.ok(name, needs, has)
        : Finding.missing(name, needs, has, "raise %s to %sm".formatted(setting, needed.heapMb()));
  }

  /** Past this JavaCPP makes no array any more and the task fails with an OutOfMemoryError. */
  private static Finding resident(
      String process, Memory needed, ProcessMemory found, String setting) {
    String name = process + " off-heap";
    String needs =
        "%s MB of arrays, %s MB beside the heap".formatted(needed.offHeapMb(), needed.overheadMb());
    if (found.resident() == 0) {
      return Finding.ok(name, needs, "no limit of JavaCPP's");
    }
    String has = "JavaCPP's limit of the process: %s MB".formatted(found.resident() / MB);
    String remedy =
        "raise -Dorg.bytedeco.javacpp.maxphysicalbytes in %s.defaultJavaOptions to %sm"
            .formatted(setting, found.heap() / MB + needed.overheadMb());
    if (found.resident() / MB < needed.containerMb()) {
      return Finding.missing(name, needs, has, remedy);
    }
    return found.resident() / MB < found.heap() / MB + needed.overheadMb()
        ? Finding.note(name, needs, has + ", less than heap and arrays together", remedy)
        : Finding.ok(name, needs, has);
  }

  private static Finding overhead(String name, Memory needed, ProcessMemory found, String process) {
    int beside = MemoryModel.overheadMb(needed, found.heap() / MB);
    String needs =
        "%s MB, %s of them beside the heap".formatted(found.heap() / MB + beside, beside);
    String has =
        "%s MB, %s of them beside the heap"
            .formatted(found.container() / MB, found.overhead() / MB);
    return found.overhead() / MB >= beside
        ? Finding.ok(name, needs, has)
        : Finding.missing(
            name, needs, has, "raise spark.%s.memoryOverhead to %sm".formatted(process, beside));
  }

  private Finding machine(Memory needed, long machineBytes) {
    String name = "machine's memory";
    long all = settings.driver().heap() / MB + needed.overheadMb();
    String needs = "%s MB".formatted(needed.containerMb());
    String has = "%s MB".formatted(machineBytes / MB);
    if (machineBytes / MB < needed.containerMb()) {
      return Finding.missing(
          name, needs, has, "take a larger machine, a smaller batch or network, or fewer cores");
    }
    return machineBytes / MB < all
        ? Finding.note(
            name,
            needs,
            has,
            "the heap may grow to %s MB, %s MB with all beside it: lower --driver-memory"
                .formatted(settings.driver().heap() / MB, all))
        : Finding.ok(name, needs, has);
  }

  /** Images that are to stay in executors' heaps and nowhere else against the room for them. */
  List<Finding> cache(RunSize run) {
    if (!run.cachedInHeapAlone() || settings.executors().isEmpty()) {
      return List.of();
    }
    int executors = Math.max(1, settings.executors().getAsInt());
    double room = (settings.executor().heap() - RESERVED) * FRACTION - 2 * run.state();
    long found = Math.max(0, (long) (room * executors)) / MB;
    String needed = "%s MB of images".formatted(run.images() / MB);
    String has = "room for %s MB in %s heaps".formatted(found, executors);
    return List.of(
        found >= run.images() / MB
            ? Finding.ok("cache", needed, has)
            : Finding.note(
                "cache",
                needed,
                has,
                "what does not fit is read again every round: set data.cache to memory-and-disk"));
  }
}
