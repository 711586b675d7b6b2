package io.sparkdcgan.dedup;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.image.Resampler;
import io.sparkdcgan.image.RgbImage;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.source.SourceImage;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Toy faces as the autoencoder reads them. */
final class ToyThumbnails {
  private ToyThumbnails() {}

  static ImageBlock of(int count) throws IOException {
    Configuration hadoop = new Configuration(false);
    Resampler resampler = new Resampler(32);
    try (Stream<SourceImage> faces =
        ImageSources.open("toy:" + count, 32, 1, hadoop).parts(1).get(0).read(hadoop)) {
      List<ImageRecord> images =
          faces
              .map(
                  face ->
                      new ImageRecord(face.key(), "", resampler.square((RgbImage) face.content())))
              .toList();
      return ImageBlock.of(32, images);
    }
  }
}
