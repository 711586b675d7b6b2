/**
 * What near-duplicates are and how they are told: the autoencoder's training as pure functions of
 * state, pictures and seed, the pictures' codes, and what is written down of the pictures that were
 * removed. Pixels come in; who runs all this and where the pictures lie is not known here, and
 * Spark does not enter.
 */
package io.sparkdcgan.dedup;
