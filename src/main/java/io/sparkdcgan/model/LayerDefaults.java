package io.sparkdcgan.model;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;

/** The layers that networks have in common. None has biases. */
final class LayerDefaults {
  static final int CHANNELS = 3;

  /** Edge of the smallest feature maps, in both networks. */
  static final int BASE_EDGE = 4;

  static final int BASE_UNITS = BASE_EDGE * BASE_EDGE;

  private LayerDefaults() {}

  static NeuralNetConfiguration.ListBuilder layers() {
    return new NeuralNetConfiguration.Builder().dataType(DataType.FLOAT).list();
  }

  /**
   * Batch norm with the running variance kept as it is: DL4J's default, its logarithm, cannot be
   * averaged.
   */
  static BatchNormalization batchNorm(String name) {
    return new BatchNormalization.Builder()
        .name(name)
        .decay(0.9)
        .eps(1e-5)
        .useLogStd(false)
        .build();
  }

  /** A product with weights, and nothing else. */
  static DenseLayer dense(String name, int inputs, int outputs) {
    return new DenseLayer.Builder()
        .name(name)
        .nIn(inputs)
        .nOut(outputs)
        .activation(Activation.IDENTITY)
        .hasBias(false)
        .build();
  }

  static ActivationLayer activation(String name, IActivation function) {
    return new ActivationLayer.Builder().name(name).activation(function).build();
  }

  static ActivationLayer rectifier(String name) {
    return activation(name, new ActivationReLU());
  }
}
