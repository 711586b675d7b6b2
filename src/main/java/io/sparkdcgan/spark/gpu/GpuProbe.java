package io.sparkdcgan.spark.gpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag$;

/**
 * Has every executor look at its GPUs, which the driver cannot see. The driver program is asked
 * first: on a GPU that it has no code for, CUDA's backend may take the executor down with it.
 */
final class GpuProbe {
  private static final Logger LOG = LoggerFactory.getLogger(GpuProbe.class);

  /** Spark takes a wish for an executor as a wish. */
  private static final int TAKES = 3;

  private final JavaSparkContext spark;

  GpuProbe(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** What the executors see, in the order of their numbers. */
  List<ExecutorGpus> look(GpuInventory inventory) {
    Map<String, ExecutorGpus> seen = new TreeMap<>();
    Map<String, GpuInventory.Executor> missing = new TreeMap<>(inventory.byExecutor());
    for (int take = 0; take < TAKES && !missing.isEmpty(); take++) {
      for (ExecutorGpus executor : answers(missing, inventory)) {
        seen.put(executor.executor(), executor);
        missing.remove(executor.executor());
      }
    }
    if (!missing.isEmpty()) {
      LOG.warn("nobody looked at the GPUs of executors {}", missing.keySet());
    }
    return List.copyOf(seen.values());
  }

  private List<ExecutorGpus> answers(
      Map<String, GpuInventory.Executor> wanted, GpuInventory inventory) {
    HashMap<String, ArrayList<String>> addresses = new HashMap<>();
    inventory
        .byExecutor()
        .forEach((number, executor) -> addresses.put(number, new ArrayList<>(executor.gpus())));
    HashMap<String, String> hosts = new HashMap<>();
    inventory.byExecutor().forEach((number, executor) -> hosts.put(number, executor.host()));
    return tasks(wanted)
        .toJavaRDD()
        .map(
            number -> {
              String here = SparkEnv.get().executorId();
              return see(
                  here,
                  hosts.getOrDefault(here, "a new host"),
                  addresses.getOrDefault(here, new ArrayList<>()));
            })
        .collect();
  }

  /** One task for each, which wants to run there. */
  private RDD<String> tasks(Map<String, GpuInventory.Executor> wanted) {
    List<Tuple2<String, Seq<String>>> tasks =
        wanted.entrySet().stream()
            .map(
                entry ->
                    new Tuple2<>(
                        entry.getKey(),
                        (Seq<String>)
                            JavaConverters.asScalaBuffer(
                                List.of(
                                    "executor_%s_%s"
                                        .formatted(entry.getValue().host(), entry.getKey())))))
            .collect(Collectors.toList());
    return spark
        .sc()
        .makeRDD(JavaConverters.asScalaBuffer(tasks), ClassTag$.MODULE$.apply(String.class));
  }

  private static ExecutorGpus see(String executor, String host, List<String> addresses) {
    String answer = NvidiaSmi.answer();
    ExecutorGpus seen = new ExecutorGpus(executor, host, addresses, answer, false);
    boolean served =
        seen.leased().stream()
            .allMatch(gpu -> gpu.capability().map(NvidiaSmi.Capability::isServed).orElse(true));
    return served
        ? new ExecutorGpus(executor, host, addresses, answer, Nd4j.getEnvironment().isCPU())
        : seen;
  }

  /**
   * What an executor sees of its GPUs. Crosses Spark.
   *
   * @param addresses of the GPUs that Spark has for it
   * @param smi what {@code nvidia-smi} answered there
   * @param withoutCuda whether ND4J computes on the CPU there
   */
  public record ExecutorGpus(
      String executor, String host, List<String> addresses, String smi, boolean withoutCuda) {
    public ExecutorGpus {
      addresses = List.copyOf(addresses);
    }

    /** For sentences. */
    String name() {
      return "executor %s on %s".formatted(executor, host);
    }

    /** Those of its machine's GPUs that Spark has for it, as far as the driver knows them. */
    List<NvidiaSmi.Gpu> leased() {
      return NvidiaSmi.gpus(smi).stream()
          .filter(gpu -> addresses.stream().anyMatch(gpu::isAt))
          .toList();
    }
  }
}
