package io.sparkdcgan.engine.nd4j;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.engine.LocalStep;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Native memory for one batch. It is made, read and closed by one thread; what another thread does
 * in between is plain copying and touches nothing of ND4J.
 */
final class Nd4jBatch implements LocalStep.Batch, AutoCloseable {
  private static final int CHANNELS = 3;

  private final INDArray realNchw;
  private final INDArray latents;
  private final long[] seeds;
  private final FloatPointer imageTarget;
  private final FloatPointer latentTarget;

  /** Memory for at most this many images. */
  Nd4jBatch(NetworkConfig network, int size) {
    int edge = network.imageSize();
    this.realNchw = Nd4j.create(DataType.FLOAT, size, CHANNELS, edge, edge);
    this.latents = Nd4j.create(DataType.FLOAT, size, network.latentSize());
    this.seeds = new long[size];
    this.imageTarget = FloatCopy.onHost(realNchw);
    this.latentTarget = FloatCopy.onHost(latents);
  }

  @Override
  public void putImage(int row, float[] chw) {
    put(imageTarget, (long) row * chw.length, chw, realNchw.length());
  }

  @Override
  public void putLatents(float[] rows) {
    put(latentTarget, 0, rows, latents.length());
  }

  @Override
  public void putSeeds(long[] rows) {
    System.arraycopy(rows, 0, seeds, 0, rows.length);
  }

  /** Nothing but this keeps a copy within the memory. */
  private static void put(FloatPointer target, long from, float[] values, long length) {
    if (from < 0 || from + values.length > length) {
      throw new IllegalArgumentException(
          "%s floats do not go into %s from %s on".formatted(values.length, length, from));
    }
    target.position(from).put(values, 0, values.length);
  }

  /** The first images, [n, 3, S, S], as they were last written. */
  INDArray realNchw(int count) {
    return rows(realNchw, count);
  }

  /** The first latents, [n, latent size], as they were last written. */
  INDArray latents(int count) {
    return rows(latents, count);
  }

  /** The images' seeds, as they were last written; not copied. */
  long[] seeds() {
    return seeds;
  }

  private static INDArray rows(INDArray array, int count) {
    if (array.wasClosed()) {
      throw new IllegalStateException("the memory of this batch is freed");
    }
    // For a GPU: what counts is in the host's memory now. On a CPU this does nothing.
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    return count == array.size(0) ? array : array.get(NDArrayIndex.interval(0, count));
  }

  @Override
  public void close() {
    realNchw.close();
    latents.close();
  }
}
