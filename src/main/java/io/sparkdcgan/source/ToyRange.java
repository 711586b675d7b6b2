package io.sparkdcgan.source;

import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** A range of toy faces, drawn where it is read. */
record ToyRange(int first, int end, int imageSize, long seed) implements SourcePart {
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
