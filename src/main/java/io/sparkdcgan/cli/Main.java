package io.sparkdcgan.cli;

import java.io.PrintStream;

/** Where spark-submit enters. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    PrintStream resultOutput = ResultLine.claimStandardOutput();
    int exitCode = Invocation.of(new Dcgan(), resultOutput, System.err).run(args);
    System.exit(exitCode);
  }
}
