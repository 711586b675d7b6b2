package io.sparkdcgan.spark.gpu;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What NVIDIA calls the generation of a GPU, for example 8.6. */
record ComputeCapability(int major, int minor) {
  /**
   * What {@code nd4j-cuda-11.6} 1.0.0-M2.1 holds machine code for, read from the library itself.
   * There is no PTX in it, from which a driver could make code for a GPU of another generation.
   */
  private static final List<ComputeCapability> CODE =
      List.of(
          new ComputeCapability(3, 7),
          new ComputeCapability(5, 0),
          new ComputeCapability(5, 2),
          new ComputeCapability(6, 0),
          new ComputeCapability(6, 1),
          new ComputeCapability(7, 0),
          new ComputeCapability(7, 5),
          new ComputeCapability(8, 0),
          new ComputeCapability(8, 6));

  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})");

  /**
   * As {@code nvidia-smi} writes it; empty for anything else, as of a driver that does not know.
   */
  static Optional<ComputeCapability> parse(String written) {
    Matcher digits = WRITTEN.matcher(written.strip());
    return digits.matches()
        ? Optional.of(
            new ComputeCapability(
                Integer.parseInt(digits.group(1)), Integer.parseInt(digits.group(2))))
        : Optional.empty();
  }

  /** Whether the CUDA backend can compute there: code also runs on later ones of its generation. */
  boolean isServed() {
    return CODE.stream().anyMatch(code -> code.major == major && code.minor <= minor);
  }

  /** What there is code for, in words. */
  static String served() {
    return CODE.stream().map(ComputeCapability::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
