package io.sparkdcgan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How one call of {@code submit/dcgan} ended.
 *
 * @param exitCode of the process
 * @param result the JSON object in the last line of standard output
 * @param errorOutput all of standard error
 */
public record Launch(int exitCode, JsonNode result, String errorOutput) {
  static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final String OUTPUT = "stdout.log";
  private static final String ERRORS = "stderr.log";

  /** Calls {@code submit/dcgan} on the Spark home that the build assembles, and waits. */
  public static Launch run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(arguments));
  }

  /** As {@link #run(String...)}. */
  public static Launch run(List<String> arguments) throws IOException, InterruptedException {
    return run(PATIENCE, arguments);
  }

  /**
   * Calls it on a cluster, with its S3 server's address and keys in a file of Spark's properties.
   *
   * @param properties of Spark, {@code key=value} each
   */
  static Launch onCluster(
      Duration patience,
      StandaloneCluster cluster,
      S3Server s3,
      List<String> properties,
      List<String> arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(arguments);
    words.addAll(List.of("--", "--master", cluster.url()));
    properties.forEach(property -> words.addAll(List.of("--conf", property)));
    words.addAll(List.of("--properties-file", s3.sparkProperties().toString()));
    return run(patience, words);
  }

  /** As {@link #run(String...)}; what has not ended in this time is killed. */
  public static Launch run(Duration patience, List<String> arguments)
      throws IOException, InterruptedException {
    return run(patience, Map.of(), arguments);
  }

  /** The same with these variables besides. */
  static Launch run(Duration patience, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    return run(patience, ServerProcess.folder("launch"), environment, arguments);
  }

  /**
   * As {@link #run(String...)}.
   *
   * @param folder gets the output
   * @param environment variables besides the usual ones
   */
  static Launch run(
      Duration patience, Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    Process process = start(folder, environment, arguments);
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IllegalStateException(
          "no end after %s: %s".formatted(patience, Files.readString(folder.resolve(ERRORS))));
    }
    int exitCode = process.exitValue();
    List<String> lines = Files.readAllLines(folder.resolve(OUTPUT));
    String errorOutput = Files.readString(folder.resolve(ERRORS));
    if (lines.isEmpty()) {
      throw new IllegalStateException(
          "no result, exit code %s: %s".formatted(exitCode, errorOutput));
    }
    JsonNode result = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    return new Launch(exitCode, result, errorOutput);
  }

  /** Starts it and does not wait; its output goes to files of this folder. */
  static Process start(Path folder, List<String> arguments) throws IOException {
    return start(folder, Map.of(), arguments);
  }

  /** The same with these variables besides. */
  static Process start(Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("submit/dcgan"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve(OUTPUT).toFile())
            .redirectError(folder.resolve(ERRORS).toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
    builder.environment().put("SPARK_HOME", Path.of("target", "spark").toAbsolutePath().toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    return builder.start();
  }
}
