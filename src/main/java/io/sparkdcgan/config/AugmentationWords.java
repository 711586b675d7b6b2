package io.sparkdcgan.config;

import io.sparkdcgan.config.TrainingConfig.Augmentation;
import java.util.ArrayList;
import java.util.List;

/** The key {@code training.augment}: none, or a list of what is done. */
final class AugmentationWords {
  private static final String KEY = "training.augment";
  private static final String NONE = "none";
  private static final String COLOR = "color";
  private static final String TRANSLATION = "translation";
  private static final String CUTOUT = "cutout";

  private AugmentationWords() {}

  /** What a recipe says; what it does not know is noted and left out. */
  static Augmentation read(Values values, Augmentation preset) {
    if (values.is(KEY, ConfigReader.PRESET)) {
      return preset;
    }
    if (values.is(KEY, NONE)) {
      return Augmentation.NONE;
    }
    List<String> words =
        values.words(
            KEY,
            List.of(COLOR, TRANSLATION, CUTOUT),
            "must be none, preset or a list of color, translation and cutout");
    return new Augmentation(
        words.contains(COLOR), words.contains(TRANSLATION), words.contains(CUTOUT));
  }

  /** How a recipe writes it. */
  static String spelled(Augmentation augmentation) {
    List<String> words = new ArrayList<>();
    if (augmentation.color()) {
      words.add(COLOR);
    }
    if (augmentation.translation()) {
      words.add(TRANSLATION);
    }
    if (augmentation.cutout()) {
      words.add(CUTOUT);
    }
    return words.isEmpty() ? NONE : "[" + String.join(", ", words) + "]";
  }
}
