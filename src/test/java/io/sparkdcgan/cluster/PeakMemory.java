package io.sparkdcgan.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The most memory that processes had, as Linux counts it: resident pages, of heap, code, threads
 * and buffers alike. Looked at while they run, since nobody knows it afterward.
 */
final class PeakMemory implements AutoCloseable {
  private final Map<Long, Long> peaks = new ConcurrentHashMap<>();
  private final Thread watch;
  private volatile boolean closed;

  /** Where to look, again and again: who is there changes. */
  interface Processes {
    Stream<ProcessHandle> now();
  }

  PeakMemory(Processes processes) {
    watch =
        new Thread(
            () -> {
              while (!closed) {
                processes.now().forEach(process -> look(process.pid()));
                pause();
              }
            });
    watch.start();
  }

  /** Of the process that had most. */
  long megabytes() {
    LongStream all = peaks.values().stream().mapToLong(Long::longValue);
    return all.max().orElseThrow() / 1024;
  }

  private void look(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
          .forEach(kilobytes -> peaks.merge(pid, kilobytes, Math::max));
    } catch (NoSuchFileException | UncheckedIOException e) {
      // it has ended
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      watch.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
