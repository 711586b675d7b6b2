package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * WebDataset shards: tar archives, plain or gzipped, whose neighboring members of one name make a
 * sample. An image's key is its shard and its member, for example {@code train-0001.tar/0042.jpg};
 * shards of several folders are named from the folder that holds them all.
 */
final class WebDatasetSource {
  /** What WebDataset's users write for many shards: {@code {000..146}}. */
  private static final Pattern RANGE = Pattern.compile("\\{(\\d{1,9})\\.\\.(\\d{1,9})}");

  private static final int MOST_SHARDS = 1_000_000;

  private WebDatasetSource() {}

  /**
   * @param glob a path with {@code *}, {@code ?}, {@code [a-c]}, {@code {a,b}} or {@code
   *     {000..146}}
   * @throws Failure {@code INPUT_MISSING} if no file matches, {@code USAGE} if it is no pattern
   */
  static ImageSource open(String glob, ImageSources.Context context) throws IOException {
    Path named = StorageUri.resolve(glob, context.hadoop());
    FileStatus[] found =
        named
            .getFileSystem(context.hadoop())
            .globStatus(StorageUri.resolved(expanded(named.toString())));
    List<FileStatus> shards =
        Arrays.stream(found == null ? new FileStatus[0] : found)
            .filter(FileStatus::isFile)
            .sorted(Comparator.comparing(status -> status.getPath().toString()))
            .toList();
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

  private static TarSource.Archive archive(FileStatus shard, int folder) {
    String name = shard.getPath().toString().substring(folder);
    TarSpan span = TarSpan.whole(shard.getPath(), shard.getLen());
    return new TarSource.Archive(span, name + "/", "", shard.getModificationTime());
  }

  /** How much of all paths is the folder that holds all shards. */
  private static int commonFolder(List<FileStatus> shards) {
    String first = shards.get(0).getPath().toString();
    int common = first.lastIndexOf('/') + 1;
    for (FileStatus shard : shards) {
      String path = shard.getPath().toString();
      while (!path.startsWith(first.substring(0, common))) {
        common = first.lastIndexOf('/', common - 2) + 1;
      }
    }
    return common;
  }

  /** The pattern with its ranges of numbers as lists, which Hadoop knows. */
  static String expanded(String glob) {
    Matcher range = RANGE.matcher(glob);
    StringBuilder expanded = new StringBuilder();
    while (range.find()) {
      int first = Integer.parseInt(range.group(1));
      int last = Integer.parseInt(range.group(2));
      if (last < first || last - first >= MOST_SHARDS) {
        throw new Failure(
            ExitCode.USAGE,
            range.group() + " in webdataset:" + glob + " must count up, over a million at most");
      }
      String format = "%0" + range.group(1).length() + "d";
      range.appendReplacement(
          expanded,
          IntStream.rangeClosed(first, last)
              .mapToObj(number -> String.format(Locale.ROOT, format, number))
              .collect(Collectors.joining(",", "{", "}")));
    }
    return range.appendTail(expanded).toString();
  }

  /**
   * A member's name in a WebDataset shard: the sample that it belongs to and the field that it is.
   *
   * @param sample its path up to the first dot of its last part
   * @param field what is behind that dot, in lower case: {@code jpg}, {@code cls}, {@code seg.png}
   */
  record SampleName(String sample, String field) {
    /** Empty for what belongs to no sample: hidden files and names without a dot. */
    static Optional<SampleName> of(String name) {
      int base = name.lastIndexOf('/') + 1;
      int dot = name.indexOf('.', base);
      return dot <= base || dot == name.length() - 1
          ? Optional.empty()
          : Optional.of(
              new SampleName(
                  name.substring(0, dot), name.substring(dot + 1).toLowerCase(Locale.ROOT)));
    }

    /** Whether the field is the sample's image: {@code seg.png} is none. */
    boolean isImage() {
      return ImageName.isEnding(field);
    }

    boolean isLabel() {
      return field.equals("cls");
    }
  }
}
