/**
 * What a run leaves behind: snapshots, metrics, the run's folder and its page, on any of Hadoop's
 * file systems. Bytes and JSON enter here, and the networks' detached state; neither Spark, nor
 * pixels, nor anything that Java could deserialize.
 */
package io.sparkdcgan.artifact;
