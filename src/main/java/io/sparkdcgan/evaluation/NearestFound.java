package io.sparkdcgan.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The nearest images that a {@link NearestSearch} has seen so far. Crosses Spark. */
public final class NearestFound {
  private final int wanted;

  /** {@code wanted} places for each image that others are looked for; the nearest first. */
  private final NearImage[] nearest;

  private NearestFound(int wanted, NearImage[] nearest) {
    this.wanted = wanted;
    this.nearest = nearest;
  }

  /** Nothing seen yet. */
  static NearestFound nothing(int images, int wanted) {
    return new NearestFound(wanted, new NearImage[Math.multiplyExact(images, wanted)]);
  }

  /** The squared distance above which no more are wanted: beyond all while there is room. */
  long limit(int image) {
    NearImage last = nearest[(image + 1) * wanted - 1];
    return last == null ? Long.MAX_VALUE : last.squared();
  }

  /** Keeps a candidate if it is among the nearest. */
  void add(int image, NearImage candidate) {
    int first = image * wanted;
    int place = first + wanted;
    while (place > first && isBefore(candidate, nearest[place - 1])) {
      place--;
      if (place + 1 < first + wanted) {
        nearest[place + 1] = nearest[place];
      }
    }
    if (place < first + wanted) {
      nearest[place] = candidate;
    }
  }

  private static boolean isBefore(NearImage candidate, NearImage known) {
    return known == null || NearImage.order(candidate, known) < 0;
  }

  /** The nearest of both, which stay as they are. */
  public NearestFound merged(NearestFound other) {
    NearestFound merged = new NearestFound(wanted, nearest.clone());
    for (int i = 0; i < other.nearest.length; i++) {
      if (other.nearest[i] != null) {
        merged.add(i / wanted, other.nearest[i]);
      }
    }
    return merged;
  }

  /** For each image its nearest ones, the nearest first; those of one distance by their keys. */
  public List<List<NearImage>> images() {
    return IntStream.range(0, nearest.length / wanted)
        .mapToObj(
            image ->
                Arrays.stream(nearest, image * wanted, (image + 1) * wanted)
                    .filter(Objects::nonNull)
                    .toList())
        .toList();
  }

  /** The squared distance of each image's nearest one; beyond all where nothing was seen. */
  long[] squared() {
    return IntStream.range(0, nearest.length / wanted)
        .map(image -> image * wanted)
        .mapToLong(first -> nearest[first] == null ? Long.MAX_VALUE : nearest[first].squared())
        .toArray();
  }
}
