package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A folder of image files, with all of its sub-folders; see {@link ImageName} for which files
 * count. An image's key is its path inside the folder. With labels, its class is the uppermost
 * sub-folder it lies in; images right in the folder have none.
 */
record FolderSource(String uri, String root, boolean labeled, List<Listed> files)
    implements ImageSource {
  record Listed(String name, long bytes, long modified) {}

  static ImageSource open(String kind, String where, boolean labeled, ImageSources.Context context)
      throws IOException {
    Path root = StorageUri.resolve(where, context.hadoop());
    List<Listed> files = list(root, root.getFileSystem(context.hadoop()), kind);
    if (files.isEmpty()) {
      throw new Failure(
          ExitCode.DATA,
          kind + ":" + root + " holds no images: give a folder of JPEG or PNG files");
    }
    return new FolderSource(kind + ":" + root, root.toString(), labeled, files);
  }

  private static List<Listed> list(Path root, FileSystem system, String kind) throws IOException {
    try {
      FileStatus status = system.getFileStatus(root);
      if (status.isFile()) {
        throw new Failure(
            ExitCode.USAGE,
            kind + ":" + root + " is a file: give a folder, or faces: with the name of a .zip");
      }
      List<Listed> files = new ArrayList<>();
      for (RemoteIterator<? extends FileStatus> found = PlainFiles.walk(system, root);
          found.hasNext(); ) {
        FileStatus file = found.next();
        String name = root.toUri().relativize(file.getPath().toUri()).getPath();
        if (ImageName.accepts(name)) {
          files.add(new Listed(name, file.getLen(), file.getModificationTime()));
        }
      }
      files.sort(Comparator.comparing(Listed::name));
      return files;
    } catch (FileNotFoundException e) {
      throw new Failure(
          ExitCode.INPUT_MISSING,
          kind + ":" + root + " does not exist: check the path and the file system",
          e);
    }
  }

  @Override
  public String fingerprint() {
    ContentDigest digest = new ContentDigest();
    files.forEach(file -> digest.add(file.name).add(file.bytes).add(file.modified));
    return digest.hex();
  }

  @Override
  public long images() {
    return files.size();
  }

  @Override
  public List<SourcePart> parts(int wanted) {
    return ImageSources.cut(
        files.size(),
        wanted,
        (first, end) -> {
          List<Listed> group = files.subList(first, end);
          return new FileGroup(
              root,
              group.stream().map(Listed::name).toArray(String[]::new),
              group.stream().mapToLong(Listed::bytes).toArray(),
              labeled);
        });
  }
}
