/**
 * The loop that a reader should see first: resume, plan, train, keep. Knows what a round is and
 * what a run leaves behind; who computes the rounds and who watches are handed in.
 */
package io.sparkdcgan.run;
