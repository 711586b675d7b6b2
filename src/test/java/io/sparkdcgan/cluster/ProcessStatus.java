package io.sparkdcgan.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What Linux says of a process. */
public final class ProcessStatus {
  private ProcessStatus() {}

  /**
   * One of the sizes in {@code /proc/PID/status}.
   *
   * @param field for example {@code VmRSS}, resident now, or {@code VmHWM}, at most ever
   * @return empty if the process has ended
   */
  public static OptionalLong kilobytes(long pid, String field) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (NoSuchFileException | UncheckedIOException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
