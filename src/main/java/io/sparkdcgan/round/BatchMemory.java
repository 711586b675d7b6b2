package io.sparkdcgan.round;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Native memory for one batch, written again and again. It is made, lent and closed by one thread;
 * in between another one may {@link #write}, which is plain copying and touches nothing of ND4J.
 */
final class BatchMemory implements AutoCloseable {
  private final int imageSize;
  private final INDArray realNchw;
  private final INDArray latents;
  private final FloatPointer realTarget;
  private final FloatPointer latentTarget;

  /** One image on its way, small enough for the processor's cache. */
  private final float[] image;

  /** Memory for batches of at most this many images. */
  BatchMemory(NetworkConfig network, int batchSize) {
    this.imageSize = network.imageSize();
    this.image = new float[ImageBlock.imageBytes(imageSize)];
    this.realNchw =
        Nd4j.create(DataType.FLOAT, batchSize, ImageRecord.CHANNELS, imageSize, imageSize);
    this.latents = Nd4j.create(DataType.FLOAT, batchSize, network.latentSize());
    this.realTarget = onHost(realNchw);
    this.latentTarget = onHost(latents);
  }

  /**
   * Overwrites the images and the latents.
   *
   * @param drawn latents, row by row
   * @return how many images were written
   * @throws IllegalArgumentException if a shard's images are not of the network's size: nothing
   *     else would keep them within this memory
   */
  int write(List<BatchPart> parts, long seed, float[] drawn) {
    int row = 0;
    for (BatchPart part : parts) {
      ImageBlock block = part.block();
      if (block.imageSize() != imageSize) {
        throw new IllegalArgumentException(
            "%s: images are %d pixels wide, but the networks take %d"
                .formatted(part.span(), block.imageSize(), imageSize));
      }
      for (int index : part.span().indices(seed)) {
        ImageBatch.write(block, index, image, 0);
        realTarget.position((long) row * image.length).put(image, 0, image.length);
        row++;
      }
    }
    latentTarget.put(drawn, 0, drawn.length);
    return row;
  }

  /** The first {@code count} rows, as they were last written. */
  PreparedBatch lend(long step, int count) {
    // For a GPU: what counts is in the host's memory now. On a CPU this does nothing.
    Nd4j.getAffinityManager().tagLocation(realNchw, Location.HOST);
    Nd4j.getAffinityManager().tagLocation(latents, Location.HOST);
    return new PreparedBatch(step, rows(realNchw, count), rows(latents, count));
  }

  @Override
  public void close() {
    realNchw.close();
    latents.close();
  }

  private static INDArray rows(INDArray array, int count) {
    return count == array.size(0) ? array : array.get(NDArrayIndex.interval(0, count));
  }

  private static FloatPointer onHost(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    return new FloatPointer(array.data().pointer());
  }
}
