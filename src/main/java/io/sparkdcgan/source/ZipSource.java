package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A zip archive of images, laid out like CelebA's {@code img_align_celeba.zip}, without labels, or
 * of class folders. An image's key is the name of its entry, see {@link ZipNames}.
 */
record ZipSource(String uri, ZipRange all, PassedOver passedOver, String fingerprint)
    implements ImageSource {
  /** How an entry, the mark of a split archive and an empty archive begin: PK, then these. */
  private static final byte[][] MARKS = {{'P', 'K', 3, 4}, {'P', 'K', 7, 8}, {'P', 'K', 5, 6}};

  /**
   * @param labeled whether an image's class is the folder that it lies in
   */
  static ImageSource open(String kind, String where, boolean labeled, ImageSources.Context context)
      throws IOException {
    Path archive = StorageUri.resolve(where, context.hadoop());
    String named = kind + ":" + archive;
    try (ZipImages zip = ZipImages.open(archive, context.hadoop())) {
      NotAnArchive.requireUndivided(named, archive, context.hadoop());
      PassedOver passedOver = new PassedOver();
      String[] names = ZipNames.of(zip.entries());
      int[] images = images(zip, names, passedOver);
      if (images.length == 0) {
        throw new Failure(
            ExitCode.DATA,
            named
                + " holds no images"
                + passedOver.instead()
                + ": give an archive of JPEG or PNG files");
      }
      List<String> keys = Arrays.stream(images).mapToObj(image -> names[image]).toList();
      return new ZipSource(
          named,
          new ZipRange(
              archive.toString(),
              images,
              keys.toArray(String[]::new),
              labeled ? ZipNames.labels(keys) : new String[0]),
          passedOver,
          fingerprint(zip.entries(), images, keys));
    } catch (FileNotFoundException e) {
      throw new Failure(
          ExitCode.INPUT_MISSING, named + " does not exist: check the path and the file system", e);
    } catch (ZipException e) {
      throw NotAnArchive.failure(named, archive, context.hadoop(), e);
    }
  }

  /** Whether a file begins like a zip archive. */
  static boolean isZip(Path file, Configuration hadoop) throws IOException {
    try (SeekableInput input = SeekableInput.open(file, hadoop, MARKS[0].length)) {
      byte[] first = new byte[MARKS[0].length];
      int read = input.read(ByteBuffer.wrap(first));
      return read == first.length
          && Arrays.stream(MARKS).anyMatch(mark -> Arrays.equals(mark, first));
    }
  }

  /** The numbers of the entries that are images; the rest is counted. */
  private static int[] images(ZipImages zip, String[] names, PassedOver passedOver) {
    List<ZipArchiveEntry> entries = zip.entries();
    long unsure =
        Arrays.stream(names)
            .filter(name -> name != null && ImageName.claim(name) == ImageName.Claim.UNSURE)
            .count();
    return IntStream.range(0, names.length)
        .filter(
            entry -> {
              String name = names[entry];
              if (name == null) {
                passedOver.add(PassedOver.REPLACED);
                return false;
              }
              if (name.endsWith("/")) {
                return false;
              }
              boolean image =
                  switch (ImageName.claim(name)) {
                    case IMAGE -> true;
                    case UNSURE ->
                        unsure <= FirstBytes.MOST && zip.looksLikeImage(entries.get(entry));
                    case OTHER -> false;
                  };
              if (!image) {
                passedOver.addName(name);
              }
              return image;
            })
        .toArray();
  }

  private static String fingerprint(
      List<ZipArchiveEntry> entries, int[] images, List<String> keys) {
    ContentDigest digest = new ContentDigest();
    IntStream.range(0, images.length)
        .boxed()
        .sorted(Comparator.comparing(keys::get))
        .forEach(
            image -> {
              ZipArchiveEntry entry = entries.get(images[image]);
              digest.add(keys.get(image)).add(entry.getSize()).add(entry.getCrc());
            });
    return digest.hex();
  }

  @Override
  public long images() {
    return all.keys().length;
  }

  @Override
  public List<SourcePart> parts(int wanted) {
    return ImageSources.cut(
        all.keys().length,
        wanted,
        (first, end) ->
            new ZipRange(
                all.archive(),
                Arrays.copyOfRange(all.entries(), first, end),
                Arrays.copyOfRange(all.keys(), first, end),
                all.labels().length == 0
                    ? all.labels()
                    : Arrays.copyOfRange(all.labels(), first, end)));
  }
}
