package io.sparkdcgan.spark.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
  record Gpu(String index, String uuid, String name, Optional<Capability> capability) {
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
                Capability.parse(line.substring(end + 1))));
      }
    }
    return gpus;
  }

  /** What NVIDIA calls the generation of a GPU, for example 8.6. */
  record Capability(int major, int minor) {
    /**
     * What {@code nd4j-cuda-11.6} 1.0.0-M2.1 holds machine code for, read from the library itself.
     * There is no PTX in it, from which a driver could make code for a GPU of another generation.
     */
    private static final List<Capability> CODE =
        List.of(
            new Capability(3, 7),
            new Capability(5, 0),
            new Capability(5, 2),
            new Capability(6, 0),
            new Capability(6, 1),
            new Capability(7, 0),
            new Capability(7, 5),
            new Capability(8, 0),
            new Capability(8, 6));

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})");

    /**
     * As {@code nvidia-smi} writes it; empty for anything else, as of a driver that does not know.
     */
    static Optional<Capability> parse(String written) {
      Matcher digits = WRITTEN.matcher(written.strip());
      return digits.matches()
          ? Optional.of(
              new Capability(Integer.parseInt(digits.group(1)), Integer.parseInt(digits.group(2))))
          : Optional.empty();
    }

    /**
     * Whether the CUDA backend can compute there: code also runs on later ones of its generation.
     */
    boolean isServed() {
      return CODE.stream().anyMatch(code -> code.major == major && code.minor <= minor);
    }

    /** What there is code for, in words. */
    static String served() {
      return CODE.stream().map(Capability::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }
}
