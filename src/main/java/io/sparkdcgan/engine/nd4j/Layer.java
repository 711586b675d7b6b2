package io.sparkdcgan.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of one layer on views of its network's flat arrays. Arrays are NCHW or [n, units],
 * contiguous in C order, of the network's data type.
 */
interface Layer {
  /**
   * The output for a training batch, normalized by the batch's own statistics.
   *
   * @param input kept by layers that multiply weights with it, overwritten by all others
   * @param tape learns how to go back
   */
  INDArray train(INDArray input, Tape tape);

  /**
   * The output for images to look at, normalized by the running statistics.
   *
   * @param input kept by layers that multiply weights with it, overwritten by all others
   */
  INDArray infer(INDArray input);

  /**
   * As {@link #infer}, but what has running statistics takes over those of the input before it uses
   * them.
   */
  default INDArray calibrate(INDArray input) {
    return infer(input);
  }

  /**
   * The output as {@link #infer} gives it.
   *
   * @param input kept by layers that multiply weights with it, overwritten by all others
   * @param tape learns how to go back
   */
  default INDArray trace(INDArray input, Tape tape) {
    return train(input, tape);
  }
}
