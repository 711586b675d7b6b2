package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.Reject;
import io.sparkdcgan.source.FolderListing.Listed;
import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A folder of image files, with all of its sub-folders; see {@link ImageName} for which files
 * count. An image's key is its path inside the folder. With labels, its class is the uppermost
 * sub-folder it lies in; images right in the folder have none.
 */
record FolderSource(String uri, String root, boolean labeled, FolderListing listing)
    implements ImageSource {
  static ImageSource open(String kind, String where, boolean labeled, ImageSources.Context context)
      throws IOException {
    Path root = StorageUri.resolve(where, context.hadoop());
    String named = kind + ":" + root;
    FolderListing listing;
    try {
      FileSystem files = root.getFileSystem(context.hadoop());
      if (files.getFileStatus(root).isFile()) {
        return ofArchive(kind, where, labeled, context);
      }
      listing =
          LocalRoot.holds(root, context.hadoop()) ? LocalFolder.list(root) : remote(root, files);
    } catch (FileNotFoundException e) {
      throw new Failure(
          ExitCode.INPUT_MISSING, named + " does not exist: check the path and the file system", e);
    }
    if (listing.images().isEmpty() && listing.rejected().isEmpty()) {
      throw new Failure(
          ExitCode.DATA,
          named
              + " holds no images"
              + listing.passedOver().instead()
              + ": give a folder of JPEG or PNG files");
    }
    return new FolderSource(named, root.toString(), labeled, listing);
  }

  /** A zip of class folders stands for these. */
  private static ImageSource ofArchive(
      String kind, String where, boolean labeled, ImageSources.Context context) throws IOException {
    Path archive = StorageUri.resolve(where, context.hadoop());
    boolean named = archive.getName().toLowerCase(Locale.ROOT).endsWith(".zip");
    if (!named && !ZipSource.isZip(archive, context.hadoop())) {
      throw new Failure(
          ExitCode.USAGE,
          kind
              + ":"
              + archive
              + " is a file and no zip archive: give a folder or a .zip of folders, or faces: with"
              + " the name of a tar");
    }
    return ZipSource.open(kind, where, labeled, context);
  }

  private static FolderListing remote(Path root, FileSystem files) throws IOException {
    FolderListing listing = new FolderListing();
    for (RemoteIterator<? extends FileStatus> found = PlainFiles.walk(files, root);
        found.hasNext(); ) {
      FileStatus file = found.next();
      String name = root.toUri().relativize(file.getPath().toUri()).getPath();
      listing.file(new Listed(name, file.getLen(), file.getModificationTime()));
    }
    return listing.finish(
        new FirstBytes(name -> files.open(StorageUri.resolved(root + "/" + name))));
  }

  @Override
  public String fingerprint() {
    ContentDigest digest = new ContentDigest();
    listing
        .images()
        .forEach(file -> digest.add(file.name()).add(file.bytes()).add(file.modified()));
    return digest.hex();
  }

  @Override
  public long images() {
    return (long) listing.images().size() + listing.rejected().size();
  }

  @Override
  public PassedOver passedOver() {
    return listing.passedOver();
  }

  @Override
  public List<SourcePart> parts(int wanted) {
    List<Listed> files = listing.images();
    List<SourcePart> parts =
        new ArrayList<>(
            ImageSources.cut(
                files.size(),
                wanted,
                (first, end) -> {
                  List<Listed> group = files.subList(first, end);
                  return new FileGroup(
                      root,
                      group.stream().map(Listed::name).toArray(String[]::new),
                      group.stream().mapToLong(Listed::bytes).toArray(),
                      labeled);
                }));
    if (!listing.rejected().isEmpty()) {
      parts.add(RejectGroup.of(rejected()));
    }
    return parts;
  }

  private List<SourceImage> rejected() {
    return listing.rejected().stream()
        .map(
            image ->
                new SourceImage(
                    image.key(),
                    labeled ? ImageName.label(image.key()) : "",
                    (Reject) image.content()))
        .toList();
  }
}
