package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.engine.nd4j.GanStep;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.TensorSlot;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where our step's time goes, layer by layer.
 *
 * @param milliseconds of a step by part, in the order in which they first came; medians over steps
 * @param gigaflop of a step by part, 0 where no weights are multiplied
 */
record StepBreakdown(Map<String, Double> milliseconds, Map<String, Double> gigaflop) {
  private static final int WARM_UPS = 2;

  /** Parts below this share of a step are summed up. */
  private static final double WORTH_A_LINE = 0.005;

  /** Takes steps with a clock on every layer; they are a little slower for it. */
  static StepBreakdown measure(
      GanNetworks networks, TrainingConfig training, int threads, int steps) {
    StepTask task = new StepTask(networks, training);
    Arithmetic arithmetic = new Arithmetic(networks, training.batchSize());
    Map<String, Double> now = new LinkedHashMap<>();
    Map<String, Double> gigaflop = new HashMap<>();
    Map<String, List<Double>> all = new LinkedHashMap<>();
    ComputeThreads.use(threads);
    try (INDArray realNchw = task.realNchw();
        INDArray latents = task.latents();
        GanStep step =
            new GanStep(
                networks,
                training,
                task.start(),
                (part, nanos) -> {
                  now.merge(part, nanos * 1e-6, Double::sum);
                  gigaflop.merge(part, arithmetic.gigaflop(part), Double::sum);
                })) {
      for (int i = -WARM_UPS; i < steps; i++) {
        now.clear();
        gigaflop.clear();
        step.advance(realNchw, latents, i + WARM_UPS);
        if (i >= 0) {
          now.forEach(
              (part, spent) -> all.computeIfAbsent(part, x -> new ArrayList<>()).add(spent));
        }
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    all.forEach((part, spent) -> medians.put(part, Measurements.median(spent)));
    return new StepBreakdown(medians, gigaflop);
  }

  /** Of all parts together. */
  double totalGigaflop() {
    return gigaflop.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Prints a line for each part that matters. */
  void print(PrintStream out, MachinePeak peak) {
    out.printf(
        Locale.ROOT,
        "this machine: %.0f GFLOP/s in a matrix product, %.0f GB/s in an addition%n",
        peak.gigaflops(),
        peak.gigabytes());
    out.printf(
        Locale.ROOT, "%8s %8s %8s %6s  %s%n", "ms", "GFLOP", "GFLOP/s", "peak", "part of a step");
    double total = milliseconds.values().stream().mapToDouble(Double::doubleValue).sum();
    double small = 0;
    for (Map.Entry<String, Double> part : milliseconds.entrySet()) {
      if (part.getValue() < total * WORTH_A_LINE) {
        small += part.getValue();
      } else {
        line(out, peak, part.getKey(), part.getValue(), gigaflop.getOrDefault(part.getKey(), 0.0));
      }
    }
    line(out, peak, "everything else", small, 0);
    line(out, peak, "all", total, totalGigaflop());
  }

  private static void line(
      PrintStream out, MachinePeak peak, String part, double milliseconds, double gigaflop) {
    if (gigaflop == 0) {
      out.printf(Locale.ROOT, "%8.1f %8s %8s %6s  %s%n", milliseconds, "", "", "", part);
      return;
    }
    double rate = gigaflop / milliseconds * 1e3;
    out.printf(
        Locale.ROOT,
        "%8.1f %8.2f %8.0f %5.0f%%  %s%n",
        milliseconds,
        gigaflop,
        rate,
        rate / peak.gigaflops() * 100,
        part);
  }

  /**
   * How many floating point operations the multiplications of a step take, if each is done once: a
   * multiplication and an addition for every weight, image and place of its feature map.
   */
  static final class Arithmetic {
    private final GanNetworks networks;
    private final int batch;

    Arithmetic(GanNetworks networks, int batch) {
      this.networks = networks;
      this.batch = batch;
    }

    /**
     * Of one part of a step, once.
     *
     * @param part as {@link io.sparkdcgan.engine.StepClock} names it
     * @return 0 for parts that multiply no weights
     */
    double gigaflop(String part) {
      String[] words = part.split(" ", 3);
      if (words.length < 3) {
        return 0;
      }
      int products = words[2].equals("back to parameters and input") ? 2 : 1;
      return slots(words[0])
          .filter(slot -> slot.name().equals(words[1] + ".W"))
          .mapToDouble(slot -> products * gigaflop(slot))
          .sum();
    }

    private double gigaflop(TensorSlot slot) {
      return 2.0 * batch * slot.length() * places(slot.shape()) * 1e-9;
    }

    /** Convolutions meet every weight once for each place on their small side. */
    private long places(List<Long> shape) {
      if (shape.size() < 4) {
        return 1;
      }
      // Maps double as the edge halves, so that maps times edge stays the same on the small side.
      long edge =
          (long) networks.config().width() * networks.config().imageSize() / 2 / shape.get(0);
      return edge * edge;
    }

    private Stream<TensorSlot> slots(String network) {
      return (network.equals("generator")
              ? networks.generatorLayout()
              : networks.discriminatorLayout())
          .parameters().stream();
    }
  }
}
