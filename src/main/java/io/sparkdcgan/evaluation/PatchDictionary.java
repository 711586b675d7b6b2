package io.sparkdcgan.evaluation;

import io.sparkdcgan.data.ImageBlock;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Features by what the patches of an image are like (Coates, Lee and Ng 2011, sections 3.2 and
 * 3.3): with z_k a whitened patch's distance from centroid k, its activations are max(0, mean(z) -
 * z_k), summed over each quadrant of the patches' places. Crosses Spark.
 *
 * @param whitening of patches
 * @param centroids [k][108], of whitened patches
 */
public record PatchDictionary(Whitening whitening, float[][] centroids) {
  private static final int QUADRANTS = 4;

  /**
   * @throws IllegalArgumentException if they are not of the same dimensions
   */
  public PatchDictionary {
    for (float[] centroid : centroids) {
      if (centroid.length != whitening.dimensions()) {
        throw new IllegalArgumentException(
            "a centroid has %s numbers, but a patch has %s"
                .formatted(centroid.length, whitening.dimensions()));
      }
    }
  }

  /** Features of an image by so many centroids. */
  public static int dimensions(int centroids) {
    return QUADRANTS * centroids;
  }

  /** Features of an image. */
  public int dimensions() {
    return dimensions(centroids.length);
  }

  /**
   * The features of each image of a block.
   *
   * @return [images][4 k]: quadrant (top left, top right, bottom left, bottom right), centroid
   */
  public float[][] of(ImageBlock block) {
    float[][] features = new float[block.count()][];
    if (features.length == 0) {
      return features;
    }
    try (INDArray columns = Nd4j.createFromArray(transposed())) {
      for (int index = 0; index < features.length; index++) {
        features[index] = of(block, index, columns);
      }
    }
    return features;
  }

  private float[] of(ImageBlock block, int index, INDArray columns) {
    long count = ImagePatches.count(block.imageSize());
    INDArray patches =
        Nd4j.createFromArray(ImagePatches.all(block, index))
            .reshape('c', count, ImagePatches.DIMENSIONS);
    try (INDArray whitened = whitening.apply(patches);
        INDArray products = whitened.mmul(columns)) {
      return pooled(
          FeatureMatrix.rows(whitened),
          FeatureMatrix.rows(products),
          ImagePatches.rows(block.imageSize()));
    }
  }

  /**
   * @param patches [rows x rows][108], whitened
   * @param products [rows x rows][k]: of each patch and each centroid
   */
  private float[] pooled(float[][] patches, float[][] products, int rows) {
    double[] ofCentroids = Arrays.stream(centroids).mapToDouble(PatchDictionary::square).toArray();
    // the larger half first, as in the authors' code
    int half = (rows + 1) / 2;
    float[] sums = new float[dimensions(centroids.length)];
    float[] distances = new float[centroids.length];
    for (int place = 0; place < patches.length; place++) {
      double ofPatch = square(patches[place]);
      for (int k = 0; k < distances.length; k++) {
        double squared = ofPatch - 2 * products[place][k] + ofCentroids[k];
        distances[k] = (float) Math.sqrt(Math.max(0, squared)); // rounding may go below
      }
      int quadrant = (place / rows < half ? 0 : 2) + (place % rows < half ? 0 : 1);
      addActivations(distances, sums, quadrant * centroids.length);
    }
    return sums;
  }

  /** The "triangle" of section 3.2.1, added to what is there. */
  static void addActivations(float[] distances, float[] sums, int from) {
    double sum = 0;
    for (float distance : distances) {
      sum += distance;
    }
    float mean = (float) (sum / distances.length);
    for (int k = 0; k < distances.length; k++) {
      sums[from + k] += Math.max(0, mean - distances[k]);
    }
  }

  private static double square(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  private float[][] transposed() {
    float[][] columns = new float[whitening.dimensions()][centroids.length];
    for (int k = 0; k < centroids.length; k++) {
      for (int at = 0; at < columns.length; at++) {
        columns[at][k] = centroids[k][at];
      }
    }
    return columns;
  }
}
