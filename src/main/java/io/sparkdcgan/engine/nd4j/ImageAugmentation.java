package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.TrainingConfig.Augmentation;
import io.sparkdcgan.random.RandomStream;
import java.util.Arrays;

/**
 * What differentiable augmentation does to one image (Zhao et al. 2020, section 3 and the authors'
 * code): in this order its colors change, it moves, and a square of it becomes 0. An image is [3,
 * S, S] in C order, in [-1, 1] before. All of it is linear but for what brightness adds, so that
 * its gradient goes back by the transpose, whatever the image.
 *
 * @param brightness added to every number, in [-0.5, 0.5)
 * @param saturation factor of a pixel's distance from the mean of its three colors, in [0, 2)
 * @param contrast factor of a number's distance from the mean of the image, in [0.5, 1.5)
 * @param down rows that the image moves, at most an eighth of them; what comes in is 0
 * @param right columns that it moves
 * @param top first row of the square, may lie outside
 * @param left first column of the square, may lie outside
 * @param hole edge of the square, in pixels; half the image's, or 0 for none
 */
record ImageAugmentation(
    double brightness,
    double saturation,
    double contrast,
    int down,
    int right,
    int top,
    int left,
    int hole) {

  /** What a stream says for an image of this edge; what is not wanted changes nothing. */
  static ImageAugmentation drawn(Augmentation kinds, int edge, RandomStream noise) {
    double brightness = kinds.color() ? noise.nextDouble(-0.5, 0.5) : 0;
    double saturation = kinds.color() ? noise.nextDouble(0, 2) : 1;
    double contrast = kinds.color() ? noise.nextDouble(0.5, 1.5) : 1;
    int farthest = kinds.translation() ? (edge + 4) / 8 : 0;
    int down = noise.nextInt(2 * farthest + 1) - farthest;
    int right = noise.nextInt(2 * farthest + 1) - farthest;
    int hole = kinds.cutout() ? edge / 2 : 0;
    int top = noise.nextInt(edge + 1) - hole / 2;
    int left = noise.nextInt(edge + 1) - hole / 2;
    return new ImageAugmentation(brightness, saturation, contrast, down, right, top, left, hole);
  }

  /**
   * Augments.
   *
   * @param image overwritten
   * @param result becomes the image
   */
  void apply(double[] image, double[] result, int edge) {
    color(image, brightness);
    move(image, result, edge, down, right);
    cut(result, edge);
  }

  /**
   * Takes a gradient back.
   *
   * @param gradient by the augmented image; overwritten
   * @param result becomes the gradient by the image
   */
  void transpose(double[] gradient, double[] result, int edge) {
    cut(gradient, edge);
    move(gradient, result, edge, -down, -right);
    // A symmetric matrix: it mixes each number with means that it takes part in.
    color(result, 0);
  }

  /**
   * With s and c for saturation and contrast, m for the mean of a pixel and M for that of the
   * image:
   *
   * <pre>
   * x' = c s x + c (1 - s) m + (1 - c) M + brightness
   * </pre>
   */
  private void color(double[] image, double added) {
    if (saturation == 1 && contrast == 1 && added == 0) {
      return;
    }
    int area = image.length / 3;
    double sum = 0;
    for (double value : image) {
      sum += value;
    }
    double own = contrast * saturation;
    double gray = contrast * (1 - saturation) / 3;
    double offset = (1 - contrast) * sum / image.length + added;
    for (int pixel = 0; pixel < area; pixel++) {
      double red = image[pixel];
      double green = image[pixel + area];
      double blue = image[pixel + 2 * area];
      double shared = gray * (red + green + blue) + offset;
      image[pixel] = own * red + shared;
      image[pixel + area] = own * green + shared;
      image[pixel + 2 * area] = own * blue + shared;
    }
  }

  private static void move(double[] from, double[] to, int edge, int down, int right) {
    Arrays.fill(to, 0);
    int width = edge - Math.abs(right);
    for (int map = 0; map < 3; map++) {
      for (int row = Math.max(0, down); row < edge + Math.min(0, down); row++) {
        int source = (map * edge + row - down) * edge + Math.max(0, -right);
        int target = (map * edge + row) * edge + Math.max(0, right);
        System.arraycopy(from, source, to, target, width);
      }
    }
  }

  private void cut(double[] image, int edge) {
    int begin = Math.max(0, left);
    int end = Math.min(edge, left + hole);
    for (int map = 0; map < 3; map++) {
      for (int row = Math.max(0, top); row < Math.min(edge, top + hole); row++) {
        Arrays.fill(image, (map * edge + row) * edge + begin, (map * edge + row) * edge + end, 0);
      }
    }
  }
}
