package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Every kind of source by its name on the command line. A new one takes a line here. */
public final class ImageSources {
  private static final Map<String, Opening> KINDS =
      new TreeMap<>(
          Map.of(
              "cifar10", Cifar10Source::open,
              "faces", FacesSource::open,
              "folder", (where, context) -> FolderSource.open("folder", where, true, context),
              "imagenet", ImageNetSource::open,
              "lsun", LsunSource::open,
              "toy", ToySource::open,
              "webdataset", WebDatasetSource::open));

  private static final String DRAWN = "toy:";

  private ImageSources() {}

  /** What a source may need beyond its own address. */
  record Context(int imageSize, long seed, Configuration hadoop) {}

  @FunctionalInterface
  private interface Opening {
    ImageSource open(String where, Context context) throws IOException;
  }

  /**
   * Opens a source and lists it.
   *
   * @param source {@code cifar10:DIR-or-BATCH}, {@code faces:ZIP-TGZ-or-DIR}, {@code
   *     folder:DIR-or-ZIP}, {@code imagenet:TAR-or-DIR}, {@code lsun:DIR}, {@code webdataset:GLOB}
   *     or {@code toy:COUNT}
   * @param imageSize edge of the images that are wanted, in pixels; drawn sources draw at it
   * @param seed names the images of drawn sources
   * @param hadoop the file systems' settings and credentials
   * @throws Failure {@code USAGE} if there is no such kind of source, {@code INPUT_MISSING} if it
   *     is not there, {@code DATA} if it holds no images
   */
  public static ImageSource open(String source, int imageSize, long seed, Configuration hadoop)
      throws IOException {
    int colon = source.indexOf(':');
    Opening kind = KINDS.get(source.substring(0, Math.max(colon, 0)));
    if (kind == null) {
      throw new Failure(
          ExitCode.USAGE,
          "there is no source \""
              + source
              + "\": give one of "
              + String.join(":..., ", KINDS.keySet())
              + ":...");
    }
    Context context = new Context(imageSize, seed, hadoop);
    String where = source.substring(colon + 1);
    if (!source.startsWith(DRAWN)) {
      requireFileOrFolder(where, hadoop);
    }
    return kind.open(where, context);
  }

  /**
   * Before anything is opened: a pipe would be waited for, and a garbled name is no missing one.
   */
  private static void requireFileOrFolder(String where, Configuration hadoop) throws IOException {
    if (StorageUri.isLocalPath(where) || where.startsWith("file:")) {
      LocalChild.requireName(where, where);
    }
    Path path = StorageUri.resolve(where, hadoop);
    if (LocalRoot.holds(path, hadoop)) {
      LocalRoot.requireNoPipe(path);
    }
  }

  /** Makes a part of a list's range from {@code first} (inclusive) to {@code end} (exclusive). */
  @FunctionalInterface
  interface Cut {
    SourcePart of(int first, int end);
  }

  /**
   * Cuts a list into neighboring ranges whose lengths differ by at most one.
   *
   * @param length how long the list is, at least 1
   * @param wanted how many ranges, at least 1; one element each if there are not as many
   */
  static List<SourcePart> cut(int length, int wanted, Cut cut) {
    int ranges = Math.min(length, wanted);
    List<SourcePart> parts = new ArrayList<>(ranges);
    for (int range = 0; range < ranges; range++) {
      parts.add(
          cut.of(
              (int) ((long) length * range / ranges),
              (int) ((long) length * (range + 1) / ranges)));
    }
    return parts;
  }

  /** What parts hold besides arrays, for the same serializer. */
  public static List<Class<? extends Serializable>> partFields() {
    return List.of(TarSpan.class);
  }

  /** The classes of all parts, for the serializer that carries them to executors. */
  public static List<Class<? extends SourcePart>> partTypes() {
    return List.of(
        Cifar10Range.class,
        FileGroup.class,
        LmdbRange.class,
        RejectGroup.class,
        SampleRange.class,
        TarRange.class,
        ToyRange.class,
        ZipRange.class);
  }
}
