package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.image.Reject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Everything that a source gives: its images and their labels by keys, its rejects by keys, and
 * what it passes over.
 */
record Counted(
    Map<String, String> images,
    Map<String, String> labels,
    Map<String, String> rejects,
    Map<String, Long> passedOver) {
  static Counted of(String source, int wanted) throws IOException {
    ImageSource opened = Given.open(source);
    Counted found = new Counted(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    PassedOver passedOver = new PassedOver();
    passedOver.add(opened.passedOver().counts());
    for (SourcePart part : opened.parts(wanted)) {
      try (Stream<SourceImage> read = part.read(new Configuration(), 1 << 20, passedOver)) {
        read.forEach(found::take);
      }
    }
    found.passedOver.putAll(passedOver.counts());
    return found;
  }

  private void take(SourceImage image) {
    boolean first =
        image.content() instanceof EncodedImage file
            ? images.put(image.key(), new String(file.bytes(), StandardCharsets.ISO_8859_1)) == null
            : rejects.put(image.key(), ((Reject) image.content()).reason().label()) == null;
    assertTrue(first, () -> image.key() + " twice");
    labels.put(image.key(), image.label());
  }

  long total() {
    return images.size()
        + rejects.size()
        + passedOver.values().stream().mapToLong(Long::longValue).sum();
  }
}
