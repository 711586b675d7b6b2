package io.sparkdcgan.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Several of a kind at once, as workers on one machine are. A turn lasts until the last of them is
 * done. Each has a thread of its own, on which it is made, takes its turns and is closed.
 */
final class Together implements Contender {
  private final String name;
  private final List<Member> members = new ArrayList<>();

  /** One of the group on its thread. */
  private record Member(ExecutorService thread, Contender contender) {}

  /**
   * Opens the whole group.
   *
   * @param count at least 1
   */
  Together(String name, int count, Supplier<Contender> kind) {
    this.name = name;
    try {
      for (int i = 0; i < count; i++) {
        members.add(open(kind));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static Member open(Supplier<Contender> kind) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      return new Member(thread, result(thread.submit(kind::get)));
    } catch (RuntimeException | Error e) {
      thread.shutdown();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long images() {
    return members.stream().mapToLong(member -> member.contender().images()).sum();
  }

  @Override
  public double turn() {
    long begin = System.nanoTime();
    onEachThread(Contender::turn);
    return (System.nanoTime() - begin) * 1e-9;
  }

  @Override
  public void close() {
    try {
      onEachThread(
          contender -> {
            contender.close();
            return 0.0;
          });
    } finally {
      members.forEach(member -> member.thread().shutdown());
    }
  }

  /** What a member does on its thread. */
  private interface Deed {
    double by(Contender contender);
  }

  /** Has all do it at once and waits for all, then fails if one did. */
  private void onEachThread(Deed deed) {
    List<Future<Double>> done = new ArrayList<>();
    for (Member member : members) {
      Callable<Double> call = () -> deed.by(member.contender());
      done.add(member.thread().submit(call));
    }
    RuntimeException failed = null;
    for (Future<Double> each : done) {
      try {
        result(each);
      } catch (RuntimeException e) {
        failed = failed == null ? e : failed;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while contenders were at work", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Lost lost) {
        throw lost;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
