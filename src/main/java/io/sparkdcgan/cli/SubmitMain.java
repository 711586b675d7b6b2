package io.sparkdcgan.cli;

import io.sparkdcgan.cli.ClusterSubmission.SparkSubmit;
import java.util.Arrays;
import java.util.List;

/**
 * Where {@code submit/dcgan} enters when the driver is to run on another machine: with
 * spark-submit's path, the job's jar, the master, the options for spark-submit, {@code --}, and the
 * command.
 */
public final class SubmitMain {
  private SubmitMain() {}

  public static void main(String[] args) {
    List<String> words = Arrays.asList(args);
    int end = words.indexOf("--");
    SparkSubmit spark =
        new SparkSubmit(words.get(0), words.get(1), words.get(2), words.subList(3, end));
    List<String> command = words.subList(end + 1, words.size());
    System.exit(new ClusterSubmission(spark, ResultLine.claimStandardOutput()).run(command));
  }
}
