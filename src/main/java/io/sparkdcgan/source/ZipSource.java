package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.ImageContent;
import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.StorageUri;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A zip archive of images without labels, laid out like CelebA's {@code img_align_celeba.zip}. An
 * image's key is the name of its entry.
 */
record ZipSource(String uri, String archive, long images, String fingerprint)
    implements ImageSource {

  static ImageSource open(String kind, String where, ImageSources.Context context)
      throws IOException {
    Path archive = StorageUri.resolve(where, context.hadoop());
    String named = kind + ":" + archive;
    try (ZipImages images = ZipImages.open(archive, context.hadoop())) {
      NotAnArchive.requireUndivided(named, archive, context.hadoop());
      if (images.entries().isEmpty()) {
        throw new Failure(
            ExitCode.DATA, named + " holds no images: give an archive of JPEG or PNG files");
      }
      return new ZipSource(named, archive.toString(), images.entries().size(), fingerprint(images));
    } catch (FileNotFoundException e) {
      throw new Failure(
          ExitCode.INPUT_MISSING, named + " does not exist: check the path and the file system", e);
    } catch (ZipException e) {
      throw NotAnArchive.failure(named, archive, context.hadoop(), e);
    }
  }

  private static String fingerprint(ZipImages images) {
    ContentDigest digest = new ContentDigest();
    images.entries().stream()
        .sorted(Comparator.comparing(ZipArchiveEntry::getName))
        .forEach(entry -> digest.add(entry.getName()).add(entry.getSize()).add(entry.getCrc()));
    return digest.hex();
  }

  @Override
  public List<SourcePart> parts(int wanted) {
    return ImageSources.cut(
        (int) images, wanted, (first, end) -> new ZipRange(archive, first, end));
  }

  /**
   * The images of a zip archive on any file system. Reads the archive's directory, then seeks: the
   * archive is never in memory. See {@link ImageName} for which entries count; of entries of one
   * name the last in the archive counts, as it does for those who unpack it.
   */
  static final class ZipImages implements Closeable {
    private final ZipFile zip;
    private final List<ZipArchiveEntry> entries;

    private ZipImages(ZipFile zip, List<ZipArchiveEntry> entries) {
      this.zip = zip;
      this.entries = entries;
    }

    /**
     * @throws IOException if the storage has trouble
     * @throws ZipException if it is no zip archive, or one that is cut off
     */
    @SuppressWarnings("MustBeClosedChecker")
    static ZipImages open(Path archive, Configuration hadoop) throws IOException {
      SeekableInput input = SeekableInput.open(archive, hadoop);
      try {
        // the last argument: local headers are read with their entries, not one seek each up front
        ZipFile zip = new ZipFile(input, archive.toString(), "UTF-8", true, true);
        Map<String, ZipArchiveEntry> images = new LinkedHashMap<>();
        for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
          if (!entry.isDirectory() && ImageName.accepts(entry.getName())) {
            images.remove(entry.getName());
            images.put(entry.getName(), entry);
          }
        }
        return new ZipImages(zip, new ArrayList<>(images.values()));
      } catch (IOException e) {
        input.close();
        throw (ZipException) new ZipException(e.getMessage()).initCause(e);
      } catch (UncheckedIOException e) {
        input.close();
        throw e.getCause();
      }
    }

    /** The images' entries, in the order in which they lie in the archive. */
    List<ZipArchiveEntry> entries() {
      return entries;
    }

    /** One entry's bytes, checked against its length and checksum. */
    ImageContent content(ZipArchiveEntry entry, long mostBytes) {
      return ZipContent.of(zip, entry, mostBytes);
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
