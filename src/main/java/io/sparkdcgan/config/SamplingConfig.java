package io.sparkdcgan.config;

/**
 * How images are drawn to be looked at, exported or scored. It changes no number of the training.
 *
 * @param statistics which statistics the generator's batch norms use
 */
public record SamplingConfig(Statistics statistics) {

  /** Which statistics the generator's batch norms use. */
  public enum Statistics {
    /** The running ones, as training left them. */
    RUNNING,
    /** Those of one batch of latents that is drawn for this alone, the same for every image. */
    BATCH
  }
}
