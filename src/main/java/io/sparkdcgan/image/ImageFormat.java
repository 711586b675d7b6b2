package io.sparkdcgan.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The kinds of image files that are decoded, told by their first bytes and never by a name. */
enum ImageFormat {
  JPEG,
  PNG,
  GIF,
  BMP,
  TIFF,
  WEBP,
  /** PBM, PGM and PPM. */
  PNM;

  /** The format of a file, or empty if it is none of these. */
  static Optional<ImageFormat> of(byte[] file) {
    if (starts(file, 0, "\u00FF\u00D8\u00FF")) {
      return Optional.of(JPEG);
    }
    if (starts(file, 0, "\u0089PNG\r\n\u001A\n")) {
      return Optional.of(PNG);
    }
    if (starts(file, 0, "GIF87a") || starts(file, 0, "GIF89a")) {
      return Optional.of(GIF);
    }
    if (starts(file, 0, "RIFF") && starts(file, 8, "WEBP")) {
      return Optional.of(WEBP);
    }
    if (starts(file, 0, "II*\0") || starts(file, 0, "MM\0*")) {
      return Optional.of(TIFF);
    }
    if (BmpCodec.isBmp(file)) {
      return Optional.of(BMP);
    }
    return PnmCodec.isPnm(file) ? Optional.of(PNM) : Optional.empty();
  }

  /** Whether these bytes stand there, one for each letter. */
  static boolean starts(byte[] file, int at, String bytes) {
    byte[] expected = bytes.getBytes(StandardCharsets.ISO_8859_1);
    if (at < 0 || file.length - at < expected.length) {
      return false;
    }
    for (int index = 0; index < expected.length; index++) {
      if (file[at + index] != expected[index]) {
        return false;
      }
    }
    return true;
  }
}
