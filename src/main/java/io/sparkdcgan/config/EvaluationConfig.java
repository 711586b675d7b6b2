package io.sparkdcgan.config;

/**
 * How a run is judged while it trains. It changes no number of the training itself.
 *
 * @param every rounds between evaluations; 0 for never. The last round is evaluated besides
 * @param images how many drawn and as many real ones are compared, where there are that many real
 */
public record EvaluationConfig(int every, int images) {
  /** The least images that say anything of a distribution. */
  static final int LEAST_IMAGES = 16;

  /** The most whose pixels, at 128 x 128, fit into one array. */
  static final int MOST_IMAGES = 32_768;

  /**
   * Whether the state after this many rounds is evaluated.
   *
   * @param last after how many the run is complete
   */
  public boolean isDue(long round, long last) {
    return isScheduled(round) || (every > 0 && round >= last);
  }

  /** Whether it is wherever the run ends: a run that is made longer has these evaluations, too. */
  public boolean isScheduled(long round) {
    return every > 0 && round % every == 0;
  }
}
