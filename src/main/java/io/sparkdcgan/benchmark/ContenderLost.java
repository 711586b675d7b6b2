package io.sparkdcgan.benchmark;

/** A contender that can take no more turns, and in one sentence why. */
public final class ContenderLost extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ContenderLost(String sentence) {
    super(sentence);
  }

  public ContenderLost(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
