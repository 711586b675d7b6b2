package io.sparkdcgan.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.GeneratorLoss;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.engine.nd4j.GanStep;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.Networks;
import io.sparkdcgan.model.Progress;
import io.sparkdcgan.model.TensorSlot;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The stock peer takes the step that we take: what it computes more slowly is the same. */
final class StockStepTest {
  /**
   * With an epsilon this large Adam moves a parameter in proportion to its gradient; with the usual
   * one by the sign of it, whatever rounding makes of a gradient near 0.
   */
  private static final AdamConfig PROPORTIONAL = new AdamConfig(0.1, 0.5, 0.999, 1);

  /** Of the largest change of any parameter in the same tensor. */
  private static final double RELATIVE = 1e-3;

  @ParameterizedTest
  @CsvSource({"PYTORCH, 16, 4", "PAPER, 16, 5"})
  void twoStepsMoveEveryParameterAsOursDo(Preset preset, int size, int kernel) {
    GanNetworks networks = GanNetworks.of(Networks.small(preset, size, kernel));
    TrainingConfig training =
        new TrainingConfig(
            1,
            8,
            Schedule.EACH_BATCH,
            GeneratorLoss.NON_SATURATING,
            Optimizer.ADAM,
            PROPORTIONAL,
            0);
    StepTask task = new StepTask(networks, training);
    GanState ours = ours(task);
    try (StockStep stock = new StockStep(task, 1)) {
      assertTrue(stock.turn() > 0);
      stock.turn();
      NetworkLayout generator = networks.generatorLayout();
      NetworkLayout discriminator = networks.discriminatorLayout();
      assertMovedAlike(generator, task.start().generator(), ours.generator(), stock.generator());
      assertMovedAlike(
          discriminator, task.start().discriminator(), ours.discriminator(), stock.discriminator());
    }
  }

  private static GanState ours(StepTask task) {
    try (INDArray real = task.realNchw();
        INDArray latents = task.latents();
        GanStep step = new GanStep(task.networks(), task.training(), task.start())) {
      step.advance(real, latents, 0);
      step.advance(real, latents, 1);
      return step.state(Progress.start());
    }
  }

  private static void assertMovedAlike(
      NetworkLayout layout, NetworkState start, NetworkState ours, MultiLayerNetwork stock) {
    for (TensorSlot slot : layout.parameters()) {
      float[] theirs = parameter(stock, slot);
      double largest = 0;
      double apart = 0;
      for (int i = 0; i < slot.length(); i++) {
        float begin = start.parameters()[slot.offset() + i];
        float end = ours.parameters()[slot.offset() + i];
        largest = Math.max(largest, Math.abs(end - begin));
        apart = Math.max(apart, Math.abs(end - theirs[i]));
      }
      assertTrue(largest > 0, slot.name() + " did not move");
      assertEquals(0, apart / largest, RELATIVE, slot.name());
    }
  }

  /** One parameter of a stock network in the order that our layout has it. */
  private static float[] parameter(MultiLayerNetwork stock, TensorSlot slot) {
    int dot = slot.name().lastIndexOf('.');
    int layer = stock.getLayerNames().indexOf(slot.name().substring(0, dot));
    INDArray tensor = stock.getParam(layer + "_" + slot.name().substring(dot + 1));
    boolean dense = slot.shape().size() == 2;
    return (dense ? tensor.transpose() : tensor).dup('c').reshape(slot.length()).toFloatVector();
  }
}
