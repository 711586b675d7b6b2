package io.sparkdcgan.engine.nd4j;

/**
 * Which gradients a backward pass is for: what nobody wants is not computed.
 *
 * @param parameters what becomes of the gradients of the parameters
 * @param input whether the gradient of the network's input is returned
 */
record GradientRequest(Parameters parameters, boolean input) {
  enum Parameters {
    /** Not computed. */
    NONE,
    /** Overwrite the network's gradients. */
    WRITE,
    /** Added to the network's gradients. */
    ADD
  }

  /** The gradients of the parameters, replacing those of an earlier pass. */
  static final GradientRequest PARAMETERS = new GradientRequest(Parameters.WRITE, false);

  /** The gradients of the parameters, on top of those of an earlier pass. */
  static final GradientRequest MORE_PARAMETERS = new GradientRequest(Parameters.ADD, false);

  /**
   * The gradient of the input and nothing else: how gradients pass a network without touching it.
   */
  static final GradientRequest INPUT = new GradientRequest(Parameters.NONE, true);

  boolean anyParameters() {
    return parameters != Parameters.NONE;
  }

  /** What is wanted, as a reader of a profile wants it. */
  @Override
  public String toString() {
    if (!anyParameters()) {
      return "input";
    }
    return input ? "parameters and input" : "parameters";
  }
}
