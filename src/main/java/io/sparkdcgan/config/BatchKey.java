package io.sparkdcgan.config;

/** By which key a run was told how many images a step takes. */
public enum BatchKey {
  /** {@code training.batch-size}: of all workers together. */
  TOGETHER,
  /** {@code training.worker-batch-size}: of each worker. */
  EACH,
  /**
   * {@code training.batch-size} of a run that was begun when it still meant each worker's images,
   * by versions up to 0.2.0. Such a run goes on as it was begun, whatever its share.
   */
  EACH_BY_EARLIER_VERSION
}
