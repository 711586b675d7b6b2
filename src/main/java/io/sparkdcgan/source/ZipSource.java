package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.hadoop.fs.Path;

/**
 * A zip archive of images without labels, laid out like CelebA's {@code img_align_celeba.zip}. An
 * image's key is the name of its entry.
 */
final class ZipSource implements ImageSource {
  private final String kind;
  private final String archive;
  private final int images;
  private final String fingerprint;

  private ZipSource(String kind, String archive, int images, String fingerprint) {
    this.kind = kind;
    this.archive = archive;
    this.images = images;
    this.fingerprint = fingerprint;
  }

  static ImageSource open(String kind, String where, ImageSources.Context context)
      throws IOException {
    Path archive = StorageUri.resolve(where, context.hadoop());
    String named = kind + ":" + archive;
    try (ZipImages images = ZipImages.open(archive, context.hadoop())) {
      if (images.entries().isEmpty()) {
        throw new Failure(
            ExitCode.DATA, named + " holds no images: give an archive of JPEG or PNG files");
      }
      return new ZipSource(kind, archive.toString(), images.entries().size(), fingerprint(images));
    } catch (FileNotFoundException e) {
      throw new Failure(
          ExitCode.INPUT_MISSING, named + " does not exist: check the path and the file system", e);
    } catch (ZipException e) {
      throw new Failure(
          ExitCode.DATA, named + " is no zip archive, or one that is cut off: copy it again", e);
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
  public String uri() {
    return kind + ":" + archive;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public long images() {
    return images;
  }

  @Override
  public List<SourcePart> parts(int wanted) {
    return SourceRanges.cut(images, wanted, (first, end) -> new ZipRange(archive, first, end));
  }
}
