package io.sparkdcgan.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * A round's steps and nothing else: every worker has a thread, networks that stay, and its batch at
 * hand. No Spark, no pictures to read, no averaging.
 */
final class BareLoop implements Contender {
  static final String NAME = "bare loop";

  private final StepTask task;
  private final int localSteps;
  private final List<Lane> lanes;

  /**
   * @param workers that take their steps at the same time
   * @param threads of one worker's arithmetic
   */
  BareLoop(StepTask task, int workers, int localSteps, int threads) {
    this.task = task;
    this.localSteps = localSteps;
    this.lanes = IntStream.range(0, workers).mapToObj(worker -> new Lane(task, threads)).toList();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long images() {
    return (long) lanes.size() * localSteps * task.batch();
  }

  @Override
  public double turn() {
    long begin = System.nanoTime();
    List<Future<?>> running = new ArrayList<>();
    lanes.forEach(lane -> running.add(lane.take(localSteps)));
    running.forEach(BareLoop::await);
    return (System.nanoTime() - begin) * 1e-9;
  }

  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }

  private static void await(Future<?> work) {
    try {
      work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContenderLost("it was interrupted", e);
    } catch (ExecutionException e) {
      throw new ContenderLost("a step failed: " + e.getCause(), e);
    }
  }

  /** One worker: a step belongs to the thread that made it. */
  private static final class Lane {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Lane::daemon);
    private OwnStep step;

    Lane(StepTask task, int threads) {
      await(thread.submit(() -> step = new OwnStep(task, threads)));
    }

    Future<?> take(int steps) {
      return thread.submit(
          () -> {
            for (int i = 0; i < steps; i++) {
              step.turn();
            }
          });
    }

    void close() {
      await(thread.submit(() -> step.close()));
      thread.shutdown();
    }

    private static Thread daemon(Runnable work) {
      Thread thread = new Thread(work, "bare loop");
      thread.setDaemon(true);
      return thread;
    }
  }
}
