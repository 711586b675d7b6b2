package io.sparkdcgan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification;
import io.sparkdcgan.storage.ObjectStore;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed at every single step of publishing the second of three snapshots, and
 * the one that goes on.
 */
class DriverKilledIT {
  /** Five files of a snapshot have four steps each, and the one before is deleted. */
  private static final int LEAST_STEPS = 25;

  private static final int KILLED = 128 + 9;

  /** Of the drivers that are killed: the one that goes on has another, with other digits. */
  private static final List<String> LANGUAGES = List.of("en", "ar", "fa", "tr", "de");

  @TempDir private static Path root;
  private static String digest;

  /** The process: a run in {@code args[0]}, killed at step {@code args[1]}. */
  static final class Driver {
    private Driver() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      Configuration hadoop = new Configuration();
      hadoop.set("fs.file.impl", FatalFiles.class.getName());
      hadoop.set(FatalFiles.FROM, SnapshotStore.folder(4));
      hadoop.set(FatalFiles.STEP, args[1]);
      ObjectStore store = ObjectStore.at(folder.toString(), hadoop);
      RunConfig config = config();
      new TinyRuns(folder.getParent()).run(store, config, TinyRuns.workers(config)).train();
    }
  }

  @BeforeAll
  static void trainUndisturbed() {
    digest = train("undisturbed", config()).digest();
  }

  /** In the middle of the snapshot's files. */
  @Test
  void nextStartGoesOnFromTheSnapshotBeforeTheOneThatWasCutOff() throws Exception {
    assertTrue(start(LEAST_STEPS / 2, "killed").isKilled(), "it was not killed");
    assertEquals(2, assertGoesOn("killed"));
  }

  @Test
  @Tag("faults")
  void nextStartGoesOnFromTheNewestValidSnapshotWhereverTheDriverDied() throws Exception {
    TreeMap<Long, Integer> resumed = new TreeMap<>();
    int step = 1;
    // Two at a time, since what each takes is mostly the start of a JVM.
    Driving now = start(step, "killed-" + step);
    Driving next = start(step + 1, "killed-" + (step + 1));
    while (now.isKilled()) {
      Driving later = start(step + 2, "killed-" + (step + 2));
      resumed.merge(assertGoesOn("killed-" + step), 1, Integer::sum);
      step++;
      now = next;
      next = later;
    }
    assertFalse(next.isKilled(), "the step after one that is not reached");
    assertTrue(step > LEAST_STEPS, "only " + step + " steps");
    assertEquals(List.of(2L, 4L, 6L), List.copyOf(resumed.keySet()), resumed.toString());
  }

  /** A run that was killed ends as the undisturbed one; gives the round that it went on from. */
  private static long assertGoesOn(String name) throws IOException {
    RunConfig config = config();
    SnapshotStore left = new SnapshotStore(new TinyRuns(root).store(name));
    // A disk shows half a marker, too, which vouches for nothing.
    assertTrue(
        left.rounds().stream().anyMatch(round -> left.verify(round) instanceof Verification.Intact),
        name + ": no snapshot is intact");
    // The log of a round is put before its snapshot.
    long reached =
        MetricsLog.read(new TinyRuns(root).store(name)).stream()
            .mapToLong(RoundLine::round)
            .max()
            .orElse(0);
    TrainingResult result = train(name, config);
    assertEquals(digest, result.digest(), name);
    try (Stream<Path> files = Files.walk(root.resolve(name))) {
      assertTrue(
          files.noneMatch(file -> file.toString().endsWith(".part")),
          name + ": a half file is left");
    }
    OptionalLong from = result.resumedFrom();
    assertTrue(from.isPresent() && from.getAsLong() >= 2, name + ": " + from);
    assertTrue(
        reached - from.getAsLong() <= config.artifacts().snapshotEvery(),
        name + ": from " + from.getAsLong() + " though it had done " + reached);
    return from.getAsLong();
  }

  /** A process on its way to a step. */
  private record Driving(Process process, int step, File log) {
    boolean isKilled() throws InterruptedException {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), "no end at step " + step);
      int code = process.exitValue();
      assertTrue(code == 0 || code == KILLED, () -> code + ", see " + log);
      return code == KILLED;
    }
  }

  private static Driving start(int step, String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Dorg.byte"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.add("-Duser.language=" + LANGUAGES.get(step % LANGUAGES.size()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Driver.class.getName());
    command.addAll(List.of(root.resolve(name).toString(), String.valueOf(step)));
    File log = root.resolve(name + ".log").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    return new Driving(process, step, log);
  }

  private static TrainingResult train(String name, RunConfig config) {
    return new TinyRuns(root).run(name, config, TinyRuns.workers(config)).train();
  }

  private static RunConfig config() {
    return TinyRuns.config(6, "artifacts.keep=1", "artifacts.grid-every=6");
  }
}
