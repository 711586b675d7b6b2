package io.sparkdcgan.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.Publication;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.lease.Lease;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.model.TensorSlot;
import io.sparkdcgan.snapshot.Retention;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.SnapshotStore.Recovered;
import io.sparkdcgan.snapshot.Verification;
import io.sparkdcgan.snapshot.Verification.Intact;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run's folder keeps its promises on HDFS and in S3 as it does on a local disk. */
@ExtendWith(SharedServers.class)
final class RunOnStorageIT {
  private static final NetworkLayout LAYOUT =
      new NetworkLayout(
          List.of(), List.of(new TensorSlot("dense.W", List.of(2L, 2L), 0)), List.of());

  @Test
  void snapshotsOnHdfsAreKeptFoundAndCheckedByTheByte(MiniHdfs hdfs) throws Exception {
    ObjectStore run = ObjectStore.at(hdfs.uri("/storage/runs/faces"), new Configuration());
    assertKeepsSnapshots(run);
    assertPublishes(run, ObjectStore.at(hdfs.uri("/storage/published"), new Configuration()));
    assertACutOffPutLeavesNothing(run);
    assertNoneIsDamagedWhileItIsTrained(
        ObjectStore.at(hdfs.uri("/storage/runs/live"), new Configuration()));
    assertOneDriverHoldsIt(run);
  }

  @Test
  void snapshotsInS3AreKeptFoundAndCheckedByTheByte(S3Server s3) throws Exception {
    String bucket = s3.createBucket("bucket");
    ObjectStore run = ObjectStore.at(bucket + "/runs/faces", s3.hadoopConfiguration());
    assertKeepsSnapshots(run);
    assertPublishes(run, ObjectStore.at(bucket + "/published", s3.hadoopConfiguration()));
    assertACutOffPutLeavesNothing(run);
    assertNoneIsDamagedWhileItIsTrained(
        ObjectStore.at(bucket + "/runs/live", s3.hadoopConfiguration()));
    assertOneDriverHoldsIt(run);
  }

  @Test
  void aWrongSecretAndAMissingBucketAreNamedForWhatTheyAre(S3Server s3) throws Exception {
    String bucket = s3.createBucket("bucket");
    Configuration wrong = new Configuration(s3.hadoopConfiguration());
    wrong.set("fs.s3a.secret.key", "another");
    wrong.setBoolean("fs.s3a.impl.disable.cache", true);
    ObjectStore denied = ObjectStore.at(bucket + "/run", wrong);
    Failure failure = assertThrows(Failure.class, () -> denied.put("key", new byte[1]));
    assertEquals(ExitCode.PERMISSION, failure.code(), failure.getMessage());
    assertTrue(failure.getMessage().contains(bucket + "/run/key"), failure.getMessage());

    ObjectStore nowhere = ObjectStore.at("s3a://no-such-bucket/run", s3.hadoopConfiguration());
    Failure missing = assertThrows(Failure.class, () -> nowhere.put("key", new byte[1]));
    assertEquals(ExitCode.INPUT_MISSING, missing.code(), missing.getMessage());
  }

  private static void assertKeepsSnapshots(ObjectStore run) {
    SnapshotStore snapshots = new SnapshotStore(run);
    assertTrue(snapshots.resume(LAYOUT, LAYOUT).isEmpty());
    for (long round = 10; round <= 40; round += 10) {
      snapshots.save(
          after(round),
          LAYOUT,
          LAYOUT,
          Map.of("generator.zip", out -> out.write(7)),
          Retention.newest(3));
    }
    assertEquals(List.of(20L, 30L, 40L), snapshots.rounds());
    assertEquals(List.of(), snapshots.incomplete());
    run.put("snapshots/r00000040/generator.zip", new byte[] {8});
    run.delete("snapshots/r00000030/state.safetensors");
    Recovered recovered = snapshots.resume(LAYOUT, LAYOUT).orElseThrow();
    assertEquals(after(20), recovered.state());
    assertEquals(
        List.of("generator.zip", "state.safetensors"),
        recovered.passedOver().stream().map(damaged -> damaged.file()).toList());
    assertTrue(new String(run.read("latest.json", 1000), UTF_8).contains("r00000020"));
  }

  /** What is left of the run's snapshots: the newest two are damaged. */
  private static void assertPublishes(ObjectStore run, ObjectStore place) {
    Intact newest = new SnapshotStore(run).latestIntact().orElseThrow();
    assertEquals(20, newest.round());
    Publication publication = new Publication(run, place);
    String uri = publication.publish(newest).uri();
    assertTrue(place.exists("current.json"));
    String marker = uri.substring(uri.lastIndexOf('/') + 1) + "/_COMMITTED";
    assertTrue(publication.publish(newest).alreadyThere());
    place.delete(marker);
    assertFalse(publication.publish(newest).alreadyThere());
    assertTrue(place.exists(marker));
  }

  /** A run that keeps one snapshot, and a reader of all of them. */
  private static void assertNoneIsDamagedWhileItIsTrained(ObjectStore run) throws Exception {
    save(run, 1);
    FutureTask<Void> training =
        new FutureTask<>(() -> LongStream.rangeClosed(2, 25).forEach(at -> save(run, at)), null);
    Thread thread = new Thread(training, "training");
    thread.start();
    while (!training.isDone()) {
      List<Verification> found = new SnapshotStore(run).verifyAll();
      assertTrue(found.stream().allMatch(Intact.class::isInstance), found.toString());
      assertTrue(new SnapshotStore(run).latest(LAYOUT, LAYOUT).isPresent());
    }
    training.get();
    thread.join();
    assertEquals(List.of(25L), new SnapshotStore(run).rounds());
  }

  private static void save(ObjectStore run, long round) {
    new SnapshotStore(run).save(after(round), LAYOUT, LAYOUT, Map.of(), Retention.newest(1));
  }

  private static void assertACutOffPutLeavesNothing(ObjectStore run) {
    assertThrows(
        Failure.class,
        () ->
            run.put(
                "half",
                out -> {
                  out.write(new byte[1 << 20]);
                  throw new IOException("cut off");
                }));
    assertFalse(run.exists("half"));
  }

  /** The holder's claim is replaced all the time while the others read it. */
  private static void assertOneDriverHoldsIt(ObjectStore run) {
    Duration time = Duration.ofSeconds(5);
    try (Lease lease = Lease.acquire(run, time, RunOnStorageIT::sleep)) {
      for (int driver = 0; driver < 5; driver++) {
        Failure refused =
            assertThrows(
                Failure.class, () -> Lease.acquire(run, time, RunOnStorageIT::sleep).close());
        assertEquals(ExitCode.HELD, refused.code(), refused.getMessage());
      }
      lease.check();
      assertEquals(1, run.list("leases").size());
    }
    assertEquals(List.of(), run.list("leases"));
    Lease.acquire(run, time, RunOnStorageIT::sleep).close();
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GanState after(long round) {
    NetworkState network =
        new NetworkState(
            new float[] {1, 2, 3, round}, new float[4], new float[4], new float[0], round);
    return new GanState(network, network, new Progress(round, round, round, round));
  }
}
