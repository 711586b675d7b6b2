package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.config.NetworkConfig;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.inference.FrozenNetwork;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.spark.gpu.TaskArithmetic;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Asks a discriminator, on the cluster, which images it takes for real ones. */
public final class JudgeJob {
  /** Images that a task judges. */
  private static final int PART = 256;

  private final JavaSparkContext spark;
  private final NetworkConfig network;
  private final NetworkState discriminator;

  public JudgeJob(JavaSparkContext spark, NetworkConfig network, NetworkState discriminator) {
    this.spark = spark;
    this.network = network;
    this.discriminator = discriminator;
  }

  /** The share of the images that the discriminator takes for real ones, 0 to 1. */
  public double realShare(ImageSet images) {
    int count = images.count();
    List<Integer> parts = IntStream.rangeClosed(0, (count - 1) / PART).boxed().toList();
    // A broadcast: within tasks, Spark would warn of their size.
    Broadcast<NetworkState> shared = spark.broadcast(discriminator);
    Broadcast<ImageSet> judged = spark.broadcast(images);
    NetworkConfig config = network;
    try {
      long real =
          spark
              .parallelize(parts, parts.size())
              .map(part -> takenForReal(config, shared.value(), part(judged.value(), part)))
              .reduce(Long::sum);
      return (double) real / count;
    } finally {
      shared.destroy();
      judged.destroy();
    }
  }

  private static float[] part(ImageSet images, int part) {
    return images.nchw(part * PART, Math.min(images.count(), (part + 1) * PART));
  }

  private static long takenForReal(
      NetworkConfig network, NetworkState discriminator, float[] nchw) {
    TaskArithmetic.begin();
    try (FrozenNetwork judging =
        FrozenNetwork.discriminator(GanNetworks.of(network), discriminator)) {
      return judging.takenForReal(nchw);
    }
  }
}
