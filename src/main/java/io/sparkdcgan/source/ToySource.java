package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ContentDigest;
import java.util.List;

/** {@code toy:COUNT}: faces that {@link ToyFaces} draws, for trying things without data. */
record ToySource(int count, int imageSize, long seed) implements ImageSource {
  private static final int MOST = 100_000_000;

  static ImageSource open(String count, ImageSources.Context context) {
    try {
      int parsed = Integer.parseInt(count);
      if (parsed >= 1 && parsed <= MOST) {
        return new ToySource(parsed, context.imageSize(), context.seed());
      }
    } catch (NumberFormatException e) {
      // said below, together with numbers out of range
    }
    throw new Failure(
        ExitCode.USAGE,
        "toy:COUNT takes a whole number from 1 to " + MOST + ", but is toy:" + count);
  }

  @Override
  public String uri() {
    return "toy:" + count;
  }

  @Override
  public String fingerprint() {
    return new ContentDigest().add("toy").add(ToyFaces.VERSION).add(count).hex();
  }

  @Override
  public long images() {
    return count;
  }

  @Override
  public List<SourcePart> parts(int wanted) {
    return ImageSources.cut(
        count, wanted, (first, end) -> new ToyRange(first, end, imageSize, seed));
  }
}
