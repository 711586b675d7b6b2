package io.sparkdcgan.round;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one step trains on.
 *
 * @param step number of the step in the run, from 0
 * @param realNchw [n, 3, S, S] in [-1, 1]; lent by the {@link BatchPreparation}
 * @param latents [n, latent size]; lent as well
 */
record PreparedBatch(long step, INDArray realNchw, INDArray latents) {}
