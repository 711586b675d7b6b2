package io.sparkdcgan.source;

import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Images without labels: CelebA's zip, LFW's gzipped tar, or a folder. What a file is shows in its
 * first bytes, whatever its name.
 */
final class FacesSource {
  private static final String KIND = "faces";

  private FacesSource() {}

  static ImageSource open(String where, ImageSources.Context context) throws IOException {
    Path named = StorageUri.resolve(where, context.hadoop());
    FileSystem files = named.getFileSystem(context.hadoop());
    FileStatus status;
    try {
      status = files.getFileStatus(named);
    } catch (FileNotFoundException e) {
      // both say that it is missing; which one goes by the name
      return where.endsWith(".zip")
          ? ZipSource.open(KIND, where, false, context)
          : FolderSource.open(KIND, where, false, context);
    }
    if (!status.isFile()) {
      return FolderSource.open(KIND, where, false, context);
    }
    if (!isTar(named, context.hadoop())) {
      return ZipSource.open(KIND, where, false, context);
    }
    TarSpan span = TarSpan.whole(named, status.getLen());
    return TarSource.ofImages(
        KIND + ":" + named,
        List.of(new TarSource.Archive(span, "", "", status.getModificationTime())),
        List.of(),
        new PassedOver(),
        context.hadoop());
  }

  /** Whether the first block, unpacked if it is compressed, is a tar header. */
  private static boolean isTar(Path file, Configuration hadoop) throws IOException {
    try (TarReader tar = TarSpan.whole(file, Long.MAX_VALUE).openHeaders(hadoop)) {
      return tar.next().filter(member -> !member.isLost()).isPresent();
    }
  }
}
