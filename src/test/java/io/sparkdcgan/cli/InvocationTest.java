package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.launch.Launcher;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

final class InvocationTest {
  private final ByteArrayOutputStream result = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @Test
  void aCommandThatWorksAddsItsFieldsToTheResult() throws Exception {
    assertEquals(0, run("draw", "faces"));
    JsonNode line = lastLine();
    assertEquals("draw", line.get("command").asText());
    assertEquals("ok", line.get("status").asText());
    assertEquals(0, line.get("exitCode").asInt());
    assertTrue(line.get("seconds").asDouble() >= 0);
    assertEquals("faces", line.get("what").asText());
    assertEquals("", errors.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aCommandCannotRewriteItsOwnStatus() throws Exception {
    run("draw", "faces");
    assertEquals("ok", lastLine().get("status").asText());
  }

  @Test
  void aFailureIsOneSentenceAndItsExitCode() throws Exception {
    assertEquals(66, run("draw", "nothing"));
    assertEquals("there is nothing to draw\n", errors.toString(StandardCharsets.UTF_8));
    JsonNode line = lastLine();
    assertEquals("input-missing", line.get("status").asText());
    assertEquals(66, line.get("exitCode").asInt());
    assertEquals("there is nothing to draw", line.get("error").asText());
  }

  @Test
  void aNameOfWhateverCharactersStaysInOneLineOfJsonAndOneOfErrors() throws Exception {
    String hostile = "a\n{\"exitCode\":0}\r\u001b[2J\u2028\u0085\u202e\ud83dx";
    assertEquals(0, run("draw", hostile));
    assertOneLineOf(result);
    String drawn = lastLine().get("what").asText();
    assertEquals(hostile, drawn);
    result.reset();
    assertEquals(64, run("draw", "a", "--size", hostile));
    assertOneLineOf(result);
    assertOneLineOf(errors);
    assertEquals(64, lastLine().get("exitCode").asInt());
  }

  /** For readers that end a line wherever Unicode does. */
  private static void assertOneLineOf(ByteArrayOutputStream printed) {
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.endsWith("\n"), text);
    assertTrue(
        text.strip().codePoints().noneMatch(c -> c < ' ' || (c > '~' && c < 0xA0) || c >= 0x2000),
        text);
  }

  @Test
  void debugAddsTheStackTraceBeforeOrAfterTheCommand() {
    run("draw", "nothing", "--debug");
    assertTrue(errors.toString(StandardCharsets.UTF_8).contains("at io.sparkdcgan.cli."));
    errors.reset();
    run("--debug", "draw", "nothing");
    assertTrue(errors.toString(StandardCharsets.UTF_8).contains("at io.sparkdcgan.cli."));
  }

  @Test
  void everyUsageErrorIsCode64AndStillAResult() throws Exception {
    for (String[] args :
        new String[][] {
          {}, {"paint"}, {"draw"}, {"draw", "a", "b"}, {"draw", "a", "--size", "x"}
        }) {
      result.reset();
      errors.reset();
      assertEquals(64, run(args));
      assertEquals("usage", lastLine().get("status").asText());
      assertEquals(1, errors.toString(StandardCharsets.UTF_8).lines().count());
    }
  }

  @Test
  void anErrorThatNobodyForesawIsABug() throws Exception {
    assertEquals(70, run("draw", "overflow"));
    assertEquals("bug", lastLine().get("status").asText());
    assertFalse(errors.toString(StandardCharsets.UTF_8).contains("\tat "));
  }

  @Test
  void aResultThatIsNoJsonIsABug() throws Exception {
    assertEquals(70, run("draw", "object"));
    assertEquals("bug", lastLine().get("status").asText());
  }

  @Test
  void helpAndVersionEndWithAResultToo() throws Exception {
    assertEquals(0, run("draw", "--help"));
    assertTrue(result.toString(StandardCharsets.UTF_8).contains("Usage: dcgan draw"));
    assertEquals("ok", lastLine().get("status").asText());
    assertEquals(0, run("--version"));
    assertEquals("ok", lastLine().get("status").asText());
  }

  @Test
  void anArgumentThatStartsWithAnAtSignIsNoFile() throws Exception {
    assertEquals(0, run("draw", "@/etc/hostname"));
    assertEquals("@/etc/hostname", lastLine().get("what").asText());
  }

  @Test
  void aCommandOfACommandIsNamedWithBothWords() throws Exception {
    assertEquals(0, run("museum", "draw", "faces"));
    assertEquals("museum draw", lastLine().get("command").asText());
    assertEquals("faces", lastLine().get("what").asText());
    assertEquals(0, run("museum", "draw", "--help"));
    assertTrue(result.toString(StandardCharsets.UTF_8).contains("Usage: dcgan museum draw"));
    assertEquals(66, run("museum", "draw", "nothing", "--debug"));
    assertEquals("museum draw", lastLine().get("command").asText());
    assertTrue(errors.toString(StandardCharsets.UTF_8).contains("at io.sparkdcgan.cli."));
  }

  @Test
  void aCommandThatOnlyHasCommandsSaysWhich() throws Exception {
    assertEquals(64, run("museum"));
    assertEquals("museum", lastLine().get("command").asText());
    assertEquals(
        "a command is missing after dcgan museum: one of draw\n",
        errors.toString(StandardCharsets.UTF_8));
  }

  @Test
  void everyCommandOfTheListIsAJobOrHasJobs() {
    assertEndsInJobs(new CommandLine(new Dcgan()));
  }

  @Test
  void whatRunsWithoutSparkIsACommand() {
    Set<String> commands = new CommandLine(new Dcgan()).getSubcommands().keySet();
    assertTrue(commands.containsAll(Launcher.HERE), commands.toString());
  }

  private static void assertEndsInJobs(CommandLine command) {
    boolean job = command.getCommandSpec().userObject() instanceof JobCommand;
    assertEquals(job, command.getSubcommands().isEmpty(), command.getCommandName());
    command.getSubcommands().values().forEach(InvocationTest::assertEndsInJobs);
  }

  private int run(String... args) {
    Dcgan dcgan = new Dcgan();
    CommandLine commandLine =
        new CommandLine(dcgan).addSubcommand(new Draw()).addSubcommand(new Museum());
    return Invocation.of(
            dcgan,
            commandLine,
            new PrintStream(result, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8))
        .run(args);
  }

  private JsonNode lastLine() throws Exception {
    List<String> lines = result.toString(StandardCharsets.UTF_8).lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  /** A command of commands. */
  @Command(name = "museum", subcommands = Draw.class)
  private static final class Museum {}

  /** A command that ends in whichever way it is told. */
  @Command(name = "draw")
  private static final class Draw implements JobCommand {
    @Parameters private String what;

    @Option(names = "--size")
    private int size;

    @Override
    public Map<String, Object> run() {
      Map<String, Object> fields = new LinkedHashMap<>();
      switch (what) {
        case "nothing" -> throw new Failure(ExitCode.INPUT_MISSING, "there is nothing to draw");
        case "overflow" -> throw new StackOverflowError();
        case "object" -> fields.put("object", new Object());
        default -> fields.put("what", what);
      }
      fields.put("status", "splendid");
      fields.put("size", size);
      return fields;
    }
  }
}
