package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The notebooks in a real Jupyter, on the Java kernel, with the job's jar and a Spark of their own:
 * no cell fails, and they say what their committed outputs say.
 */
@Tag("notebooks")
final class NotebooksIT {
  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void theNotebooksRunFromNothingAndSayWhatIsCommitted() throws Exception {
    assumeTrue(
        new ProcessBuilder("bash", "-c", "python3 -c 'import venv, ensurepip' && python3 -m pip -V")
                .start()
                .waitFor()
            == 0,
        "no python3 with venv and pip here, and Jupyter is a Python package");
    Path log = ServerProcess.folder("notebooks-log").resolve("run.log");
    ProcessBuilder builder = new ProcessBuilder("notebooks/run", "--check");
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertEquals(0, process.waitFor(), () -> "see " + log + "\n" + end(log));
    } finally {
      // The kernel and its Spark go with it.
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  /** The last lines of what it said. */
  private static String end(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
