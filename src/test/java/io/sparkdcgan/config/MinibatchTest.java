package io.sparkdcgan.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MinibatchTest {
  @Test
  void theFirstWorkersTakeTheRemainder() {
    Minibatch minibatch = new Minibatch(130, 4);
    assertEquals(List.of(33, 33, 32, 32), shares(minibatch));
    assertEquals(33, minibatch.largestShare());
    assertEquals(32, minibatch.smallestShare());
    assertEquals("32 to 33", minibatch.shares());
    assertEquals("32", new Minibatch(128, 4).shares());
  }

  @ParameterizedTest
  @CsvSource({"128, 1", "128, 4", "130, 4", "131, 4", "7, 7", "3, 5", "268435456, 4096"})
  void sharesAddUpAndFollowOneAnother(int images, int workers) {
    Minibatch minibatch = new Minibatch(images, workers);
    int before = 0;
    for (int worker = 0; worker < workers; worker++) {
      assertEquals(before, minibatch.before(worker));
      before += minibatch.share(worker);
      assertTrue(minibatch.share(worker) <= minibatch.largestShare());
      assertTrue(minibatch.share(worker) >= minibatch.smallestShare());
    }
    assertEquals(images, before);
    assertTrue(minibatch.largestShare() - minibatch.smallestShare() <= 1);
  }

  private static List<Integer> shares(Minibatch minibatch) {
    return IntStream.range(0, minibatch.workers()).map(minibatch::share).boxed().toList();
  }
}
