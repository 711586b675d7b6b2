package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.source.ShardPattern.Shard;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * WebDataset shards: tar archives, plain or compressed, whose members of one name make a sample. An
 * image's key is its shard and its member, for example {@code train-0001.tar/0042.jpg}; shards of
 * several folders are named from the folder that holds them all.
 */
final class WebDatasetSource {
  private WebDatasetSource() {}

  /**
   * @param glob a path, or one with {@code *}, {@code ?}, {@code [a-c]}, {@code {a,b}} or {@code
   *     {000..146}}
   * @throws Failure {@code INPUT_MISSING} if no file matches, {@code USAGE} if it is no pattern
   */
  static ImageSource open(String glob, ImageSources.Context context) throws IOException {
    Path named = StorageUri.resolve(glob, context.hadoop());
    List<Shard> shards = ShardPattern.files(named, context.hadoop());
    if (shards.isEmpty()) {
      throw new Failure(
          ExitCode.INPUT_MISSING,
          "webdataset:"
              + named
              + " matches no file: give a pattern of tar files, such as train-*.tar in quotes");
    }
    int folder = commonFolder(shards);
    return TarSource.ofSamples(
        "webdataset:" + named,
        shards.stream().map(shard -> archive(shard, folder)).toList(),
        context.hadoop());
  }

  private static TarSource.Archive archive(Shard shard, int folder) {
    String name = shard.path().toString().substring(folder);
    TarSpan span = TarSpan.whole(shard.path(), shard.bytes());
    return new TarSource.Archive(span, name + "/", "", shard.modified());
  }

  /** How much of all paths is the folder that holds all shards. */
  private static int commonFolder(List<Shard> shards) {
    String first = shards.get(0).path().toString();
    int common = first.lastIndexOf('/') + 1;
    for (Shard shard : shards) {
      String path = shard.path().toString();
      while (!path.startsWith(first.substring(0, common))) {
        common = first.lastIndexOf('/', common - 2) + 1;
      }
    }
    return common;
  }
}
