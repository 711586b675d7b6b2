package io.sparkdcgan.benchmark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.engine.nd4j.ComputeThreads;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.StockNetworks;
import io.sparkdcgan.spark.KryoTypes;
import io.sparkdcgan.spark.TensorRdd;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingAggregationTuple;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A round by dl4j-spark's {@link ParameterAveragingTrainingMaster}, as near to ours as it comes, to
 * be measured beside it. It trains one network by {@code fit}, so a round is two of its own: first
 * the discriminator on real images and on those of the generator as the round began, then the
 * generator with the discriminator on top. Within a round the two never answer each other.
 *
 * <p>It is given what speaks for it: its data lies where it is wanted, nothing is written to disk
 * before, and Adam's moments are averaged as ours are.
 */
final class StockMaster implements Contender {
  private final JavaSparkContext spark;
  private final RunConfig config;
  private final int depth;

  /** Images that each worker takes a step. */
  private final int batch;

  private final JavaRDD<INDArray> real;
  private final MultiLayerNetwork generator;
  private final SparkDl4jMultiLayer judging;
  private final SparkDl4jMultiLayer drawing;
  private long round;

  /**
   * @param spark opened with its {@link Types}
   * @param tensors at least as many images as a round reads
   * @param config of the rounds
   * @param depth of the tree in which workers' results are added up: 1 adds all of them on the
   *     driver, 2 is dl4j-spark's default
   */
  StockMaster(JavaSparkContext spark, TensorRdd tensors, RunConfig config, int depth) {
    this.spark = spark;
    this.config = config;
    this.depth = depth;
    int workers = config.averaging().workers();
    int localSteps = config.averaging().localSteps().most();
    batch = config.minibatch().smallestShare();
    real =
        StockBatches.real(tensors, workers, localSteps, batch)
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    GanNetworks networks =
        StockTraining.trainable(GanNetworks.of(config.network()), config.training());
    GanState start = networks.initialState(config.seed());
    generator = StockNetworks.generator(networks, start);
    judging =
        new SparkDl4jMultiLayer(
            spark, StockNetworks.discriminator(networks, start), master(2 * localSteps));
    drawing = new SparkDl4jMultiLayer(spark, StockTraining.stacked(networks), master(localSteps));
  }

  /** What trains a network for so many batches of each worker, and then averages. */
  private ParameterAveragingTrainingMaster master(int batches) {
    return new ParameterAveragingTrainingMaster.Builder(config.averaging().workers(), batch)
        .batchSizePerWorker(batch)
        .averagingFrequency(batches)
        .aggregationDepth(depth)
        .saveUpdater(true)
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .repartionData(Repartition.Never)
        .storageLevel(null)
        .build();
  }

  @Override
  public String name() {
    return depth == 1 ? "stock, flat" : "stock, depth " + depth;
  }

  @Override
  public long images() {
    return (long) config.averaging().workers() * config.averaging().localSteps().most() * batch;
  }

  @Override
  public double turn() {
    long begin = System.nanoTime();
    try {
      train();
    } catch (Exception e) {
      // Spark's are checked and undeclared. A master of too many results ends so.
      throw new Lost(e.getMessage().lines().findFirst().orElse(""), e);
    }
    double seconds = (System.nanoTime() - begin) * 1e-9;
    // What it leaves for the collector is not to be collected in another's turn.
    System.gc();
    return seconds;
  }

  /** Trains both networks for one round. */
  void train() {
    StockBatches batches =
        new StockBatches(config.network(), config.averaging().localSteps().most(), batch, round++);
    MultiLayerConfiguration configuration = generator.getLayerWiseConfigurations();
    Broadcast<float[]> parameters = spark.broadcast(generator.params().toFloatVector());
    fit(
        judging,
        real.mapPartitionsWithIndex(
            (worker, images) -> batches.toJudge(worker, images, configuration, parameters.value()),
            true));
    parameters.destroy();
    MultiLayerNetwork both = drawing.getNetwork();
    both.setParameters(Nd4j.concat(0, generator.params(), judging.getNetwork().params()));
    List<Integer> workers = IntStream.range(0, config.averaging().workers()).boxed().toList();
    fit(drawing, spark.parallelize(workers, workers.size()).flatMap(batches::toDraw));
    generator.setParameters(both.params().get(NDArrayIndex.interval(0, generator.numParams())));
  }

  MultiLayerNetwork generator() {
    return generator;
  }

  MultiLayerNetwork discriminator() {
    return judging.getNetwork();
  }

  /** The master counts what it is given before it takes it: kept, it is made but once. */
  private void fit(SparkDl4jMultiLayer network, JavaRDD<DataSet> data) {
    int threads = config.compute().threads();
    data.persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      network.fit(data.mapPartitions(batches -> onThreads(threads, batches), true));
    } finally {
      data.unpersist(false);
    }
  }

  private static Iterator<DataSet> onThreads(int threads, Iterator<DataSet> batches) {
    ComputeThreads.use(threads);
    return batches;
  }

  @Override
  public void close() {
    real.unpersist(false);
    generator.close();
    judging.getNetwork().close();
    drawing.getNetwork().close();
  }

  /**
   * Our types, and those that dl4j-spark's training master sends: for contexts in which it is
   * measured, and no others.
   */
  public static final class Types implements KryoRegistrator {
    @Override
    public void registerClasses(Kryo kryo) {
      new KryoTypes().registerClasses(kryo);
      kryo.register(ArrayList.class);
      kryo.register(DataSet.class);
      kryo.register(NetBroadcastTuple.class);
      // A configuration is a tree of DL4J's classes; it knows how to write itself.
      kryo.register(MultiLayerConfiguration.class, new JavaSerializer());
      kryo.register(AtomicInteger.class, new JavaSerializer());
      kryo.register(ParameterAveragingTrainingResult.class);
      kryo.register(ParameterAveragingAggregationTuple.class);
    }
  }
}
