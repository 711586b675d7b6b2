package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.engine.nd4j.GanStep;
import io.sparkdcgan.model.GanNetworks;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where our step's time goes, layer by layer.
 *
 * @param milliseconds of a step by part, in the order in which they first came; medians over steps
 * @param gigaflop of a step by part, 0 where no weights are multiplied
 */
public record StepBreakdown(Map<String, Double> milliseconds, Map<String, Double> gigaflop) {
  private static final int WARM_UPS = 2;

  /** Parts below this share of a step are summed up. */
  private static final double WORTH_A_LINE = 0.005;

  /** Takes steps with a clock on every layer; they are a little slower for it. */
  public static StepBreakdown measure(
      GanNetworks networks, TrainingConfig training, int threads, int steps) {
    StepTask task = new StepTask(networks, training);
    StepArithmetic arithmetic = new StepArithmetic(networks, training.batchSize());
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
  public double totalGigaflop() {
    return gigaflop.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Prints a line for each part that matters. */
  public void print(PrintStream out, MachinePeak peak) {
    out.printf(
        Locale.ROOT,
        "this machine: %.0f GFLOP/s in a matrix product, %.0f GB/s in an addition%n",
        peak.gigaflops(),
        peak.gigabytes());
    out.printf("%8s %8s %8s %6s  %s%n", "ms", "GFLOP", "GFLOP/s", "peak", "part of a step");
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
}
