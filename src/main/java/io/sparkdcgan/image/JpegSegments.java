package io.sparkdcgan.image;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

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

  /** How many components a pixel has, by the frame's header; 0 if there is none. */
  int components() {
    return segments.stream()
        .filter(segment -> isFrame(segment.marker) && segment.length >= 10)
        .mapToInt(segment -> unsigned(segment.from + 9))
        .findFirst()
        .orElse(0);
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
   * profiles, fail on damaged ones, and none of that may change pixels. The same array if there is
   * nothing of it.
   */
  byte[] withoutProfiles() {
    if (segments.stream().noneMatch(JpegSegments::isAddition)) {
      return file;
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, 2);
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
