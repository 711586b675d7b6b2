package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process of {@code submit/dcgan import} that is killed in the middle, and its second start. */
@Tag("faults")
@ExtendWith(SharedServers.class)
final class ImportKilledIT {
  /** Enough images that it cannot end between two looks at its folder. */
  private static final String SOURCE = "toy:6000";

  private static final int PARTS = 64;

  @TempDir private Path folder;

  @Test
  void secondStartKeepsFinishedPartsAndComesToTheSameDigest() throws Exception {
    Path killed = folder.resolve("killed");
    Set<String> finished =
        killAfterParts(4, arguments(killed.toString(), List.of()), () -> markers(killed));
    assertTrue(finished.size() < PARTS, finished.size() + " parts were finished before the kill");
    assertFalse(Files.exists(killed.resolve("_manifest.json")));

    Launch again = Launch.run(arguments(killed.toString(), List.of()));
    assertGoesOn(finished, again);
    assertFalse(Files.exists(killed.resolve("_staging")));

    String undisturbed = folder.resolve("undisturbed").toString();
    assertEquals(
        Launch.run(arguments(undisturbed, List.of())).result().get("digest"),
        again.result().get("digest"));
  }

  @Test
  void secondStartGoesOnInAnObjectStore(S3Server s3) throws Exception {
    String killed = s3.createBucket("sets") + "/killed";
    List<String> options = options(s3);
    org.apache.hadoop.fs.Path staging = new org.apache.hadoop.fs.Path(killed + "/_staging");
    try (FileSystem files = FileSystem.newInstance(staging.toUri(), s3.hadoopConfiguration())) {
      Set<String> finished =
          killAfterParts(4, arguments(killed, options), () -> markers(files, staging));
      assertTrue(finished.size() < PARTS, finished.size() + " parts were finished");

      Launch again = Launch.run(arguments(killed, options));
      assertGoesOn(finished, again);
      assertFalse(files.exists(staging));
      // the manifest, the list of rejects, the sheet, the last word, the shards' folder, and that
      // of
      // leases, with the word for the driver that was killed
      assertEquals(6, files.listStatus(staging.getParent()).length);
      assertEquals(6, files.listStatus(new org.apache.hadoop.fs.Path(killed + "/data")).length);
    }
  }

  private static void assertGoesOn(Set<String> finished, Launch again) {
    assertEquals(0, again.exitCode(), again.errorOutput());
    Matcher kept =
        Pattern.compile("(\\d+) of (\\d+) parts were finished by an earlier start")
            .matcher(again.errorOutput());
    assertTrue(kept.find(), again.errorOutput());
    assertEquals(String.valueOf(finished.size()), kept.group(1));
    assertEquals(String.valueOf(PARTS), kept.group(2));
    assertEquals(6000, again.result().get("accepted").asInt());
  }

  /** The markers of finished parts that are there now. */
  private interface Markers {
    Set<String> now() throws IOException;
  }

  /** Kills it as kill -9 does, with all that it started; gives the markers of finished parts. */
  private static Set<String> killAfterParts(int least, List<String> arguments, Markers markers)
      throws IOException, InterruptedException {
    Process process = Launch.start(ServerProcess.folder("killed"), arguments);
    Set<String> finished = markers.now();
    long deadline = System.nanoTime() + Launch.PATIENCE.toNanos();
    while (finished.size() < least && process.isAlive() && System.nanoTime() < deadline) {
      Thread.sleep(50);
      finished = markers.now();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    assertTrue(finished.size() >= least, "it ended, or took too long, after " + finished);
    return markers.now();
  }

  private static Set<String> markers(Path to) throws IOException {
    Path staging = to.resolve("_staging");
    if (!Files.exists(staging)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(staging)) {
      Set<String> whole = new TreeSet<>();
      for (Path file :
          files
              .filter(each -> each.getFileName().toString().matches("part-\\d+\\.json"))
              .toList()) {
        // one that was cut off counts as none
        if (Files.readString(file).endsWith("}")) {
          whole.add(file.getFileName().toString());
        }
      }
      return whole;
    }
  }

  /** An object is there whole or not at all. */
  private static Set<String> markers(FileSystem files, org.apache.hadoop.fs.Path staging)
      throws IOException {
    Set<String> markers = new TreeSet<>();
    try {
      for (FileStatus status : files.listStatus(staging)) {
        if (status.getPath().getName().matches("part-\\d+\\.json")) {
          markers.add(status.getPath().getName());
        }
      }
    } catch (FileNotFoundException e) {
      return Set.of();
    }
    return markers;
  }

  private static List<String> options(S3Server s3) throws IOException {
    return List.of("--properties-file", s3.sparkProperties().toString());
  }

  private static List<String> arguments(String to, List<String> options) {
    List<String> arguments =
        new ArrayList<>(List.of("import", SOURCE, "--to", to, "--image-size", "64", "--"));
    // so long is the second start to wait for the dead first one
    arguments.addAll(List.of("--conf", "spark.hadoop.dcgan.import.lease-seconds=5"));
    arguments.addAll(options);
    return arguments;
  }
}
