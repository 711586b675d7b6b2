package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of {@code submit/dcgan import} that is killed in the middle, and its second start. */
final class ImportKilledIT {
  /** Enough pictures that it cannot end between two looks at its folder. */
  private static final String SOURCE = "toy:6000";

  private static final int PARTS = 64;

  @TempDir private Path folder;

  @Test
  void secondStartKeepsFinishedPartsAndComesToTheSameDigest() throws Exception {
    Path killed = folder.resolve("killed");
    Set<String> finished = killAfterParts(4, killed);
    assertTrue(finished.size() < PARTS, finished.size() + " parts were finished before the kill");
    assertFalse(Files.exists(killed.resolve("manifest.json")));

    Launch again = Launch.run(arguments(killed));
    assertEquals(0, again.exitCode(), again.errorOutput());
    Matcher kept =
        Pattern.compile("(\\d+) of (\\d+) parts were finished by an earlier start")
            .matcher(again.errorOutput());
    assertTrue(kept.find(), again.errorOutput());
    assertEquals(String.valueOf(finished.size()), kept.group(1));
    assertEquals(String.valueOf(PARTS), kept.group(2));
    assertFalse(Files.exists(killed.resolve("_staging")));

    Launch undisturbed = Launch.run(arguments(folder.resolve("undisturbed")));
    assertEquals(undisturbed.result().get("digest"), again.result().get("digest"));
    assertEquals(6000, again.result().get("accepted").asInt());
  }

  /** Kills it as kill -9 does, with all that it started; gives the markers of finished parts. */
  private Set<String> killAfterParts(int least, Path to) throws IOException, InterruptedException {
    Process process = Launch.start(ServerProcess.folder("killed"), arguments(to));
    Set<String> finished = markers(to);
    long deadline = System.nanoTime() + Launch.PATIENCE.toNanos();
    while (finished.size() < least && process.isAlive() && System.nanoTime() < deadline) {
      Thread.sleep(50);
      finished = markers(to);
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    assertTrue(finished.size() >= least, "it ended, or took too long, after " + finished);
    return markers(to);
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

  private static List<String> arguments(Path to) {
    return List.of("import", SOURCE, "--to", to.toString(), "--image-size", "64");
  }
}
