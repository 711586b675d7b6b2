package io.sparkdcgan.evaluation;

import io.sparkdcgan.data.ImageRecord;
import java.util.Arrays;

/**
 * Looks for the picture that is nearest to each of a set, among any number that are shown to it one
 * after another: the least sum of squared differences of all pixels, exactly. A picture is passed
 * over where a bound says that it is farther away than another was: two pictures differ at least as
 * much as the means of their 8 x 8 cells do (Cauchy and Schwarz).
 *
 * <p>A final class of plain fields, since it crosses Spark; what was found is the caller's.
 */
public final class NearestSearch {
  private static final int CELLS = 8;
  private static final int CHANNELS = ImageRecord.CHANNELS;
  private static final int SUMS = CHANNELS * CELLS * CELLS;

  private final int size;
  private final int count;
  private final byte[] pixels;
  private final int[] sums;
  private final String[] keys;

  /**
   * @param pictures that others are looked for, their edge a multiple of 8
   * @param keys of the pictures, one each, or none at all. A picture that is shown under the key of
   *     one of them and is the same pixel for pixel is that one itself, and not its neighbor
   * @throws IllegalArgumentException for another size or number of keys
   */
  public NearestSearch(PictureSet pictures, String... keys) {
    if (pictures.size() % CELLS != 0 || (keys.length != 0 && keys.length != pictures.count())) {
      throw new IllegalArgumentException(
          "pictures must have an edge of a multiple of %d pixels and as many keys, but are %d of %d pixels with %d keys"
              .formatted(CELLS, pictures.count(), pictures.size(), keys.length));
    }
    this.size = pictures.size();
    this.count = pictures.count();
    this.pixels = pictures.pixels();
    this.keys = keys.clone();
    this.sums = new int[count * SUMS];
    for (int picture = 0; picture < count; picture++) {
      sum(pixels, picture * length(), picture * SUMS, sums);
    }
  }

  /** How many pictures others are looked for. */
  public int count() {
    return count;
  }

  /** Nothing seen yet: [count] squared distances beyond all that there are. */
  public long[] nothing() {
    long[] nothing = new long[count];
    Arrays.fill(nothing, Long.MAX_VALUE);
    return nothing;
  }

  /**
   * Shows a picture.
   *
   * @param key its name
   * @param shown unsigned bytes with the picture's 3 x size x size from {@code from} on
   * @param best [count] the least squared distances so far; those that are beaten are overwritten
   */
  public void show(String key, byte[] shown, int from, long[] best) {
    int[] shownSums = new int[SUMS];
    sum(shown, from, 0, shownSums);
    long area = (long) (size / CELLS) * (size / CELLS);
    for (int picture = 0; picture < count; picture++) {
      long limit = best[picture];
      // best x area may only be reckoned once there is a best
      if (limit != Long.MAX_VALUE && bound(picture, shownSums) >= limit * area) {
        continue;
      }
      long distance = distance(picture, shown, from, limit);
      boolean itself = distance == 0 && keys.length > 0 && keys[picture].equals(key);
      if (distance < limit && !itself) {
        best[picture] = distance;
      }
    }
  }

  /** Of each two the lesser. */
  public static long[] nearer(long[] ones, long[] others) {
    long[] nearer = ones.clone();
    for (int i = 0; i < nearer.length; i++) {
      nearer[i] = Math.min(nearer[i], others[i]);
    }
    return nearer;
  }

  /**
   * Squared distances as root mean square differences of a value, from 0 to 255; infinite where
   * nothing was seen.
   */
  public double[] levels(long[] best) {
    return Arrays.stream(best)
        .mapToDouble(
            squared ->
                squared == Long.MAX_VALUE
                    ? Double.POSITIVE_INFINITY
                    : Math.sqrt((double) squared / length()))
        .toArray();
  }

  private int length() {
    return CHANNELS * size * size;
  }

  /** The sums of the cells' squared differences: the squared distance is never below its 1/area. */
  private long bound(int picture, int[] shownSums) {
    long bound = 0;
    int at = picture * SUMS;
    for (int cell = 0; cell < SUMS; cell++) {
      long difference = (long) sums[at + cell] - shownSums[cell];
      bound += difference * difference;
    }
    return bound;
  }

  /** The squared distance, or something at or above the limit if it is not below that. */
  private long distance(int picture, byte[] shown, int from, long limit) {
    long distance = 0;
    int at = picture * length();
    for (int row = 0; row < CHANNELS * size && distance < limit; row++) {
      int sum = 0;
      for (int i = row * size; i < (row + 1) * size; i++) {
        int difference = (pixels[at + i] & 0xFF) - (shown[from + i] & 0xFF);
        sum += difference * difference;
      }
      distance += sum;
    }
    return distance;
  }

  private void sum(byte[] picture, int from, int to, int[] into) {
    int cell = size / CELLS;
    for (int i = 0; i < length(); i++) {
      int row = i / size;
      // rows of all channels one below another: a channel has as many cells as rows / cell
      into[to + row / cell * CELLS + i % size / cell] += picture[from + i] & 0xFF;
    }
  }
}
