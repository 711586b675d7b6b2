package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.spark.TensorRdd;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

/**
 * What stock networks are fed in one round, made in the workers' tasks.
 *
 * @param network whose latents are drawn
 * @param localSteps of each worker, at least 1
 * @param batch images a step, at least 1
 * @param round from which the latents are derived
 */
record StockBatches(NetworkConfig network, int localSteps, int batch, long round)
    implements Serializable {

  private static final long SEED = 1;

  /**
   * Real images as the workers take them, every round the same: partition i holds worker i's
   * batches, each [batch, 3, size, size] in [-1, 1]. Made of single images by a shuffle.
   *
   * @throws IllegalArgumentException if there are too few images
   */
  static JavaRDD<INDArray> real(TensorRdd tensors, int workers, int localSteps, int batch) {
    long share = (long) localSteps * batch;
    long images = tensors.manifest().images();
    if (images < share * workers) {
      throw new IllegalArgumentException(
          "%s workers of %s images each need %s, but there are %s"
              .formatted(workers, share, share * workers, images));
    }
    return tensors
        .tensors(1)
        .zipWithIndex()
        .filter(image -> image._2() < share * workers)
        .mapToPair(image -> new Tuple2<>((int) (image._2() / share), image))
        .partitionBy(new HashPartitioner(workers))
        .values()
        .mapPartitions(part -> stacked(part, batch));
  }

  private static Iterator<INDArray> stacked(Iterator<Tuple2<INDArray, Long>> images, int batch) {
    List<Tuple2<INDArray, Long>> all = new ArrayList<>();
    images.forEachRemaining(all::add);
    all.sort(Comparator.comparingLong(Tuple2::_2));
    return IntStream.range(0, all.size() / batch)
        .mapToObj(
            step ->
                Nd4j.concat(
                    0,
                    all.subList(step * batch, (step + 1) * batch).stream()
                        .map(Tuple2::_1)
                        .toArray(INDArray[]::new)))
        .iterator();
  }

  /**
   * For the discriminator: before each real batch, judged 1, as many images that the generator
   * draws, judged 0. In batches of their own, since batch norm would mix them.
   *
   * @param parameters of the generator
   */
  Iterator<DataSet> toJudge(
      int worker, Iterator<INDArray> real, MultiLayerConfiguration generator, float[] parameters) {
    MultiLayerNetwork drawing = new MultiLayerNetwork(generator.clone());
    drawing.init(Nd4j.createFromArray(parameters), false);
    List<DataSet> batches = new ArrayList<>();
    for (int step = 0; real.hasNext(); step++) {
      INDArray drawnNchw = drawing.output(latents("drawn", worker, step), true);
      batches.add(new DataSet(drawnNchw.detach(), Nd4j.zeros(DataType.FLOAT, batch, 1)));
      batches.add(new DataSet(real.next(), Nd4j.ones(DataType.FLOAT, batch, 1)));
    }
    return batches.iterator();
  }

  /** For the generator: latents whose images shall be judged 1. */
  Iterator<DataSet> toDraw(int worker) {
    return IntStream.range(0, localSteps)
        .mapToObj(
            step ->
                new DataSet(latents("to draw", worker, step), Nd4j.ones(DataType.FLOAT, batch, 1)))
        .iterator();
  }

  private INDArray latents(String purpose, int worker, int step) {
    LatentSampler sampler = LatentSampler.of(network);
    RandomStream stream = RandomStream.of(SEED, "stock latents " + purpose, round, worker, step);
    return Nd4j.create(sampler.draw(stream, batch), new long[] {batch, sampler.size()}, 'c');
  }
}
