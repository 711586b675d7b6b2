package io.sparkdcgan.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig.Preset;
import io.sparkdcgan.config.TrainingConfig;
import io.sparkdcgan.config.TrainingConfig.AdamConfig;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.Networks;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepBreakdownTest {
  /** By hand: 3 maps at 64 pixels to 64 maps at 32, and 256 maps at 8 pixels to 512 at 4. */
  @Test
  void arithmeticIsTwoForEveryWeightImageAndPlace() {
    StepBreakdown.Arithmetic arithmetic =
        new StepBreakdown.Arithmetic(GanNetworks.of(Networks.pytorch(64)), 128);
    double first = 2.0 * 128 * (3 * 64 * 16) * (32 * 32) * 1e-9;
    double last = 2.0 * 128 * (256 * 512 * 16) * (4 * 4) * 1e-9;

    assertEquals(first, arithmetic.gigaflop("discriminator down1 forward"), 1e-9);
    assertEquals(last, arithmetic.gigaflop("discriminator down4 back to input"), 1e-9);
    assertEquals(
        2 * last, arithmetic.gigaflop("discriminator down4 back to parameters and input"), 1e-9);
    assertEquals(first, arithmetic.gigaflop("generator draw forward"), 1e-9);
    assertEquals(
        2.0 * 128 * 100 * 16 * 512 * 1e-9, arithmetic.gigaflop("generator project forward"), 1e-9);
    assertEquals(0, arithmetic.gigaflop("discriminator down2-norm forward"));
    assertEquals(0, arithmetic.gigaflop("discriminator update"));
  }

  @Test
  void aBreakdownHasEveryLayerForwardAndBack() {
    TrainingConfig training =
        new TrainingConfig(
            1,
            4,
            TrainingConfig.Schedule.EACH_BATCH,
            TrainingConfig.GeneratorLoss.NON_SATURATING,
            Optimizer.ADAM,
            new AdamConfig(2e-4, 0.5, 0.999, 1e-8),
            0);
    GanNetworks networks = GanNetworks.of(Networks.tiny(Preset.PYTORCH, 16, 4));

    StepBreakdown breakdown = StepBreakdown.measure(networks, training, 1, 3);

    assertTrue(
        breakdown
            .milliseconds()
            .keySet()
            .containsAll(
                List.of(
                    "generator project forward",
                    "generator draw back to parameters and input",
                    "discriminator down1 back to parameters",
                    "discriminator down1 back to input",
                    "discriminator down2-norm back to input",
                    "generator update")),
        breakdown.milliseconds().keySet().toString());
    // Three passes forward, two of them back to parameters.
    double once = new StepBreakdown.Arithmetic(networks, 4).gigaflop("discriminator down2 forward");
    assertEquals(3 * once, breakdown.gigaflop().get("discriminator down2 forward"), 1e-12);
    assertEquals(
        4 * once,
        breakdown.gigaflop().get("discriminator down2 back to parameters and input"),
        1e-12);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    breakdown.print(
        new PrintStream(printed, true, StandardCharsets.UTF_8), new MachinePeak(100, 10));
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("discriminator down2 forward"));
  }
}
