package io.sparkdcgan.source;

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
    TarReader tar = span.open(hadoop, mostBytes);
    return ImageCursor.stream(() -> next(tar), tar);
  }

  private Optional<SourceImage> next(TarReader tar) {
    for (Optional<TarMember> member = tar.next(); member.isPresent(); member = tar.next()) {
      if (member.get().isImage()) {
        String key = prefix + member.get().name();
        return Optional.of(new SourceImage(key, label, tar.content()));
      }
    }
    return Optional.empty();
  }
}
