package io.sparkdcgan.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.StockNetworks;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The generator with the discriminator on top, as a network of DL4J's. */
class StockTrainingTest {
  private static final int BATCH = 8;
  private static final TrainingConfig TRAINING =
      new TrainingConfig(
          1,
          BATCH,
          Schedule.EACH_BATCH,
          GeneratorLoss.NON_SATURATING,
          Optimizer.ADAM,
          new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
          1e-5);

  private final INDArray judgedReal = Nd4j.ones(DataType.FLOAT, BATCH, 1);

  @ParameterizedTest
  @EnumSource(Preset.class)
  void itsGeneratorHasTheGradientsOfTheTwoNetworksByThemselves(Preset preset) {
    NetworkConfig config = Networks.small(preset, 16, 4);
    GanNetworks networks = StockTraining.trainable(GanNetworks.of(config), TRAINING);
    MultiLayerNetwork generator = StockNetworks.generator(networks, networks.initialState(1));
    MultiLayerNetwork judge = StockNetworks.discriminator(networks, networks.initialState(1));
    INDArray latents = latents(config);

    MultiLayerNetwork stacked = stacked(networks, generator, judge);
    stacked.setInput(latents);
    stacked.setLabels(judgedReal);
    stacked.computeGradientAndScore();
    INDArray together = ofGenerator(stacked.getFlattenedGradients(), generator);

    generator.setInput(latents);
    List<INDArray> drawing = generator.feedForward(true, false);
    INDArray imageGradient =
        judge
            .calculateGradients(drawing.get(drawing.size() - 1), judgedReal, null, null)
            .getSecond();
    INDArray apart =
        generator
            .backpropGradient(imageGradient, LayerWorkspaceMgr.noWorkspaces())
            .getFirst()
            .gradient();

    double largest = apart.amaxNumber().doubleValue();
    assertTrue(largest > 0);
    assertEquals(
        0, together.sub(apart.reshape(apart.length())).amaxNumber().doubleValue() / largest, 1e-5);
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void fittingMovesTheGeneratorAndNoneOfTheDiscriminatorsWeights(Preset preset) {
    NetworkConfig config = Networks.small(preset, 16, 4);
    GanNetworks networks = StockTraining.trainable(GanNetworks.of(config), TRAINING);
    MultiLayerNetwork generator = StockNetworks.generator(networks, networks.initialState(1));
    MultiLayerNetwork judge = StockNetworks.discriminator(networks, networks.initialState(1));
    MultiLayerNetwork stacked = stacked(networks, generator, judge);
    stacked.fit(latents(config), judgedReal);

    int judgeFrom = generator.getnLayers();
    judge
        .paramTable()
        .forEach(
            (name, before) -> {
              int underscore = name.indexOf('_');
              int layer = judgeFrom + Integer.parseInt(name.substring(0, underscore));
              INDArray after = stacked.getParam(layer + name.substring(underscore));
              boolean statistic = name.endsWith("_mean") || name.endsWith("_var");
              assertEquals(!statistic, before.equals(after), name);
            });
    assertTrue(!generator.params().equals(ofGenerator(stacked.params(), generator)));
  }

  private static MultiLayerNetwork stacked(
      GanNetworks networks, MultiLayerNetwork generator, MultiLayerNetwork judge) {
    MultiLayerNetwork stacked = StockTraining.stacked(networks);
    stacked.setParameters(Nd4j.concat(0, generator.params(), judge.params()));
    return stacked;
  }

  private static INDArray ofGenerator(INDArray flat, MultiLayerNetwork generator) {
    return flat.reshape(flat.length()).get(NDArrayIndex.interval(0, generator.numParams()));
  }

  private static INDArray latents(NetworkConfig config) {
    LatentSampler sampler = LatentSampler.of(config);
    float[] drawn = sampler.draw(RandomStream.of(1, "test"), BATCH);
    return Nd4j.create(drawn, new long[] {BATCH, sampler.size()}, 'c');
  }
}
