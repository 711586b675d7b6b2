package io.sparkdcgan.source;

import java.util.ArrayList;
import java.util.List;

/** Cuts a list into neighboring ranges whose lengths differ by at most one. */
final class SourceRanges {
  private SourceRanges() {}

  /** Makes a part of the range from {@code first} (inclusive) to {@code end} (exclusive). */
  @FunctionalInterface
  interface Cut {
    SourcePart of(int first, int end);
  }

  /**
   * @param length how long the list is, at least 1
   * @param wanted how many ranges, at least 1; one element each if there are not as many
   */
  static List<SourcePart> cut(int length, int wanted, Cut cut) {
    int ranges = Math.min(length, wanted);
    List<SourcePart> parts = new ArrayList<>(ranges);
    for (int range = 0; range < ranges; range++) {
      parts.add(
          cut.of(
              (int) ((long) length * range / ranges),
              (int) ((long) length * (range + 1) / ranges)));
    }
    return parts;
  }
}
