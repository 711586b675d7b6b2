package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.engine.nd4j.Ops.MatrixProduct;
import io.sparkdcgan.model.LargestSingularValue;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.TensorSlot;
import java.util.List;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Spectral normalization (Miyato et al. 2018, algorithm 1): training moves the weights W, and
 * layers compute with W / sigma. sigma = u'Wv is W's largest singular value: u and v follow W by
 * one iteration of the power method whenever it moved, and begin, at a load, where W alone says.
 * Other parameters, the biases, are used as they are.
 */
final class SpectralWeights implements TrainedParameters {
  private final INDArray values;
  private final NetworkArithmetic network;
  private final List<Weights> weights;

  SpectralWeights(NetworkLayout layout, NetworkArithmetic network) {
    this.network = network;
    this.values = Nd4j.create(network.parameters().dataType(), layout.parameterCount());
    this.weights = layout.spectral().stream().map(Weights::new).toList();
  }

  @Override
  public INDArray values() {
    return values;
  }

  @Override
  public void load(float[] parameters) {
    FloatCopy.into(values, parameters);
    begin(parameters);
  }

  /**
   * Begins u and v anew.
   *
   * @param parameters what {@link #values} holds
   */
  void begin(float[] parameters) {
    weights.forEach(each -> each.begin(parameters));
    moved();
  }

  /**
   * With G the gradient by W / sigma, and u and v as constants: (G - (G . W / sigma) u v') / sigma,
   * since the gradient of sigma is u v' (Miyato et al. 2018, equation 11).
   */
  @Override
  public void pullBack() {
    weights.forEach(Weights::pullBack);
  }

  @Override
  public void moved() {
    network.parameters().assign(values);
    weights.forEach(Weights::moved);
  }

  /** The weights in the order of the layout. */
  List<Weights> weights() {
    return weights;
  }

  @Override
  public void close() {
    values.close();
    weights.forEach(Weights::close);
  }

  /** One layer's weights as a matrix of one row for each output. */
  final class Weights {
    private final TensorSlot slot;
    private final INDArray raw;
    private final INDArray divided;
    private final INDArray gradient;
    private final INDArray left;
    private final INDArray right;
    private double norm;

    private Weights(TensorSlot slot) {
      this.slot = slot;
      this.raw = matrix(values);
      this.divided = matrix(network.parameters());
      this.gradient = matrix(network.gradients());
      DataType type = values.dataType();
      this.left = Nd4j.create(type, 1, raw.size(0));
      this.right = Nd4j.create(type, 1, raw.size(1));
    }

    /** u, [1, outputs], of length 1. */
    INDArray left() {
      return left;
    }

    /** v, [1, all else], of length 1. */
    INDArray right() {
      return right;
    }

    /** sigma. */
    double norm() {
      return norm;
    }

    private void begin(float[] parameters) {
      double[] begun = LargestSingularValue.of(slot, parameters).left();
      for (int i = 0; i < begun.length; i++) {
        left.putScalar(i, begun[i]);
      }
    }

    private void moved() {
      MatrixProduct.PLAIN.write(left, raw, right);
      normalize(right);
      MatrixProduct.SECOND_TRANSPOSED.write(right, raw, left);
      norm = normalize(left);
      Nd4j.exec(new ScalarMultiplication(raw, null, divided, 1 / norm));
    }

    private void pullBack() {
      double along = vectors().dot(gradient.length(), 1, flat(gradient), flat(divided));
      MatrixProduct.FIRST_TRANSPOSED.multiply(left, right, gradient, -along / norm, 1 / norm);
    }

    private void close() {
      left.close();
      right.close();
    }

    private INDArray matrix(INDArray flat) {
      long rows = slot.shape().get(0);
      return flat.get(NDArrayIndex.interval(slot.offset(), slot.offset() + slot.length()))
          .reshape('c', rows, slot.length() / rows);
    }
  }

  /** Makes a vector one of length 1, and returns how long it was. */
  private static double normalize(INDArray vector) {
    double length = Math.max(vectors().nrm2(vector), LargestSingularValue.LEAST);
    vector.muli(1 / length);
    return length;
  }

  private static INDArray flat(INDArray matrix) {
    return matrix.reshape(matrix.length());
  }

  /** Without the wrapper's own checks, to which one element is no vector. */
  private static Level1 vectors() {
    return Nd4j.getBlasWrapper().level1();
  }
}
