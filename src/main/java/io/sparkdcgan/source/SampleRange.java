package io.sparkdcgan.source;

import io.sparkdcgan.image.ImageContent;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.image.Reject;
import io.sparkdcgan.source.WebDatasetSource.SampleName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The samples of a WebDataset shard or of a piece of one: neighboring members of one name up to its
 * first dot. A sample's image is the first of its members that ends like one, its label the text of
 * its {@code .cls}; samples without an image are left out.
 *
 * @param prefix what stands before a member's name in its image's key
 */
record SampleRange(TarSpan span, String prefix) implements SourcePart {
  private static final int MOST_LABEL_BYTES = 1024;

  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) throws IOException {
    Reading reading = new Reading(span.open(hadoop, mostBytes));
    return ImageCursor.stream(reading::next, reading.tar);
  }

  /** Holds one sample in memory, that which is being read. */
  private final class Reading {
    private final TarReader tar;
    private final Queue<SourceImage> complete = new ArrayDeque<>();
    private String sample = "";
    private String image = "";
    private String label = "";
    private ImageContent content;
    private boolean ended;

    Reading(TarReader tar) {
      this.tar = tar;
    }

    Optional<SourceImage> next() {
      while (complete.isEmpty() && !ended) {
        Optional<TarMember> member = tar.next();
        member.ifPresentOrElse(this::take, this::finish);
        ended = member.isEmpty();
      }
      return Optional.ofNullable(complete.poll());
    }

    private void take(TarMember member) {
      if (member.isLost()) {
        finish();
        complete.add(new SourceImage(prefix + member.name(), "", tar.content()));
        return;
      }
      String name = member.name();
      if (member.kind() == TarMember.Kind.DIRECTORY) {
        return;
      }
      SampleName.of(name)
          .filter(known -> ImageName.isVisible(ImageName.tame(name)))
          .ifPresent(known -> take(member, known));
    }

    private void take(TarMember member, SampleName name) {
      if (!name.sample().equals(sample)) {
        finish();
        sample = name.sample();
      }
      if (name.isImage() && content == null) {
        image = member.name();
        content = tar.content();
      } else if (name.isLabel()) {
        label = label(member);
      }
    }

    private String label(TarMember member) {
      if (member.size() <= MOST_LABEL_BYTES
          && tar.content() instanceof EncodedImage text
          && text.bytes().length > 0) {
        return new String(text.bytes(), StandardCharsets.UTF_8).strip();
      }
      content =
          new Reject(
              Reject.Reason.DAMAGED,
              "its label " + member.name() + " is no text of 1 to " + MOST_LABEL_BYTES + " bytes");
      image = member.name();
      return "";
    }

    private void finish() {
      if (content != null) {
        complete.add(new SourceImage(prefix + image, label, content));
      }
      sample = "";
      label = "";
      content = null;
    }
  }
}
