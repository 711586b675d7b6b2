package io.sparkdcgan.config;

import io.sparkdcgan.config.Values.Layer;

/**
 * Reads the two keys that say how many images a step takes: {@code training.batch-size}, of all
 * workers together, and {@code training.worker-batch-size}, of each. The one that a later layer
 * sets wins, so that {@code --set} beats a recipe; in one layer they have to agree.
 */
final class BatchReader {
  /** What {@code training.worker-batch-size} says where {@code training.batch-size} counts. */
  static final String SHARE = "share";

  private static final String TOGETHER = "training.batch-size";
  private static final String EACH = "training.worker-batch-size";
  private static final String WORKERS = "averaging.workers";

  private final Values values;

  BatchReader(Values values) {
    this.values = values;
  }

  /** Images that all workers together take a step; what cannot be is noted. */
  int images() {
    int workers = values.peek(WORKERS, 1, AveragingReader.MOST_WORKERS);
    int together = values.integer(TOGETHER, 1, Minibatch.MOST_OF_A_WORKER * workers);
    if (values.is(EACH, SHARE)) {
      return together;
    }
    int each = values.integerOr(SHARE, EACH, 1, Minibatch.MOST_OF_A_WORKER);
    Layer layer = values.layer(EACH);
    boolean both = layer == values.layer(TOGETHER) && layer != Layer.REFERENCE;
    values.require(
        !both || together == each * workers,
        EACH,
        "must be left out, since %s is given as well, or that one be left out"
            .formatted(values.given(TOGETHER)));
    return key() == BatchKey.EACH ? each * workers : together;
  }

  /** Which of the two keys counts. */
  BatchKey key() {
    boolean each = !values.is(EACH, SHARE);
    return each && values.layer(EACH).compareTo(values.layer(TOGETHER)) >= 0
        ? BatchKey.EACH
        : BatchKey.TOGETHER;
  }
}
