package io.sparkdcgan.cli;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code bench WHAT} where there are no benchmarks. They are no part of the job's jar: {@code
 * submit/dcgan} compiles {@code src/bench/java} when they are first asked for.
 */
@Command(
    name = "bench",
    description = "Measures this machine, peers included; submit/dcgan builds what that needs.")
final class BenchCommand implements JobCommand {
  private static final String BENCHMARKS = "io.sparkdcgan.benchmark.Benchmarks";

  /** Which benchmark and its options, which are not known here. */
  @SuppressWarnings("UnusedVariable")
  @Unmatched
  private List<String> unknown = new ArrayList<>();

  /** The benchmarks if they are on the class path, else this. */
  static Object found() {
    try {
      return Class.forName(BENCHMARKS).getConstructor().newInstance();
    } catch (ClassNotFoundException absent) {
      return new BenchCommand();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, Object> run() {
    throw new Failure(
        ExitCode.CONFIGURATION,
        "the job's jar holds no benchmarks: start them with submit/dcgan in a clone of the source, which builds them");
  }
}
