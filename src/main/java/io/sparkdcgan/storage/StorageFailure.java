package io.sparkdcgan.storage;

import io.sparkdcgan.failure.CauseChain;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.hadoop.ipc.RetriableException;
import org.apache.hadoop.ipc.StandbyException;

/**
 * What an exception of a file system means to whoever started the command. File systems wrap the
 * cause that matters, some of them several times, so the whole chain is looked at.
 */
final class StorageFailure {
  // By name: hadoop-aws need not be there.
  private static final String S3A = "org.apache.hadoop.fs.s3a.";

  /** The server's answer was 503 or another 5xx. */
  private static final Predicate<Throwable> OVERLOADED =
      CauseChain.named(S3A + "AWSServiceThrottledException", S3A + "AWSStatus500Exception");

  /** S3's word where the answer to the completion of an upload was lost. */
  private static final Predicate<Throwable> LOST_UPLOAD = CauseChain.says("NoSuchUpload");

  /**
   * The connection broke, the storage says itself that it will be better, or there was no answer,
   * or half of one, or it was not what had been asked.
   */
  private static final Predicate<Throwable> PASSING =
      CauseChain.anyOf(
              SocketException.class,
              SocketTimeoutException.class,
              UnknownHostException.class,
              EOFException.class,
              RetriableException.class,
              StandbyException.class)
          .or(OVERLOADED)
          .or(CauseChain.named(S3A + "AWSNoResponseException", S3A + "AWSClientIOException"))
          .or(LOST_UPLOAD);

  /** What a chain means that a rule is about; the first rule that is counts. */
  private record Rule(
      Predicate<CauseChain> about, ExitCode code, Function<CauseChain, String> sentence) {
    Rule(Predicate<Throwable> kind, ExitCode code, String sentence) {
      this(chain -> chain.has(kind), code, chain -> sentence.formatted(chain.innermost()));
    }
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              CauseChain.NO_FILE_SYSTEM.or(CauseChain.anyOf(ClassNotFoundException.class)),
              ExitCode.CONFIGURATION,
              "there is no file system for its scheme; use hdfs:, s3a:, file: or a local path"),
          new Rule(
              chain -> chain.has(CauseChain.DENIED),
              ExitCode.PERMISSION,
              chain ->
                  chain.has(CauseChain.NO_TICKET)
                      ? "access is denied, " + CauseChain.LOG_IN
                      : "access is denied; check its permissions and the credentials"),
          new Rule(
              CauseChain.UNREACHABLE,
              ExitCode.UNAVAILABLE,
              "the storage cannot be reached (%s); try again later"),
          new Rule(
              OVERLOADED,
              ExitCode.UNAVAILABLE,
              "the storage is overloaded or broken (%s); try again later"),
          new Rule(
              CauseChain.NO_FOLDER,
              ExitCode.USAGE,
              "there is a file where a folder is wanted (%s); name another place"),
          new Rule(CauseChain.NO_BUCKET, ExitCode.INPUT_MISSING, "its bucket does not exist"),
          new Rule(
              chain ->
                  chain.has(FileNotFoundException.class::isInstance) && !chain.has(LOST_UPLOAD),
              ExitCode.INPUT_MISSING,
              chain -> "it does not exist"),
          new Rule(chain -> true, ExitCode.IO, CauseChain::innermost));

  private StorageFailure() {}

  /**
   * @param doing what was being done, for example {@code "write"}
   * @param uri what it was done to
   */
  static Failure of(String doing, String uri, Exception exception) {
    CauseChain chain = CauseChain.of(exception);
    Rule rule = RULES.stream().filter(each -> each.about.test(chain)).findFirst().orElseThrow();
    String sentence = "cannot " + doing + " " + uri + ": " + rule.sentence.apply(chain);
    return new Failure(rule.code, sentence, exception);
  }

  /** Whether the same operation may succeed if it is taken again in a moment. */
  static boolean mayPass(Exception exception) {
    CauseChain chain = CauseChain.of(exception);
    return !chain.has(CauseChain.DENIED) && chain.has(PASSING);
  }
}
