package io.sparkdcgan.source;

import io.sparkdcgan.image.Reject;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The samples of a WebDataset shard, or of a piece of one that holds whole samples. A sample is
 * what has one name up to the first dot; it may lie in several places. Its image is the first
 * member whose whole ending is an image's; where it has none, each that ends like an image is one.
 * An image's label is the text of the {@code .cls} of its own name, else of its sample's.
 *
 * @param prefix what stands before a member's name in its image's key
 */
record SampleRange(TarSpan span, String prefix) implements SourcePart {
  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) throws IOException {
    return read(hadoop, mostBytes, new PassedOver());
  }

  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes, PassedOver passedOver)
      throws IOException {
    SampleIndex index;
    try (TarReader headers = span.openHeaders(hadoop, SampleIndex.MOST_LABEL_BYTES)) {
      index = SampleIndex.read(headers);
    }
    TarReader tar = span.open(hadoop, mostBytes);
    return ImageCursor.stream(() -> next(tar, index, passedOver), tar);
  }

  private Optional<SourceImage> next(TarReader tar, SampleIndex index, PassedOver passedOver) {
    for (Optional<TarMember> next = tar.next(); next.isPresent(); next = tar.next()) {
      TarMember member = next.get();
      if (member.isLost()) {
        return Optional.of(new SourceImage(prefix + member.name(), "", tar.content()));
      }
      Optional<SampleName> image =
          SampleName.of(member).filter(name -> name.isImage() && index.counts(name));
      if (image.isPresent()) {
        return Optional.of(image(tar, member, index.label(image.get())));
      }
      if (member.kind() != TarMember.Kind.DIRECTORY) {
        passedOver.addName(ImageName.tame(member.name()));
      }
    }
    return Optional.empty();
  }

  private SourceImage image(TarReader tar, TarMember member, Optional<SampleIndex.Label> label) {
    if (label.isPresent() && label.get().bad()) {
      String name = label.get().name();
      return new SourceImage(
          prefix + name,
          "",
          new Reject(
              Reject.Reason.DAMAGED,
              "its label "
                  + name
                  + " is no text of 1 to "
                  + SampleIndex.MOST_LABEL_BYTES
                  + " bytes"));
    }
    return new SourceImage(
        prefix + member.name(), label.map(SampleIndex.Label::text).orElse(""), tar.content());
  }
}
