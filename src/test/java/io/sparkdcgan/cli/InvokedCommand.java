package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Commands that are called as from a command line, in the test's own process. */
final class InvokedCommand {
  private InvokedCommand() {}

  /** Calls a command, which ends with this code, and gives the line that it prints. */
  static JsonNode dcgan(int exitCode, String... arguments) throws Exception {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(result, true, StandardCharsets.UTF_8);
    int code = Invocation.of(new Dcgan(), out, System.err).run(arguments);
    String printed = result.toString(StandardCharsets.UTF_8);
    assertEquals(exitCode, code, printed);
    return new ObjectMapper().readTree(printed);
  }
}
