package io.sparkdcgan.spark.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuRequirementsTest {
  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String TASK = "spark.task.resource.gpu.amount";

  @Test
  void jobWithoutGpusIsFineOnTheBuildForCpus() {
    assertEquals(List.of(), GpuRequirements.configured(conf(), false));
    assertEquals(List.of(), GpuRequirements.configured(conf(EXECUTOR, "0", TASK, "0"), false));
  }

  @Test
  void jobWithoutGpusIsRefusedOnTheBuildForGpus() {
    assertEquals(
        "this jar computes on GPUs, but spark.executor.resource.gpu.amount and"
            + " spark.task.resource.gpu.amount are not set: set both to 1"
            + " (conf/spark-gpu.properties), or take the jar for CPUs (unset DCGAN_BACKEND)",
        only(GpuRequirements.configured(conf(), true)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneGpuForEachTaskIsFine(boolean cuda) {
    assertEquals(List.of(), GpuRequirements.configured(conf(EXECUTOR, "4", TASK, "1.0"), cuda));
  }

  @Test
  void gpusForExecutorsAndNoneForTasksAreRefused() {
    assertEquals(
        "spark.executor.resource.gpu.amount is 2, but spark.task.resource.gpu.amount is not set:"
            + " workers would compute without a GPU; set it to 1",
        only(GpuRequirements.configured(conf(EXECUTOR, "2"), false)));
  }

  @Test
  void gpusForTasksAndNoneForExecutorsAreRefused() {
    assertEquals(
        "spark.task.resource.gpu.amount is 1, but spark.executor.resource.gpu.amount is not set:"
            + " executors would have no GPU to give; set it to the GPUs of one executor",
        only(GpuRequirements.configured(conf(TASK, "1"), false)));
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
        only(GpuRequirements.configured(conf(EXECUTOR, "2", TASK, amount), false)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "-2", "two", "99999", "1e3"})
  void anythingButAWholeNumberForAnExecutorIsRefused(String amount) {
    assertEquals(
        "spark.executor.resource.gpu.amount must be a whole number from 1 to 9999, but is %s: set it to the GPUs of one executor"
            .formatted(amount),
        only(GpuRequirements.configured(conf(EXECUTOR, amount, TASK, "1"), false)));
  }

  @Test
  void localMasterHasNoGpusToGive() {
    SparkConf conf = conf(EXECUTOR, "1", TASK, "1").setMaster("local[2]");
    assertTrue(
        only(GpuRequirements.configured(conf, true)).contains("local[2] gives its tasks no GPUs"));
  }

  @Test
  void fewerGpusThanWorkersAreRefused() {
    assertEquals(List.of(), GpuRequirements.enough(4, 4));
    assertEquals(
        "found 3 GPUs for 4 workers: raise spark.executor.instances or lower averaging.workers",
        only(GpuRequirements.enough(3, 4)));
    assertTrue(only(GpuRequirements.enough(1, 2)).startsWith("found 1 GPU for 2 workers: "));
  }

  @Test
  void gpuOfALaterGenerationIsRefusedByNameAndCapability() {
    ExecutorGpus executor =
        new ExecutorGpus(
            "7",
            "node-3",
            List.of("1"),
            """
            0, GPU-aa, Tesla T4, 7.5
            1, GPU-bb, NVIDIA H100 PCIe, 9.0
            """,
            true);
    assertEquals(
        "GPU 1 of executor 7 on node-3 is a NVIDIA H100 PCIe of compute capability 9.0, but the"
            + " CUDA backend of this build has code for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0, 8.6"
            + " and later ones of the same major number only: take another GPU (T4, V100, A10,"
            + " A100), or the jar for CPUs",
        only(GpuRequirements.served(List.of(executor))));
  }

  @Test
  void gpuOfAnotherExecutorOnTheMachineIsNobodysConcern() {
    String smi = "0, GPU-aa, Tesla K20c, 3.5\n1, GPU-bb, Tesla T4, 7.5\n";
    ExecutorGpus executor = new ExecutorGpus("0", "node", List.of("1"), smi, false);
    assertEquals(List.of(), GpuRequirements.served(List.of(executor)));
  }

  @Test
  void twoExecutorsWithTheSameGpuAreRefused() {
    String smi = "0, GPU-aa, Tesla T4, 7.5\n";
    assertEquals(
        "executor 0 on node and executor 1 on node both have GPU GPU-aa: two workers would compute"
            + " on one; start one Spark worker on a machine, or give each its own by"
            + " CUDA_VISIBLE_DEVICES",
        only(
            GpuRequirements.served(
                List.of(
                    new ExecutorGpus("0", "node", List.of("0"), smi, false),
                    new ExecutorGpus("1", "node", List.of("GPU-aa"), smi, false)))));
  }

  @Test
  void executorWhereCudaDoesNotLoadIsRefused() {
    ExecutorGpus executor = new ExecutorGpus("0", "node", List.of("0"), "", true);
    assertTrue(
        only(GpuRequirements.served(List.of(executor)))
            .startsWith("executor 0 on node has the GPUs [0], but ND4J's CUDA backend does not"));
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
