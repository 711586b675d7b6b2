package io.sparkdcgan.image;

import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * What a codec says while it reads. A half-written JPEG decodes without an exception, the rest of
 * it gray: only these warnings show it.
 */
final class Complaints implements IIOReadWarningListener {
  private Reject reject;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    String lower = warning.toLowerCase(Locale.ROOT);
    if (speaksOfAnEnd(lower)) {
      reject = new Reject(Reject.Reason.TRUNCATED, warning);
    } else if (reject == null
        && lower.startsWith("corrupt jpeg data")
        && !lower.contains("extraneous bytes")) {
      // extraneous bytes between two segments of a JPEG cost no pixel
      reject = new Reject(Reject.Reason.DAMAGED, warning);
    }
  }

  /** Why the image must not be used, if it must not. */
  Optional<Reject> reject() {
    return Optional.ofNullable(reject);
  }

  /** Whether a codec's message is about a file that ends too early. */
  static boolean speaksOfAnEnd(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("premature")
        || lower.contains("truncated")
        || lower.contains("missing eoi")
        || lower.contains("no image data")
        || lower.contains("unexpected end")
        || lower.contains("notenoughdata")
        || lower.contains("end of file");
  }
}
