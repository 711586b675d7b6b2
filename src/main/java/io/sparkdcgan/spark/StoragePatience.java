package io.sparkdcgan.spark;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * How long Hadoop's storage clients go on asking. By their own defaults an endless 503 takes days
 * to become an error, an S3 endpoint that is silent hours, and a silent HDFS never becomes one; a
 * scheduler is better told soon. What anybody has set, by {@code spark.hadoop.*} or in Hadoop's own
 * files, stays.
 */
final class StoragePatience {
  private static final Map<String, String> DEFAULTS =
      new TreeMap<>(
          Map.of(
              // The AWS client's own retries, which those of s3a multiply.
              "fs.s3a.attempts.maximum", "1",
              // Milliseconds until a server that says nothing is given up.
              "fs.s3a.connection.timeout", "15000",
              // Of a request, with pauses of 1, 2, 4 and 8 seconds by and large.
              "fs.s3a.retry.limit", "4",
              "fs.s3a.retry.interval", "500ms",
              // The same where the answer is 503.
              "fs.s3a.retry.throttle.limit", "4",
              "fs.s3a.retry.throttle.interval", "500ms",
              // Connections to HDFS that nobody answers, of 20 seconds each.
              "ipc.client.connect.max.retries.on.timeouts", "3",
              // Milliseconds until a NameNode that says nothing is given up.
              "ipc.client.rpc-timeout.ms", "120000"));

  private StoragePatience() {}

  /** Adds what nobody has set. */
  static void setIfMissing(SparkConf conf) {
    missing(SparkHadoopUtil.get().newConfiguration(conf))
        .forEach((key, value) -> conf.set("spark.hadoop." + key, value));
  }

  /** The defaults of keys whose values come from Hadoop's defaults, or from nowhere. */
  static Map<String, String> missing(Configuration found) {
    Map<String, String> missing = new TreeMap<>(DEFAULTS);
    missing.keySet().removeIf(key -> isSet(found, key));
    return missing;
  }

  private static boolean isSet(Configuration found, String key) {
    String[] sources = found.getPropertySources(key);
    return sources != null
        && !Arrays.stream(sources).allMatch(source -> source.endsWith("-default.xml"));
  }
}
