package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.engine.nd4j.Ops.MatrixProduct;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The convolution of {@link ConvolutionGeometry} as a product of two matrices: each place of the
 * small side becomes a row with all that its kernel sees (Chellapilla et al. 2006). Where the small
 * side is tiny, oneDNN's convolutions reach half of what its matrix product does, and spend as long
 * on ordering the weights, which are at their most there.
 *
 * @param kernel edge of the kernel
 */
record UnrolledConvolution(int kernel) {
  /** Edge of the small side up to which this is faster; twice that, and it is not. */
  static final int LARGEST_EDGE = 4;

  /**
   * What the kernel sees from each place: [n e e, kernel kernel L].
   *
   * @param large [n, L, 2e, 2e]
   * @param scratch holds the result
   */
  INDArray columns(INDArray large, Scratch scratch) {
    long n = large.size(0);
    long maps = large.size(1);
    long edge = large.size(2) / 2;
    INDArray padded = padded(large);
    long row = padded.size(2) * maps;
    long run = kernel * maps;
    // Row h of the kernel sees one run of memory: next to each other lie pixels, then their maps.
    INDArray seen =
        Nd4j.create(
            padded.data(),
            new long[] {n, edge, edge, kernel, run},
            new long[] {padded.size(1) * row, 2 * row, 2 * maps, row, 1},
            padded.offset(),
            'c');
    INDArray columns = scratch.of(large.dataType(), n, edge, edge, kernel, run);
    columns.assign(seen);
    return columns.reshape('c', n * edge * edge, kernel * run);
  }

  /** [n e e, kernel kernel L] -> [n, S, e, e], which has to be there. */
  void toSmall(INDArray columns, INDArray weights, INDArray small) {
    long maps = weights.size(0);
    INDArray matrix = Ops.empty(weights, maps, kernel, kernel, weights.size(1));
    transpose(weights, matrix, maps, weights.size(1), (long) kernel * kernel);
    INDArray product = Ops.empty(columns, columns.size(0), maps);
    MatrixProduct.SECOND_TRANSPOSED.write(
        columns, matrix.reshape('c', maps, columns.size(1)), product);
    transpose(product, small, small.size(0), small.size(2) * small.size(3), maps);
  }

  /** Writes the gradient of the weights, [S, L, kernel, kernel]. */
  void toWeights(INDArray columns, INDArray small, INDArray gradient) {
    long maps = small.size(1);
    INDArray places = Ops.empty(small, small.size(0), small.size(2), small.size(3), maps);
    transpose(small, places, small.size(0), maps, small.size(2) * small.size(3));
    INDArray product = Ops.empty(columns, maps, columns.size(1));
    MatrixProduct.FIRST_TRANSPOSED.write(
        places.reshape('c', columns.size(0), maps), columns, product);
    transpose(product, gradient, maps, (long) kernel * kernel, gradient.size(1));
  }

  /**
   * Copies so many matrices [rows, columns], each transposed. As arrays of rank 3: ND4J takes half
   * as long for it as for the same order of rank 4.
   *
   * @param target written to, whatever its own shape is
   */
  private static void transpose(
      INDArray matrices, INDArray target, long count, long rows, long columns) {
    target
        .reshape('c', true, count, columns, rows)
        .assign(matrices.reshape('c', count, rows, columns).permute(0, 2, 1));
  }

  /**
   * [n, L, 2e, 2e] -> [n, 2e + kernel - 2, 2e + kernel - 2, L], zeros around, one of them before.
   */
  private INDArray padded(INDArray large) {
    long edge = large.size(2);
    INDArray padded =
        Nd4j.create(
            large.dataType(), large.size(0), edge + kernel - 2, edge + kernel - 2, large.size(1));
    padded
        .get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(1, edge + 1),
            NDArrayIndex.interval(1, edge + 1),
            NDArrayIndex.all())
        .assign(large.permute(0, 2, 3, 1));
    return padded;
  }
}
