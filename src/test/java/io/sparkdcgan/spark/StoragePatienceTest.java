package io.sparkdcgan.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class StoragePatienceTest {
  private static final String TIMEOUT = "fs.s3a.connection.timeout";
  private static final String RETRIES = "fs.s3a.retry.limit";

  @Test
  void hadoopsOwnDefaultsAreReplaced() {
    SparkConf conf = new SparkConf(false);
    StoragePatience.setIfMissing(conf);
    assertEquals("15000", conf.get("spark.hadoop." + TIMEOUT));
    assertEquals("4", conf.get("spark.hadoop." + RETRIES));
  }

  @Test
  void whatSparkSubmitWasToldStays() {
    SparkConf conf = new SparkConf(false).set("spark.hadoop." + TIMEOUT, "200000");
    StoragePatience.setIfMissing(conf);
    // The same as Hadoop's default, and yet somebody's will.
    assertEquals("200000", conf.get("spark.hadoop." + TIMEOUT));
    assertEquals("4", conf.get("spark.hadoop." + RETRIES));
  }

  @Test
  void whatHadoopsFilesSayStays() {
    Configuration site = new Configuration();
    assertTrue(StoragePatience.missing(site).containsKey(RETRIES));
    String xml =
        "<configuration><property><name>%s</name><value>7</value></property></configuration>"
            .formatted(RETRIES);
    site.addResource(new ByteArrayInputStream(xml.getBytes(UTF_8)), "core-site.xml");
    assertFalse(StoragePatience.missing(site).containsKey(RETRIES));
    assertTrue(StoragePatience.missing(site).containsKey(TIMEOUT));
  }
}
