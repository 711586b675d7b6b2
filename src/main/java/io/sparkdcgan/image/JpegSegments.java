package io.sparkdcgan.image;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands before the pixels of a JPEG. Where the bytes contradict the format the list ends; the
 * codec will say what is wrong.
 */
final class JpegSegments {
  private static final int JFIF = 0xE0;
  private static final int EXIF = 0xE1;
  private static final int ADOBE = 0xEE;
  private static final int SCAN = 0xDA;
  private static final int END = 0xD9;
  private static final int LAST_OF_APPLICATIONS = 0xEF;
  private static final int JPEG_LS = 0xF7;
  private static final int HIERARCHICAL = 0xDE;
  private static final int LOSSLESS = 3;
  private static final int BITS = 8;
  private static final int COLORS = 3;

  /** Version 1.1, square pixels, no thumbnail. */
  private static final byte[] JFIF_SEGMENT = {
    (byte) 0xFF, (byte) JFIF, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  private final byte[] file;
  private final List<Segment> segments = new ArrayList<>();
  private final int end;

  /** A segment with its two marker bytes and its length. */
  private record Segment(int marker, int from, int length) {}

  private JpegSegments(byte[] file) {
    this.file = file;
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF) {
      int marker = file[at + 1] & 0xFF;
      int length = 2 + (unsigned(at + 2) << 8 | unsigned(at + 3));
      if (marker == 0xFF) {
        // any number of these may fill the space before a marker
        at++;
      } else if (marker == SCAN || marker == END || length < 4 || at + length > file.length) {
        break;
      } else {
        segments.add(new Segment(marker, at, length));
        at += length;
      }
    }
    this.end = at;
  }

  static JpegSegments of(byte[] file) {
    return new JpegSegments(file);
  }

  private Optional<Segment> frame() {
    return segments.stream()
        .filter(segment -> isFrame(segment.marker) && segment.length >= 10)
        .findFirst();
  }

  /** How many components a pixel has, by the frame's header; 0 if there is none. */
  int components() {
    return frame().map(segment -> unsigned(segment.from + 9)).orElse(0);
  }

  /** What makes it a kind of JPEG that few programs read, if anything does. */
  Optional<FileKind> rareKind() {
    boolean lossless = segments.stream().anyMatch(segment -> segment.marker == JPEG_LS);
    boolean hierarchical = segments.stream().anyMatch(segment -> segment.marker == HIERARCHICAL);
    int bits = frame().map(segment -> unsigned(segment.from + 4)).orElse(BITS);
    String name =
        lossless
            ? "JPEG-LS"
            : hierarchical
                ? "hierarchical JPEG"
                : bits == BITS ? "" : "JPEG of " + bits + " bits a sample";
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new FileKind(name, "convert it to plain JPEG or PNG"));
  }

  /**
   * Whether three components are YCbCr though no marker says so: all are that are not numbered by
   * the letters R, G and B, but in lossless files. Java guesses in another way, from how they are
   * subsampled.
   */
  private boolean isUnmarkedYcbcr() {
    return components() == COLORS
        && segments.stream().noneMatch(segment -> segment.marker == JFIF)
        && adobeTransform() < 0
        && frame()
            .filter(segment -> segment.length >= 19 && (segment.marker & 3) != LOSSLESS)
            .filter(
                segment ->
                    unsigned(segment.from + 10) != 'R'
                        || unsigned(segment.from + 13) != 'G'
                        || unsigned(segment.from + 16) != 'B')
            .isPresent();
  }

  /** Adobe's number of the color transform: 0 none, 1 YCbCr, 2 YCCK; -1 without Adobe's marker. */
  int adobeTransform() {
    return segments.stream()
        .filter(segment -> segment.marker == ADOBE && segment.length >= 16)
        .filter(segment -> ImageFormat.starts(file, segment.from + 4, "Adobe"))
        .mapToInt(segment -> unsigned(segment.from + 15))
        .findFirst()
        .orElse(-1);
  }

  /** EXIF's orientation, 1 to 8 in sound files; 1 if none is given. */
  int orientation() {
    return segments.stream()
        .filter(segment -> segment.marker == EXIF)
        .filter(segment -> ImageFormat.starts(file, segment.from + 4, "Exif\0\0"))
        .mapToInt(segment -> Orientation.inExif(file, segment.from + 4, segment.length - 4))
        .findFirst()
        .orElse(1);
  }

  /**
   * The file without what applications added: profiles, thumbnails, EXIF. Codecs convert by some
   * profiles, fail on damaged ones, and none of that may change pixels. With JFIF's marker where
   * nothing else says that colors are YCbCr. The same array if there is nothing of it.
   */
  byte[] withoutProfiles() {
    boolean unmarked = isUnmarkedYcbcr();
    if (!unmarked && segments.stream().noneMatch(JpegSegments::isAddition)) {
      return file;
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length + JFIF_SEGMENT.length);
    kept.write(file, 0, 2);
    if (unmarked) {
      kept.writeBytes(JFIF_SEGMENT);
    }
    segments.stream()
        .filter(segment -> !isAddition(segment))
        .forEach(segment -> kept.write(file, segment.from, segment.length));
    kept.write(file, end, file.length - end);
    return kept.toByteArray();
  }

  private static boolean isAddition(Segment segment) {
    return segment.marker > JFIF
        && segment.marker <= LAST_OF_APPLICATIONS
        && segment.marker != ADOBE;
  }

  /** All of 0xC0 to 0xCF but the tables for Huffman and arithmetic codes and JPG. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private int unsigned(int at) {
    return file[at] & 0xFF;
  }
}
