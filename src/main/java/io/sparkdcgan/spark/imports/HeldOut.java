package io.sparkdcgan.spark.imports;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.Share;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.Arrays;

/**
 * Which images of an import nobody trains on: the last of the shuffled order, so that the choice
 * depends on the seed and the keys alone. Images that share a hash stay together.
 */
final class HeldOut {
  private final long[] training;
  private final long[] heldOut;

  private HeldOut(long[] training, long[] heldOut) {
    this.training = training;
    this.heldOut = heldOut;
  }

  /**
   * Holds the last images of the order out.
   *
   * @param hashes of all images that come into shards, ascending
   * @throws Failure {@code DATA} if as many are not to be had, or none would be left
   */
  static HeldOut of(ImportConfig config, long[] hashes) {
    double wanted = config.selection().heldOut();
    if (wanted == 0) {
      return new HeldOut(hashes, new long[0]);
    }
    long count = wanted < 1 ? Share.roundedUp(wanted, hashes.length) : (long) wanted;
    int cut = (int) Math.max(0, hashes.length - count);
    while (cut > 0 && cut < hashes.length && hashes[cut] == hashes[cut - 1]) {
      cut++;
    }
    if (cut == 0 || cut == hashes.length) {
      throw new Failure(
          ExitCode.DATA,
          "--held-out %s of %s images leaves none on one side: lower it or import more"
              .formatted(config.selection().heldOutText(), hashes.length));
    }
    return new HeldOut(Arrays.copyOf(hashes, cut), Arrays.copyOfRange(hashes, cut, hashes.length));
  }

  /** Hashes of the images to train on, ascending, at least one; not copied. */
  long[] training() {
    return training;
  }

  /** Hashes of the others, ascending, all above; none if none are held out; not copied. */
  long[] heldOut() {
    return heldOut;
  }

  boolean isEmpty() {
    return heldOut.length == 0;
  }

  /** The lowest hash that is held out. */
  long first() {
    return heldOut[0];
  }
}
