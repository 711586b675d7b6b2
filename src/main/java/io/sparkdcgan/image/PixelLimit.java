package io.sparkdcgan.image;

import java.util.Optional;

/**
 * How many pixels an image may have, asked of its header before any array is made for them.
 *
 * @param most width times height, at least 1
 */
record PixelLimit(long most) {

  /** Why an image of this size is not decoded, if it is not. */
  Optional<Reject> reject(long width, long height) {
    if (width < 1 || height < 1) {
      return Optional.of(
          new Reject(Reject.Reason.DAMAGED, width + " x " + height + " pixels are no image"));
    }
    // as a quotient, since the product of two claims may overflow
    return width > most / height
        ? Optional.of(
            new Reject(
                Reject.Reason.TOO_LARGE,
                width + " x " + height + " pixels, but at most " + most + " are decoded"))
        : Optional.empty();
  }
}
