package io.sparkdcgan.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How submit/dcgan ends, whatever spark-submit does, which is a script of a few words here. */
final class LauncherEndTest {
  private static final String DONE = line("ok", 0);

  /** Says that it is there, and then whatever a signal makes it say. */
  private static final String STOPPED =
      """
      stopped() {
        echo "stopped by %s" >&2
        echo '{"command":"train","status":"preempted","exitCode":75,"seconds":1}'
        exit 75
      }
      trap stopped %s
      : > "$BEGUN"
      while true; do sleep 0.1; done
      """;

  @TempDir private Path folder;
  private Path home;

  private static String line(String status, int code) {
    return "{\"command\":\"train\",\"status\":\"%s\",\"exitCode\":%s,\"seconds\":1.5}"
        .formatted(status, code);
  }

  @BeforeEach
  void aProjectThatIsBuilt() throws Exception {
    home = folder.toRealPath().resolve("home of dcgan");
    InstalledLauncher.in(home);
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0, 78, without a result",
    "exit 1, 78, before the program began",
    "echo Too small; exit 1, 78, it said: Too small",
    "exit 53, 78, SPARK_LOCAL_DIRS",
    "exit 127, 78, cannot be executed",
    "exit 143, 75, asked to stop",
    "kill -KILL $$, 75, SIGKILL",
    "kill -SEGV $$, 69, crashed (signal 11)",
    "exec 1>&-; sleep 0.2; exit 3, 78, before the program began"
  })
  void aDriverThatLeavesNoLineGetsOne(String script, int code, String words) throws Exception {
    Ended ended = run(script);
    assertEquals(code, ended.code());
    assertTrue(ended.result().get("error").asText().contains(words), ended.toString());
    assertEquals(
        ended.result().get("error").asText(), ended.errors().get(ended.errors().size() - 1));
  }

  @Test
  void theDriversOwnLineAndCodeStand() throws Exception {
    assertEquals(List.of("help", DONE), run("echo help; echo '" + DONE + "'").output());
    assertEquals(74, run("printf '%s' '" + line("io", 74) + "'; exit 74").code());
    Ended warned = run("echo '" + DONE + "'; echo VM warning; exit 1");
    assertEquals(0, warned.code(), "the line is what counts");
    assertEquals(List.of(DONE, "VM warning", DONE), warned.output());
    Ended nested = run("echo '{\"command\":\"\",\"exitCode\":0}'; exit 9");
    assertEquals(78, nested.code(), "that is no line of ours");
  }

  @Test
  void whoStillHoldsTheOutputIsNotWaitedFor() throws Exception {
    long start = System.nanoTime();
    assertEquals(74, run("sleep 20 & echo '" + line("io", 74) + "'").code());
    assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 15);
  }

  @Test
  void muchOutputArrivesWholeAndStandardInputIsTheDrivers() throws Exception {
    Ended ended = run("for i in {1..400}; do printf '%0500d\\n' $i; done; echo '" + DONE + "'");
    assertEquals(401, ended.output().size());
    assertTrue(ended.output().get(399).endsWith("00400"));
    Files.writeString(folder.resolve("input"), "words\n");
    assertEquals(
        List.of("words", DONE),
        end(start("cat; echo '" + DONE + "'", Map.of(), "<" + folder + "/input")).output());
  }

  @ParameterizedTest
  @ValueSource(strings = {">&-", ">/dev/full", "2>&- <&-", "| head -n 1; exit ${PIPESTATUS[0]}"})
  void anOutputThatTakesNothingChangesNoCode(String redirection) throws Exception {
    String script = "for i in {1..99}; do echo $i; done; echo '" + line("io", 74) + "'";
    assertEquals(74, start(script, Map.of(), redirection).waitFor());
  }

  @ParameterizedTest
  @CsvSource({"TERM, TERM", "INT, INT", "HUP, TERM"})
  void aSignalReachesTheDriverOnceAndItsLineEnds(String signal, String arrives) throws Exception {
    Process process = start(STOPPED.replace("%s", arrives), Map.of(), "");
    awaitBegun();
    kill(signal, process.pid());
    Ended ended = end(process);
    assertEquals(75, ended.code());
    assertEquals("train", ended.result().get("command").asText());
    assertEquals(List.of("stopped by " + arrives), ended.errors());
  }

  @Test
  void whatAScriptThatWasStoppedLeavesAtWorkIsStoppedAndWaitedFor() throws Exception {
    String inner = folder.resolve("inner").toString();
    InstalledLauncher.executable(
        Path.of(inner), "#!/usr/bin/env bash\n" + STOPPED.replace("%s", "TERM"));
    Process process = start("(exec " + inner + ")\necho unreachable", Map.of(), "");
    awaitBegun();
    kill("TERM", process.pid());
    Ended ended = end(process);
    assertEquals(75, ended.code());
    assertEquals("train", ended.result().get("command").asText());
  }

  @Test
  void aDriverThatDiesOfTheSignalAndOneThatHasNotBegunEndWith75() throws Exception {
    Process process = start(": > \"$BEGUN\"; exec sleep 60", Map.of(), "");
    awaitBegun();
    kill("INT", process.pid());
    Ended ended = end(process);
    assertEquals(75, ended.code());
    assertTrue(ended.result().get("error").asText().contains("SIGINT"));

    Path java = folder.resolve("jdk/bin/java");
    InstalledLauncher.executable(java, "#!/usr/bin/env bash\n: > \"$BEGUN\"\nexec sleep 5\n");
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    process = start("exit 1", Map.of("JAVA_HOME", folder.resolve("jdk").toString()), "");
    awaitBegun();
    kill("TERM", process.pid());
    ended = end(process);
    assertEquals(75, ended.code());
    assertTrue(ended.result().get("error").asText().contains("before the driver was started"));
  }

  @Test
  void whatFailsWhileASignalEndsTheDriverIsNotTheReason() throws Exception {
    String dies = "echo '" + line("unavailable", 69) + "'; trap - TERM; kill -TERM $$";
    Process process =
        start(
            "dies() { %s; }\ntrap dies TERM\n: > \"$BEGUN\"\nwhile true; do sleep 0.1; done"
                .formatted(dies),
            Map.of(),
            "");
    awaitBegun();
    kill("TERM", process.pid());
    assertEquals(75, end(process).code());
  }

  @Test
  void aBuildIsStoppedToo() throws Exception {
    Files.delete(home.resolve("target/spark-dcgan-1-job.jar"));
    Path maven = folder.resolve("maven/mvn");
    InstalledLauncher.executable(maven, "#!/usr/bin/env bash\n: > \"$BEGUN\"\nsleep 61.5\n");
    Map<String, String> path = Map.of("PATH", maven.getParent() + ":" + System.getenv("PATH"));
    Process process = start("exit 1", path, "");
    awaitBegun();
    kill("TERM", process.pid());
    assertEquals(75, end(process).code());
    Thread.sleep(200);
    assertFalse(
        ProcessHandle.allProcesses()
            .anyMatch(each -> each.info().commandLine().orElse("").contains("sleep 61.5")));
  }

  @Test
  void whatOthersGaveForgesNoLine() throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", "/x\nERROR y\u001b[31m\"\\\u00e4");
    Ended ended = end(start("exit 1", environment, ""));
    assertEquals(78, ended.code());
    String said = "JAVA_HOME is /x?ERROR y?[31m\"\\\u00e4, but there is no bin/java";
    assertTrue(ended.result().get("error").asText().startsWith(said), ended.toString());
    assertEquals(1, ended.errors().size());
  }

  @Test
  void aFileOfSettingsThatEndsItsReaderIsAMistake() throws Exception {
    Path settings = Files.createDirectories(folder.resolve("spark/conf")).resolve("spark-env.sh");
    Files.writeString(settings, "exit 3\n");
    Ended ended = run("exit 1");
    assertEquals(78, ended.code());
    assertTrue(ended.result().get("error").asText().startsWith(settings + " ends the shell"));
  }

  @Test
  void withoutMavenOrAFolderToWriteToThereIsNoFirstBuild() throws Exception {
    Files.delete(home.resolve("target/spark-dcgan-1-job.jar"));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("bash", "env", "dirname", "readlink", "locale", "java", "sleep")) {
      InstalledLauncher.executable(
          tools.resolve(tool), "#!/bin/bash\nexec /usr/bin/" + tool + " \"$@\"\n");
    }
    Ended ended = end(start("exit 1", Map.of("PATH", tools.toString()), ""));
    assertEquals(78, ended.code());
    assertTrue(ended.result().get("error").asText().contains("no mvn"), ended.toString());
    Files.delete(tools.resolve("readlink"));
    assertEquals(78, end(start("exit 1", Map.of("PATH", tools.toString()), "")).code());
  }

  /** What it printed and how it ended; the last line is JSON, with the process's code. */
  private record Ended(int code, List<String> output, List<String> errors) {
    JsonNode result() throws IOException {
      return new ObjectMapper().readTree(output.get(output.size() - 1));
    }
  }

  private Ended run(String script) throws Exception {
    return end(start(script, Map.of(), ""));
  }

  private Ended end(Process process) throws Exception {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("it did not end");
    }
    Ended ended =
        new Ended(
            process.exitValue(),
            Files.readAllLines(folder.resolve("output")),
            Files.readAllLines(folder.resolve("errors")));
    assertEquals(ended.code(), ended.result().get("exitCode").asInt(), ended.toString());
    return ended;
  }

  /** In a shell of its own that becomes the launcher, unless the redirection has more words. */
  private Process start(String script, Map<String, String> environment, String redirection)
      throws IOException {
    InstalledLauncher.executable(
        folder.resolve("spark/bin/spark-submit"), "#!/usr/bin/env bash\n" + script + "\n");
    String become = redirection.startsWith("|") ? "" : "exec ";
    ProcessBuilder builder =
        // Whoever started the tests may ignore signals, as nohup does, and a shell hands that on.
        new ProcessBuilder(
                "/usr/bin/env",
                "--default-signal=TERM,INT,HUP",
                "/bin/bash",
                "-c",
                become + "\"$DCGAN\" train x.conf " + redirection)
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(folder.resolve("errors").toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(SPARK|DCGAN|OMP)_.*|.*JAVA_.*OPTIONS"));
    builder.environment().put("SPARK_HOME", folder.resolve("spark").toString());
    builder.environment().put("DCGAN", home.resolve("submit/dcgan").toString());
    builder.environment().put("BEGUN", folder.resolve("begun").toString());
    builder.environment().putAll(environment);
    Files.deleteIfExists(folder.resolve("begun"));
    return builder.start();
  }

  private void awaitBegun() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.exists(folder.resolve("begun"))) {
      assertTrue(System.nanoTime() < deadline, "it never began");
      Thread.sleep(20);
    }
  }

  private static void kill(String signal, long pid) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-s", signal, "" + pid).start().waitFor());
  }
}
