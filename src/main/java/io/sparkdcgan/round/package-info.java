/**
 * A round's arithmetic: who reads which images, what one worker makes of a state, and how the
 * workers' results become the next state. A round is a pure function of state, images and seed; who
 * computes it is behind {@link io.sparkdcgan.round.Workers}. Neither Spark nor artifacts enter.
 */
package io.sparkdcgan.round;
