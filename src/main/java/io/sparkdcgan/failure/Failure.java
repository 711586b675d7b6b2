package io.sparkdcgan.failure;

/**
 * An end that was foreseen: one sentence for the user (what, where, what to do) and the exit code
 * that goes with it. Anything else that reaches the command line is a bug or an I/O error.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode code;

  public Failure(ExitCode code, String sentence) {
    super(sentence);
    this.code = code;
  }

  public Failure(ExitCode code, String sentence, Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  public ExitCode code() {
    return code;
  }
}
