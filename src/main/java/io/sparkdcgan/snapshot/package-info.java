/**
 * Snapshots of a run: safetensors, manifest, marker, retention and verification. Bytes and the
 * networks' detached state enter here; neither Spark, nor pixels, nor anything that Java could
 * deserialize.
 */
package io.sparkdcgan.snapshot;
