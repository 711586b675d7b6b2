package io.sparkdcgan.round;

import java.util.function.Supplier;
import org.bytedeco.javacpp.indexer.HalfIndexer;

/**
 * A piece of a worker's result on its way to the sum. The worker's report goes with every piece: it
 * is what decides about the worker's part and weight. Crosses Spark's shuffle.
 *
 * @param index which piece of the state, see {@link SlicePlan}
 * @param updates how often the worker's optimizer has moved the network that this is a piece of
 */
public record StateSlice(int index, WorkerReport report, long updates, SliceValues values) {
  /** The elements of one slice as they travel. Implementations cross Spark's shuffle. */
  public sealed interface SliceValues {
    /**
     * The elements.
     *
     * @param start the array that the worker began with; asked for only where it is needed, since
     *     it may have to come from elsewhere first
     * @param from where in it the slice begins
     * @return at float precision; may be the slice's own array, so it is not to be written to
     */
    float[] restored(Supplier<float[]> start, int from);

    /** Sum of the squares of what traveling took from the elements. */
    double squaredError();

    /** Elements to the bit. */
    record FullValues(float[] values) implements SliceValues {
      @Override
      public float[] restored(Supplier<float[]> start, int from) {
        return values;
      }

      @Override
      public double squaredError() {
        return 0;
      }
    }

    /**
     * How far elements moved, in IEEE half precision, scaled by a power of two so that the longest
     * move is between 1/2 and 1: moves down to 2^-14 of the longest keep 11 bits, smaller ones lose
     * bits one by one, below 2^-25 nothing is left of them.
     */
    record Fp16Delta(short[] halves, float scale, double squaredError) implements SliceValues {
      /** The move of elements {@code from} to {@code end - 1}. */
      static Fp16Delta between(float[] before, float[] after, int from, int end) {
        float longest = 0;
        for (int i = from; i < end; i++) {
          longest = Math.max(longest, Math.abs(after[i] - before[i]));
        }
        float scale = scaleOf(longest);
        short[] halves = new short[end - from];
        double squaredError = 0;
        for (int i = from; i < end; i++) {
          float move = after[i] - before[i];
          halves[i - from] = (short) HalfIndexer.fromFloat(move / scale);
          double error = (double) HalfIndexer.toFloat(halves[i - from]) * scale - move;
          squaredError += error * error;
        }
        return new Fp16Delta(halves, scale, squaredError);
      }

      /** A power of two, so that scaling rounds nothing. What is not finite is left out anyway. */
      private static float scaleOf(float longest) {
        return longest == 0 || !Float.isFinite(longest)
            ? 1
            : Math.scalb(1f, Math.min(Math.getExponent(longest) + 1, Float.MAX_EXPONENT));
      }

      @Override
      public float[] restored(Supplier<float[]> start, int from) {
        float[] before = start.get();
        float[] values = new float[halves.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (before[from + i] + (double) HalfIndexer.toFloat(halves[i]) * scale);
        }
        return values;
      }
    }
  }
}
