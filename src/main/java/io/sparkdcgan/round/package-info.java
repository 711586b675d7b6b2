/**
 * A round's arithmetic: who reads which images, what one worker makes of a state, and how the
 * workers' results become the next state. A round is a pure function of state, images and seed; who
 * computes it is behind {@link io.sparkdcgan.round.Workers}, and what computes a worker's steps
 * behind {@link io.sparkdcgan.engine.LocalStep}. Neither Spark nor artifacts nor any engine enter.
 */
package io.sparkdcgan.round;
