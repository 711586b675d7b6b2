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

  /** Patches that are laid side by side at once: 14 KB a row, which stay in a core's cache. */
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
    // each channel's sums in one order: the same bits on any number of cores
    IntStream.range(0, CHANNELS).parallel().forEach(this::measure);
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
    int first = channel * level * level;
    double sum = 0;
    for (int corner : corners) {
      for (int row = 0; row < EDGE; row++) {
        int from = corner + first + row * level;
        for (int i = from; i < from + EDGE; i++) {
          sum += planes[i];
        }
      }
    }
    double values = (double) corners.length * AREA;
    double mean = sum / values;
    double squares = 0;
    for (int corner : corners) {
      for (int row = 0; row < EDGE; row++) {
        int from = corner + first + row * level;
        for (int i = from; i < from + EDGE; i++) {
          double difference = planes[i] - mean;
          squares += difference * difference;
        }
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
    float[][] sums = new float[directions.length][TILE];
    for (int i = 0; i < directions.length; i++) {
      Arrays.fill(sums[i], shifts[i]);
    }
    float[][] pixels = new float[EDGE][TILE];
    for (int at = 0; at < dimensions(); at += EDGE) {
      takeRow(first, patches, offset(at), pixels);
      for (int i = 0; i < directions.length; i++) {
        addRow(directions[i], at, pixels, sums[i]);
      }
    }
    for (int i = 0; i < directions.length; i++) {
      System.arraycopy(sums[i], 0, products[i], first, patches);
    }
  }

  /** Lays the pixels of one row of every patch side by side, column after column. */
  private void takeRow(int first, int patches, int offset, float[][] pixels) {
    float[] p0 = pixels[0];
    float[] p1 = pixels[1];
    float[] p2 = pixels[2];
    float[] p3 = pixels[3];
    float[] p4 = pixels[4];
    float[] p5 = pixels[5];
    float[] p6 = pixels[6];
    for (int patch = 0; patch < patches; patch++) {
      int from = corners[first + patch] + offset;
      p0[patch] = planes[from];
      p1[patch] = planes[from + 1];
      p2[patch] = planes[from + 2];
      p3[patch] = planes[from + 3];
      p4[patch] = planes[from + 4];
      p5[patch] = planes[from + 5];
      p6[patch] = planes[from + 6];
    }
  }

  /**
   * Adds what one row of every patch has to its product, from left to right. An array for each
   * column, since a JVM computes eight patches at once then; by one array it takes six times as
   * long.
   */
  private static void addRow(float[] direction, int at, float[][] pixels, float[] sums) {
    float d0 = direction[at];
    float d1 = direction[at + 1];
    float d2 = direction[at + 2];
    float d3 = direction[at + 3];
    float d4 = direction[at + 4];
    float d5 = direction[at + 5];
    float d6 = direction[at + 6];
    float[] p0 = pixels[0];
    float[] p1 = pixels[1];
    float[] p2 = pixels[2];
    float[] p3 = pixels[3];
    float[] p4 = pixels[4];
    float[] p5 = pixels[5];
    float[] p6 = pixels[6];
    for (int patch = 0; patch < TILE; patch++) {
      sums[patch] +=
          d0 * p0[patch]
              + d1 * p1[patch]
              + d2 * p2[patch]
              + d3 * p3[patch]
              + d4 * p4[patch]
              + d5 * p5[patch]
              + d6 * p6[patch];
    }
  }
}
