package io.sparkdcgan.source;

import io.sparkdcgan.image.ImageContent.EncodedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the samples of a WebDataset shard have, wherever in the shard it lies: labels, and which
 * samples have an image whose whole ending is an image's. Read before the images, so that these are
 * read one at a time. Holds 16 bytes for a sample, as much for a label, and each class once.
 */
final class SampleIndex {
  /** A label that is none: of no bytes, or of too many. */
  static final String BAD = "";

  static final int MOST_LABEL_BYTES = 1024;

  private final List<String> texts = new ArrayList<>(List.of(BAD));
  private final Map<String, Integer> numbers = new HashMap<>();
  private final NameTable labels = new NameTable();
  private final NameTable whole = new NameTable();

  /** Reads the headers of a shard, or of a piece of one, and its labels. */
  static SampleIndex read(TarReader tar) {
    SampleIndex index = new SampleIndex();
    for (Optional<TarMember> next = tar.next(); next.isPresent(); next = tar.next()) {
      TarMember member = next.get();
      SampleName.of(member).ifPresent(name -> index.take(name, member, tar));
    }
    return index;
  }

  private void take(SampleName name, TarMember member, TarReader tar) {
    if (name.isLabel()) {
      // of two labels the first counts, as of two images
      labels.putIfAbsent(name.stem(), number(text(member, tar)));
    } else if (name.isWholeImage()) {
      whole.putIfAbsent(name.sample(), 1);
    }
  }

  private static String text(TarMember member, TarReader tar) {
    return member.size() <= MOST_LABEL_BYTES
            && tar.content() instanceof EncodedImage text
            && text.bytes().length > 0
        ? new String(text.bytes(), StandardCharsets.UTF_8)
        : BAD;
  }

  private int number(String text) {
    return numbers.computeIfAbsent(
        text,
        added -> {
          if (added.equals(BAD)) {
            return 0;
          }
          texts.add(added.strip());
          return texts.size() - 1;
        });
  }

  /**
   * The label of an image: that of its own stem, else that of its sample.
   *
   * @return empty if it has none
   */
  Optional<Label> label(SampleName image) {
    return label(image.stem()).or(() -> label(image.sample()));
  }

  private Optional<Label> label(String of) {
    int number = labels.get(of);
    return number < 0
        ? Optional.empty()
        : Optional.of(new Label(of + SampleName.LABEL, texts.get(number), number == 0));
  }

  /**
   * Whether an image is that of its sample, or one of several that have none in common. Asked once
   * for each image in turn.
   */
  boolean counts(SampleName image) {
    if (image.isWholeImage()) {
      // of several, such as 1.jpg and 1.webp, the first
      return whole.replace(image.sample(), 1, 2);
    }
    return whole.get(image.sample()) < 0 || labels.get(image.stem()) >= 0;
  }

  /**
   * @param name of its member
   * @param bad whether it is no text of a length that labels have
   */
  record Label(String name, String text, boolean bad) {}
}
