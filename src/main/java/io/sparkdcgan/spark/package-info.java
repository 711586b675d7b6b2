/**
 * The only room that knows Spark: imports, tensors and rounds on a cluster. What the tasks compute
 * lives elsewhere; here is where they run and how their results travel.
 */
package io.sparkdcgan.spark;
