package io.sparkdcgan.spark;

import io.sparkdcgan.failure.CauseChain;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * What it means that Spark did not start. On YARN it starts by asking for a container, and says in
 * plain exceptions that there is none to be had. Where no service is out of reach and no disk full,
 * it is a setting that cannot be: of a class, a port, an address, a folder.
 */
final class ContextFault {
  /** Words of Spark's YARN client, of a container above what the cluster grants anybody. */
  private static final String TOO_LARGE = "is above the max threshold";

  /** Words of its client mode, whose application master ended before it was there. */
  private static final String ENDED = "The YARN application has already ended";

  private static final String FULL = "No space left on device";

  /** Shorter values are words that stand in any sentence. */
  private static final int TELLING = 3;

  private ContextFault() {}

  /**
   * What to throw instead of what Spark threw.
   *
   * @param conf that it was started with
   */
  static RuntimeException of(Exception thrown, SparkConf conf) {
    if (thrown instanceof Failure failure) {
      return failure;
    }
    String message = CauseChain.line(thrown);
    if (message.contains(TOO_LARGE)) {
      return new Failure(
          ExitCode.CONFIGURATION, "YARN would never grant it: %s".formatted(message), thrown);
    }
    if (message.contains(ENDED)) {
      return new Failure(
          ExitCode.UNAVAILABLE,
          "YARN ended the application before it began: look at its logs, and start it again",
          thrown);
    }
    CauseChain chain = CauseChain.of(thrown);
    Verdict verdict = Verdict.of(thrown);
    return switch (verdict.code()) {
      case UNAVAILABLE, PERMISSION -> new Failure(verdict.code(), verdict.sentence(), thrown);
      case IO -> chain.has(CauseChain.says(FULL)) ? Verdict.failure(thrown) : refused(thrown, conf);
      default -> refused(thrown, conf);
    };
  }

  private static Failure refused(Exception thrown, SparkConf conf) {
    String outer = CauseChain.line(thrown);
    String inner = CauseChain.of(thrown).innermost();
    String said = inner.contains(outer) || outer.contains(inner) ? outer : outer + ", " + inner;
    return new Failure(
        ExitCode.CONFIGURATION,
        "Spark does not start with these settings (%s): correct %s in --conf, --properties-file or spark-defaults.conf"
            .formatted(said, suspects(said, conf)),
        thrown);
  }

  /** The settings whose value Spark repeats. */
  private static String suspects(String said, SparkConf conf) {
    if (said.contains("/spark-events")) {
      return "spark.eventLog.dir";
    }
    String named =
        Arrays.stream(conf.getAll())
            .filter(setting -> isNamed(setting._2(), said))
            .map(Tuple2::_1)
            .sorted()
            .collect(Collectors.joining(" or "));
    return named.isEmpty() ? "what it names" : named;
  }

  /** Hadoop writes file:/a for file:///a. */
  private static boolean isNamed(String value, String said) {
    return value.length() >= TELLING && said.contains(value.replace("file:///", "file:/"));
  }
}
