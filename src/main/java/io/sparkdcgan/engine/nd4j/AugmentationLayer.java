package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.TrainingConfig.Augmentation;
import io.sparkdcgan.random.RandomStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Differentiable augmentation (Zhao et al. 2020) before the discriminator's first layer, for one
 * pass: every image is changed by chance, and gradients flow through the change.
 *
 * @param kinds what is done to images
 * @param seeds one for each image
 * @param pass names what the pass is for: the same image is changed in another way in another pass
 */
record AugmentationLayer(Augmentation kinds, long[] seeds, String pass) implements Layer {
  /** The layer's name in a profile. */
  static final String NAME = "augmentation";

  /** What becomes of one image: the first array is its own, the second for the result. */
  private interface Change {
    void apply(ImageAugmentation augmentation, double[] image, double[] result, int edge);
  }

  @Override
  public INDArray train(INDArray input, Tape tape) {
    INDArray output = Ops.empty(input, input.shape());
    change(input, output, ImageAugmentation::apply);
    tape.add(
        (gradient, wanted) -> {
          change(gradient, gradient, ImageAugmentation::transpose);
          return gradient;
        });
    return output;
  }

  /** Images that are looked at stay as they are. */
  @Override
  public INDArray infer(INDArray input) {
    return input;
  }

  /**
   * Image by image, so that each stays in the processor's cache.
   *
   * @param from [n, 3, S, S]
   * @param to the same, or the same array
   */
  private void change(INDArray from, INDArray to, Change change) {
    int edge = Math.toIntExact(from.size(3));
    int length = Math.toIntExact(from.length() / from.size(0));
    Numbers source = Numbers.of(from);
    Numbers target = Numbers.of(to);
    double[] image = new double[length];
    double[] result = new double[length];
    for (int row = 0; row < from.size(0); row++) {
      source.read((long) row * length, image);
      change.apply(
          ImageAugmentation.drawn(kinds, edge, RandomStream.of(seeds[row], pass)),
          image,
          result,
          edge);
      target.write((long) row * length, result);
    }
    Nd4j.getAffinityManager().tagLocation(to, Location.HOST);
  }

  /** The numbers of an array, from any place on. */
  private sealed interface Numbers {
    void read(long from, double[] values);

    void write(long from, double[] values);

    static Numbers of(INDArray array) {
      if (array.offset() != 0 || array.ordering() != 'c' || !isContiguous(array)) {
        throw new IllegalArgumentException("images do not lie one after the other");
      }
      Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
      return array.dataType() == DataType.DOUBLE
          ? new Doubles(new DoublePointer(array.data().pointer()))
          : new Floats(FloatCopy.onHost(array));
    }

    private static boolean isContiguous(INDArray array) {
      long expected = 1;
      for (int axis = array.rank() - 1; axis >= 0; axis--) {
        if (array.size(axis) > 1 && array.stride(axis) != expected) {
          return false;
        }
        expected *= array.size(axis);
      }
      return true;
    }
  }

  private record Floats(FloatPointer pointer) implements Numbers {
    @Override
    public void read(long from, double[] values) {
      float[] copied = new float[values.length];
      pointer.position(from).get(copied);
      for (int i = 0; i < copied.length; i++) {
        values[i] = copied[i];
      }
    }

    @Override
    public void write(long from, double[] values) {
      float[] copied = new float[values.length];
      for (int i = 0; i < copied.length; i++) {
        copied[i] = (float) values[i];
      }
      pointer.position(from).put(copied);
    }
  }

  private record Doubles(DoublePointer pointer) implements Numbers {
    @Override
    public void read(long from, double[] values) {
      pointer.position(from).get(values);
    }

    @Override
    public void write(long from, double[] values) {
      pointer.position(from).put(values);
    }
  }
}
