package io.sparkdcgan.spark.imports;

import io.sparkdcgan.config.Crop;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.data.ImportStaging;
import io.sparkdcgan.data.RejectCount;
import io.sparkdcgan.data.RejectList;
import io.sparkdcgan.data.RejectedImage;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardWriter;
import io.sparkdcgan.data.StagedPart;
import io.sparkdcgan.image.ImageContent.DecodedImage;
import io.sparkdcgan.image.ImageDecoder;
import io.sparkdcgan.image.Reject;
import io.sparkdcgan.image.Resampler;
import io.sparkdcgan.image.RgbImage;
import io.sparkdcgan.source.PassedOver;
import io.sparkdcgan.source.SourceImage;
import io.sparkdcgan.source.SourcePart;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Decodes one part of a source into the staging area, image by image: what it holds in memory is
 * one image, what Parquet gathers of one file, and eight bytes for each accepted image. Nobody
 * knows before how many images a part of an archive has, so files are bounded in bytes.
 */
final class PartDecoding {
  private final long seed;
  private final ImageDecoder decoder;
  private final Crop crop;
  private final Resampler resampler;
  private final Iterator<SourceImage> images;

  private long[] places = new long[256];
  private int accepted;
  private final TreeMap<String, Long> labels = new TreeMap<>();
  private final RejectList rejects;
  private final RejectCount rejected = new RejectCount();
  private Optional<ImageRecord> next = Optional.empty();

  private PartDecoding(ImportConfig config, Iterator<SourceImage> images, RejectList rejects) {
    this.seed = config.seed();
    this.decoder = new ImageDecoder(config.selection().maxPixels(), config.selection().maxBytes());
    this.crop = config.selection().crop();
    this.resampler = new Resampler(config.imageSize());
    this.images = images;
    this.rejects = rejects;
  }

  /**
   * Decodes a part and marks it as finished.
   *
   * @param attempt letters and digits that no other attempt uses
   * @param fileBytes about how many bytes of pixels a staged file holds
   */
  static StagedPart run(
      int index,
      SourcePart part,
      ImportConfig config,
      String attempt,
      long fileBytes,
      Configuration hadoop)
      throws IOException {
    ImportStaging staging = new ImportStaging(config.to(), hadoop);
    String name = ImportStaging.partName(index, attempt);
    RejectList rejects = new RejectList(staging.folder(), name + "-rejects.jsonl", hadoop);
    List<Shard> files = new ArrayList<>();
    PassedOver passedOver = new PassedOver();
    PartDecoding decoding;
    try (rejects;
        Stream<SourceImage> images = part.read(hadoop, config.selection().maxBytes(), passedOver)) {
      decoding = new PartDecoding(config, images.iterator(), rejects);
      ShardWriter writer = new ShardWriter(staging.folder(), config.imageSize(), hadoop);
      long length = Math.max(1, fileBytes / ImageBlock.imageBytes(config.imageSize()));
      while (decoding.hasNext()) {
        files.add(writer.write(name + "-" + files.size() + ".images", decoding.upTo(length)));
      }
    }
    StagedPart staged = decoding.finished(files, passedOver);
    staging.finish(index, staged);
    return staged;
  }

  /** The next accepted images, so many of them at most. */
  private Iterator<ImageRecord> upTo(long most) {
    return new Iterator<>() {
      private long taken;

      @Override
      public boolean hasNext() {
        return taken < most && PartDecoding.this.hasNext();
      }

      @Override
      public ImageRecord next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        taken++;
        return accepted();
      }
    };
  }

  private boolean hasNext() {
    while (next.isEmpty() && images.hasNext()) {
      next = decoded(images.next());
    }
    return next.isPresent();
  }

  private Optional<ImageRecord> decoded(SourceImage image) {
    return decoder.decode(image.content(), decoded -> taken(image, decoded));
  }

  private Optional<ImageRecord> taken(SourceImage image, DecodedImage whole) {
    DecodedImage decoded = whole instanceof RgbImage pixels ? pixels.cropped(crop) : whole;
    if (decoded instanceof RgbImage pixels) {
      return Optional.of(new ImageRecord(image.key(), image.label(), resampler.square(pixels)));
    }
    Reject why = (Reject) decoded;
    reject(new RejectedImage(image.key(), image.label(), why.reason().label(), why.detail()));
    return Optional.empty();
  }

  private void reject(RejectedImage image) {
    rejected.add(image);
    try {
      rejects.add(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImageRecord accepted() {
    ImageRecord record = next.orElseThrow();
    next = Optional.empty();
    if (accepted == places.length) {
      places = Arrays.copyOf(places, 2 * accepted);
    }
    places[accepted++] = ShuffleKey.of(seed, record.key()).hash();
    labels.merge(record.label(), 1L, Long::sum);
    return record;
  }

  private StagedPart finished(List<Shard> files, PassedOver passedOver) {
    return new StagedPart(
        files,
        Arrays.copyOf(places, accepted),
        labels,
        rejects.file().orElse(null),
        rejected,
        passedOver.counts());
  }

  /**
   * Into how many parts a source is cut. This depends on the source alone, so that a second start
   * finds the parts that the first one has finished, whatever cores there are.
   *
   * @param least images that a part should have: fewer are not worth a file
   * @param most images that a part should have: more make retries dear
   * @param fileBytes about how many bytes of pixels a part's files hold each: a task has one of
   *     them in memory. Archives are cut by their bytes, so that a part may have any number of
   *     images
   */
  record PartSize(int least, int most, long fileBytes) {
    /** What imports use. */
    static final PartSize USUAL = new PartSize(32, 1024);

    private static final long FILE_BYTES = 1L << 25;

    PartSize(int least, int most) {
      this(least, most, FILE_BYTES);
    }

    /** Enough parts to keep the cores of a small cluster busy to the end. */
    private static final long ENOUGH = 64;

    /** How many parts a source of so many images is cut into. */
    int parts(long images) {
      long wanted = Math.max(quotient(images, most), Math.min(ENOUGH, quotient(images, least)));
      return (int) Math.min(wanted, Integer.MAX_VALUE);
    }

    private static long quotient(long images, int size) {
      return (images + size - 1) / size;
    }
  }
}
