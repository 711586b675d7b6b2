package io.sparkdcgan.source;

import java.util.Locale;
import java.util.Optional;

/**
 * A member's name in a WebDataset shard: the sample that it belongs to and the field that it is.
 *
 * @param sample its path up to the first dot of its last part
 * @param field what is behind that dot, in lower case: {@code jpg}, {@code cls}, {@code seg.png}
 */
record SampleName(String sample, String field) {
  /** Empty for what belongs to no sample: hidden files and names without a dot. */
  static Optional<SampleName> of(String name) {
    int base = name.lastIndexOf('/') + 1;
    int dot = name.indexOf('.', base);
    return dot <= base || dot == name.length() - 1
        ? Optional.empty()
        : Optional.of(
            new SampleName(
                name.substring(0, dot), name.substring(dot + 1).toLowerCase(Locale.ROOT)));
  }

  /** Whether the field is the sample's image: {@code seg.png} is none. */
  boolean isImage() {
    return ImageName.isEnding(field);
  }

  boolean isLabel() {
    return field.equals("cls");
  }
}
