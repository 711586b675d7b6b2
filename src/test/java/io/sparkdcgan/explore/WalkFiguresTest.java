package io.sparkdcgan.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.NetworkConfig.LatentDistribution;
import io.sparkdcgan.random.RandomStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Walks through a space that is drawn as its first dimension's gray. */
final class WalkFiguresTest {
  private static final int SIZE = 16;
  private static final LatentSpace SPACE = new LatentSpace(2, LatentDistribution.UNIFORM);

  private static float[] latents() {
    float[] latents = new float[2 * WalkFigures.LATENTS];
    RandomStream stream = RandomStream.of(1, "test");
    for (int i = 0; i < latents.length; i++) {
      latents[i] = (float) stream.nextDouble(-1, 1);
    }
    return latents;
  }

  private interface Gray {
    float of(float latent);
  }

  private static WalkFigures walks(Gray gray) {
    return new WalkFigures(
        SPACE,
        rows -> {
          float[] images = new float[rows.length / 2 * 3 * SIZE * SIZE];
          for (int i = 0; i < images.length; i++) {
            images[i] = gray.of(rows[i / (3 * SIZE * SIZE) * 2]);
          }
          return images;
        },
        SIZE);
  }

  private static double largestOverMean(Figure figure) {
    return ((WalkFigures.Numbers) figure.numbers()).largestOverMeanStep();
  }

  @Test
  void numbersAreOneLineOfJsonInTheirOrder() {
    Figure figure = walks(latent -> latent).closed(latents());
    String line =
        new String(new ExplorePage("run", 3, 7).numbers(figure), StandardCharsets.UTF_8)
            .replaceAll("\\[.*]", "[]")
            .replaceAll("\"(layout|finding)\":\"[^\"]*\"", "\"$1\":\"\"");
    assertEquals(
        "{\"figure\":\"closed-walk\",\"round\":3,\"seed\":7,\"layout\":\"\",\"finding\":\"\",\"numbers\":"
            + "{\"interpolation\":\"linear\",\"stepsARow\":8,\"steps\":[],\"largestOverMeanStep\":"
            + largestOverMean(figure)
            + "}}\n",
        line);
  }

  @Test
  void anEvenWalkHasEvenSteps() {
    Figure figure = walks(latent -> latent).rows(latents());
    assertEquals(1.0, largestOverMean(figure), 1e-3);
    assertTrue(figure.finding().contains("smooth, as the paper finds"), figure::finding);
  }

  @Test
  void aGeneratorThatKnowsTwoImagesJumps() {
    Figure figure = walks(latent -> latent > 0 ? 1 : -1).rows(latents());
    assertEquals(8.0, largestOverMean(figure), 1e-3);
    assertTrue(figure.finding().contains("not smooth everywhere"), figure::finding);
  }
}
