package io.sparkdcgan.spark.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What NVIDIA's driver says of this machine's GPUs, whatever loads CUDA or cannot. */
final class NvidiaSmi {
  private static final String[] QUERY = {
    "nvidia-smi", "--query-gpu=index,uuid,name,compute_cap", "--format=csv,noheader"
  };

  private NvidiaSmi() {}

  /**
   * One GPU.
   *
   * @param index as the driver counts, from 0
   * @param uuid for example {@code GPU-8932f937-d72c-4106-c12f-20bd9faed9f6}
   * @param capability empty where the driver does not say
   */
  record Gpu(String index, String uuid, String name, Optional<ComputeCapability> capability) {
    /** Whether an address that Spark hands out is this one: its index, or how its UUID begins. */
    boolean isAt(String address) {
      return index.equals(address) || (address.startsWith("GPU-") && uuid.startsWith(address));
    }
  }

  /** Its answer as it is, complaints included; empty where there is no such program. */
  static String answer() {
    try {
      Process process = new ProcessBuilder(QUERY).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException absent) {
      return "";
    }
  }

  /** The GPUs of an answer; none of a complaint, as of a driver older than the question. */
  static List<Gpu> gpus(String answer) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : answer.lines().toList()) {
      int name = line.indexOf(',', line.indexOf(',') + 1) + 1;
      int end = line.lastIndexOf(',');
      String index = line.split(",", 2)[0].strip();
      if (name > 0 && end >= name && index.matches("[0-9]{1,4}")) {
        gpus.add(
            new Gpu(
                index,
                line.substring(line.indexOf(',') + 1, name - 1).strip(),
                line.substring(name, end).strip(),
                ComputeCapability.parse(line.substring(end + 1))));
      }
    }
    return gpus;
  }
}
