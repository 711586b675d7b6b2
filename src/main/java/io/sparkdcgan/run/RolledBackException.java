package io.sparkdcgan.run;

/**
 * The run went back to an earlier state and is to be gone on with, from there and as its record
 * says.
 */
final class RolledBackException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RolledBackException(String sentence) {
    super(sentence);
  }
}
