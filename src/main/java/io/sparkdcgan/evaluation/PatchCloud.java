package io.sparkdcgan.evaluation;

import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.evaluation.SlicedDistance.PointCloud;
import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Patches of one pyramid level of a set of images, as points of 7 x 7 x 3 dimensions: 128 of each
 * image, at places drawn evenly, each channel with mean 0 and deviation 1 over all patches of the
 * set. The patches are never copied out; the level's planes are all the memory that they take.
 */
final class PatchCloud implements PointCloud {
  static final int EDGE = 7;
  static final int PATCHES_AN_IMAGE = 128;
  private static final int AREA = EDGE * EDGE;
  private static final int CHANNELS = ImageRecord.CHANNELS;

  /** Patches that are laid side by side at once: 300 KB, which stay in a core's cache. */
  private static final int TILE = 512;

  /** A channel that varies by less than this, of 255, counts as even. */
  private static final double EVEN = 1e-6;

  private final int level;
  private final float[] planes;
  private final int[] corners;
  private final double[] means = new double[CHANNELS];
  private final double[] deviations = new double[CHANNELS];

  /**
   * @param planes [images, 3, level, level]
   * @param corners where in {@code planes} each patch has its upper left pixel of channel 0
   */
  PatchCloud(float[] planes, int level, int[] corners) {
    this.planes = planes;
    this.level = level;
    this.corners = corners;
    for (int channel = 0; channel < CHANNELS; channel++) {
      measure(channel);
    }
  }

  /** What a level of so many images takes: its planes, and where its patches lie. */
  static long heapBytes(int images, int level) {
    return (long) images
        * (Float.BYTES * CHANNELS * level * level + Integer.BYTES * PATCHES_AN_IMAGE);
  }

  /**
   * Patches of one level of all images.
   *
   * @param last edge of the pyramid's smallest level
   * @param seed names the places, together with the side
   * @param side which of the two sets this is, so that their places differ
   */
  static PatchCloud of(ImageSet images, int level, int last, long seed, int side) {
    int length = CHANNELS * level * level;
    float[] planes = new float[Math.multiplyExact(images.count(), length)];
    int[] corners = new int[Math.multiplyExact(images.count(), PATCHES_AN_IMAGE)];
    IntStream.range(0, images.count())
        .parallel()
        .forEach(
            image -> {
              float[] own = LaplacianPyramid.level(images.chw(image), images.size(), level, last);
              System.arraycopy(own, 0, planes, image * length, length);
              RandomStream places = RandomStream.of(seed, "patches", side, level, image);
              for (int patch = 0; patch < PATCHES_AN_IMAGE; patch++) {
                int x = places.nextInt(level - EDGE + 1);
                int y = places.nextInt(level - EDGE + 1);
                corners[image * PATCHES_AN_IMAGE + patch] = image * length + y * level + x;
              }
            });
    return new PatchCloud(planes, level, corners);
  }

  private void measure(int channel) {
    double sum = 0;
    for (int corner : corners) {
      for (int pixel = 0; pixel < AREA; pixel++) {
        sum += planes[corner + offset(channel * AREA + pixel)];
      }
    }
    double values = (double) corners.length * AREA;
    double mean = sum / values;
    double squares = 0;
    for (int corner : corners) {
      for (int pixel = 0; pixel < AREA; pixel++) {
        double difference = planes[corner + offset(channel * AREA + pixel)] - mean;
        squares += difference * difference;
      }
    }
    double deviation = Math.sqrt(squares / values);
    means[channel] = mean;
    deviations[channel] = deviation < EVEN ? 1 : deviation;
  }

  /** From a patch's corner to the pixel of dimension {@code at}: channel, row, column. */
  private int offset(int at) {
    return (at / AREA * level + at % AREA / EDGE) * level + at % EDGE;
  }

  @Override
  public int points() {
    return corners.length;
  }

  @Override
  public int dimensions() {
    return CHANNELS * AREA;
  }

  /**
   * Bringing patches to mean 0 and deviation 1 and then projecting them is projecting them as they
   * are on a stretched direction, and a shift.
   */
  @Override
  public void project(float[][] directions, float[][] products) {
    int n = directions.length;
    float[][] stretched = new float[n][dimensions()];
    float[] shifts = new float[n];
    for (int i = 0; i < n; i++) {
      double shift = 0;
      for (int at = 0; at < dimensions(); at++) {
        double factor = directions[i][at] / deviations[at / AREA];
        stretched[i][at] = (float) factor;
        shift -= factor * means[at / AREA];
      }
      shifts[i] = (float) shift;
    }
    IntStream.range(0, (points() - 1) / TILE + 1)
        .parallel()
        .forEach(tile -> projectTile(tile * TILE, stretched, shifts, products));
  }

  private void projectTile(int first, float[][] directions, float[] shifts, float[][] products) {
    int patches = Math.min(TILE, points() - first);
    float[] pixels = new float[dimensions() * TILE];
    for (int at = 0; at < dimensions(); at++) {
      int offset = offset(at);
      for (int patch = 0; patch < patches; patch++) {
        pixels[at * TILE + patch] = planes[corners[first + patch] + offset];
      }
    }
    float[] sums = new float[TILE];
    for (int i = 0; i < directions.length; i++) {
      Arrays.fill(sums, shifts[i]);
      for (int at = 0; at < dimensions(); at += EDGE) {
        addRow(directions[i], at, pixels, sums);
      }
      System.arraycopy(sums, 0, products[i], first, patches);
    }
  }

  /** Adds what one row of every patch has to its product; seven at a time spare the sums' way. */
  private static void addRow(float[] direction, int at, float[] pixels, float[] sums) {
    float d0 = direction[at];
    float d1 = direction[at + 1];
    float d2 = direction[at + 2];
    float d3 = direction[at + 3];
    float d4 = direction[at + 4];
    float d5 = direction[at + 5];
    float d6 = direction[at + 6];
    int row = at * TILE;
    for (int patch = 0; patch < TILE; patch++) {
      int from = row + patch;
      sums[patch] +=
          d0 * pixels[from]
              + d1 * pixels[from + TILE]
              + d2 * pixels[from + 2 * TILE]
              + d3 * pixels[from + 3 * TILE]
              + d4 * pixels[from + 4 * TILE]
              + d5 * pixels[from + 5 * TILE]
              + d6 * pixels[from + 6 * TILE];
    }
  }
}
