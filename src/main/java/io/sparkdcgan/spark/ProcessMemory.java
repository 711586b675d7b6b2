package io.sparkdcgan.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * The memory that a driver or an executor may use, in bytes.
 *
 * @param heap of Java
 * @param overhead what a container has outside of the heap
 * @param arrays what JavaCPP may hold of arrays ({@code org.bytedeco.javacpp.maxbytes})
 * @param resident the whole process, past which JavaCPP makes no array ({@code maxphysicalbytes});
 *     0 for any
 */
public record ProcessMemory(long heap, long overhead, long arrays, long resident) {
  private static final String DRIVER_OVERHEAD = "spark.driver.memoryOverhead";
  private static final String EXECUTOR_OVERHEAD = "spark.executor.memoryOverhead";
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})\\s*([tgmk]?)b?");

  /** What Spark adds to a heap if nobody says anything: a tenth, and 384 MB at least. */
  private static final double OVERHEAD_SHARE = 0.1;

  private static final long LEAST_OVERHEAD = 384L << 20;

  private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s+([0-9]+) kB$");
  private static final List<Path> LIMITS =
      List.of(
          Path.of("/sys/fs/cgroup/memory.max"),
          Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));

  /** What the container has in all. */
  public long container() {
    return heap + overhead;
  }

  /** The driver's: of this process, since the driver is where this is asked. */
  static ProcessMemory ofDriver(SparkConf conf) {
    long heap = Runtime.getRuntime().maxMemory();
    return of(
        heap,
        overhead(conf, DRIVER_OVERHEAD, heap),
        System.getProperty("org.bytedeco.javacpp.maxbytes", ""),
        System.getProperty("org.bytedeco.javacpp.maxphysicalbytes", ""));
  }

  /** Each executor's. */
  static ProcessMemory ofExecutor(SparkConf conf) {
    long heap = conf.getSizeAsMb("spark.executor.memory", "1g") << 20;
    String options =
        conf.get("spark.executor.defaultJavaOptions", "")
            + " "
            + conf.get("spark.executor.extraJavaOptions", "");
    long unmanaged =
        conf.getBoolean("spark.memory.offHeap.enabled", false)
            ? conf.getSizeAsBytes("spark.memory.offHeap.size", "0")
            : 0;
    return of(
        heap,
        overhead(conf, EXECUTOR_OVERHEAD, heap) + unmanaged,
        option(options, "org.bytedeco.javacpp.maxbytes"),
        option(options, "org.bytedeco.javacpp.maxphysicalbytes"));
  }

  private static ProcessMemory of(long heap, long overhead, String arrays, String resident) {
    long mostArrays = bytes(arrays, heap);
    return new ProcessMemory(
        heap, overhead, mostArrays, bytes(resident, mostArrays > 0 ? mostArrays + 3 * heap : 0));
  }

  private static long overhead(SparkConf conf, String key, long heap) {
    double share = conf.getDouble(key + "Factor", OVERHEAD_SHARE);
    long megabytes = Math.max((long) (heap * share), LEAST_OVERHEAD) >> 20;
    return conf.getSizeAsMb(key, megabytes + "m") << 20;
  }

  /** The last of its name, as Java takes it. */
  private static String option(String options, String name) {
    Matcher matcher = Pattern.compile("-D" + Pattern.quote(name) + "=(\\S*)").matcher(options);
    String value = "";
    while (matcher.find()) {
      value = matcher.group(1);
    }
    return value;
  }

  private static long bytes(String size, long otherwise) {
    Matcher matcher = SIZE.matcher(size.strip().toLowerCase(java.util.Locale.ROOT));
    if (!matcher.matches()) {
      return otherwise;
    }
    int shift = 10 * " kmgt".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
    return Long.parseLong(matcher.group(1)) << shift;
  }

  /**
   * Bytes that there are for this process and its neighbors: the machine's, or its cgroup's; the
   * largest number where the system does not say.
   */
  public static long ofMachine() {
    Matcher total = TOTAL.matcher(text(Path.of("/proc/meminfo")));
    long bytes = total.find() ? Long.parseLong(total.group(1)) << 10 : Long.MAX_VALUE;
    for (Path limit : LIMITS) {
      String text = text(limit).strip();
      // A cgroup without a limit says max, or a number beyond all machines.
      if (text.matches("[0-9]{1,18}")) {
        bytes = Math.min(bytes, Long.parseLong(text));
      }
    }
    return bytes;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
