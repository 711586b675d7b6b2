package io.sparkdcgan.launch;

import io.sparkdcgan.failure.Failure;
import java.util.Locale;

/**
 * A failure, whose sentence is a printable text, as a line of JSON; there is no JSON library here.
 */
final class Sentence {
  private Sentence() {}

  /** As the job itself ends. */
  static String line(Failure failure) {
    String quoted =
        failure.getMessage().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return String.format(
        Locale.ROOT,
        "{\"command\":\"\",\"status\":\"%s\",\"exitCode\":%d,\"seconds\":0.0,\"error\":\"%s\"}",
        failure.code().status(),
        failure.code().number(),
        quoted);
  }
}
