package io.sparkdcgan.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.UnknownStoreException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class VerdictTest {
  static Stream<Arguments> exceptions() {
    return Stream.of(
        Arguments.of(new Failure(ExitCode.DATA, "no pictures"), ExitCode.DATA),
        Arguments.of(new FileNotFoundException("/faces"), ExitCode.INPUT_MISSING),
        Arguments.of(new NoSuchFileException("/faces"), ExitCode.INPUT_MISSING),
        Arguments.of(new UnknownStoreException("s3a://b/", "no bucket"), ExitCode.INPUT_MISSING),
        Arguments.of(new AccessControlException("user=x"), ExitCode.PERMISSION),
        Arguments.of(new AccessDeniedException("s3a://b/"), ExitCode.PERMISSION),
        Arguments.of(
            new RemoteException(AccessControlException.class.getName(), "user=x"),
            ExitCode.PERMISSION),
        Arguments.of(new ConnectException("refused"), ExitCode.UNAVAILABLE),
        Arguments.of(
            new IllegalArgumentException(new UnknownHostException("namenode")),
            ExitCode.UNAVAILABLE),
        Arguments.of(new IOException("disk full"), ExitCode.IO),
        Arguments.of(new UncheckedIOException(new IOException("disk full")), ExitCode.IO),
        Arguments.of(
            new IOException("AWS client", new ConnectException("refused")), ExitCode.UNAVAILABLE),
        Arguments.of(new IllegalStateException("index"), ExitCode.BUG),
        Arguments.of(new OutOfMemoryError("Java heap space"), ExitCode.CONFIGURATION),
        Arguments.of(new UnsatisfiedLinkError("no jnind4j"), ExitCode.CONFIGURATION),
        Arguments.of(
            new ExceptionInInitializerError(
                new IllegalStateException("ND4J", new UnsatisfiedLinkError("failed to map"))),
            ExitCode.CONFIGURATION),
        Arguments.of(
            new NoClassDefFoundError("Could not initialize class"), ExitCode.CONFIGURATION),
        Arguments.of(new NoSuchMethodError("scala.Predef"), ExitCode.CONFIGURATION),
        Arguments.of(new UnsupportedClassVersionError("61.0"), ExitCode.CONFIGURATION),
        Arguments.of(new ClassNotFoundException("com.foo.Bar"), ExitCode.CONFIGURATION),
        Arguments.of(
            new FileNotFoundException("/faces/a.jpg (Too many open files)"),
            ExitCode.CONFIGURATION),
        Arguments.of(
            new IOException("failure to login: invalid null input: name"), ExitCode.CONFIGURATION),
        Arguments.of(new IOException("No space left on device"), ExitCode.IO));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void theReasonDecidesWhateverSparkWrapsAroundIt(Throwable thrown, ExitCode code) {
    assertEquals(code, Verdict.of(thrown).code());
    assertEquals(code, Verdict.of(new SparkException("Job aborted", thrown)).code());
  }

  /** Of a task on another machine there is the text alone. */
  @Test
  void whatSparkQuotesIsUnderstoodAsWell() {
    assertEquals(
        ExitCode.CONFIGURATION,
        Verdict.of(new SparkException("Lost task 0.3: java.lang.OutOfMemoryError: Java heap space"))
            .code());
    assertEquals(
        ExitCode.UNAVAILABLE,
        Verdict.of(new SparkException("Lost task 0.3: ExecutorLostFailure (executor 2 exited)"))
            .code());
  }

  @Test
  void whatTheMachineLacksIsToldByItsInnermostCauseAndRemedy() {
    String sentence =
        Verdict.of(
                new ExceptionInInitializerError(
                    new UnsatisfiedLinkError("/tmp/libnd4j.so: failed to map segment")))
            .sentence();
    assertTrue(sentence.contains("noexec"), sentence);
    assertTrue(sentence.endsWith("/tmp/libnd4j.so: failed to map segment"), sentence);
    String threads =
        Verdict.of(new OutOfMemoryError("unable to create native thread: possibly out of memory"))
            .sentence();
    assertTrue(threads.contains("ulimit -u"), threads);
  }

  @Test
  void aFailureKeepsItsWords() {
    Failure mistakes =
        Failure.of(ExitCode.CONFIGURATION, List.of("one mistake", "another mistake"));
    assertEquals(
        "one mistake\nanother mistake",
        Verdict.of(new SparkException("Job aborted", mistakes)).sentence());
  }

  @Test
  void ofALongMessageOnlyTheFirstLineIsToldOn() {
    assertEquals(
        "input or output failed: lease expired",
        Verdict.of(new IOException("\nlease expired\n\tat org.apache.hadoop")).sentence());
  }

  @Test
  void causesThatFormARingEnd() {
    IllegalStateException first = new IllegalStateException("first");
    first.initCause(new IllegalArgumentException("second", first));
    assertEquals(ExitCode.BUG, Verdict.of(first).code());
  }

  @Test
  void aSchemeThatNobodyKnowsIsAMistakeInTheConfiguration() {
    IOException thrown =
        Assertions.assertThrows(
            IOException.class,
            () -> FileSystem.get(URI.create("gopher://host/"), new Configuration()));
    assertEquals(ExitCode.CONFIGURATION, Verdict.of(thrown).code());
  }

  @Test
  void aNamenodeThatIsNotThereIsUnavailable() {
    Configuration conf = new Configuration();
    conf.setInt("ipc.client.connect.max.retries", 0);
    IOException thrown =
        Assertions.assertThrows(
            IOException.class,
            () -> FileSystem.get(URI.create("hdfs://127.0.0.1:1/"), conf).exists(new Path("/")));
    assertEquals(ExitCode.UNAVAILABLE, Verdict.of(thrown).code());
    assertTrue(Verdict.of(thrown).sentence().contains(":1 failed"), thrown.getMessage());
  }
}
