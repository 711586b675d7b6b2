package io.sparkdcgan.model;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.linalg.api.buffer.DataType;

/** What both networks have in common. */
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
}
