package io.sparkdcgan.source;

import io.sparkdcgan.image.Reject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** What a source's listing already shows to be unusable, to be counted with the other rejects. */
record RejectGroup(String[] keys, String[] reasons, String[] details) implements SourcePart {
  /**
   * @param rejected images or archives whose content is a {@link Reject}
   */
  static RejectGroup of(List<SourceImage> rejected) {
    return new RejectGroup(
        rejected.stream().map(SourceImage::key).toArray(String[]::new),
        rejected.stream().map(image -> reject(image).reason().name()).toArray(String[]::new),
        rejected.stream().map(image -> reject(image).detail()).toArray(String[]::new));
  }

  private static Reject reject(SourceImage image) {
    return (Reject) image.content();
  }

  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) {
    return IntStream.range(0, keys.length)
        .mapToObj(
            index ->
                new SourceImage(
                    keys[index],
                    "",
                    new Reject(Reject.Reason.valueOf(reasons[index]), details[index])));
  }
}
