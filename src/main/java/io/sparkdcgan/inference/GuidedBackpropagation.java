package io.sparkdcgan.inference;

import io.sparkdcgan.engine.nd4j.Tape;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkState;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the features of a discriminator's last convolution layer answer to, and which pixels make
 * them answer: guided backpropagation (Springenberg et al. 2014; Radford et al. 2015, section 6.2).
 *
 * <p>Springenberg's rule at a ReLU of input x is g' = [x > 0] [g > 0] g: the function's own
 * derivative times the positive part of the gradient. Taken so for LeakyReLU, whose derivative is 1
 * or 0.2, it is g' = (x > 0 ? 1 : 0.2) max(g, 0). Batch norms are the affine maps of their running
 * statistics. Owns its native memory; belongs to the thread that made it.
 */
public final class GuidedBackpropagation implements AutoCloseable {
  /** The most images that are worked on at once. */
  public static final int BATCH = 128;

  private final String layer;
  private final int features;
  private final FrozenNetwork discriminator;

  /**
   * @param discriminator normalizes by its running statistics until {@link #calibrate}
   */
  public GuidedBackpropagation(GanNetworks networks, NetworkState discriminator) {
    this(networks, FrozenNetwork.discriminator(networks, discriminator));
  }

  GuidedBackpropagation(GanNetworks networks, FrozenNetwork discriminator) {
    int stages = networks.config().stages();
    this.layer = "down" + stages + "-leaky";
    this.features = networks.config().width() << (stages - 1);
    this.discriminator = discriminator;
  }

  /** How many features the last convolution layer has. */
  public int features() {
    return features;
  }

  FrozenNetwork discriminator() {
    return discriminator;
  }

  /**
   * From now on normalizes by the statistics of these images.
   *
   * @param nchw [n, 3, S, S] in [-1, 1], in C order; n from 1 to {@link #BATCH}
   */
  public void calibrate(float[] nchw) {
    discriminator.count(nchw, BATCH);
    discriminator.calibrate(nchw);
  }

  /**
   * Each feature's largest activation in each image, wherever in it that is.
   *
   * @param nchw [n, 3, S, S] in [-1, 1], in C order; n from 1 to {@link #BATCH}
   * @return [n, features], row by row
   */
  public float[] responses(float[] nchw) {
    discriminator.count(nchw, BATCH);
    return discriminator.compute(nchw, input -> largest(trace(input, true, new Tape())));
  }

  /**
   * The pixels behind one feature's largest activation in each image.
   *
   * @param nchw [n, 3, S, S] in [-1, 1], in C order; n from 1 to {@link #BATCH}
   * @param feature from 0 to {@link #features} - 1
   * @return the guided gradient of that activation by the pixels: [n, 3, S, S]
   */
  public float[] pixels(float[] nchw, int feature) {
    discriminator.count(nchw, BATCH);
    return discriminator.compute(nchw, input -> FrozenNetwork.flat(gradient(input, feature, true)));
  }

  /** The gradient, guided or true, of a feature's largest activation by the input. */
  INDArray gradient(INDArray imagesNchw, int feature, boolean guided) {
    Tape tape = new Tape();
    INDArray activations = trace(imagesNchw, guided, tape);
    INDArray seed = Nd4j.zeros(activations.dataType(), activations.shape());
    double[] values = activations.reshape(activations.length()).toDoubleVector();
    int area = (int) (activations.size(2) * activations.size(3));
    for (int image = 0; image < activations.size(0); image++) {
      int from = (image * features + feature) * area;
      seed.reshape(seed.length()).putScalar(place(values, from, area), 1);
    }
    return tape.backward(seed, GradientRequest.INPUT);
  }

  /** The features' activations; {@code tape} learns how to go back, guided or not. */
  INDArray trace(INDArray imagesNchw, boolean guided, Tape tape) {
    UnaryOperator<INDArray> rule =
        guided ? GuidedBackpropagation::positive : UnaryOperator.identity();
    return discriminator.network().trace(imagesNchw, layer, rule, tape);
  }

  /** The gradient without its negative part, in place. */
  private static INDArray positive(INDArray gradient) {
    Nd4j.exec(new RectifiedLinear(gradient, gradient));
    return gradient;
  }

  @Override
  public void close() {
    discriminator.close();
  }

  private static float[] largest(INDArray activations) {
    double[] values = activations.reshape(activations.length()).toDoubleVector();
    int area = (int) (activations.size(2) * activations.size(3));
    float[] largest = new float[values.length / area];
    for (int map = 0; map < largest.length; map++) {
      largest[map] = (float) values[place(values, map * area, area)];
    }
    return largest;
  }

  private static int place(double[] values, int from, int length) {
    int largest = from;
    for (int i = from; i < from + length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }
}
