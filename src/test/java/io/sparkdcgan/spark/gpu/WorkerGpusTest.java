package io.sparkdcgan.spark.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerGpusTest {
  @Test
  void fewerGpusThanWorkersAreRefused() {
    assertEquals(List.of(), WorkerGpus.enough(4, 4));
    assertEquals(
        "found 3 GPUs for 4 workers: raise spark.executor.instances or lower averaging.workers",
        only(WorkerGpus.enough(3, 4)));
    assertTrue(only(WorkerGpus.enough(1, 2)).startsWith("found 1 GPU for 2 workers: "));
  }

  @Test
  void gpuOfALaterGenerationIsRefusedByNameAndCapability() {
    GpuProbe.ExecutorGpus executor =
        new GpuProbe.ExecutorGpus(
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
        only(WorkerGpus.served(List.of(executor))));
  }

  @Test
  void gpuOfAnotherExecutorOnTheMachineIsNobodysConcern() {
    String smi = "0, GPU-aa, Tesla K20c, 3.5\n1, GPU-bb, Tesla T4, 7.5\n";
    GpuProbe.ExecutorGpus executor =
        new GpuProbe.ExecutorGpus("0", "node", List.of("1"), smi, false);
    assertEquals(List.of(), WorkerGpus.served(List.of(executor)));
  }

  @Test
  void twoExecutorsWithTheSameGpuAreRefused() {
    String smi = "0, GPU-aa, Tesla T4, 7.5\n";
    assertEquals(
        "executor 0 on node and executor 1 on node both have GPU GPU-aa: two workers would compute"
            + " on one; start one Spark worker on a machine, or give each its own by"
            + " CUDA_VISIBLE_DEVICES",
        only(
            WorkerGpus.served(
                List.of(
                    new GpuProbe.ExecutorGpus("0", "node", List.of("0"), smi, false),
                    new GpuProbe.ExecutorGpus("1", "node", List.of("GPU-aa"), smi, false)))));
  }

  @Test
  void executorWhereCudaDoesNotLoadIsRefused() {
    GpuProbe.ExecutorGpus executor = new GpuProbe.ExecutorGpus("0", "node", List.of("0"), "", true);
    assertTrue(
        only(WorkerGpus.served(List.of(executor)))
            .startsWith("executor 0 on node has the GPUs [0], but ND4J's CUDA backend does not"));
  }

  private static String only(List<String> mistakes) {
    assertEquals(1, mistakes.size(), mistakes.toString());
    return mistakes.get(0);
  }
}
