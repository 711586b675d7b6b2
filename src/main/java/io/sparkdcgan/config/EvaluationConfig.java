package io.sparkdcgan.config;

/**
 * How a run is judged while it trains. It changes no number of the training itself.
 *
 * @param every rounds between evaluations; 0 for never
 * @param pictures how many drawn and as many real ones are compared, where there are that many real
 */
public record EvaluationConfig(int every, int pictures) {
  /** The least pictures that say anything of a distribution. */
  static final int LEAST_PICTURES = 16;

  /** The most whose pixels, at 128 x 128, fit into one array. */
  static final int MOST_PICTURES = 32_768;

  /** Whether the state after this many rounds is evaluated. */
  public boolean isDue(long round) {
    return every > 0 && round % every == 0;
  }
}
