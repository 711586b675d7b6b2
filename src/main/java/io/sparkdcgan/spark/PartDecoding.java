package io.sparkdcgan.spark;

import io.sparkdcgan.config.Crop;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.Cropping;
import io.sparkdcgan.data.DecodedImage;
import io.sparkdcgan.data.ImageDecoder;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.data.ImportStaging;
import io.sparkdcgan.data.Reject;
import io.sparkdcgan.data.RejectedImage;
import io.sparkdcgan.data.Resampler;
import io.sparkdcgan.data.RgbImage;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardWriter;
import io.sparkdcgan.data.SourceImage;
import io.sparkdcgan.data.SourcePart;
import io.sparkdcgan.data.StagedPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Decodes one part of a source into the staging area, picture by picture: what it holds in memory
 * is one picture and the places and rejects of the part.
 */
final class PartDecoding implements Iterator<ImageRecord> {
  private final long seed;
  private final ImageDecoder decoder;
  private final Crop crop;
  private final Resampler resampler;
  private final Iterator<SourceImage> pictures;

  private long[] places = new long[256];
  private int accepted;
  private final TreeMap<String, Long> labels = new TreeMap<>();
  private final List<RejectedImage> rejects = new ArrayList<>();
  private ImageRecord next;

  private PartDecoding(ImportConfig config, Iterator<SourceImage> pictures) {
    this.seed = config.seed();
    this.decoder = new ImageDecoder(config.maxPixels(), config.maxBytes());
    this.crop = config.crop();
    this.resampler = new Resampler(config.imageSize());
    this.pictures = pictures;
  }

  /**
   * Decodes a part and marks it as finished.
   *
   * @param attempt letters and digits that no other attempt uses
   */
  static StagedPart run(
      int index, SourcePart part, ImportConfig config, String attempt, Configuration hadoop)
      throws IOException {
    ImportStaging staging = new ImportStaging(config.to(), hadoop);
    try (Stream<SourceImage> pictures = part.read(hadoop)) {
      PartDecoding decoding = new PartDecoding(config, pictures.iterator());
      Shard file = null;
      if (decoding.hasNext()) {
        ShardWriter writer = new ShardWriter(staging.folder(), config.imageSize(), hadoop);
        file = writer.write(ImportStaging.partName(index, attempt), decoding);
      }
      StagedPart staged = decoding.finished(file);
      staging.finish(index, staged);
      return staged;
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null && pictures.hasNext()) {
      SourceImage picture = pictures.next();
      DecodedImage decoded = decoder.decode(picture.content());
      if (decoded instanceof RgbImage whole) {
        decoded = Cropping.of(whole, crop);
      }
      if (decoded instanceof RgbImage pixels) {
        next = new ImageRecord(picture.key(), picture.label(), resampler.square(pixels));
      } else {
        Reject reject = (Reject) decoded;
        rejects.add(
            new RejectedImage(
                picture.key(), picture.label(), reject.reason().label(), reject.detail()));
      }
    }
    return next != null;
  }

  @Override
  public ImageRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ImageRecord record = next;
    next = null;
    if (accepted == places.length) {
      places = Arrays.copyOf(places, 2 * accepted);
    }
    places[accepted++] = ShuffleKey.of(seed, record.key()).hash();
    labels.merge(record.label(), 1L, Long::sum);
    return record;
  }

  private StagedPart finished(Shard file) {
    return new StagedPart(file, Arrays.copyOf(places, accepted), labels, rejects);
  }
}
