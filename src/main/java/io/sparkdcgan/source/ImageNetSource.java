package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.Reject;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * ImageNet as ILSVRC2012 comes, one tar of a tar for each class, or unpacked once (a folder of
 * class tars) or twice (a folder of class folders). The name of a class's tar or folder is its
 * label. Tars inside of a tar are read where they lie.
 */
final class ImageNetSource {
  private static final String ENDING = ".tar";
  private static final String KIND = "imagenet:";

  private final Path named;
  private final ImageSources.Context context;
  private final List<TarSource.Archive> archives = new ArrayList<>();
  private final List<SourceImage> rejected = new ArrayList<>();
  private final PassedOver passedOver = new PassedOver();

  private ImageNetSource(Path named, ImageSources.Context context) {
    this.named = named;
    this.context = context;
  }

  /**
   * @throws Failure {@code INPUT_MISSING} if it is not there, {@code DATA} if it holds no class
   *     tars or is cut off
   */
  static ImageSource open(String where, ImageSources.Context context) throws IOException {
    Path named = StorageUri.resolve(where, context.hadoop());
    FileSystem files = named.getFileSystem(context.hadoop());
    try {
      FileStatus status = files.getFileStatus(named);
      ImageNetSource source = new ImageNetSource(named, context);
      return status.isFile() ? source.tar(status) : source.folder(files);
    } catch (FileNotFoundException e) {
      throw new Failure(
          ExitCode.INPUT_MISSING,
          KIND + named + " does not exist: check the path and the file system",
          e);
    }
  }

  private ImageSource tar(FileStatus file) throws IOException {
    if (ZipSource.isZip(named, context.hadoop())) {
      return ZipSource.open("imagenet", named.toString(), true, context);
    }
    TarSpan outer = TarSpan.whole(named, file.getLen());
    try (TarReader tar = outer.openHeaders(context.hadoop())) {
      if (!tar.seeks()) {
        throw unusable("is compressed as a whole, so that no class can be found in it: unpack it");
      }
      for (Optional<TarMember> next = tar.next(); next.isPresent(); next = tar.next()) {
        TarMember member = next.get();
        if (member.isLost()) {
          Reject why = tar.refusal().orElseThrow();
          throw unusable(
              why.reason() == Reject.Reason.UNSUPPORTED
                  ? "is " + why.detail()
                  : "has no tar header at byte " + member.start() + ": copy it again");
        }
        if (member.end() > file.getLen()) {
          throw unusable(
              String.format(
                  Locale.ROOT,
                  "has %d bytes, but %s in it ends at byte %d: it is cut off, copy it again",
                  file.getLen(),
                  member.name(),
                  member.end()));
        }
        if (isClassTar(ImageName.tame(member.name()))) {
          add(member, tar, file.getModificationTime());
        } else if (member.kind() != TarMember.Kind.DIRECTORY) {
          passedOver.addName(member.name());
        }
      }
    }
    return source(
        "holds no class tars"
            + passedOver.instead()
            + ": give ImageNet's training archive, or webdataset:");
  }

  private void add(TarMember member, TarReader tar, long modified) {
    if (member.kind() != TarMember.Kind.FILE || member.leadsOut()) {
      rejected.add(new SourceImage(member.name(), "", tar.refusal().orElseThrow()));
      return;
    }
    String label = label(member.name());
    TarSpan span = new TarSpan(named.toString(), member.data(), member.end(), member.end());
    archives.add(new TarSource.Archive(span, label + "/", label, modified));
  }

  private ImageSource folder(FileSystem files) throws IOException {
    requireAllShown();
    FileStatus[] listed = files.listStatus(named);
    Arrays.sort(listed, Comparator.comparing(status -> status.getPath().getName()));
    Optional<String> folder = Optional.empty();
    for (FileStatus status : listed) {
      String name = status.getPath().getName();
      if (status.isFile() && isClassTar(name)) {
        TarSpan span = TarSpan.whole(status.getPath(), status.getLen());
        archives.add(
            new TarSource.Archive(
                span, label(name) + "/", label(name), status.getModificationTime()));
      } else if (status.isDirectory() && ImageName.isVisible(name)) {
        folder = Optional.of(name);
      } else if (status.isFile()) {
        passedOver.addName(name);
      }
    }
    if (archives.isEmpty()) {
      return FolderSource.open("imagenet", named.toString(), true, context);
    }
    if (folder.isPresent()) {
      throw unusable(
          "holds tars and folders, such as "
              + archives.get(0).label()
              + ENDING
              + " and "
              + folder.get()
              + ": move either away, so that no image counts twice");
    }
    return source("");
  }

  /** Hadoop leaves out of a local folder what it cannot look at: a class would be missing. */
  private void requireAllShown() throws IOException {
    if (LocalRoot.holds(named, context.hadoop())) {
      LocalChild.of(named).stream()
          .filter(child -> !child.isFolder() && isClassTar(child.name()))
          .forEach(LocalChild::archive);
    }
  }

  private ImageSource source(String without) {
    if (archives.isEmpty() && rejected.isEmpty()) {
      throw unusable(without);
    }
    return TarSource.ofImages(KIND + named, archives, rejected, passedOver, context.hadoop());
  }

  private Failure unusable(String why) {
    return new Failure(ExitCode.DATA, KIND + named + " " + why);
  }

  private static boolean isClassTar(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(ENDING) && ImageName.isVisible(name);
  }

  private static String label(String name) {
    return name.substring(name.lastIndexOf('/') + 1, name.length() - ENDING.length());
  }
}
