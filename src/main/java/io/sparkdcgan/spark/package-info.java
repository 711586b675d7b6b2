/**
 * What every Spark job here shares: the context, what may cross the network, and images as RDDs of
 * tensors. The rooms of the jobs lie below this one and use it; it knows none of them, and they
 * name what they send as {@link io.sparkdcgan.spark.CrossingTypes}.
 */
package io.sparkdcgan.spark;
