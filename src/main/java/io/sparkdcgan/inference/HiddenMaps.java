package io.sparkdcgan.inference;

import io.sparkdcgan.engine.nd4j.Ops;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkState;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A generator that can be looked into and drawn with while some of its feature maps are dropped
 * (Radford et al. 2015, section 6.3.1), at its second highest convolution layer.
 *
 * <p>The highest convolution layer but the one that draws has as many maps as the network is wide,
 * the second highest twice as many, at a quarter of the image's edge: in the paper's figure 1 the
 * 256 maps of 16 x 16. The paper drops 200, which the highest, of 128, does not have. At 16 pixels
 * it is what the projection makes. Owns its native memory; belongs to the thread that made it.
 */
public final class HiddenMaps implements AutoCloseable {
  private final int latentSize;
  private final int maps;
  private final int edge;
  private final String layer;
  private final FrozenNetwork generator;

  /**
   * @param generator drawn with by its running statistics
   */
  public HiddenMaps(GanNetworks networks, NetworkState generator) {
    int below = networks.config().stages() - 2;
    this.latentSize = networks.config().latentSize();
    this.maps = 2 * networks.config().width();
    this.edge = networks.config().imageSize() / 4;
    this.layer = (below == 0 ? "project" : "up" + below) + "-relu";
    this.generator = FrozenNetwork.generator(networks, generator);
  }

  /** The layer's name, for example {@code up2-relu}. */
  public String layer() {
    return layer;
  }

  /** How many feature maps it has. */
  public int maps() {
    return maps;
  }

  /** Edge of its feature maps. */
  public int edge() {
    return edge;
  }

  /**
   * The activations of the layer.
   *
   * @param latents [n, latent size], row by row
   * @return [n, maps, edge, edge], at least 0
   */
  public float[] activations(float[] latents) {
    FloatBuffer all = FloatBuffer.allocate(latents.length / latentSize * maps * edge * edge);
    infer(latents, activations -> all.put(FrozenNetwork.flat(activations)));
    return all.array();
  }

  /**
   * Draws images while some of the layer's feature maps are zero everywhere.
   *
   * @param latents [n, latent size], row by row
   * @param dropped which maps; none gives the images as they are
   * @return [n, 3, S, S] in (-1, 1), in C order
   */
  public float[] draw(float[] latents, boolean[] dropped) {
    return infer(latents, activations -> drop(activations, dropped));
  }

  private float[] infer(float[] latents, Consumer<INDArray> hidden) {
    return generator.outputs(
        latents,
        (name, activations) -> {
          if (name.equals(layer)) {
            hidden.accept(activations);
          }
        });
  }

  /** The projection's activations may be units still, those of a map next to each other. */
  private void drop(INDArray activations, boolean[] dropped) {
    float[] kept = new float[maps];
    for (int map = 0; map < maps; map++) {
      kept[map] = dropped[map] ? 0 : 1;
    }
    INDArray byMap = activations.reshape('c', activations.size(0), maps, (long) edge * edge);
    INDArray factors = Nd4j.createFromArray(kept).reshape('c', 1, maps, 1);
    Ops.exec("multiply", new INDArray[] {byMap, factors}, new INDArray[] {byMap});
  }

  @Override
  public void close() {
    generator.close();
  }
}
