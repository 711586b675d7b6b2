package io.sparkdcgan.source;

import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** A range of toy faces, drawn where it is read. */
final class ToyRange implements SourcePart {
  private static final long serialVersionUID = 1;

  private final int first;
  private final int end;
  private final int imageSize;
  private final long seed;

  ToyRange(int first, int end, int imageSize, long seed) {
    this.first = first;
    this.end = end;
    this.imageSize = imageSize;
    this.seed = seed;
  }

  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) {
    ToyFaces faces = new ToyFaces(imageSize, seed);
    return IntStream.range(first, end)
        .mapToObj(
            index ->
                new SourceImage(
                    String.format(Locale.ROOT, "toy-%08d", index), "", faces.draw(index)));
  }
}
