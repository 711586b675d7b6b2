package io.sparkdcgan.cli;

import io.sparkdcgan.launch.LauncherWatch;
import java.io.PrintStream;
import java.util.List;
import org.apache.spark.SparkUserAppException;

/** Where spark-submit enters. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws SparkUserAppException {
    TerminationSignals signals = TerminationSignals.caught(List.of(args));
    LauncherWatch.start();
    PrintStream resultOutput = ResultLine.claimStandardOutput();
    Dcgan dcgan = new Dcgan();
    Invocation invocation = Invocation.of(dcgan, resultOutput, System.err);
    invocation.alsoTell(
        line -> ResultLine.Place.ofThisDriver().ifPresent(place -> place.leave(line)));
    invocation.heed(signals, SparkLog.watched(() -> dcgan.debug));
    if (!isYarnsOwn()) {
      invocation.tellOfForeignEnd();
    }
    end(invocation.run(args));
  }

  private static void end(int exitCode) throws SparkUserAppException {
    if (!isYarnsOwn()) {
      System.exit(exitCode);
    }
    // Within YARN's application master any exit is a failure, that with 0 too.
    if (exitCode != 0) {
      throw new SparkUserAppException(exitCode);
    }
  }

  private static boolean isYarnsOwn() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }
}
