/**
 * Training on ND4J: the layers' arithmetic, forward and backward, the losses, the optimizers, and
 * one update of the discriminator and of the generator, behind the door of {@link
 * io.sparkdcgan.engine.LocalStep}. Knows the networks; knows neither where images come from nor who
 * else trains, nor what networks are used for once they are trained.
 */
package io.sparkdcgan.engine.nd4j;
