package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.source.LmdbPage.Meta;
import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A category of LSUN: an LMDB whose keys name images and whose values are their files, WebP or
 * JPEG. Images have no labels. Read where it lies, on any file system: the driver reads the tree's
 * branches, executors the leaves and their values.
 */
record LsunSource(String uri, FileStatus status, Meta meta, long[] leaves) implements ImageSource {
  private static final String DATA = "data.mdb";

  /**
   * @throws Failure {@code INPUT_MISSING} if there is no LMDB, {@code DATA} if it is damaged or
   *     empty
   */
  static ImageSource open(String where, ImageSources.Context context) throws IOException {
    Path named = StorageUri.resolve(where, context.hadoop());
    FileSystem files = named.getFileSystem(context.hadoop());
    try {
      FileStatus status = files.getFileStatus(named);
      FileStatus data = status.isFile() ? status : files.getFileStatus(new Path(named, DATA));
      try (LmdbFile lmdb = LmdbFile.open(data.getPath(), context.hadoop())) {
        LsunSource source = new LsunSource("lsun:" + named, data, lmdb.meta(), lmdb.leaves());
        if (source.leaves.length == 0) {
          throw new Failure(
              ExitCode.DATA, source.uri + " holds no images: give a category that has some");
        }
        lmdb.requireValues(source.leaves[0]);
        return source;
      }
    } catch (FileNotFoundException e) {
      throw new Failure(
          ExitCode.INPUT_MISSING,
          "lsun:" + named + " has no " + DATA + ": give the folder of one category's LMDB",
          e);
    }
  }

  @Override
  public String fingerprint() {
    return new ContentDigest()
        .add(status.getLen())
        .add(status.getModificationTime())
        .add(meta.transaction())
        .add(meta.root())
        .add(meta.lastPage())
        .add(meta.entries())
        .hex();
  }

  @Override
  public long images() {
    return meta.entries();
  }

  @Override
  public List<SourcePart> parts(int wanted) {
    return ImageSources.cut(
        leaves.length,
        wanted,
        (first, end) ->
            new LmdbRange(status.getPath().toString(), Arrays.copyOfRange(leaves, first, end)));
  }
}
