package io.sparkdcgan.engine.nd4j;

import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of ND4J's convolution operations are fast on the backend that is loaded. It is told by the
 * backend alone and never by a measurement: the choice changes rounding, and executors have to
 * agree.
 */
enum ConvolutionBackend {
  /** oneDNN on CPUs: {@code deconv2d_bp} gives both gradients of a fractional stride at once. */
  ONEDNN,

  /** Elsewhere only {@code conv2d} and {@code conv2d_bp} have a fast form (cuDNN's, on GPUs). */
  PLAIN;

  private static final Logger LOG = LoggerFactory.getLogger(ConvolutionBackend.class);
  private static final ConvolutionBackend LOADED = choose();

  /** The one of this process. */
  static ConvolutionBackend loaded() {
    return LOADED;
  }

  private static ConvolutionBackend choose() {
    ConvolutionBackend chosen = Nd4j.getEnvironment().isCPU() ? ONEDNN : PLAIN;
    LOG.info(
        "gradients of fractional strides by {}, since the backend is {}",
        chosen == ONEDNN ? "deconv2d_bp" : "conv2d_bp and conv2d",
        Nd4j.getBackend().getClass().getSimpleName());
    return chosen;
  }
}
