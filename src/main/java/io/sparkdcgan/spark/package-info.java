/**
 * What every Spark job here shares: the context, what may cross the network, and images as RDDs of
 * tensors.
 */
package io.sparkdcgan.spark;
