package io.sparkdcgan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.failure.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The last line of standard output: one JSON object that a pipeline takes along. */
final class ResultLine {
  private ResultLine() {}

  /**
   * Standard output for us alone. Whatever else in this process prints, in Spark or in a library,
   * goes to standard error from now on.
   */
  static PrintStream claimStandardOutput() {
    PrintStream output =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    return output;
  }

  /**
   * The line of a command that ended.
   *
   * @param command the command's name, or the empty string if the arguments name none
   * @param fields what the command adds; the names above are not its to give
   */
  static String of(String command, ExitCode code, double seconds, Map<String, Object> fields)
      throws JsonProcessingException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("command", command);
    line.put("status", code.status());
    line.put("exitCode", code.number());
    line.put("seconds", Math.round(seconds * 1000) / 1000.0);
    fields.forEach(line::putIfAbsent);
    return new ObjectMapper().writeValueAsString(line);
  }
}
