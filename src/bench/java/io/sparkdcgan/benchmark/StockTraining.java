package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.model.GanNetworks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/** The networks as stock DL4J trains them: for peers to measure, not for training. */
final class StockTraining {
  private StockTraining() {}

  /** The networks with optimizer and L2 in their layers, where DL4J has them. */
  static GanNetworks trainable(GanNetworks networks, TrainingConfig training) {
    AdamConfig adam = training.adam();
    IUpdater updater =
        switch (training.optimizer()) {
          case ADAM -> new Adam(adam.learningRate(), adam.beta1(), adam.beta2(), adam.epsilon());
          case SGD -> new Sgd(adam.learningRate());
        };
    List<Regularization> l2 = List.of(new L2Regularization(training.l2()));
    return new GanNetworks(
        networks.config(),
        updatedBy(networks.generator(), updater, l2),
        updatedBy(networks.discriminator(), updater, l2),
        networks.generatorLayout(),
        networks.discriminatorLayout());
  }

  /**
   * A generator and a discriminator as one network, in which the generator alone learns: latents
   * [n, latent size] in, probabilities [n, 1] out. The discriminator's layers learn at a rate of 0;
   * frozen ones ({@code FrozenLayerWithBackprop}) would give wrong gradients at batch norms. So the
   * discriminator's weight gradients are computed in vain, and its running statistics move.
   *
   * @param trainable with an updater in the generator's layers
   * @return its parameters are the generator's, then the discriminator's; not yet set
   */
  static MultiLayerNetwork stacked(GanNetworks trainable) {
    MultiLayerConfiguration stacked = trainable.generator().clone();
    MultiLayerConfiguration judge =
        updatedBy(trainable.discriminator(), new Sgd(0), new ArrayList<>());
    List<NeuralNetConfiguration> layers = new ArrayList<>(stacked.getConfs());
    Map<Integer, InputPreProcessor> between = new HashMap<>(stacked.getInputPreProcessors());
    judge
        .getInputPreProcessors()
        .forEach((layer, processor) -> between.put(layers.size() + layer, processor));
    layers.addAll(judge.getConfs());
    stacked.setConfs(layers);
    stacked.setInputPreProcessors(between);
    MultiLayerNetwork network = new MultiLayerNetwork(stacked);
    network.init();
    return network;
  }

  private static MultiLayerConfiguration updatedBy(
      MultiLayerConfiguration configuration, IUpdater updater, List<Regularization> penalties) {
    MultiLayerConfiguration updated = configuration.clone();
    for (NeuralNetConfiguration conf : updated.getConfs()) {
      if (conf.getLayer() instanceof BaseLayer layer) {
        layer.setIUpdater(updater.clone());
        layer.setRegularization(penalties);
      }
    }
    return updated;
  }
}
