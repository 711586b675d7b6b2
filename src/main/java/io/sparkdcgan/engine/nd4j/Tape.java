package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.engine.StepClock;
import io.sparkdcgan.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one forward pass leaves behind for its backward pass. Each layer adds how its output's
 * gradient becomes its input's; batch norms also add how the pass moves their running statistics,
 * which happens only if somebody commits it. Serves one backward pass: layers may reuse the arrays.
 */
public final class Tape {
  /** How one layer goes back. */
  interface Backward {
    /**
     * Turns the gradient by the layer's output into the gradient by its input.
     *
     * @param gradient of the loss by the layer's output; may be overwritten
     * @param wanted what to compute; {@code input} is false only where nobody before needs it
     * @return the gradient by the layer's input, or null where it is not wanted
     */
    INDArray apply(INDArray gradient, GradientRequest wanted);
  }

  private record Step(String layer, Backward backward, boolean trainable) {}

  private final StepClock clock;
  private final RandomStream noise;
  private final List<Step> steps = new ArrayList<>();
  private final List<Runnable> statistics = new ArrayList<>();
  private String layer = "";

  /** A tape of a network without dropout. */
  public Tape() {
    this(StepClock.NONE);
  }

  /** A tape whose layers' times are told, each by its name. */
  Tape(StepClock clock) {
    this(clock, null);
  }

  /** A tape of a network with dropout, whose choices are drawn from {@code noise}. */
  Tape(RandomStream noise) {
    this(StepClock.NONE, noise);
  }

  private Tape(StepClock clock, RandomStream noise) {
    this.clock = clock;
    this.noise = noise;
  }

  /** What this pass draws by chance from. */
  RandomStream noise() {
    return Objects.requireNonNull(noise, "a network with dropout needs a tape with noise");
  }

  /** Goes forward through one layer, which adds how to go back. */
  INDArray forward(String name, Layer next, INDArray input) {
    layer = name;
    long begin = System.nanoTime();
    INDArray output = next.train(input, this);
    clock.spent(name + " forward", System.nanoTime() - begin);
    return output;
  }

  /** Adds a layer that has parameters. */
  void addTrainable(Backward backward) {
    steps.add(new Step(layer, backward, true));
  }

  /** Adds a layer that has none. */
  void add(Backward backward) {
    steps.add(new Step(layer, backward, false));
  }

  void addStatistics(Runnable update) {
    statistics.add(update);
  }

  /**
   * Goes back through all layers, and no further than somebody wants.
   *
   * @param gradient of the loss by the network's output; may be overwritten
   * @return the gradient by the network's input, or null if it is not wanted
   */
  public INDArray backward(INDArray gradient, GradientRequest wanted) {
    int first = wanted.input() ? 0 : firstTrainable();
    INDArray flowing = gradient;
    for (int i = steps.size() - 1; i >= first; i--) {
      GradientRequest here = new GradientRequest(wanted.parameters(), wanted.input() || i > first);
      Step step = steps.get(i);
      long begin = System.nanoTime();
      flowing = step.backward().apply(flowing, here);
      clock.spent(step.layer() + " back to " + here, System.nanoTime() - begin);
    }
    return wanted.input() ? flowing : null;
  }

  /** Moves the running statistics by what this pass saw. */
  void commitStatistics() {
    statistics.forEach(Runnable::run);
  }

  private int firstTrainable() {
    int first = 0;
    while (!steps.get(first).trainable()) {
      first++;
    }
    return first;
  }

  /**
   * Which gradients a backward pass is for: what nobody wants is not computed.
   *
   * @param parameters what becomes of the gradients of the parameters
   * @param input whether the gradient of the network's input is returned
   */
  public record GradientRequest(Parameters parameters, boolean input) {
    /** What becomes of the gradients of the parameters. */
    public enum Parameters {
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
    public static final GradientRequest INPUT = new GradientRequest(Parameters.NONE, true);

    boolean anyParameters() {
      return parameters != Parameters.NONE;
    }

    /** Does with the gradient of some parameters, which is kept, what is wanted. */
    void collect(INDArray target, INDArray gradient) {
      switch (parameters) {
        case NONE -> {}
        case WRITE -> target.assign(gradient);
        case ADD -> target.addi(gradient);
      }
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
}
