package io.sparkdcgan.dedup;

import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.engine.nd4j.DenoisingStep;
import io.sparkdcgan.model.CodeNetwork;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.round.WeightedSum;
import java.util.List;

/**
 * How the autoencoder learns: in rounds of a fixed number of workers, whatever the cluster, each
 * worker a pure function of state, images and seed on one thread. So the weights depend on images
 * and seed and not on cores, order of arrival or retries.
 */
public final class CodeTraining {
  /** Workers of a round. */
  public static final int WORKERS = 4;

  /** The most images that are learned from: the codes of all others are read only. */
  public static final int MOST_IMAGES = 8192;

  private static final int LOCAL_STEPS = 20;
  private static final int BATCH = 128;

  /** Small sets are learned by heart long before large ones are learned at all. */
  private static final int MOST_EPOCHS = 200;

  private static final int FEWEST_ROUNDS = 5;
  private static final int MOST_ROUNDS = 20;
  private static final AdamConfig ADAM = new AdamConfig(1e-3, 0.9, 0.999, 1e-8);

  private CodeTraining() {}

  /** Rounds of the whole training on so many images. */
  public static int rounds(int images) {
    long aRound = (long) WORKERS * LOCAL_STEPS * BATCH;
    long wanted = (long) MOST_EPOCHS * images / aRound;
    return (int) Math.max(FEWEST_ROUNDS, Math.min(MOST_ROUNDS, wanted));
  }

  /**
   * What one worker makes of a round's state.
   *
   * @param start where the round begins; left as it is
   * @param images the sample, 32 x 32 pixels each, at least one, in an order that depends on
   *     nothing but content and seed
   * @param round from 0
   * @param worker 0 to {@link #WORKERS} - 1
   */
  public static CodeUpdate work(
      NetworkState start, ImageBlock images, long seed, int round, int worker) {
    ComputeThreads.use(1);
    long step = ((long) round * WORKERS + worker) * LOCAL_STEPS;
    Batches batches = new Batches(images, seed, step * BATCH);
    double error = 0;
    try (DenoisingStep autoencoder = new DenoisingStep(ADAM, start)) {
      for (int local = 0; local < LOCAL_STEPS; local++) {
        RandomStream noise = RandomStream.of(seed, "dedup noise", step + local);
        error += autoencoder.advance(batches.next(), noise) / LOCAL_STEPS;
      }
      return new CodeUpdate(autoencoder.state(), error);
    }
  }

  /** The state after a round: what its workers made, in worker order. */
  public static NetworkState joined(List<CodeUpdate> updates) {
    return WeightedSum.ofStates(updates.stream().map(CodeUpdate::state).toList());
  }

  /** The endless sequence of batches, epoch after epoch, each image once in each. */
  private static final class Batches {
    private final ImageBlock images;
    private final long seed;
    private long position;
    private long epoch = -1;
    private int[] order;

    Batches(ImageBlock images, long seed, long position) {
      this.images = images;
      this.seed = seed;
      this.position = position;
    }

    float[] next() {
      float[] batch = new float[BATCH * CodeNetwork.INPUTS];
      for (int row = 0; row < BATCH; row++) {
        ImageBatch.write(images, image(), batch, row * CodeNetwork.INPUTS);
      }
      return batch;
    }

    private int image() {
      if (position / images.count() != epoch) {
        epoch = position / images.count();
        order = RandomStream.of(seed, "dedup order", epoch).permutation(images.count());
      }
      return order[(int) (position++ % images.count())];
    }
  }

  /**
   * What a worker made of the autoencoder in a round. Crosses Spark.
   *
   * @param error mean squared error of what it reconstructed, in units of half the range of a pixel
   */
  public record CodeUpdate(NetworkState state, double error) {}
}
