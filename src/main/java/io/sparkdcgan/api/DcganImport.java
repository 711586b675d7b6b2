package io.sparkdcgan.api;

import io.sparkdcgan.config.Crop;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.ImportConfig.ImportSelection;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.Verdict;
import io.sparkdcgan.image.ImageDecoder;
import io.sparkdcgan.model.CodeNetwork;
import io.sparkdcgan.spark.ContextNeeds;
import io.sparkdcgan.spark.ThreadsInUse;
import io.sparkdcgan.spark.imports.ImportJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * An import of images into shuffled Parquet shards, as {@code submit/dcgan import} does it. Every
 * method that sets something gives a new object and leaves this one as it is, so one may be kept
 * and shared between threads. Messages name settings as the command line does.
 */
public final class DcganImport {
  private static final Set<Integer> IMAGE_SIZES = Set.of(16, 32, 64, 128);

  /** Executors hold a shard in one array; a gigabyte is far above what is sensible. */
  private static final long MOST_SHARD_BYTES = 1L << 30;

  private final String source;
  private int imageSize = 64;
  private long seed = 1;
  private double maxRejects = 0.01;
  private int shardImages = 1024;
  private String crop = Crop.CENTERED.toString();
  private long maxPixels = ImportSelection.MAX_PIXELS;
  private long maxBytes = ImportSelection.MAX_BYTES;
  private boolean dedup;
  private double heldOut;

  private DcganImport(String source) {
    this.source = source;
  }

  /**
   * An import with the usual settings.
   *
   * @param source for example {@code faces:hdfs://namenode/raw/img_align_celeba.zip}: {@code
   *     cifar10:}, {@code faces:}, {@code folder:}, {@code imagenet:}, {@code lsun:} or {@code
   *     webdataset:} and a path or URI, or {@code toy:} and a number of drawn faces
   */
  public static DcganImport from(String source) {
    return new DcganImport(Objects.requireNonNull(source, "source"));
  }

  /** Edge of the images in pixels: 16, 32, 64 (unless set) or 128. */
  public DcganImport imageSize(int pixels) {
    return with(copy -> copy.imageSize = pixels);
  }

  /** Names the order of the images, and the faces of {@code toy:}; 1 unless set. */
  public DcganImport seed(long number) {
    return with(copy -> copy.seed = number);
  }

  /** The share of broken images, 0 to 1, above which nothing is published; 0.01 unless set. */
  public DcganImport maxRejects(double share) {
    return with(copy -> copy.maxRejects = share);
  }

  /** The most images of a shard; 1024 unless set. */
  public DcganImport shardImages(int count) {
    return with(copy -> copy.shardImages = count);
  }

  /**
   * What is taken of each image.
   *
   * @param rectangle {@code x,y,width,height} in pixels of the whole image, or {@code centered}, as
   *     it is unless set; of either the largest centered square is scaled
   */
  public DcganImport crop(String rectangle) {
    return with(copy -> copy.crop = rectangle);
  }

  /** Width times height above which an image is rejected by its header; 2^26 unless set. */
  public DcganImport maxPixels(long count) {
    return with(copy -> copy.maxPixels = count);
  }

  /** Bytes of an image's file above which it is rejected; 2^26 unless set. */
  public DcganImport maxBytes(long count) {
    return with(copy -> copy.maxBytes = count);
  }

  /** Whether near-duplicates are removed; needs images of at least 32 pixels. */
  public DcganImport deduplicate(boolean wanted) {
    return with(copy -> copy.dedup = wanted);
  }

  /**
   * How many images are kept apart, in {@code __held-out} inside the folder, so that a training may
   * be judged by what it never sees; none unless set.
   *
   * @param shareOrCount a share of the images below 1, rounded up, or a whole number of them
   */
  public DcganImport heldOut(double shareOrCount) {
    return with(copy -> copy.heldOut = shareOrCount);
  }

  /**
   * Sees that the settings can be; {@link #into} does so as well.
   *
   * @return this
   * @throws Failure {@code USAGE}, naming every mistake
   */
  public DcganImport check() {
    List<String> mistakes = mistakes();
    if (!mistakes.isEmpty()) {
      throw new Failure(ExitCode.USAGE, String.join("; ", mistakes));
    }
    return this;
  }

  /**
   * Imports, unless the same was imported there before; an import of the same that was cut off is
   * gone on with, and shards of it that were lost are made anew.
   *
   * @param spark stays the caller's to close
   * @param folder for the shards: {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @throws Failure {@code USAGE} for settings or a source that cannot be, {@code INPUT_MISSING} if
   *     the source is not there, {@code DATA} if it holds no images or too many that are broken,
   *     {@code CONFIGURATION} if other shards are there already or the context cannot be used,
   *     {@code HELD} if another driver imports into the folder; nothing is published then
   */
  public ImportedShards into(JavaSparkContext spark, String folder) {
    check();
    ContextNeeds.require(spark);
    ImportConfig config =
        new ImportConfig(
            source,
            folder,
            imageSize,
            seed,
            maxRejects,
            shardImages,
            new ImportSelection(Crop.parse(crop), maxPixels, maxBytes, dedup, heldOut));
    Supplier<ImportedShards> job =
        () ->
            Verdict.orFailure(
                () ->
                    ImportedShards.of(
                        new ImportJob(spark).run(config), spark.hadoopConfiguration()));
    // A search for near-duplicates trains an autoencoder, with one thread.
    return dedup ? ThreadsInUse.during(1, "--dedup", job) : job.get();
  }

  private DcganImport with(Consumer<DcganImport> change) {
    DcganImport copy = new DcganImport(source);
    copy.imageSize = imageSize;
    copy.seed = seed;
    copy.maxRejects = maxRejects;
    copy.shardImages = shardImages;
    copy.crop = crop;
    copy.maxPixels = maxPixels;
    copy.maxBytes = maxBytes;
    copy.dedup = dedup;
    copy.heldOut = heldOut;
    change.accept(copy);
    return copy;
  }

  private List<String> mistakes() {
    List<String> mistakes = new ArrayList<>();
    if (!IMAGE_SIZES.contains(imageSize)) {
      mistakes.add("--image-size must be 16, 32, 64 or 128, but is " + imageSize);
    }
    if (dedup && imageSize < CodeNetwork.EDGE) {
      mistakes.add(
          "--dedup compares images at %s pixels, but --image-size is %s: raise it, or leave out --dedup"
              .formatted(CodeNetwork.EDGE, imageSize));
    }
    if (!(maxRejects >= 0 && maxRejects <= 1)) {
      mistakes.add("--max-rejects must be between 0 and 1, but is " + maxRejects);
    }
    if (!(heldOut >= 0 && heldOut <= Integer.MAX_VALUE)
        || (heldOut >= 1 && heldOut != Math.rint(heldOut))) {
      mistakes.add(
          "--held-out must be a share from 0 to 1 or a whole number of images, but is " + heldOut);
    }
    requireWithin(mistakes, "--max-pixels", maxPixels, ImageDecoder.MOST_PIXELS);
    requireWithin(mistakes, "--max-bytes", maxBytes, ImageDecoder.MOST_BYTES);
    if (shardImages < 1) {
      mistakes.add("--shard-images must be at least 1, but is " + shardImages);
    } else if ((long) shardImages * ImageBlock.imageBytes(imageSize) > MOST_SHARD_BYTES) {
      mistakes.add(
          String.format(
              Locale.ROOT,
              "--shard-images must be at most %d at %d pixels, but is %d",
              MOST_SHARD_BYTES / ImageBlock.imageBytes(imageSize),
              imageSize,
              shardImages));
    }
    try {
      Crop.parse(crop);
    } catch (IllegalArgumentException e) {
      mistakes.add(e.getMessage());
    }
    return mistakes;
  }

  private static void requireWithin(List<String> mistakes, String option, long value, long most) {
    if (value < 1 || value > most) {
      mistakes.add(option + " must be from 1 to " + most + ", but is " + value);
    }
  }
}
