package io.sparkdcgan.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.config.RunConfig.ComputeConfig;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCoresTest {
  @Test
  void taskTakesAsManyCoresAsAWorkerComputesWith() {
    SparkConf conf = new SparkConf(false).setMaster("local[4]");
    TaskCores.require(conf, new ComputeConfig(3));
    assertEquals("3", conf.get("spark.task.cpus"));
  }

  @Test
  void moreCoresThanThreadsAreTheUsersChoice() {
    SparkConf conf = new SparkConf(false).setMaster("spark://master:7077");
    conf.set("spark.task.cpus", "8");
    TaskCores.require(conf, new ComputeConfig(4));
    assertEquals("8", conf.get("spark.task.cpus"));
  }

  @Test
  void executorsHaveAsManyThreadsAsATaskHasCores() {
    SparkConf conf = new SparkConf(false).setMaster("k8s://https://host:6443");
    conf.set("spark.task.cpus", "8");
    TaskCores.require(conf, new ComputeConfig(4));
    assertEquals("8", conf.get("spark.executorEnv.OMP_NUM_THREADS"));
    conf.set("spark.executorEnv.OMP_NUM_THREADS", "6");
    TaskCores.require(conf, new ComputeConfig(4));
    assertEquals("6", conf.get("spark.executorEnv.OMP_NUM_THREADS"));
  }

  @Test
  void fewerCoresThanThreadsAreRefused() {
    SparkConf conf = new SparkConf(false).setMaster("spark://master:7077");
    conf.set("spark.task.cpus", "2");
    assertRefused(
        "compute.threads is 4, but spark.task.cpus is 2: raise it to 4, or leave it out", conf, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "local[2,3]"})
  void localMasterWithFewerCoresIsRefused(String master) {
    assertRefused(
        "compute.threads is 3, but %s has 2 cores: lower it, or name more cores".formatted(master),
        new SparkConf(false).setMaster(master),
        3);
  }

  private static void assertRefused(String sentence, SparkConf conf, int threads) {
    Failure failure =
        assertThrows(Failure.class, () -> TaskCores.require(conf, new ComputeConfig(threads)));
    assertEquals(ExitCode.CONFIGURATION, failure.code());
    assertEquals(sentence, failure.getMessage());
  }
}
