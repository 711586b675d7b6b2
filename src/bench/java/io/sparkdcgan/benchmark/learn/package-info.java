/**
 * What workers buy: runs that differ in their workers, settings and seeds, and how far each came on
 * its critical path. The runs are ordinary ones, trained through the door that {@code train} uses;
 * what is said of them is read from their {@code metrics.jsonl}. Nothing here computes a step or a
 * score.
 */
package io.sparkdcgan.benchmark.learn;
