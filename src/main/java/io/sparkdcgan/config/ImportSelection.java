package io.sparkdcgan.config;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * Which images of a source an import takes, and what of each.
 *
 * @param crop what of each image is taken
 * @param maxPixels width times height above which an image is rejected by its header, at least 1
 * @param maxBytes of an image's file above which it is rejected, at least 1
 * @param dedup whether near-duplicates are removed
 * @param heldOut what is kept apart to judge by: 0 for nothing, a share below 1, or a whole number
 *     of images
 */
public record ImportSelection(
    Crop crop, long maxPixels, long maxBytes, boolean dedup, double heldOut)
    implements Serializable {
  /** Unless told otherwise: 2^26 pixels, such as 8192 x 8192. */
  public static final long MAX_PIXELS = 1L << 26;

  /** Unless told otherwise: 64 MiB. */
  public static final long MAX_BYTES = 1L << 26;

  /** All images, whole, with the usual caps on pixels and bytes. */
  static final ImportSelection USUAL =
      new ImportSelection(Crop.CENTERED, MAX_PIXELS, MAX_BYTES, false, 0);

  ImportSelection with(Crop other) {
    return new ImportSelection(other, maxPixels, maxBytes, dedup, heldOut);
  }

  ImportSelection deduplicated() {
    return new ImportSelection(crop, maxPixels, maxBytes, true, heldOut);
  }

  ImportSelection holdingOut(double shareOrCount) {
    return new ImportSelection(crop, maxPixels, maxBytes, dedup, shareOrCount);
  }

  /** What is kept apart, as people write it: {@code 0.05} or {@code 2000}. */
  public String heldOutText() {
    return new BigDecimal(String.valueOf(heldOut)).stripTrailingZeros().toPlainString();
  }
}
