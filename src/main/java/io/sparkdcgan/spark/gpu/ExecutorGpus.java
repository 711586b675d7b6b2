package io.sparkdcgan.spark.gpu;

import java.util.List;

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
