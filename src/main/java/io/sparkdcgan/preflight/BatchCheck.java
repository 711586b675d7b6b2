package io.sparkdcgan.preflight;

import io.sparkdcgan.config.BatchKey;
import io.sparkdcgan.config.Minibatch;
import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.RunConfig;

/**
 * Each worker's share of a step's images. Batch norm measures mean and variance of what a worker
 * takes: of one or two images at a layer with one place for each map that is nothing but their
 * difference, so it is refused, and of a few it is noisy, so it is noted.
 */
final class BatchCheck {
  /** Below it batch norm makes nothing of a share. */
  private static final int LEAST_UNDER_BATCH_NORM = 3;

  /** Below it batch norm's statistics are noisy. */
  private static final int FEW_UNDER_BATCH_NORM = 8;

  private static final String NAME = "images of a worker";

  private final RunConfig config;
  private final Minibatch minibatch;

  BatchCheck(RunConfig config) {
    this.config = config;
    this.minibatch = config.minibatch();
  }

  Finding finding() {
    boolean norm = config.network().batchNorm() != BatchNorm.NONE;
    int least = norm ? LEAST_UNDER_BATCH_NORM : 1;
    String needed =
        "%s or more a step%s".formatted(least, norm ? ", since batch norm measures them" : "");
    int share = minibatch.smallestShare();
    if (share < least) {
      return config.batchKey() == BatchKey.EACH_BY_EARLIER_VERSION
          ? Finding.note(
              NAME,
              needed,
              found(),
              "the run goes on as an earlier version of the program began it")
          : Finding.missing(NAME, needed, found(), remedy(least));
    }
    return norm && share < FEW_UNDER_BATCH_NORM
        ? Finding.note(
            NAME,
            "%s or more a step, or batch norm is noisy".formatted(FEW_UNDER_BATCH_NORM),
            found(),
            remedy(FEW_UNDER_BATCH_NORM))
        : Finding.ok(NAME, needed, found());
  }

  private String found() {
    int workers = minibatch.workers();
    return switch (config.batchKey()) {
      case TOGETHER ->
          "training.batch-size = %s: %s for %s"
              .formatted(
                  minibatch.images(),
                  minibatch.shares(),
                  workers == 1 ? "1 worker" : "each of %s workers".formatted(workers));
      case EACH -> "training.worker-batch-size = %s".formatted(minibatch.largestShare());
      case EACH_BY_EARLIER_VERSION ->
          "%s for each of %s workers".formatted(minibatch.largestShare(), workers);
    };
  }

  /** What makes every share as large as that. */
  private String remedy(int share) {
    if (config.batchKey() != BatchKey.TOGETHER) {
      return "set training.worker-batch-size to %s or more".formatted(share);
    }
    String larger =
        "set training.batch-size to %s or more".formatted((long) share * minibatch.workers());
    int fewer = minibatch.images() / share;
    return fewer < 1 || minibatch.workers() == 1
        ? larger
        : "%s, or averaging.workers to %s%s"
            .formatted(larger, fewer, fewer == 1 ? "" : " or fewer");
  }
}
