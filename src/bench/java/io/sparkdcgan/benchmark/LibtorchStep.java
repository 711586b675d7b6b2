package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.Preset;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The same step by libtorch in a process of its own, whose source is {@code src/bench/libtorch}: it
 * answers each line with a step and its seconds.
 */
final class LibtorchStep implements Contender {
  static final String NAME = "libtorch";

  private static final int SECONDS_TO_END = 10;

  private final StepTask task;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  /**
   * Starts the process.
   *
   * @param folder that holds its {@code classes} and {@code jars}
   * @param threads of its arithmetic, at least 1
   * @throws Lost if it does not start
   * @throws IllegalStateException if its networks are not ours
   */
  LibtorchStep(Path folder, StepTask task, int threads) {
    this.task = task;
    ProcessBuilder builder =
        new ProcessBuilder(command(folder, task, threads))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    // Inherited is also what the launcher tells glibc, which makes its step shorter by a seventh.
    builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new Lost("its process cannot be started: " + e.getMessage(), e);
    }
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    requireSameNetworks();
  }

  /** Whether the launcher has built the peer here. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve("classes/peer/LibtorchPeer.class"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long images() {
    return task.batch();
  }

  @Override
  public double turn() {
    try {
      requests.newLine();
      requests.flush();
    } catch (IOException e) {
      throw lost(e);
    }
    try {
      return Double.parseDouble(answer());
    } catch (NumberFormatException e) {
      throw lost(e);
    }
  }

  @Override
  public void close() {
    try {
      // At the end of its input it ends.
      requests.close();
      if (process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // It has ended before.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private static List<String> command(Path folder, StepTask task, int threads) {
    NetworkConfig network = task.networks().config();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Its arrays lie outside of the heap and may be as large as the machine allows. A crash leaves
    // no files where the user works.
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Dorg.bytedeco.javacpp.maxbytes=0",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("crash-%p.log"),
            "-cp",
            folder.resolve("classes") + ":" + folder.resolve("jars") + "/*",
            "peer.LibtorchPeer"));
    command.add(String.valueOf(network.imageSize()));
    command.add(String.valueOf(network.width()));
    command.add(String.valueOf(network.kernel()));
    command.add(String.valueOf(network.latentSize()));
    command.add(String.valueOf(task.batch()));
    command.add(String.valueOf(threads));
    command.add(String.valueOf(network.preset() == Preset.PAPER));
    command.add(String.valueOf(task.training().l2()));
    return command;
  }

  private void requireSameNetworks() {
    String ours =
        "%s %s"
            .formatted(
                task.networks().generatorLayout().parameterCount(),
                task.networks().discriminatorLayout().parameterCount());
    String theirs = answer();
    if (!theirs.equals(ours)) {
      close();
      throw new IllegalStateException(
          "libtorch's generator and discriminator have %s parameters, ours %s"
              .formatted(theirs, ours));
    }
  }

  private String answer() {
    try {
      String line = answers.readLine();
      if (line != null) {
        return line;
      }
      throw lost(null);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private Lost lost(Exception cause) {
    process.destroyForcibly();
    return new Lost("its process ended; what it said is above", cause);
  }
}
