package io.sparkdcgan.spark.gpu;

import java.util.List;

/** What an executor sees of its GPUs. A final class of plain fields, since it crosses Spark. */
public final class ExecutorGpus {
  private final String executor;
  private final String host;
  private final String[] addresses;
  private final String smi;
  private final boolean withoutCuda;

  /**
   * @param addresses of the GPUs that Spark has for it
   * @param smi what {@code nvidia-smi} answered there
   * @param withoutCuda whether ND4J computes on the CPU there
   */
  ExecutorGpus(
      String executor, String host, List<String> addresses, String smi, boolean withoutCuda) {
    this.executor = executor;
    this.host = host;
    this.addresses = addresses.toArray(String[]::new);
    this.smi = smi;
    this.withoutCuda = withoutCuda;
  }

  String executor() {
    return executor;
  }

  /** For sentences. */
  String name() {
    return "executor %s on %s".formatted(executor, host);
  }

  List<String> addresses() {
    return List.of(addresses);
  }

  boolean isWithoutCuda() {
    return withoutCuda;
  }

  /** Those of its machine's GPUs that Spark has for it, as far as the driver knows them. */
  List<NvidiaSmi.Gpu> leased() {
    return NvidiaSmi.gpus(smi).stream()
        .filter(gpu -> addresses().stream().anyMatch(gpu::isAt))
        .toList();
  }
}
