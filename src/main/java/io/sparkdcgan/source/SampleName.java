package io.sparkdcgan.source;

import java.util.Optional;

/**
 * A member's name in a WebDataset shard: the sample that it belongs to and the field that it is.
 *
 * @param sample its path up to the first dot of its last part
 * @param stem its path up to the last dot
 * @param field what is behind the last dot, in lower case
 */
record SampleName(String sample, String stem, String field) {
  /** How labels end. */
  static final String LABEL = ".cls";

  /** Empty for what belongs to no sample: folders, hidden files and names without a dot. */
  static Optional<SampleName> of(TarMember member) {
    String name = member.name();
    int first = name.indexOf('.', name.lastIndexOf('/') + 1);
    int last = name.lastIndexOf('.');
    boolean none =
        member.isLost()
            || member.kind() == TarMember.Kind.DIRECTORY
            || first < 0
            || last == name.length() - 1
            || !ImageName.isVisible(ImageName.tame(name));
    return none
        ? Optional.empty()
        : Optional.of(
            new SampleName(
                name.substring(0, first), name.substring(0, last), ImageName.ending(name)));
  }

  /** Whether it ends like an image: of {@code 1.seg.png} that is not yet the sample's. */
  boolean isImage() {
    return ImageName.isEnding(field);
  }

  /** Whether it is its sample's image by all that is behind the first dot. */
  boolean isWholeImage() {
    return isImage() && stem.equals(sample);
  }

  boolean isLabel() {
    return field.equals("cls");
  }
}
