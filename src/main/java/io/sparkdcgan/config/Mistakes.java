package io.sparkdcgan.config;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/** The mistakes of one configuration, gathered so that a user hears of all of them at once. */
final class Mistakes {
  private final List<String> lines = new ArrayList<>();

  /** One mistake: the key, its value, the bound that it breaks and the remedy, in one line. */
  void add(String line) {
    lines.add(line);
  }

  /**
   * @throws Failure of {@link ExitCode#CONFIGURATION} with one line for each mistake, if there is
   *     any
   */
  void throwIfAny() {
    if (!lines.isEmpty()) {
      throw new Failure(ExitCode.CONFIGURATION, String.join("\n", lines));
    }
  }
}
