/**
 * The real parts for integration tests: HDFS, an S3 server and a Spark cluster, each started for a
 * test and stopped after it, and the launcher as a user calls it. Nothing here is faked; what is
 * started in processes of its own logs to a file under {@code target/}.
 */
package io.sparkdcgan.cluster;
