/**
 * What other programs call, and the command line too: import, tensors, training, drawing and
 * scoring in a Spark context of the caller's. Signatures name only this room's types, the values
 * that they carry, and types of the JDK, Spark, Hadoop and ND4J. Nothing here prints or ends the
 * process.
 */
package io.sparkdcgan.api;
