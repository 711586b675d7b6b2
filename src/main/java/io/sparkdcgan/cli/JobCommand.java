package io.sparkdcgan.cli;

import java.util.Map;

/** One command of {@code submit/dcgan}. */
public interface JobCommand {
  /**
   * Does the work. A foreseen failure is a {@link io.sparkdcgan.failure.Failure}.
   *
   * @return what the JSON line says besides command, status, exit code and seconds, in its order
   */
  Map<String, Object> run() throws Exception;

  /** Whether it computes on a cluster; one that does not runs where it is called. */
  default boolean needsSpark() {
    return true;
  }
}
