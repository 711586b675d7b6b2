package io.sparkdcgan.evaluation;

import io.sparkdcgan.data.ImageRecord;
import java.util.Arrays;

/**
 * Looks for the images that are nearest to each of a set, among any number that are shown to it one
 * after another: the least sums of squared differences of all pixels, exactly. An image is passed
 * over where a bound says that it is farther away than others were: two images differ at least as
 * much as the means of their 8 x 8 cells do (Cauchy and Schwarz).
 *
 * <p>A final class of plain fields, since it crosses Spark; what was found is the caller's.
 */
public final class NearestSearch {
  /** What is kept of an image where its distance alone is wanted. */
  private static final byte[] NO_PIXELS = {};

  private static final int CELLS = 8;
  private static final int CHANNELS = ImageRecord.CHANNELS;
  private static final int SUMS = CHANNELS * CELLS * CELLS;

  private final int size;
  private final int count;
  private final byte[] pixels;
  private final int[] sums;
  private final String[] keys;
  private final int wanted;
  private final boolean pixelsWanted;
  private final boolean equalsCount;

  /**
   * A search for the distance of the nearest one.
   *
   * @param images that others are looked for, their edge a multiple of 8
   * @param keys of the images, one each, or none at all. An image that is shown under the key of
   *     one of them and is the same pixel for pixel is that one itself, and not its neighbor
   * @throws IllegalArgumentException for another size or number of keys
   */
  public NearestSearch(ImageSet images, String... keys) {
    if (images.size() % CELLS != 0 || (keys.length != 0 && keys.length != images.count())) {
      throw new IllegalArgumentException(
          "images must have an edge of a multiple of %s pixels and as many keys, but are %s of %s pixels with %s keys"
              .formatted(CELLS, images.count(), images.size(), keys.length));
    }
    this.size = images.size();
    this.count = images.count();
    this.pixels = images.pixels();
    this.keys = keys.clone();
    this.wanted = 1;
    this.pixelsWanted = false;
    this.equalsCount = true;
    this.sums = new int[count * SUMS];
    for (int image = 0; image < count; image++) {
      sum(pixels, image * length(), image * SUMS, sums);
    }
  }

  private NearestSearch(NearestSearch other, int wanted, boolean equalsCount) {
    this.size = other.size;
    this.count = other.count;
    this.pixels = other.pixels;
    this.sums = other.sums;
    this.keys = other.keys;
    this.wanted = wanted;
    this.pixelsWanted = true;
    this.equalsCount = equalsCount;
  }

  /**
   * A search for the same images' nearest ones themselves, with keys and pixels.
   *
   * @param wanted how many for each, at least 1; fewer are found if there are not as many
   * @param equalsCount whether images that are the same pixel for pixel count
   */
  public NearestSearch forImages(int wanted, boolean equalsCount) {
    if (wanted < 1) {
      throw new IllegalArgumentException("wanted must be at least 1, but is " + wanted);
    }
    return new NearestSearch(this, wanted, equalsCount);
  }

  /** Nothing seen yet. */
  public NearestFound nothing() {
    return NearestFound.nothing(count, wanted);
  }

  /**
   * Shows an image.
   *
   * @param key its name
   * @param shown unsigned bytes with the image's 3 x size x size from {@code from} on
   * @param found what was found so far, which takes the image up
   */
  public void show(String key, byte[] shown, int from, NearestFound found) {
    int[] shownSums = new int[SUMS];
    sum(shown, from, 0, shownSums);
    long area = (long) (size / CELLS) * (size / CELLS);
    for (int image = 0; image < count; image++) {
      long limit = found.limit(image);
      // limit x area may only be computed once there is a limit
      if (limit != Long.MAX_VALUE && isBeyond(limit * area, image, shownSums)) {
        continue;
      }
      long distance = distance(image, shown, from, limit);
      if (distance <= limit && (distance > 0 || counts(image, key))) {
        found.add(image, kept(key, distance, shown, from));
      }
    }
  }

  /** Whether an image counts that is the same pixel for pixel. */
  private boolean counts(int image, String key) {
    return equalsCount && (keys.length == 0 || !keys[image].equals(key));
  }

  private NearImage kept(String key, long distance, byte[] shown, int from) {
    return pixelsWanted
        ? new NearImage(key, distance, Arrays.copyOfRange(shown, from, from + length()))
        : new NearImage("", distance, NO_PIXELS);
  }

  /**
   * The distance of each image's nearest one as root mean square difference of a value, from 0 to
   * 255; infinite where nothing was seen.
   */
  public double[] levels(NearestFound found) {
    return Arrays.stream(found.squared())
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

  /**
   * Whether the sums of the cells' squared differences are above a limit: the squared distance is
   * never below their 1/area. Most images are far enough after few rows of cells.
   */
  private boolean isBeyond(long limit, int image, int[] shownSums) {
    long bound = 0;
    int at = image * SUMS;
    for (int row = 0; row < SUMS; row += CELLS) {
      for (int cell = row; cell < row + CELLS; cell++) {
        long difference = (long) sums[at + cell] - shownSums[cell];
        bound += difference * difference;
      }
      if (bound > limit) {
        return true;
      }
    }
    return false;
  }

  /** The squared distance, or something above the limit if it is above that. */
  private long distance(int image, byte[] shown, int from, long limit) {
    long distance = 0;
    int at = image * length();
    for (int row = 0; row < CHANNELS * size && distance <= limit; row++) {
      int sum = 0;
      for (int i = row * size; i < (row + 1) * size; i++) {
        int difference = (pixels[at + i] & 0xFF) - (shown[from + i] & 0xFF);
        sum += difference * difference;
      }
      distance += sum;
    }
    return distance;
  }

  private void sum(byte[] image, int from, int to, int[] into) {
    int cell = size / CELLS;
    for (int i = 0; i < length(); i++) {
      int row = i / size;
      // rows of all channels one below another: a channel has as many cells as rows / cell
      into[to + row / cell * CELLS + i % size / cell] += image[from + i] & 0xFF;
    }
  }
}
