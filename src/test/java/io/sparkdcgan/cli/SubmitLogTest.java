package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Words of Spark's and YARN's own, as spark-submit 3.5.7 printed them on Hadoop 3.3.4. */
final class SubmitLogTest {
  @Test
  void aContainerAboveTheClustersLargestIsAMistakeOfTheConfiguration() throws IOException {
    Failure silence =
        heard(
                "Exception in thread \"main\" java.lang.IllegalArgumentException: Required AM memory"
                    + " (40960+4096 MB) is above the max threshold (8192 MB) of this cluster! Please"
                    + " check the values of 'yarn.scheduler.maximum-allocation-mb'")
            .silence(1);
    assertEquals(ExitCode.CONFIGURATION, silence.code());
    assertTrue(silence.getMessage().contains("(40960+4096 MB)"), silence.getMessage());
  }

  @Test
  void aDriverThatOutgrewItsContainerIsAMistakeOfTheConfiguration() throws IOException {
    Failure silence =
        heard(
                "12:00:00 Submitting application application_1795644331289_0002 to ResourceManager",
                "12:01:00 Application diagnostics message: Application"
                    + " application_1795644331289_0002 failed 1 times due to AM Container for"
                    + " appattempt_1795644331289_0002_000001 exited with  exitCode: -104",
                "Failing this attempt.Diagnostics: [..]Container [pid=1] is running 7061504B beyond"
                    + " the 'PHYSICAL' memory limit. Current usage: 518.7 MB of 512 MB physical"
                    + " memory used; 3.0 GB of 1.1 GB virtual memory used. Killing container.",
                "Exception in thread \"main\" org.apache.spark.SparkException: Application"
                    + " application_1795644331289_0002 finished with failed status")
            .silence(1);
    assertEquals(ExitCode.CONFIGURATION, silence.code());
    assertTrue(
        silence.getMessage().contains("518.7 MB of 512 MB physical memory used; raise"),
        silence.getMessage());
  }

  @Test
  void anyOtherSilenceNamesTheDriverAndTheReasonAndIsWorthARetry() throws IOException {
    SubmitLog log =
        heard(
            "Submitting application application_1_0002 to ResourceManager",
            "Exception in thread \"main\" org.apache.spark.SparkException: Application"
                + " application_1_0002 is killed");
    assertEquals("application_1_0002", log.driver());
    assertTrue(log.killed());
    Failure silence = log.silence(1);
    assertEquals(ExitCode.UNAVAILABLE, silence.code());
    assertTrue(silence.getMessage().startsWith("application_1_0002 ended"), silence.getMessage());
    assertTrue(silence.getMessage().contains("is killed"), silence.getMessage());
  }

  @Test
  void aSubmissionThatFailedSaysSo() throws IOException {
    SubmitLog log = heard("Caused by: java.net.ConnectException: Connection refused");
    assertFalse(log.killed());
    Failure silence = log.silence(1);
    assertEquals(ExitCode.UNAVAILABLE, silence.code());
    assertTrue(silence.getMessage().contains("started no driver"), silence.getMessage());
    assertTrue(silence.getMessage().contains("Connection refused"), silence.getMessage());
  }

  private static SubmitLog heard(String... lines) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    SubmitLog log = new SubmitLog(new PrintStream(output, true, StandardCharsets.UTF_8));
    String words = String.join("\n", lines) + "\n";
    log.follow(new ByteArrayInputStream(words.getBytes(StandardCharsets.UTF_8)));
    assertEquals(words, output.toString(StandardCharsets.UTF_8), "every line is handed on");
    return log;
  }
}
