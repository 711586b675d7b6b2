package io.sparkdcgan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.cluster.FaultPlan;
import io.sparkdcgan.cluster.FaultyProxy;
import io.sparkdcgan.cluster.S3Server;
import io.sparkdcgan.cluster.SharedServers;
import io.sparkdcgan.cluster.StorageFault;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.lease.Lease;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification;
import io.sparkdcgan.storage.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs in S3 through a proxy at which requests meet with faults at random, and for good from the
 * put of one of a snapshot's files on in every other run. {@code -Ddcgan.storage-fault-seeds=20}
 * plays that many.
 */
@Tag("faults")
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorageFaultsIT {
  private static final Logger LOG = LoggerFactory.getLogger(StorageFaultsIT.class);
  private static final int SEEDS = Integer.getInteger("dcgan.storage-fault-seeds", 8);
  private static final Duration LEASE = Duration.ofSeconds(3);

  private static final List<String> FILES =
      List.of(
          "state.safetensors", "generator.zip", "discriminator.zip", "manifest.json", "_COMMITTED");
  private static final Duration STALL = Duration.ofMillis(700);

  @TempDir private static Path root;
  private S3Server s3;
  private FaultyProxy proxy;
  private String bucket;

  @BeforeAll
  void startServers(S3Server s3) throws Exception {
    this.s3 = s3;
    bucket = s3.createBucket("runs");
    proxy = FaultyProxy.before(s3.endpoint(), STALL);
  }

  @AfterAll
  void stopServers() throws Exception {
    proxy.close();
  }

  @Test
  void runEndsAsIfNothingHadHappenedOrSaysSoAndTheNextStartDoes() throws Exception {
    // Snapshots of one request for each file, and some of several.
    List<RunConfig> configs = List.of(config(8), config(96));
    List<String> digests =
        List.of(undisturbed("small", configs.get(0)), undisturbed("large", configs.get(1)));
    Set<ExitCode> ends = EnumSet.noneOf(ExitCode.class);
    for (int seed = 0; seed < SEEDS; seed++) {
      String name = "seed-" + seed;
      int size = seed / 2 % 2;
      proxy.obey(plan(seed));
      ExitCode end = end(faulty(name), configs.get(size), digests.get(size));
      ends.add(end);
      LOG.info("seed {} of {}: {}", seed, SEEDS, end);
      ObjectStore sound = ObjectStore.at(bucket + "/" + name, sound());
      assertMarkersTellTheTruth(sound);
      if (end != ExitCode.OK) {
        assertEquals(digests.get(size), train(sound, configs.get(size)).digest(), name);
      }
      assertEquals(0, uploads(name), name + ": uploads of a run that is finished");
    }
    LOG.info("faults: {}", proxy.done());
    assertEquals(EnumSet.allOf(StorageFault.class), proxy.done().keySet());
    assertTrue(ends.contains(ExitCode.OK) && ends.size() > 1, ends.toString());
  }

  @Test
  void uploadsThatADeadDriverLeftAreGoneWhenTheNextOneHasTrained() throws Exception {
    RunConfig config = config(8);
    try (FileSystem dead = FileSystem.newInstance(URI.create(bucket), sound())) {
      beginUpload(dead, "left/snapshots/r00000001/state.safetensors");
      beginUpload(dead, "left/by-others/object");
      beginUpload(dead, "left-too/snapshots/object");
      assertEquals(2, uploads("left"));
      train(ObjectStore.at(bucket + "/left", sound()), config);
    }
    assertEquals(0, uploads("left/snapshots"));
    assertEquals(1, uploads("left/by-others"), "who knows whose it is");
    assertEquals(1, uploads("left-too"), "it is another run's");
  }

  /** As a driver leaves it that dies before it has sent the first part. */
  private static void beginUpload(FileSystem files, String key) throws Exception {
    var object = new org.apache.hadoop.fs.Path(files.getUri() + "/" + key);
    files.createMultipartUploader(object).build().startUpload(object).get();
  }

  /** Some faults in all runs; in those of odd seeds the storage goes away in their middle. */
  private static FaultPlan plan(int seed) {
    RandomStream chance = RandomStream.of(seed, "storage fault plan");
    double rate = chance.nextDouble(0.01, 0.15);
    Optional<String> outage =
        seed % 2 == 0
            ? Optional.empty()
            : Optional.of("r00000002/" + FILES.get(seed / 2 % FILES.size()));
    return new FaultPlan(seed, rate, outage);
  }

  /** How a run ends; a digest that is not the right one is no end. */
  private static ExitCode end(ObjectStore store, RunConfig config, String digest) {
    try {
      assertEquals(digest, train(store, config).digest());
      return ExitCode.OK;
    } catch (Failure e) {
      LOG.info("{}: {}", e.code(), e.getMessage());
      assertTrue(Set.of(ExitCode.IO, ExitCode.UNAVAILABLE).contains(e.code()), e::toString);
      return e.code();
    }
  }

  private static TrainingResult train(ObjectStore store, RunConfig config) {
    StopRequest stop = new StopRequest();
    try (Lease lease = Lease.acquire(store, LEASE, stop::pause)) {
      ObjectStore held = store.fencedBy(lease::check);
      return new TinyRuns(root).run(held, config, TinyRuns.workers(config)).train();
    }
  }

  private static void assertMarkersTellTheTruth(ObjectStore store) {
    SnapshotStore snapshots = new SnapshotStore(store);
    for (long round : snapshots.rounds()) {
      assertInstanceOf(Verification.Intact.class, snapshots.verify(round), store.uri());
    }
  }

  private int uploads(String name) throws Exception {
    try (FileSystem files = FileSystem.newInstance(URI.create(bucket), sound())) {
      return ((S3AFileSystem) files).listMultipartUploads(name).size();
    }
  }

  private static String undisturbed(String name, RunConfig config) {
    return new TinyRuns(root).run(name, config, TinyRuns.workers(config)).train().digest();
  }

  private static RunConfig config(int width) {
    return TinyRuns.config(
        3,
        "network.width=" + width,
        "averaging.workers=3",
        "artifacts.snapshot-every=1",
        "artifacts.grid-every=3");
  }

  private ObjectStore faulty(String name) {
    return ObjectStore.at(bucket + "/" + name, proxy.impatient(sound()));
  }

  private Configuration sound() {
    Configuration hadoop = s3.hadoopConfiguration();
    // Each configuration has its own way to the same bucket.
    hadoop.setBoolean("fs.s3a.impl.disable.cache", true);
    hadoop.set("fs.s3a.multipart.size", "5M");
    hadoop.set("fs.s3a.multipart.threshold", "5M");
    return hadoop;
  }
}
