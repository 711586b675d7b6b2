/**
 * What near-duplicates are and how they are told: the autoencoder's training as pure functions of
 * state, images and seed, the images' codes, and what is written down of the images that were
 * removed. Pixels come in; who runs all this and where the images lie is not known here, and Spark
 * does not enter.
 */
package io.sparkdcgan.dedup;
