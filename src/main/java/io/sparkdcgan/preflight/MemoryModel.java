package io.sparkdcgan.preflight;

import io.sparkdcgan.preflight.Needs.Memory;

/**
 * From the sizes of a run's things to the memory of its processes. The constants are measured, and
 * so is what comes out: docs/decisions/0009-memory-model.md has both.
 */
final class MemoryModel {
  private static final long MB = 1 << 20;

  /** What Spark accepts at all: one and a half times the 300 MB that it keeps for itself. */
  private static final int LEAST_HEAP_MB = 450;

  /** Classes, code, threads and libraries of an executor, whatever the run. */
  private static final long EXECUTOR_JVM = 300 * MB;

  /** The same of a driver, which has Spark's scheduler and pages as well. */
  private static final long DRIVER_JVM = 340 * MB;

  /** What Java's collector keeps outside of a heap, as a share of it. */
  private static final double COLLECTOR = 0.04;

  /** What lives in an executor's or driver's heap whatever the run. */
  private static final long EXECUTOR_BASE = 100 * MB;

  private static final long DRIVER_BASE = 160 * MB;

  /** Of what it lives in, a heap is to have so much more: collectors need room to work. */
  private static final double EXECUTOR_ROOM = 1.15;

  /** The same in a heap of small regions, where blocks of a broadcast are never moved. */
  private static final double SMALL_REGIONS_ROOM = 1.66;

  /** From here on executors are given large regions, see {@code JobContext}. */
  private static final long LARGE_REGIONS = 1024 * MB;

  private static final double DRIVER_ROOM = 1.25;

  /** Operations' memory is freed and kept: what three of them had at once is there to stay. */
  private static final int OPERATIONS = 3;

  /** What ND4J and oneDNN keep for a thread that computes, whatever it computes. */
  private static final long KERNELS = 25 * MB;

  /** What is added to arrays: allocators lose some between them. */
  private static final double MARGIN = 1.1;

  /** What is fetched at once from others ({@code spark.reducer.maxSizeInFlight}). */
  private static final long FETCHED = 48 * MB;

  private final RunSize run;

  MemoryModel(RunSize run) {
    this.run = run;
  }

  /** An executor in which so many workers train at once. */
  Memory executor(int tasks) {
    // The broadcast state, and its bytes, which others fetch from here.
    long living = EXECUTOR_BASE + 2 * run.state() + tasks * task();
    long small = (long) Math.min(LARGE_REGIONS, living * SMALL_REGIONS_ROOM);
    long heap = Math.max(small, (long) (living * EXECUTOR_ROOM));
    return memory(heap, executorArrays(tasks), EXECUTOR_JVM);
  }

  /** The driver, where executors are processes of their own. */
  Memory driver() {
    return memory((long) (driverLiving(inRound()) * DRIVER_ROOM), driverArrays(), DRIVER_JVM);
  }

  /** The one process of a local master in which so many workers train at once. */
  Memory local(int tasks) {
    // Workers take the driver's own state, and nobody fetches its bytes.
    long round = inRound() - run.state() + tasks * task();
    return memory(
        (long) (driverLiving(round) * DRIVER_ROOM),
        executorArrays(tasks) + driverArrays(),
        DRIVER_JVM);
  }

  /** The state that a worker ends with, its slices on their way out, the shard that it reads. */
  private long task() {
    return run.state() + run.result() / 2 + run.largestShard();
  }

  /** Rounds and evaluations take turns; the real images to judge by stay. */
  private long driverLiving(long inRound) {
    return DRIVER_BASE + 2 * run.outer() + run.judged() + Math.max(inRound, inEvaluation());
  }

  /** The state, the one that comes together, the one being saved, and the broadcast's bytes. */
  private long inRound() {
    return 5 * run.state();
  }

  /** The state, the one being saved, the networks' bytes, drawn images, and the comparison. */
  private long inEvaluation() {
    return run.judged() == 0 ? 0 : 3 * run.state() + run.judged() + run.judging();
  }

  /** The most that one job's tasks send to the driver: a round's slices, or images. */
  long results() {
    return Math.max(run.result() + run.result() / 50, run.judged() + run.judged() / 5);
  }

  private long executorArrays(int tasks) {
    return tasks * (run.workerMemory() + OPERATIONS * run.operation() + KERNELS);
  }

  /** A grid is drawn with the generator, a network is exported next to it. */
  private long driverArrays() {
    return 2 * run.generator() + 2 * Math.max(run.generator(), run.discriminator());
  }

  private Memory memory(long wanted, long arrays, long machine) {
    long heap = Math.max(LEAST_HEAP_MB * MB, wanted);
    long held = (long) (arrays * MARGIN);
    long buffers = Math.min(FETCHED, run.result());
    long overhead = held + buffers + machine + (long) (heap * COLLECTOR);
    return new Memory(megabytes(heap), megabytes(held), megabytes(overhead));
  }

  /** What a process whose heap is larger than it needs has to have next to it. */
  static int overheadMb(Memory needed, long heapMb) {
    return needed.overheadMb() + (int) (Math.max(0, heapMb - needed.heapMb()) * COLLECTOR);
  }

  static int megabytes(long bytes) {
    return Math.toIntExact((bytes + MB - 1) / MB);
  }
}
