/**
 * One update of the discriminator and of the generator: the layers' arithmetic on ND4J, forward and
 * backward, the losses, the optimizers, and the local steps that a worker takes between two
 * averages. Knows the networks; knows neither where images come from nor who else trains.
 */
package io.sparkdcgan.engine.nd4j;
