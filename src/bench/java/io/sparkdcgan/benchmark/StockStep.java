package io.sparkdcgan.benchmark;

import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.StockNetworks;
import java.util.List;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The same step by DL4J's own layers and its own Adam, through what {@link MultiLayerNetwork} has
 * for external errors. It cannot leave out the discriminator's weight gradients while the generator
 * learns. Belongs to the thread that made it.
 */
final class StockStep implements Contender {
  static final String NAME = "stock-dl4j";

  private final StepTask task;
  private final int threads;
  private final MultiLayerNetwork generator;
  private final MultiLayerNetwork discriminator;
  private final INDArray realNchw;
  private final INDArray latents;
  private final INDArray judgedReal;
  private final INDArray judgedDrawn;
  private int iteration;

  /**
   * @param threads of the arithmetic, at least 1
   */
  StockStep(StepTask task, int threads) {
    this.task = task;
    this.threads = threads;
    ComputeThreads.use(threads);
    GanNetworks networks = StockTraining.trainable(task.networks(), task.training());
    generator = StockNetworks.generator(networks, task.start());
    discriminator = StockNetworks.discriminator(networks, task.start());
    realNchw = task.realNchw();
    latents = task.latents();
    judgedReal = Nd4j.ones(DataType.FLOAT, task.batch(), 1);
    judgedDrawn = Nd4j.zeros(DataType.FLOAT, task.batch(), 1);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long images() {
    return task.batch();
  }

  @Override
  public double turn() {
    ComputeThreads.use(threads);
    long begin = System.nanoTime();
    advance();
    double seconds = (System.nanoTime() - begin) * 1e-9;
    // What it leaves for the collector is not to be collected in another's turn.
    System.gc();
    return seconds;
  }

  @Override
  public void close() {
    generator.close();
    discriminator.close();
    realNchw.close();
    latents.close();
    judgedReal.close();
    judgedDrawn.close();
  }

  MultiLayerNetwork generator() {
    return generator;
  }

  MultiLayerNetwork discriminator() {
    return discriminator;
  }

  private void advance() {
    generator.setInput(latents);
    List<INDArray> drawing = generator.feedForward(true, false);
    INDArray drawnNchw = drawing.get(drawing.size() - 1);

    // Gradients are sums over the batch, in a view that the next backward pass writes to again.
    INDArray ofReal = judge(realNchw, judgedReal).getFirst().gradient().dup();
    Gradient ofBoth = judge(drawnNchw, judgedDrawn).getFirst();
    ofBoth.gradient().addi(ofReal);
    update(discriminator, ofBoth);

    INDArray imageGradient = judge(drawnNchw, judgedReal).getSecond();
    LayerWorkspaceMgr memory = LayerWorkspaceMgr.noWorkspaces();
    update(generator, generator.backpropGradient(imageGradient, memory).getFirst());
    iteration++;
  }

  private Pair<Gradient, INDArray> judge(INDArray imagesNchw, INDArray labels) {
    return discriminator.calculateGradients(imagesNchw, labels, null, null);
  }

  private void update(MultiLayerNetwork network, Gradient gradient) {
    LayerWorkspaceMgr memory = LayerWorkspaceMgr.noWorkspaces();
    network.getUpdater().update(network, gradient, iteration, 0, task.batch(), memory);
    network.params().subi(gradient.gradient());
  }
}
