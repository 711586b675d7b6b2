package io.sparkdcgan.spark;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;

/** The Java, the Spark and the variables that the job was built for. */
public final class PlatformNeeds {
  private static final int JAVA = 17;

  /** Others have other methods, and fail at whichever they miss first. */
  private static final String SPARK_LINE = "3.5.";

  private static final String THREADS = "OMP_NUM_THREADS";

  private PlatformNeeds() {}

  /**
   * Sees that this process has them.
   *
   * @throws Failure {@code CONFIGURATION} if not
   */
  public static void require() {
    requireJava(Runtime.version().feature());
    requireSpark(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    requireThreads(System.getenv().getOrDefault(THREADS, ""));
  }

  static void requireJava(int release) {
    if (release != JAVA) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Java %s is needed, but this is %s: set JAVA_HOME to a Java %s"
              .formatted(JAVA, release, JAVA));
    }
  }

  static void requireSpark(String version) {
    if (!version.startsWith(SPARK_LINE)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Spark %sx is needed, but this is %s: set SPARK_HOME to a Spark 3.5 with Scala 2.12"
              .formatted(SPARK_LINE, version));
    }
  }

  /** ND4J reads it as one number, whatever else OpenMP allows. */
  static void requireThreads(String threads) {
    if (!threads.isEmpty() && !threads.matches("0*[1-9][0-9]{0,5}")) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s must be one number of threads, but is '%s': set it to that, or unset it"
              .formatted(THREADS, threads));
    }
  }
}
