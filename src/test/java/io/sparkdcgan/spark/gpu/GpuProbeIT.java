package io.sparkdcgan.spark.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.cluster.StandaloneCluster;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TaskGpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors look at their GPUs. What they ask is a script in {@code nvidia-smi}'s place, since
 * there is no GPU here: an A100 and an H100, in its own words.
 */
@Tag("gpu")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GpuProbeIT {
  private static final String SMI =
      """
      #!/bin/sh
      [ "$1" = --query-gpu=index,uuid,name,compute_cap ] || exit 2
      echo '0, GPU-00000000-1111-2222-3333-444444444444, NVIDIA A100-SXM4-40GB, 8.0'
      echo '1, GPU-55555555-6666-7777-8888-999999999999, NVIDIA H100 80GB HBM3, 9.0'
      """;

  @TempDir private static Path folder;
  private StandaloneCluster cluster;
  private JavaSparkContext spark;
  private GpuInventory inventory;

  @BeforeAll
  void startTwoExecutors() throws Exception {
    Path smi = folder.resolve("nvidia-smi");
    Files.writeString(smi, SMI);
    assertTrue(smi.toFile().setExecutable(true));
    cluster = StandaloneCluster.startWithGpus(1, "1g", "0", "1");
    spark =
        JobContext.open(
            "probe",
            new SparkConf(false)
                .set("spark.ui.enabled", "false")
                .setMaster(cluster.url())
                .setSparkHome(cluster.sparkHome().toString())
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.executorEnv.PATH", folder + ":" + System.getenv("PATH"))
                .set("spark.executor.memory", "640m")
                .set("spark.executor.cores", "1")
                .set("spark.cores.max", "2")
                .set(TaskGpus.EXECUTOR, "1")
                .set(TaskGpus.TASK, "1")
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "180s"));
    inventory = GpuInventory.awaited(spark, 3);
  }

  @AfterAll
  void stop() {
    if (spark != null) {
      spark.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void everyExecutorLooksAtItsOwnGpuAndTheLaterGenerationIsNamed() {
    assertEquals(2, inventory.gpus());
    List<GpuProbe.ExecutorGpus> seen = new GpuProbe(spark).look(inventory);
    assertEquals(2, seen.size());
    List<String> mistakes = WorkerGpus.served(seen);
    String unserved =
        mistakes.stream().filter(mistake -> mistake.contains("H100")).findAny().orElseThrow();
    assertTrue(
        unserved.matches(
            "GPU 1 of executor [01] on 127.0.0.1 is a NVIDIA H100 80GB HBM3 of compute capability"
                + " 9.0, but .*"),
        unserved);
    assertTrue(mistakes.stream().noneMatch(mistake -> mistake.contains("A100-SXM4")));
    // ND4J is asked where the GPU is served, and computes on the CPU in this build.
    GpuProbe.ExecutorGpus served =
        seen.stream()
            .filter(executor -> executor.addresses().equals(List.of("0")))
            .findAny()
            .orElseThrow();
    assertTrue(served.withoutCuda());
    assertTrue(WorkerGpus.served(List.of(served)).get(0).contains("CUDA backend does not load"));
  }

  @Test
  void gpuThatIsLeasedIsRefusedToTheNextUntilItIsGivenBack() {
    Broadcast<GpuLeases> leases = spark.broadcast(new GpuLeases());
    String told =
        spark
            .parallelize(List.of(1), 1)
            .map(
                one -> {
                  TaskContext task = TaskContext.get();
                  String refused;
                  try (GpuLeases.Lease first = leases.value().lease(task)) {
                    refused = first.holder() + ": " + refusal(leases.value(), task);
                  }
                  return refused + "; " + refusal(leases.value(), task);
                })
            .first();
    assertTrue(
        told.matches(
            "executor ([01]), GPU ([01]): two workers at once were given GPU \\2 of executor \\1:"
                + " set spark.task.resource.gpu.amount to 1; none"),
        told);
  }

  private static String refusal(GpuLeases leases, TaskContext task) {
    try (GpuLeases.Lease lease = leases.lease(task)) {
      return lease.holder().isEmpty() ? "nothing was leased" : "none";
    } catch (io.sparkdcgan.failure.Failure refused) {
      return refused.getMessage();
    }
  }
}
