package io.sparkdcgan.cli;

import java.io.PrintStream;

/** Where spark-submit enters. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    PrintStream resultOutput = ResultLine.claimStandardOutput();
    Dcgan dcgan = new Dcgan();
    Invocation invocation = Invocation.of(dcgan, resultOutput, System.err);
    dcgan.termination = new TerminationSignal(invocation::abandon);
    System.exit(invocation.run(args));
  }
}
