/**
 * What this machine can do: contenders that take turns in one process or beside it, and the medians
 * of what they took. Measures what the product's rooms offer, through the doors that training uses;
 * nothing here is part of training, and no file of a run is written. It is not in the job's jar:
 * {@code submit/build-bench} compiles it when a benchmark is first asked for, and the build
 * compiles it for the tests.
 */
package io.sparkdcgan.benchmark;
