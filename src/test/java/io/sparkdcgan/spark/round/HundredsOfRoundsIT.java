package io.sparkdcgan.spark.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.cluster.FaultPlan;
import io.sparkdcgan.cluster.FaultyProxy;
import io.sparkdcgan.cluster.S3Server;
import io.sparkdcgan.cluster.SharedServers;
import io.sparkdcgan.cluster.SharedServers.Apart;
import io.sparkdcgan.cluster.StandaloneCluster;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.round.LocalTraining;
import io.sparkdcgan.round.RoundOutcome;
import io.sparkdcgan.round.RoundPlan;
import io.sparkdcgan.round.Workers;
import io.sparkdcgan.run.StopRequest;
import io.sparkdcgan.run.TinyRuns;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A long run on three executors and S3, to which something happens in one of every ten rounds. */
@Tag("endurance")
@ExtendWith(SharedServers.class)
class HundredsOfRoundsIT {
  private static final Logger LOG = LoggerFactory.getLogger(HundredsOfRoundsIT.class);
  private static final int ROUNDS = 200;
  private static final int EVERY = 10;
  private static final RunConfig CONFIG =
      TinyRuns.config(
          ROUNDS,
          "network.width=8",
          "averaging.workers=3",
          "averaging.local-steps=1",
          "artifacts.snapshot-every=" + EVERY,
          "artifacts.grid-every=" + ROUNDS);
  private static final int MOST_STARTS = 60;

  /** Names the faults. */
  private static final long SEED = 7;

  /**
   * How much more than at an earlier look may live on a heap. The states of 160 rounds, if somebody
   * held on to them, would add 14, and it was 3 when this was written.
   */
  private static final long HEAP_MEGABYTES = 12;

  /** The same of resident memory, which was 23 at most. */
  private static final long RESIDENT_MEGABYTES = 80;

  /** When memory is looked at, besides the end. */
  private static final Set<Long> LOOKS = Set.of(40L, 120L);

  private enum Fault {
    KILLED_EXECUTOR,
    FAILED_TASK,
    STORAGE,
    STOP
  }

  @TempDir private static Path folder;
  private final NavigableMap<Long, MemoryLook> memory = new TreeMap<>();
  private final List<Fault> happened = new ArrayList<>();
  private final Set<Long> struck = new HashSet<>();

  @Test
  void endInTheDigestOfARunToWhichNothingHappensAndMemoryIsFlat(
      @Apart StandaloneCluster apart, S3Server s3) throws Exception {
    FaultCluster cluster = new FaultCluster(apart, folder, CONFIG);
    try (FaultyProxy proxy = FaultyProxy.before(s3.endpoint(), Duration.ofMillis(750))) {
      Configuration direct = s3.hadoopConfiguration();
      direct.setBoolean("fs.s3a.impl.disable.cache", true);
      String uri = s3.createBucket("runs") + "/long";
      ObjectStore store = ObjectStore.at(uri, proxy.impatient(direct));
      String digest = cluster.undisturbed();
      try (JavaSparkContext spark = cluster.open("faults")) {
        assertEquals(digest, train(cluster, spark, store, proxy));
        look(ROUNDS, cluster);
      }
      LOG.warn("{}; {}; {}", happened, proxy.done(), memory);
      assertEquals(ROUNDS / EVERY, happened.size());
      assertEquals(Set.of(Fault.values()), Set.copyOf(happened));
      assertTrue(proxy.done().size() > 1, () -> proxy.done().toString());
      assertFlat();
    }
  }

  /** Starts the run again as often as it stops. */
  private String train(
      FaultCluster cluster, JavaSparkContext spark, ObjectStore store, FaultyProxy proxy)
      throws IOException {
    List<Long> failing =
        LongStream.range(0, ROUNDS)
            .filter(round -> isStruck(round) && fault(round) == Fault.FAILED_TASK)
            .boxed()
            .toList();
    LocalTraining training = new FailingTraining(TinyRuns.training(CONFIG), failing);
    for (int start = 0; start < MOST_STARTS; start++) {
      StopRequest stop = new StopRequest();
      try {
        return cluster
            .train(
                store,
                CONFIG,
                spark,
                training,
                workers -> new Disturbed(this, workers, cluster, proxy, stop),
                stop)
            .digest();
      } catch (Failure e) {
        LOG.warn("{}: {}", e.code(), e.getMessage());
        assertTrue(
            Set.of(ExitCode.PREEMPTED, ExitCode.IO, ExitCode.UNAVAILABLE).contains(e.code()),
            e::toString);
      }
    }
    throw new AssertionError("no end after " + MOST_STARTS + " starts");
  }

  /** One of ten rounds. */
  private static boolean isStruck(long round) {
    return round % EVERY == RandomStream.of(SEED, "struck", round / EVERY).nextInt(EVERY);
  }

  private static Fault fault(long round) {
    Fault[] faults = Fault.values();
    return faults[RandomStream.of(SEED, "fault", round / EVERY).nextInt(faults.length)];
  }

  /** Each look beside the least one before it. */
  private void assertFlat() {
    assertEquals(Set.of(40L, 120L, (long) ROUNDS), memory.keySet());
    assertFlat("the driver's heap", HEAP_MEGABYTES, MemoryLook::driverHeap);
    assertFlat("an executor's heap", HEAP_MEGABYTES, MemoryLook::executorHeap);
    assertFlat("the driver's memory", RESIDENT_MEGABYTES, MemoryLook::driver);
    assertFlat("an executor's memory", RESIDENT_MEGABYTES, MemoryLook::executor);
  }

  private void assertFlat(String what, long slack, ToLongFunction<MemoryLook> megabytes) {
    long least = Long.MAX_VALUE - slack;
    for (MemoryLook look : memory.values()) {
      long now = megabytes.applyAsLong(look);
      assertTrue(now > 0 && now <= least + slack, () -> what + ": " + memory);
      least = Math.min(least, now);
    }
  }

  /** Does to the rounds what is due. */
  private record Disturbed(
      HundredsOfRoundsIT test,
      Workers workers,
      FaultCluster cluster,
      FaultyProxy proxy,
      StopRequest stop)
      implements Workers {

    @Override
    public RoundOutcome train(GanState start, RoundPlan plan) {
      long round = start.progress().round();
      if (LOOKS.contains(round) && !test.memory.containsKey(round)) {
        test.look(round, cluster);
      }
      // A storage that has trouble has it for ten rounds, in one of which a snapshot is due.
      if (isStruck(round) && test.struck.add(round)) {
        proxy.obey(FaultPlan.NONE);
        strike(round);
      }
      return workers.train(start, plan);
    }

    private void strike(long round) {
      Fault fault = fault(round);
      test.happened.add(fault);
      switch (fault) {
        case KILLED_EXECUTOR -> killSoon(round);
        case STORAGE -> proxy.obey(new FaultPlan(round, 0.2, Optional.empty()));
        case STOP -> stop.ask();
        case FAILED_TASK -> {}
      }
    }

    /** In the middle of the round, or of the next. */
    private void killSoon(long round) {
      RandomStream chance = RandomStream.of(round, "kill");
      String host = "127.0.0." + (2 + chance.nextInt(3));
      var unused =
          CompletableFuture.runAsync(
              () -> cluster.killExecutor(host),
              CompletableFuture.delayedExecutor(chance.nextInt(300), TimeUnit.MILLISECONDS));
    }

    @Override
    public void cancel(String reason) {
      workers.cancel(reason);
    }

    @Override
    public void close() {
      workers.close();
    }
  }

  private void look(long round, FaultCluster cluster) {
    try {
      memory.put(round, MemoryLook.at(cluster.executors()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
