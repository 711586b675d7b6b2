/**
 * What this machine can do: contenders that take turns in one process or beside it, and the medians
 * of what they took. Measures what the rooms below offer, through the doors that training uses;
 * nothing here is part of training, and no file of a run is written.
 */
package io.sparkdcgan.benchmark;
