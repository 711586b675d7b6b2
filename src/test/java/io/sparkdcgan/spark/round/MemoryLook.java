package io.sparkdcgan.spark.round;

import io.sparkdcgan.cluster.ProcessStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Memory of the driver, which is this process, and of the executor that has most, in megabytes:
 * what lives on their heaps after a collection, and what is resident in all.
 */
record MemoryLook(long driverHeap, long driver, long executorHeap, long executor) {
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

  static MemoryLook at(List<ProcessHandle> executors) throws IOException {
    long heap = heap();
    long executorHeap = 0;
    long executor = 0;
    for (ProcessHandle process : executors) {
      executorHeap = Math.max(executorHeap, heapOf(process.pid()));
      executor = Math.max(executor, resident(process.pid()));
    }
    return new MemoryLook(heap, resident(ProcessHandle.current().pid()), executorHeap, executor);
  }

  /** The least of some collections: after each Spark lets go of what that found unreachable. */
  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int look = 0; look < 4; look++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      LockSupport.parkNanos(300_000_000);
    }
    return least >> 20;
  }

  private static long resident(long pid) {
    return ProcessStatus.kilobytes(pid, "VmRSS").orElse(0) >> 10;
  }

  private static long heapOf(long pid) throws IOException {
    jcmd(pid, "GC.run");
    return USED.matcher(jcmd(pid, "GC.heap_info"))
            .results()
            .mapToLong(used -> Long.parseLong(used.group(1)))
            .sum()
        >> 10;
  }

  private static String jcmd(long pid, String command) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, String.valueOf(pid), command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
