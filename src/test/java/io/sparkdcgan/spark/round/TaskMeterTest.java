package io.sparkdcgan.spark.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.round.MeteredJobs.MeteredTask;
import io.sparkdcgan.spark.round.TaskMeter.MeterListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** What is measured, on embedded Spark; a task is tried twice. */
class TaskMeterTest {
  private static final int KILOBYTES_100 = 100_000;

  /** A result comes with some thousand bytes of metrics. */
  private static final int BESIDE_A_RESULT = 10_000;

  private static JavaSparkContext spark;

  @BeforeAll
  static void open() {
    spark =
        JobContext.open(
            "test",
            new SparkConf(false)
                .setMaster("local[2,2]")
                .set("spark.ui.enabled", "false")
                .set("spark.shuffle.compress", "false"));
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  @Test
  void countsBytesThatReachTheDriver() {
    try (TaskMeter meter = new TaskMeter(spark)) {
      meter.begin();
      pieces(4).collect();
      MeteredJobs jobs = meter.end();

      assertTrue(jobs.complete());
      assertEquals(1, jobs.jobs());
      assertEquals(0, jobs.running());
      assertEquals(
          List.of(0, 1, 2, 3), jobs.tasks().stream().map(MeteredTask::partition).sorted().toList());
      assertBetween(4 * KILOBYTES_100, 4 * (KILOBYTES_100 + BESIDE_A_RESULT), jobs.driverBytes());
      assertEquals(0, jobs.shuffleBytesWritten());
      for (MeteredTask task : jobs.tasks()) {
        assertTrue(task.succeeded() && !task.speculative(), task.toString());
        assertEquals(0, task.attempt());
        assertEquals("driver", task.executor());
        assertTrue(task.launchMillis() <= task.finishMillis(), task.toString());
      }
    }
  }

  @Test
  void countsWhatGoesThroughTheShuffleAndNotToTheDriver() {
    try (TaskMeter meter = new TaskMeter(spark)) {
      meter.begin();
      pieces(4)
          .mapToPair(piece -> new Tuple2<>((int) piece[0], piece))
          .partitionBy(new HashPartitioner(2))
          .count();
      MeteredJobs jobs = meter.end();

      assertTrue(jobs.complete());
      assertEquals(4 + 2, jobs.tasks().size());
      assertBetween(
          4 * KILOBYTES_100, 4 * (KILOBYTES_100 + BESIDE_A_RESULT), jobs.shuffleBytesWritten());
      assertEquals(jobs.shuffleBytesWritten(), jobs.shuffleBytesRead());
      assertEquals(0, jobs.shuffleBytesRemote());
      assertBetween(1, 6 * BESIDE_A_RESULT, jobs.driverBytes());
    }
  }

  @Test
  void measurementsFollowEachOtherAndForgetTheOneBefore() {
    try (TaskMeter meter = new TaskMeter(spark)) {
      for (int partitions = 1; partitions <= 20; partitions++) {
        meter.begin();
        pieces(partitions).count();
        pieces(1).count();
        MeteredJobs jobs = meter.end();
        assertTrue(jobs.complete());
        assertEquals(2, jobs.jobs());
        assertEquals(partitions + 1, jobs.tasks().size());
        pieces(3).count();
      }
    }
  }

  @Test
  void twoMetersOfAThreadDoNotDisturbEachOther() {
    try (TaskMeter outer = new TaskMeter(spark);
        TaskMeter inner = new TaskMeter(spark)) {
      outer.begin();
      pieces(1).count();
      inner.begin();
      pieces(2).count();
      assertEquals(2, inner.end().tasks().size());
      assertEquals(1 + 2, outer.end().tasks().size());
    }
  }

  @Test
  void jobsOfOtherThreadsDoNotCount() throws InterruptedException {
    try (TaskMeter meter = new TaskMeter(spark)) {
      CountDownLatch begun = new CountDownLatch(1);
      Thread other =
          new Thread(
              () -> {
                awaitQuietly(begun);
                pieces(3).count();
              });
      other.start();
      meter.begin();
      begun.countDown();
      other.join();
      pieces(1).count();
      assertEquals(1, meter.end().tasks().size());
    }
  }

  @Test
  void everyAttemptIsTakenDown() {
    try (TaskMeter meter = new TaskMeter(spark)) {
      meter.begin();
      pieces(2)
          .map(
              piece -> {
                if (piece[0] == 1 && TaskContext.get().attemptNumber() == 0) {
                  throw new IllegalStateException("the first attempt fails");
                }
                return piece;
              })
          .collect();
      MeteredJobs jobs = meter.end();

      assertTrue(jobs.complete());
      List<MeteredTask> ofOne =
          jobs.tasks().stream().filter(task -> task.partition() == 1).toList();
      assertEquals(List.of(0, 1), ofOne.stream().map(MeteredTask::attempt).toList());
      assertEquals(List.of(false, true), ofOne.stream().map(MeteredTask::succeeded).toList());
    }
  }

  @Test
  void aMeasurementWhoseEventsAreLateIsNotComplete() {
    CountDownLatch goOn = new CountDownLatch(1);
    SparkListener slow =
        new SparkListener() {
          @Override
          public void onJobEnd(SparkListenerJobEnd job) {
            awaitQuietly(goOn);
          }
        };
    spark.sc().addSparkListener(slow);
    try (TaskMeter meter = new TaskMeter(spark, Duration.ofMillis(50))) {
      // The first job's end holds up every event of the second.
      pieces(1).count();
      meter.begin();
      pieces(2).count();
      assertFalse(meter.end().complete());
    } finally {
      goOn.countDown();
      spark.sc().removeSparkListener(slow);
    }
  }

  @Test
  void endsOnlyWhatWasBegun() {
    try (TaskMeter meter = new TaskMeter(spark)) {
      assertThrows(IllegalStateException.class, meter::end);
    }
  }

  @Test
  void nobodyListensOnceItIsClosed() {
    new TaskMeter(spark).close();
    assertTrue(
        spark
            .sc()
            .listenerBus()
            .<MeterListener>findListenersByClass(ClassTag$.MODULE$.apply(MeterListener.class))
            .isEmpty());
  }

  /** One array of 100 kB a partition, whose first byte is the partition's index. */
  private static JavaRDD<byte[]> pieces(int partitions) {
    return spark
        .parallelize(Stream.iterate(0, index -> index + 1).limit(partitions).toList(), partitions)
        .map(
            index -> {
              byte[] piece = new byte[KILOBYTES_100];
              piece[0] = index.byteValue();
              return piece;
            });
  }

  private static void assertBetween(long least, long most, long value) {
    assertTrue(least <= value && value <= most, least + " to " + most + ": " + value);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
