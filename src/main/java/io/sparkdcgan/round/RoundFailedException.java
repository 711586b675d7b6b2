package io.sparkdcgan.round;

/**
 * A round could not be computed, for a reason that lies in the machines and not in the round: its
 * start stands, and it may be taken again from there.
 */
public final class RoundFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param sentence why, for people
   */
  public RoundFailedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
