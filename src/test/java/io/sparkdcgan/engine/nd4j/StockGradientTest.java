package io.sparkdcgan.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.engine.nd4j.Tape.GradientRequest;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.StockNetworks;
import io.sparkdcgan.model.TensorSlot;
import io.sparkdcgan.random.RandomStream;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Our arithmetic against stock DL4J layers, in float: outputs and every gradient. */
class StockGradientTest {
  private static final double RELATIVE = 1e-4;

  /**
   * Where millions of units are rectified, some are so near to zero that rounding decides on which
   * side they fall, and each moves every gradient before it a little: of ours as of the stock
   * layers', as arithmetic in double shows. The bound for those; a wrong gradient is off by 1.
   */
  private static final double WITH_KINKS = 2e-2;

  /**
   * The stock layers cannot go back through the paper's first batch norm with a batch of one;
   * {@link GradientTest} has that case.
   */
  @ParameterizedTest
  @CsvSource({
    "PAPER,16,5,128",
    "PAPER,32,5,8",
    "PAPER,64,5,8",
    "PAPER,32,4,128",
    "PYTORCH,16,4,1",
    "PYTORCH,16,5,128",
    "PYTORCH,32,4,8",
    "PYTORCH,64,4,8",
    "PYTORCH,64,5,1",
    "PYTORCH,128,4,1",
    "PYTORCH,128,5,1"
  })
  void gradientsAgreeWithStockLayers(Preset preset, int size, int kernel, int batch) {
    compare(Networks.small(preset, size, kernel), batch, RELATIVE);
  }

  @ParameterizedTest
  @CsvSource({"PAPER,16,5,8", "PYTORCH,32,4,1", "PYTORCH,64,4,8"})
  void gradientsWithoutBatchNormAgreeWithStockLayers(
      Preset preset, int size, int kernel, int batch) {
    compare(Networks.with(BatchNorm.NONE, Networks.small(preset, size, kernel)), batch, RELATIVE);
  }

  @ParameterizedTest
  @CsvSource({"PAPER,16,5,8", "PYTORCH,32,4,1", "PYTORCH,64,4,8"})
  void gradientsUnderSpectralNormAgreeWithStockLayersOfItsWeights(
      Preset preset, int size, int kernel, int batch) {
    compare(Networks.spectral(Networks.small(preset, size, kernel)), batch, RELATIVE);
  }

  @ParameterizedTest
  @CsvSource({"PAPER,64,5,128", "PAPER,128,5,128", "PYTORCH,64,4,128", "PYTORCH,128,4,128"})
  void gradientsOfLargeBatchesAgreeButForKinks(Preset preset, int size, int kernel, int batch) {
    compare(Networks.small(preset, size, kernel), batch, WITH_KINKS);
  }

  private static void compare(NetworkConfig config, int batch, double tolerance) {
    GanNetworks networks = GanNetworks.of(config);
    GanState state = biased(networks, networks.initialState(11));
    MultiLayerNetwork stockGenerator = StockNetworks.generator(networks, state);
    MultiLayerNetwork stockDiscriminator = StockNetworks.discriminator(networks, state);
    NetworkArithmetic generator = arithmetic(networks.generatorLayout(), state.generator());
    NetworkArithmetic discriminator =
        arithmetic(networks.discriminatorLayout(), state.discriminator());
    INDArray latents = normal(batch, networks.config().latentSize());

    stockGenerator.setInput(latents);
    INDArray stockDrawn = stockGenerator.feedForward(true, false).get(stockGenerator.getnLayers());
    Tape drawing = new Tape();
    INDArray drawn = generator.train(latents, drawing);
    assertClose(stockDrawn, drawn, tolerance, "pictures");

    Pair<Gradient, INDArray> stockJudged =
        stockDiscriminator.calculateGradients(drawn, Nd4j.ones(batch, 1), null, null);
    Tape judging = new Tape();
    INDArray logits = discriminator.train(drawn, judging);
    INDArray verdict = LogitLoss.JUDGED_REAL.evaluate(logits).gradient();
    judging.backward(verdict.dup(), GradientRequest.PARAMETERS);
    assertGradients(
        networks.discriminatorLayout(),
        stockDiscriminator,
        stockJudged.getFirst(),
        discriminator,
        batch,
        tolerance);

    Tape again = new Tape();
    discriminator.train(drawn, again);
    INDArray images = again.backward(verdict, GradientRequest.INPUT);
    // Stock gradients are sums over the batch; ours are of the mean loss.
    assertClose(stockJudged.getSecond().div(batch), images, tolerance, "gradient of the images");

    Pair<Gradient, INDArray> stockDrawing =
        stockGenerator.backpropGradient(
            stockJudged.getSecond().dup(), LayerWorkspaceMgr.noWorkspaces());
    drawing.backward(images, GradientRequest.PARAMETERS);
    assertGradients(
        networks.generatorLayout(),
        stockGenerator,
        stockDrawing.getFirst(),
        generator,
        batch,
        tolerance);
  }

  /** With biases that matter, if there are any. */
  private static GanState biased(GanNetworks networks, GanState state) {
    float[] parameters = state.discriminator().parameters().clone();
    RandomStream noise = RandomStream.of(2, "biases");
    for (TensorSlot slot : networks.discriminatorLayout().parameters()) {
      for (int i = 0; slot.name().endsWith(".b") && i < slot.length(); i++) {
        parameters[slot.offset() + i] = (float) (0.1 * noise.nextGaussian());
      }
    }
    float[] moments = new float[parameters.length];
    NetworkState discriminator =
        new NetworkState(parameters, moments, moments, state.discriminator().statistics(), 0);
    return new GanState(state.generator(), discriminator, state.progress());
  }

  @Test
  void inferenceDrawsWhatStockLayersDraw() {
    GanNetworks networks = GanNetworks.of(Networks.small(Preset.PAPER, 32, 5));
    GanState initial = networks.initialState(3);
    float[] statistics = initial.generator().statistics().clone();
    RandomStream noise = RandomStream.of(1, "statistics");
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = (float) (i < statistics.length / 2 ? noise.nextGaussian() * 0.1 : 0.5);
    }
    NetworkState seen =
        new NetworkState(
            initial.generator().parameters(),
            initial.generator().firstMoments(),
            initial.generator().secondMoments(),
            statistics,
            0);
    GanState state = new GanState(seen, initial.discriminator(), initial.progress());
    INDArray latents = normal(8, 100);

    INDArray stock = StockNetworks.generator(networks, state).output(latents);
    INDArray ours = arithmetic(networks.generatorLayout(), seen).infer(latents);

    assertEquals(0, stock.sub(ours).amaxNumber().doubleValue(), 1e-5);
  }

  private static NetworkArithmetic arithmetic(NetworkLayout layout, NetworkState state) {
    NetworkArithmetic network = new NetworkArithmetic(layout, DataType.FLOAT);
    network.load(layout.effective(state));
    return network;
  }

  private static void assertGradients(
      NetworkLayout layout,
      MultiLayerNetwork stock,
      Gradient expected,
      NetworkArithmetic actual,
      int batch,
      double tolerance) {
    for (TensorSlot slot : layout.parameters()) {
      int dot = slot.name().lastIndexOf('.');
      int layer = stock.getLayerNames().indexOf(slot.name().substring(0, dot));
      INDArray theirs = expected.getGradientFor(layer + "_" + slot.name().substring(dot + 1));
      INDArray transposed = slot.shape().size() == 2 ? theirs.transpose() : theirs;
      INDArray ours =
          actual
              .gradients()
              .get(NDArrayIndex.interval(slot.offset(), slot.offset() + slot.length()));
      assertClose(
          transposed.dup('c').reshape(slot.length()).div(batch), ours, tolerance, slot.name());
    }
  }

  /** In the Euclidean norm, relative to what is expected. */
  private static void assertClose(
      INDArray expected, INDArray actual, double tolerance, String what) {
    double scale = expected.norm2Number().doubleValue();
    double difference = expected.sub(actual).norm2Number().doubleValue();
    assertEquals(0, difference / scale, tolerance, what);
  }

  private static INDArray normal(long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    RandomStream stream = RandomStream.of(9, "test");
    INDArray flat = array.reshape(array.length());
    for (long i = 0; i < flat.length(); i++) {
      flat.putScalar(i, stream.nextGaussian());
    }
    return array;
  }
}
