package io.sparkdcgan.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.TrainingConfig.Augmentation;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.random.RandomStream;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The step's gradients against central differences in double precision: every parameter of both
 * networks, and the discriminator's input.
 */
class GradientTest {
  /** Small enough that hardly any unit crosses the kink of its ReLU. */
  private static final double STEP = 1e-7;

  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "PAPER,16,5,3,ALL",
    "PAPER,16,4,1,ALL",
    "PYTORCH,32,4,3,ALL",
    "PYTORCH,16,5,1,ALL",
    "PAPER,16,5,3,NONE",
    "PYTORCH,32,4,2,NONE"
  })
  void discriminatorGradientsAgreeWithFiniteDifferences(
      Preset preset, int size, int kernel, int batch, BatchNorm batchNorm) {
    Pair pair = new Pair(preset, size, kernel, batchNorm);
    INDArray real = random(1, batch, 3, size, size);
    INDArray drawn = random(2, batch, 3, size, size);
    DoubleSupplier loss =
        () ->
            LogitLoss.JUDGED_REAL.evaluate(pair.discriminator.train(real, new Tape())).loss()
                + LogitLoss.JUDGED_DRAWN
                    .evaluate(pair.discriminator.train(drawn, new Tape()))
                    .loss();

    Tape judgingReal = new Tape();
    INDArray logits = pair.discriminator.train(real, judgingReal);
    judgingReal.backward(
        LogitLoss.JUDGED_REAL.evaluate(logits).gradient(), GradientRequest.PARAMETERS);
    Tape judgingDrawn = new Tape();
    logits = pair.discriminator.train(drawn, judgingDrawn);
    judgingDrawn.backward(
        LogitLoss.JUDGED_DRAWN.evaluate(logits).gradient(), GradientRequest.MORE_PARAMETERS);

    assertGradient(pair.discriminator.parameters(), pair.discriminator.gradients().dup(), loss);
  }

  @ParameterizedTest
  @CsvSource({
    "PAPER,16,5,3,NON_SATURATING,ALL",
    "PAPER,16,4,1,MINIMAX,ALL",
    "PYTORCH,32,4,3,MINIMAX,ALL",
    "PYTORCH,16,5,1,NON_SATURATING,ALL",
    "PAPER,16,5,3,NON_SATURATING,NONE",
    "PYTORCH,32,4,2,MINIMAX,NONE"
  })
  void generatorGradientsAgreeWithFiniteDifferences(
      Preset preset, int size, int kernel, int batch, GeneratorLoss kind, BatchNorm batchNorm) {
    Pair pair = new Pair(preset, size, kernel, batchNorm);
    LogitLoss generatorLoss = LogitLoss.of(kind);
    INDArray latents = random(3, batch, pair.networks.config().latentSize());
    DoubleSupplier loss =
        () -> {
          INDArray drawn = pair.generator.train(latents, new Tape());
          return generatorLoss.evaluate(pair.discriminator.train(drawn, new Tape())).loss();
        };

    Tape drawing = new Tape();
    Tape judging = new Tape();
    INDArray drawn = pair.generator.train(latents, drawing);
    INDArray logits = pair.discriminator.train(drawn, judging);
    INDArray images =
        judging.backward(generatorLoss.evaluate(logits).gradient(), GradientRequest.INPUT);
    drawing.backward(images, GradientRequest.PARAMETERS);

    assertGradient(pair.generator.parameters(), pair.generator.gradients().dup(), loss);
  }

  @Test
  void gradientsFlowThroughAugmentation() {
    Pair pair = new Pair(Preset.STABLE, 16, 4, BatchNorm.ALL);
    AugmentationLayer augmentation =
        new AugmentationLayer(Augmentation.ALL, new long[] {1, 2, 3}, "drawn");
    INDArray latents = random(3, 3, pair.networks.config().latentSize());
    DoubleSupplier loss =
        () -> {
          INDArray drawn = pair.generator.train(latents, new Tape());
          INDArray seen = augmentation.train(drawn, new Tape());
          return LogitLoss.JUDGED_REAL.evaluate(pair.discriminator.train(seen, new Tape())).loss();
        };

    Tape drawing = new Tape();
    Tape judging = new Tape();
    INDArray drawn = pair.generator.train(latents, drawing);
    INDArray logits = pair.discriminator.train(augmentation.train(drawn, judging), judging);
    INDArray images =
        judging.backward(LogitLoss.JUDGED_REAL.evaluate(logits).gradient(), GradientRequest.INPUT);
    drawing.backward(images, GradientRequest.PARAMETERS);

    assertGradient(pair.generator.parameters(), pair.generator.gradients().dup(), loss);
  }

  @ParameterizedTest
  @CsvSource({"PAPER,16,5,3,ALL", "PYTORCH,16,4,1,ALL", "PYTORCH,16,4,2,NONE"})
  void discriminatorInputGradientAgreesWithFiniteDifferences(
      Preset preset, int size, int kernel, int batch, BatchNorm batchNorm) {
    Pair pair = new Pair(preset, size, kernel, batchNorm);
    INDArray images = random(4, batch, 3, size, size);
    DoubleSupplier loss =
        () -> LogitLoss.JUDGED_REAL.evaluate(pair.discriminator.train(images, new Tape())).loss();

    Tape judging = new Tape();
    INDArray logits = pair.discriminator.train(images, judging);
    INDArray gradient =
        judging.backward(LogitLoss.JUDGED_REAL.evaluate(logits).gradient(), GradientRequest.INPUT);

    assertGradient(
        images.reshape(images.length()), gradient.reshape(gradient.length()).dup(), loss);
  }

  /**
   * Relative to the gradient's largest element, so that tiny ones are not compared by their noise.
   */
  private static void assertGradient(INDArray point, INDArray gradient, DoubleSupplier loss) {
    double scale = gradient.amaxNumber().doubleValue();
    for (long i = 0; i < point.length(); i++) {
      double at = point.getDouble(i);
      point.putScalar(i, at + STEP);
      double above = loss.getAsDouble();
      point.putScalar(i, at - STEP);
      double below = loss.getAsDouble();
      point.putScalar(i, at);
      double expected = (above - below) / (2 * STEP);
      assertEquals(expected, gradient.getDouble(i), TOLERANCE * scale, "element " + i);
    }
  }

  private static INDArray random(long seed, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    fill(array.reshape(array.length()), RandomStream.of(seed, "test"), 0, 1);
    return array;
  }

  private static void fill(INDArray flat, RandomStream stream, double mean, double deviation) {
    for (long i = 0; i < flat.length(); i++) {
      flat.putScalar(i, mean + deviation * stream.nextGaussian());
    }
  }

  /** Both networks in double precision, with weights large enough to matter. */
  private static final class Pair {
    final GanNetworks networks;
    final NetworkArithmetic generator;
    final NetworkArithmetic discriminator;

    Pair(Preset preset, int size, int kernel, BatchNorm batchNorm) {
      networks = GanNetworks.of(Networks.with(batchNorm, Networks.tiny(preset, size, kernel)));
      generator = new NetworkArithmetic(networks.generatorLayout(), DataType.DOUBLE);
      discriminator = new NetworkArithmetic(networks.discriminatorLayout(), DataType.DOUBLE);
      fill(generator.parameters(), RandomStream.of(5, "generator"), 0.1, 0.3);
      fill(discriminator.parameters(), RandomStream.of(6, "discriminator"), 0.1, 0.3);
    }
  }
}
