package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.engine.nd4j.Ops.MatrixProduct;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arithmetic per feature map of arrays [n, maps, H, W], or per unit of arrays [n, units].
 *
 * <p>Sums are products with a vector of ones: ND4J's reductions over several dimensions take ten
 * times as long, its broadcasts by other names twenty times.
 *
 * @param images n
 * @param maps how many maps or units
 * @param area elements of one map in one image, H W or 1
 */
record FeatureMaps(long images, long maps, long area) {
  static FeatureMaps of(INDArray array) {
    long images = array.size(0);
    long maps = array.size(1);
    return new FeatureMaps(images, maps, array.length() / images / maps);
  }

  /** Elements that one map has in all images. */
  double elements() {
    return (double) images * area;
  }

  /** The sum of each map over all images: [maps]. */
  INDArray sums(INDArray array) {
    INDArray perImage = array.reshape('c', images * maps, area);
    if (area > 1) {
      INDArray sums = Ops.empty(array, images * maps, 1);
      MatrixProduct.PLAIN.write(perImage, ones(array, area, 1), sums);
      perImage = sums;
    }
    INDArray sums = Ops.empty(array, 1, maps);
    MatrixProduct.PLAIN.write(ones(array, 1, images), perImage.reshape('c', images, maps), sums);
    return sums.reshape(maps);
  }

  /** Writes factor x for each map; the target may be x. */
  void scale(INDArray x, INDArray factors, INDArray target) {
    broadcast("multiply", x, factors, target);
  }

  /** Adds to each map its offset. */
  void shift(INDArray x, INDArray offsets) {
    broadcast("add", x, offsets, x);
  }

  private void broadcast(String name, INDArray x, INDArray perMap, INDArray target) {
    Ops.exec(
        name,
        new INDArray[] {
          x.reshape('c', images, maps, area), perMap.reshape('c', 1, maps, 1),
        },
        new INDArray[] {target.reshape('c', images, maps, area)});
  }

  private static INDArray ones(INDArray like, long... shape) {
    return Nd4j.ones(like.dataType(), shape);
  }
}
