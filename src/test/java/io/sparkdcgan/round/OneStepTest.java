package io.sparkdcgan.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig.BatchNorm;
import io.sparkdcgan.config.TrainingConfig.Optimizer;
import io.sparkdcgan.config.TrainingConfig.Schedule;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Four workers with 16 images each against one with all 64, through the whole round. */
class OneStepTest {
  private static final EpochOrder ORDER = new EpochOrder(1, List.of(30, 50));

  /**
   * Where each batch trains both networks, the generator learns from its worker's discriminator,
   * which has just moved by 16 images and not by 64: equal but for the square of the rate, and so
   * at small rates only.
   */
  @ParameterizedTest
  @CsvSource({
    "ALTERNATE_BATCHES, 0.1, 0",
    "ALTERNATE_BATCHES, 0.1, 1",
    "EACH_BATCH, 1e-3, 0",
  })
  void plainStepOfFourWorkersEqualsOneWithAllTheirImages(
      Schedule schedule, double rate, long step) {
    var plain = new OneStepExperiment(BatchNorm.NONE, Optimizer.SGD, schedule, rate, step);
    plain.assertEqual(after(plain, 1), after(plain, 4));
  }

  @ParameterizedTest
  @CsvSource({"ALL, SGD", "NONE, ADAM", "ALL, ADAM"})
  void batchNormOrAdamMakesTheBatchMatter(BatchNorm batchNorm, Optimizer optimizer) {
    var step = new OneStepExperiment(batchNorm, optimizer, Schedule.EACH_BATCH, 1e-3, 0);
    GanState one = after(step, 1);
    GanState four = after(step, 4);
    double generator = OneStepExperiment.distance(one.generator(), four.generator());
    double discriminator = OneStepExperiment.distance(one.discriminator(), four.discriminator());
    assertTrue(generator > 1e-4, "generator " + generator);
    assertTrue(discriminator > 1e-4, "discriminator " + discriminator);
  }

  @Test
  void generatorsGapIsOfTheSecondOrderInTheRateAndTheDiscriminatorHasNone() {
    double full = generatorGap(1e-2);
    double half = generatorGap(5e-3);
    assertEquals(4, full / half, 1, "%s at the full rate, %s at half".formatted(full, half));
  }

  private static double generatorGap(double rate) {
    var step = new OneStepExperiment(BatchNorm.NONE, Optimizer.SGD, Schedule.EACH_BATCH, rate, 0);
    GanState one = after(step, 1);
    GanState four = after(step, 4);
    assertEquals(0, OneStepExperiment.distance(one.discriminator(), four.discriminator()), 1e-7);
    return OneStepExperiment.distance(one.generator(), four.generator());
  }

  private static GanState after(OneStepExperiment step, int workers) {
    return step.after(
        workers,
        ORDER,
        (training, averaging) -> new LocalWorkers(training, averaging, OneStepTest::shard));
  }

  private static ImageBlock shard(int index) {
    byte[] pixels = new byte[50 * ImageBlock.imageBytes(16)];
    RandomStream stream = RandomStream.of(index, "pixels");
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) stream.nextInt(256);
    }
    return new ImageBlock(16, new String[50], new String[50], pixels);
  }
}
