package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.image.Reject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** What a source gives, in lines that a test can compare. */
final class Given {
  private Given() {}

  static ImageSource open(String source) throws IOException {
    return ImageSources.open(source, 16, 1, new Configuration());
  }

  static List<SourceImage> images(ImageSource source, int wanted) throws IOException {
    List<SourceImage> images = new ArrayList<>();
    for (SourcePart part : source.parts(wanted)) {
      try (Stream<SourceImage> read = part.read(new Configuration())) {
        read.forEach(images::add);
      }
    }
    return images;
  }

  /** Key, label, and the content as text or the reject's reason in brackets, sorted by key. */
  static List<String> lines(String source, int wanted) throws IOException {
    return images(open(source), wanted).stream().map(Given::line).sorted().toList();
  }

  private static String line(SourceImage image) {
    String content =
        image.content() instanceof EncodedImage encoded
            ? new String(encoded.bytes(), StandardCharsets.UTF_8)
            : "[" + ((Reject) image.content()).reason().label() + "]";
    return image.key() + " " + image.label() + " " + content;
  }

  static Failure failure(ExitCode code, String source, String says) {
    Failure failure = assertThrows(Failure.class, () -> lines(source, 1), source);
    assertEquals(code, failure.code(), failure.getMessage());
    assertTrue(failure.getMessage().contains(says), failure.getMessage());
    return failure;
  }
}
