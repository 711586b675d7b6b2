package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process of {@code submit/dcgan} that is told to end. SIGINT works on it even where this JVM was
 * started in the background and ignores it.
 *
 * @param process what {@code submit/dcgan} became
 * @param output the folder of its output
 */
record StoppedCommand(Process process, Path output) {

  static StoppedCommand start(List<String> words) throws IOException {
    return start(List.of("env", "--default-signal=INT", "submit/dcgan"), words);
  }

  /** As from {@code nohup}, of the signal that Ctrl-C sends. */
  static StoppedCommand startIgnoring(List<String> words) throws IOException {
    return start(List.of("env", "--ignore-signal=INT", "submit/dcgan"), words);
  }

  private static StoppedCommand start(List<String> program, List<String> words) throws IOException {
    Path output = ServerProcess.folder("stopped");
    List<String> command = new ArrayList<>(program);
    command.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.resolve("stdout.log").toFile())
            .redirectError(output.resolve("stderr.log").toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
    builder.environment().put("SPARK_HOME", Path.of("target", "spark").toAbsolutePath().toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return new StoppedCommand(builder.start(), output);
  }

  /** Waits until something is there. */
  void await(BooleanSupplier there) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + Launch.PATIENCE.toNanos();
    while (!there.getAsBoolean()) {
      assertTrue(process.isAlive(), log());
      assertTrue(System.nanoTime() < deadline, log());
      Thread.sleep(20);
    }
  }

  String log() throws IOException {
    return Files.readString(output.resolve("stderr.log"));
  }

  /**
   * Sends it.
   *
   * @param name {@code TERM} or {@code INT}
   */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** Waits for its end, and sees that all that it printed is one line, with its exit code. */
  JsonNode end() throws IOException, InterruptedException {
    assertTrue(process.waitFor(Launch.PATIENCE.toSeconds(), TimeUnit.SECONDS), log());
    List<String> lines = Files.readAllLines(output.resolve("stdout.log"));
    assertEquals(1, lines.size(), () -> "exit code " + process.exitValue() + ": " + lines);
    JsonNode line = new ObjectMapper().readTree(lines.get(0));
    assertEquals(process.exitValue(), line.path("exitCode").asInt(), lines.get(0));
    return line;
  }

  /** The same of one that had to end by the signal, and says nothing but that. */
  JsonNode endStopped() throws IOException, InterruptedException {
    JsonNode line = end();
    assertEquals(75, line.path("exitCode").asInt(), () -> line + read());
    assertEquals("preempted", line.path("status").asText());
    assertTrue(!log().contains("\tat ") && !log().contains("bug"), log());
    return line;
  }

  private String read() {
    try {
      return log();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
