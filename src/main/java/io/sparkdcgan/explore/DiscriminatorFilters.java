package io.sparkdcgan.explore;

import io.sparkdcgan.inference.GuidedBackpropagation;
import java.util.Arrays;

/**
 * A discriminator's filters on any number of images, batch by batch.
 *
 * @param network stays the caller's to close
 * @param size edge of the images in pixels
 */
public record DiscriminatorFilters(GuidedBackpropagation network, int size)
    implements FilterFigure.Filters {
  @Override
  public float[] responses(float[] nchw) {
    int image = 3 * size * size;
    int batch = GuidedBackpropagation.BATCH * image;
    float[] all = new float[nchw.length / image * network.features()];
    int end = 0;
    for (int from = 0; from < nchw.length; from += batch) {
      float[] part =
          network.responses(Arrays.copyOfRange(nchw, from, Math.min(nchw.length, from + batch)));
      System.arraycopy(part, 0, all, end, part.length);
      end += part.length;
    }
    return all;
  }

  @Override
  public float[] pixels(float[] nchw, int feature) {
    return network.pixels(nchw, feature);
  }
}
