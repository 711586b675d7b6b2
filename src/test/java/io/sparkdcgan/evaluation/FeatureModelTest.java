package io.sparkdcgan.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.evaluation.FeatureModel.FeatureInput;
import io.sparkdcgan.evaluation.FeatureModel.FeatureModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tiny models: src/it/oracles/tiny_features.py made them, and reckoned what they say by numpy. */
class FeatureModelTest {
  private static final ImageSet IMAGES = SyntheticInputs.images(77, 3, 16);

  @Test
  void featuresAreWhatNumpyMakesOfTheSameImages() throws Exception {
    for (String name : new String[] {"tiny.onnx", "tiny-marked.onnx"}) {
      try (FeatureModel model = FeatureModel.of(bytes(name), FeatureInput.USUAL)) {
        assertArrayEquals(expected(), model.features(IMAGES), 1e-5f, name);
      }
    }
  }

  @Test
  void aRowDependsOnItsImageAloneAndTheRangeIsTheCallers() throws Exception {
    FeatureInput halved = new FeatureInput(-0.5f, 0.5f, "features");
    try (FeatureModel model = FeatureModel.of(bytes("tiny.onnx"), halved)) {
      float[] last = model.features(IMAGES.part(2, 3));
      float[] all = expected();
      for (int i = 0; i < 5; i++) {
        assertEquals(all[10 + i] / 2, last[i], 1e-5f);
      }
    }
  }

  /** Means over quarters stay what they are when every pixel becomes the mean of four. */
  @Test
  void imagesAreScaledToTheSizeThatTheModelDeclares() throws Exception {
    float[] chw = IMAGES.chw(0);
    float[] doubled = new float[4 * chw.length];
    for (int i = 0; i < doubled.length; i++) {
      int channel = i / (32 * 32);
      int y = i / 32 % 32 / 2;
      int x = i % 32 / 2;
      doubled[i] = chw[(channel * 16 + y) * 16 + x] / 127.5f - 1;
    }
    try (FeatureModel model = FeatureModel.of(bytes("tiny-marked.onnx"), FeatureInput.USUAL)) {
      float[] features = model.features(ImageSet.of(doubled, 32));
      assertArrayEquals(Arrays.copyOf(expected(), 5), features, 1e-5f);
    }
  }

  @Test
  void whatTheMakerWroteIntoTheModelCanBeRead() throws Exception {
    try (FeatureModel model = FeatureModel.of(bytes("tiny-marked.onnx"), FeatureInput.USUAL)) {
      assertEquals(Map.of("spark-dcgan.features", "inception-2015-12-05/pool_3"), model.metadata());
    }
  }

  @Test
  void whatIsNoModelAndWhatFailsIsSaid() throws Exception {
    byte[] text = "no model".getBytes(StandardCharsets.UTF_8);
    String none =
        assertThrows(FeatureModelException.class, () -> FeatureModel.of(text, FeatureInput.USUAL))
            .getMessage();
    assertTrue(none.startsWith("ONNX Runtime cannot load it: "), none);
    byte[] tiny = bytes("tiny.onnx");
    String output =
        assertThrows(
                FeatureModelException.class,
                () -> FeatureModel.of(tiny, new FeatureInput(0, 1, "pool")))
            .getMessage();
    assertEquals("it has the outputs [features]: name one of them as its output", output);
    try (FeatureModel model = FeatureModel.of(tiny, FeatureInput.USUAL)) {
      ImageSet large = SyntheticInputs.images(1, 1, 32);
      String size =
          assertThrows(FeatureModelException.class, () -> model.features(large)).getMessage();
      assertTrue(size.startsWith("it fails with "), size);
    }
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = FeatureModelTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static float[] expected() throws IOException {
    String lines = new String(bytes("tiny-features.csv"), StandardCharsets.UTF_8);
    String[] numbers =
        String.join(",", lines.lines().filter(line -> !line.startsWith("#")).toList())
            .split(",", -1);
    float[] expected = new float[numbers.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Float.parseFloat(numbers[i]);
    }
    return expected;
  }
}
