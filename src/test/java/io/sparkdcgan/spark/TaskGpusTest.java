package io.sparkdcgan.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskGpusTest {
  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String TASK = "spark.task.resource.gpu.amount";

  @Test
  void jobWithoutGpusIsFineOnTheBuildForCpus() {
    assertEquals(List.of(), TaskGpus.mistakes(conf(), false));
    assertEquals(List.of(), TaskGpus.mistakes(conf(EXECUTOR, "0", TASK, "0"), false));
  }

  @Test
  void jobWithoutGpusIsRefusedOnTheBuildForGpus() {
    assertEquals(
        "this jar computes on GPUs, but spark.executor.resource.gpu.amount and"
            + " spark.task.resource.gpu.amount are not set: set both to 1"
            + " (conf/spark-gpu.properties), or take the jar for CPUs (unset DCGAN_BACKEND)",
        only(TaskGpus.mistakes(conf(), true)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneGpuForEachTaskIsFine(boolean cuda) {
    assertEquals(List.of(), TaskGpus.mistakes(conf(EXECUTOR, "4", TASK, "1.0"), cuda));
  }

  @Test
  void gpusForExecutorsAndNoneForTasksAreRefused() {
    assertEquals(
        "spark.executor.resource.gpu.amount is 2, but spark.task.resource.gpu.amount is not set:"
            + " workers would compute without a GPU; set it to 1",
        only(TaskGpus.mistakes(conf(EXECUTOR, "2"), false)));
  }

  @Test
  void gpusForTasksAndNoneForExecutorsAreRefused() {
    assertEquals(
        "spark.task.resource.gpu.amount is 1, but spark.executor.resource.gpu.amount is not set:"
            + " executors would have no GPU to give; set it to the GPUs of one executor",
        only(TaskGpus.mistakes(conf(TASK, "1"), false)));
  }

  @ParameterizedTest
  @CsvSource({
    "0.25, two workers would compute on one GPU",
    "2, a worker computes on one GPU",
    "-1, a worker computes on one GPU",
    "one, a worker computes on one GPU",
  })
  void anythingButOneGpuForATaskIsRefused(String amount, String why) {
    assertEquals(
        "spark.task.resource.gpu.amount must be 1, but is %s: %s; set it to 1"
            .formatted(amount, why),
        only(TaskGpus.mistakes(conf(EXECUTOR, "2", TASK, amount), false)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "-2", "two", "99999", "1e3"})
  void anythingButAWholeNumberForAnExecutorIsRefused(String amount) {
    assertEquals(
        "spark.executor.resource.gpu.amount must be a whole number from 1 to 9999, but is %s: set it to the GPUs of one executor"
            .formatted(amount),
        only(TaskGpus.mistakes(conf(EXECUTOR, amount, TASK, "1"), false)));
  }

  @Test
  void localMasterHasNoGpusToGive() {
    SparkConf conf = conf(EXECUTOR, "1", TASK, "1").setMaster("local[2]");
    assertTrue(only(TaskGpus.mistakes(conf, true)).contains("local[2] gives its tasks no GPUs"));
  }

  private static SparkConf conf(String... settings) {
    SparkConf conf = new SparkConf(false).setMaster("spark://master:7077");
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return conf;
  }

  private static String only(List<String> mistakes) {
    assertEquals(1, mistakes.size(), mistakes.toString());
    return mistakes.get(0);
  }
}
