package io.sparkdcgan.cluster;

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
    ProcessStatus.kilobytes(pid, "VmHWM")
        .ifPresent(kilobytes -> peaks.merge(pid, kilobytes, Math::max));
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
