package io.sparkdcgan.source;

import io.sparkdcgan.image.ImageContent;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.image.ImageDecoder;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The images of a tar archive or of a piece of one, all of one class.
 *
 * @param prefix what stands before a member's name in its image's key
 */
record TarRange(TarSpan span, String prefix, String label) implements SourcePart {
  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) throws IOException {
    return read(hadoop, mostBytes, new PassedOver());
  }

  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes, PassedOver passedOver)
      throws IOException {
    TarReader tar = span.open(hadoop, mostBytes);
    return ImageCursor.stream(() -> next(tar, passedOver), tar);
  }

  private Optional<SourceImage> next(TarReader tar, PassedOver passedOver) {
    for (Optional<TarMember> next = tar.next(); next.isPresent(); next = tar.next()) {
      TarMember member = next.get();
      if (member.kind() == TarMember.Kind.DIRECTORY) {
        continue;
      }
      Optional<ImageContent> image =
          switch (member.claim()) {
            case IMAGE -> Optional.of(tar.content());
            case UNSURE -> unsure(tar, member);
            case OTHER -> Optional.empty();
          };
      if (image.isPresent()) {
        return Optional.of(new SourceImage(prefix + member.name(), label, image.get()));
      }
      passedOver.addName(member.name());
    }
    return Optional.empty();
  }

  /** A member whose name says nothing is one if it begins like one. */
  private static Optional<ImageContent> unsure(TarReader tar, TarMember member) {
    return member.isFile()
            && tar.content() instanceof EncodedImage file
            && ImageDecoder.isImage(file.bytes())
        ? Optional.of(file)
        : Optional.empty();
  }
}
