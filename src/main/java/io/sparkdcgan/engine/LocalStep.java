package io.sparkdcgan.engine;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.Progress;
import java.util.List;

/**
 * One worker's networks, optimizers and batches, in an engine's memory: the door between rounds and
 * whatever computes their steps. A state has to be loaded first. Owns its native memory, which goes
 * with {@link #close}; belongs to one thread at a time.
 */
public interface LocalStep extends AutoCloseable {

  /**
   * The engine's memory for one batch, written again and again. Another thread than the step's may
   * write to it while no step trains on it: that is plain copying.
   */
  interface Batch {
    /**
     * Overwrites one image.
     *
     * @param row 0 to the batch size - 1
     * @param chw [3, S, S] in [-1, 1], in C order
     */
    void putImage(int row, float[] chw);

    /**
     * Overwrites the first latents.
     *
     * @param latents [n, latent size], row by row; n at most the batch size
     */
    void putLatents(float[] latents);

    /**
     * Overwrites the first images' seeds: what a step draws by chance for an image comes from its
     * seed and from nothing else.
     *
     * @param seeds one for each image; at most the batch size
     */
    void putSeeds(long[] seeds);
  }

  /** Two batches, of the size that the step was made for: one trains while the other is written. */
  List<Batch> batches();

  /**
   * Takes one step: one update of the discriminator, of the generator, or of both.
   *
   * @param batch one of {@link #batches}
   * @param count how many of its images and latents, from the first on
   * @param number of the step in the run, from 0: the paper's schedule trains the generator on even
   *     steps and the discriminator on odd ones
   */
  StepLosses advance(Batch batch, int count, long number);

  /** Continues from {@code start}, which is copied; nothing of what was before is left. */
  void load(GanState start);

  /** Where training stands, copied, at this progress. */
  GanState state(Progress progress);

  @Override
  void close();
}
