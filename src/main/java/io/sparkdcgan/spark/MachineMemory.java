package io.sparkdcgan.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory there is for this process and its neighbors: the machine's, or its cgroup's. */
public final class MachineMemory {
  private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s+([0-9]+) kB$");
  private static final List<Path> LIMITS =
      List.of(
          Path.of("/sys/fs/cgroup/memory.max"),
          Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));

  private MachineMemory() {}

  /** Bytes; the largest number where the system does not say. */
  public static long bytes() {
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
