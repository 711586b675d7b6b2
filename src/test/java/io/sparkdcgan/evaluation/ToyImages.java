package io.sparkdcgan.evaluation;

import io.sparkdcgan.image.Resampler;
import io.sparkdcgan.image.RgbImage;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.source.SourceImage;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Toy faces as they are scored. */
final class ToyImages {
  private ToyImages() {}

  /** Faces {@code first} to {@code first + count - 1}, [3, size, size] unsigned bytes each. */
  static List<byte[]> of(int first, int count, int size) throws IOException {
    Configuration hadoop = new Configuration(false);
    Resampler resampler = new Resampler(size);
    try (Stream<SourceImage> faces =
        ImageSources.open("toy:" + (first + count), size, 1, hadoop).parts(1).get(0).read(hadoop)) {
      return faces.skip(first).map(face -> resampler.square((RgbImage) face.content())).toList();
    }
  }
}
