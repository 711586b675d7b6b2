package io.sparkdcgan.source;

import io.sparkdcgan.image.Reject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What lies in a folder and in all below it: its images, what should be one and cannot be read, and
 * a count of the rest. Each name is in one of these, and none is in two.
 */
final class FolderListing {
  /**
   * A file.
   *
   * @param name its path below the folder
   * @param modified when it was, in milliseconds
   */
  record Listed(String name, long bytes, long modified) {}

  private List<Listed> images = new ArrayList<>();
  private final List<Listed> unsure = new ArrayList<>();
  private final List<SourceImage> rejected = new ArrayList<>();
  private final PassedOver passedOver = new PassedOver();
  private final OwnOutput own = new OwnOutput();

  /** Takes a file, by what its name says. */
  void file(Listed file) {
    own.see(file.name());
    switch (ImageName.claim(file.name())) {
      case IMAGE -> images.add(file);
      case UNSURE -> unsure.add(file);
      case OTHER -> passedOver.addName(file.name());
    }
  }

  /** Takes a name behind which there is no file to read. */
  void unreadable(String name, Reject why) {
    if (ImageName.claim(name) == ImageName.Claim.IMAGE) {
      rejected.add(new SourceImage(name, "", why));
    } else {
      passedOver.addName(name);
    }
  }

  /** Takes a name that is passed over whatever it is. */
  void passOver(String reason) {
    passedOver.add(reason);
  }

  /** Looks at what names say nothing about, and puts everything in order. */
  FolderListing finish(FirstBytes first) throws IOException {
    keepOthers(images);
    keepOthers(unsure);
    Set<String> found = first.images(unsure.stream().map(Listed::name).toList());
    for (Listed file : unsure) {
      if (found.contains(file.name())) {
        images.add(file);
      } else {
        passedOver.addName(file.name());
      }
    }
    unsure.clear();
    images.sort(Comparator.comparing(Listed::name));
    rejected.sort(Comparator.comparing(SourceImage::key));
    keepOfEachNameOne();
    return this;
  }

  /** An import or a run that lies in the source is not imported. */
  private void keepOthers(List<Listed> files) {
    files.removeIf(
        file -> {
          boolean ours = own.holds(file.name());
          if (ours) {
            passedOver.add(PassedOver.OWN_OUTPUT);
          }
          return ours;
        });
  }

  /** Hadoop shows objects whose names differ in double slashes alone under one name. */
  private void keepOfEachNameOne() {
    Set<String> names = new HashSet<>();
    List<Listed> kept = new ArrayList<>(images.size());
    for (Listed file : images) {
      if (names.add(file.name())) {
        kept.add(file);
      } else {
        rejected.add(
            new SourceImage(
                file.name(),
                "",
                new Reject(Reject.Reason.UNSUPPORTED, "its storage has this name twice")));
      }
    }
    images = kept;
  }

  /** In the order of their names. */
  List<Listed> images() {
    return images;
  }

  List<SourceImage> rejected() {
    return rejected;
  }

  PassedOver passedOver() {
    return passedOver;
  }
}
