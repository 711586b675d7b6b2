/**
 * The door to whatever computes a training step. Its implementations live in rooms below it, one
 * for each library of native arithmetic.
 */
package io.sparkdcgan.engine;
