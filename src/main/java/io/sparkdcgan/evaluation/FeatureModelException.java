package io.sparkdcgan.evaluation;

/** A model that is no ONNX, or does not take images, or gives no features of them. */
public final class FeatureModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  FeatureModelException(String message) {
    super(message);
  }

  FeatureModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
