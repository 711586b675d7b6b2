package io.sparkdcgan.engine;

/**
 * What one step cost. NaN where the step's schedule left a network out.
 *
 * @param discriminator mean of -log D(x) - log(1 - D(G(z))) over the batch
 * @param generator mean of the generator's loss over the batch
 * @param judgedReal mean of D(x), the discriminator's verdict on real images, before its update
 * @param judgedDrawn mean of D(G(z)), its verdict on drawn ones, before its update
 */
public record StepLosses(
    double discriminator, double generator, double judgedReal, double judgedDrawn) {}
