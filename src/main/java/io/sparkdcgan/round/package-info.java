/**
 * A round's arithmetic: who reads which pictures, what one worker makes of a state, and how the
 * workers' results become the next state. A round is a pure function of state, pictures and seed;
 * who computes it is behind {@link io.sparkdcgan.round.Workers}. Neither Spark nor artifacts enter.
 */
package io.sparkdcgan.round;
