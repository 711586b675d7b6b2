package io.sparkdcgan.benchmark.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --variant} says. */
final class VariantTest {
  private static final List<Integer> WORKERS = List.of(1, 2, 4);

  @Test
  void aVariantHasKeysForAllWorkersAndMoreForSome() {
    List<Variant> variants =
        Variant.parse(
            List.of(
                "scaled: training.batch-size=128, averaging.generator-ema=0.9",
                "scaled@4: training.learning-rate=8e-4",
                "whole@4:training.batch-size=512"),
            WORKERS);
    assertEquals(List.of("scaled", "whole"), variants.stream().map(Variant::name).toList());
    Variant scaled = variants.get(0);
    assertEquals(WORKERS, scaled.workers(WORKERS));
    List<String> shared = List.of("training.batch-size=128", "averaging.generator-ema=0.9");
    assertEquals(shared, scaled.keys(2));
    assertEquals(
        List.of(
            "training.batch-size=128",
            "averaging.generator-ema=0.9",
            "training.learning-rate=8e-4"),
        scaled.keys(4));
    assertEquals(List.of(4), variants.get(1).workers(WORKERS));
  }

  @Test
  void aVariantMayHaveNoKeysAndWithoutAnyThereIsAPlainOne() {
    Variant base = Variant.parse(List.of("base:"), WORKERS).get(0);
    assertEquals(List.of(), base.keys(1));
    assertEquals(WORKERS, base.workers(WORKERS));
    Variant plain = Variant.parse(List.of(), WORKERS).get(0);
    assertEquals("plain", plain.name());
    assertEquals(WORKERS, plain.workers(WORKERS));
  }

  @ParameterizedTest
  @CsvSource({
    "'training.batch-size=8', 'must be NAME: KEY=VALUE'",
    "'Big: training.batch-size=8', 'must be NAME: KEY=VALUE'",
    "'../x: training.batch-size=8', 'must be NAME: KEY=VALUE'",
    "'a@0: training.batch-size=8', 'must be NAME: KEY=VALUE'",
    "'a@3: training.batch-size=8', 'is for 3 workers, but --workers has only [1, 2, 4]'",
    "'a: training.batch-size', 'must have KEY=VALUE behind its name, but has training.batch-size'",
    "'b: training.batch-size=8', 'comes second: give all keys of b at once'",
    "'b@2: training.batch-size=8', 'comes second: give all keys of b@2 at once'",
  })
  void anotherFormIsRefusedBySentence(String option, String sentence) {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                Variant.parse(List.of("b: training.l2=0", "b@2: training.l2=0", option), WORKERS));
    assertEquals(ExitCode.USAGE, failure.code());
    String start = "--variant \"%s\" %s".formatted(option, sentence);
    assertEquals(
        start,
        failure.getMessage().substring(0, Math.min(start.length(), failure.getMessage().length())));
  }
}
