package io.sparkdcgan.evaluation;

import io.sparkdcgan.data.ImageRecord;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How alike the images of one set are: the mean multi-scale structural similarity (Wang et al.
 * 2003) of the first with the second, the third with the fourth and so on, as Karras et al. (2018,
 * section 6, and their {@code metrics/ms_ssim.py}) compute it. 1 is a set of twins; a generator
 * that draws few images has more than the real set. It sees nothing of how good the images are.
 *
 * <p>Five scales, each half of the one before by means of 2 x 2 pixels: contrast and structure at
 * the first four, all of SSIM at the last, what is below 0 cut off, multiplied with the published
 * exponents. These sum up to 1.0001, as published.
 */
public final class MultiScaleSimilarity {
  private static final double[] EXPONENTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
  private static final int CHANNELS = ImageRecord.CHANNELS;
  private static final double C1 = 0.01 * 255 * 0.01 * 255;
  private static final double C2 = 0.03 * 255 * 0.03 * 255;

  /** Images are halved four times. */
  private static final int MULTIPLE = 1 << (EXPONENTS.length - 1);

  private MultiScaleSimilarity() {}

  /**
   * The mean over the pairs; an odd image at the end has no part in it. The same bits on any number
   * of cores.
   *
   * @param images at least 2, their edge a multiple of 16 pixels
   * @return from 0 to 1
   * @throws IllegalArgumentException if there are fewer, or of another size
   */
  public static double of(ImageSet images) {
    int pairs = images.count() / 2;
    if (pairs < 1 || images.size() % MULTIPLE != 0) {
      throw new IllegalArgumentException(
          "MS-SSIM wants at least 2 images whose edge is a multiple of %s pixels, but has %s of %s"
              .formatted(MULTIPLE, images.count(), images.size()));
    }
    double[] scores =
        IntStream.range(0, pairs)
            .parallel()
            .mapToDouble(
                pair ->
                    ofPair(planes(images, 2 * pair), planes(images, 2 * pair + 1), images.size()))
            .toArray();
    // in order: a parallel sum's bits depend on who was first
    double sum = 0;
    for (double score : scores) {
      sum += score;
    }
    return sum / pairs;
  }

  private static double ofPair(double[][] one, double[][] other, int size) {
    double product = 1;
    int edge = size;
    for (int scale = 0; scale < EXPONENTS.length; scale++) {
      boolean last = scale == EXPONENTS.length - 1;
      double similarity = Math.max(0, similarity(one, other, edge, last));
      product *= Math.pow(similarity, EXPONENTS[scale]);
      halve(one, edge);
      halve(other, edge);
      edge /= 2;
    }
    return product;
  }

  /** The mean over places and channels, of contrast and structure, or of them with luminance. */
  private static double similarity(
      double[][] one, double[][] other, int edge, boolean withLuminance) {
    SimilarityWindow window = new SimilarityWindow(edge);
    double sum = 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      double[] x = Arrays.copyOf(one[channel], edge * edge);
      double[] y = Arrays.copyOf(other[channel], edge * edge);
      double[] meanX = window.means(x);
      double[] meanY = window.means(y);
      double[] meanXx = window.means(product(x, x));
      double[] meanYy = window.means(product(y, y));
      double[] meanXy = window.means(product(x, y));
      for (int i = 0; i < meanX.length; i++) {
        double xx = meanX[i] * meanX[i];
        double yy = meanY[i] * meanY[i];
        double xy = meanX[i] * meanY[i];
        double similarity = (2 * (meanXy[i] - xy) + C2) / (meanXx[i] - xx + meanYy[i] - yy + C2);
        sum += withLuminance ? similarity * (2 * xy + C1) / (xx + yy + C1) : similarity;
      }
    }
    return sum / (CHANNELS * window.places() * window.places());
  }

  private static double[] product(double[] x, double[] y) {
    double[] product = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      product[i] = x[i] * y[i];
    }
    return product;
  }

  /** Means of 2 x 2 pixels, at the beginning of each plane. */
  private static void halve(double[][] planes, int edge) {
    int half = edge / 2;
    for (double[] plane : planes) {
      for (int y = 0; y < half; y++) {
        for (int x = 0; x < half; x++) {
          int corner = 2 * y * edge + 2 * x;
          plane[y * half + x] =
              (plane[corner] + plane[corner + 1] + plane[corner + edge] + plane[corner + edge + 1])
                  / 4;
        }
      }
    }
  }

  private static double[][] planes(ImageSet images, int index) {
    float[] chw = images.chw(index);
    int area = chw.length / CHANNELS;
    double[][] planes = new double[CHANNELS][area];
    for (int i = 0; i < chw.length; i++) {
      planes[i / area][i % area] = chw[i];
    }
    return planes;
  }

  /**
   * The Gaussian window of MS-SSIM: 11 pixels wide with deviation 1.5, and on a smaller image as
   * wide as that, its deviation smaller in proportion. Only places where all of it lies on the
   * image count. A window of two dimensions is one of rows, and one of columns after it.
   */
  private static final class SimilarityWindow {
    private static final int WIDEST = 11;
    private static final double DEVIATION = 1.5;

    private final int edge;
    private final double[] weights;

    /**
     * @param edge of the planes that it is laid on, at least 1
     */
    SimilarityWindow(int edge) {
      this.edge = edge;
      int width = Math.min(WIDEST, edge);
      double deviation = width * DEVIATION / WIDEST;
      weights = new double[width];
      double sum = 0;
      for (int i = 0; i < width; i++) {
        double from = i - (width - 1) / 2.0;
        weights[i] = Math.exp(-from * from / (2 * deviation * deviation));
        sum += weights[i];
      }
      for (int i = 0; i < width; i++) {
        weights[i] /= sum;
      }
    }

    /** Edge of what comes out of it. */
    int places() {
      return edge - weights.length + 1;
    }

    /**
     * The weighted mean under the window, at each of its places.
     *
     * @param plane [edge, edge]
     * @return [places, places]
     */
    double[] means(double[] plane) {
      int places = places();
      double[] narrow = new double[edge * places];
      for (int y = 0; y < edge; y++) {
        for (int x = 0; x < places; x++) {
          narrow[y * places + x] = sum(plane, y * edge + x, 1);
        }
      }
      double[] means = new double[places * places];
      for (int y = 0; y < places; y++) {
        for (int x = 0; x < places; x++) {
          means[y * places + x] = sum(narrow, y * places + x, places);
        }
      }
      return means;
    }

    private double sum(double[] values, int from, int stride) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * values[from + i * stride];
      }
      return sum;
    }
  }
}
