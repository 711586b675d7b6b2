package io.sparkdcgan.image;

import io.sparkdcgan.image.ImageContent.DecodedImage;
import java.util.Locale;

/**
 * An image that is not used.
 *
 * @param reason what it is counted under
 * @param detail what exactly was wrong, for people
 */
public record Reject(Reason reason, String detail) implements DecodedImage {

  /** Why an image is not used. */
  public enum Reason {
    /** No bytes at all. */
    EMPTY,
    /** The first bytes are of no format that is known. */
    UNKNOWN_FORMAT,
    /** More bytes, pixels or memory than the decoder takes on. */
    TOO_LARGE,
    /** The file ends before its image does. */
    TRUNCATED,
    /** The bytes contradict their format or their checksum. */
    DAMAGED,
    /** Intact, and of a format or a variety that is not decoded. */
    UNSUPPORTED,
    /** A link that leads nowhere, or a file that was listed and is gone. */
    MISSING,
    /** A link in an archive: it has no content of its own. */
    LINK,
    /** A name in an archive that is absolute or has {@code ..} in it. */
    UNSAFE_NAME,
    /** The rectangle that was asked for is not all inside of the image. */
    CROP_OUTSIDE;

    /** The name in manifests, for example {@code too-large}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
