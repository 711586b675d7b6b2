package io.sparkdcgan.spark.imports;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.dedup.CodeTraining;
import io.sparkdcgan.dedup.CodeTraining.CodeUpdate;
import io.sparkdcgan.dedup.Thumbnails;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.CodeNetwork;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.spark.ShuffleKey;
import io.sparkdcgan.spark.gpu.TaskArithmetic;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Trains the autoencoder of near-duplicates on the first images in the order of the shuffle, one
 * task a worker. The driver collects the workers' states, 10 MB each of a fixed number, so that
 * they need no slices.
 */
final class CodeTrainingJob {
  private static final Logger LOG = LoggerFactory.getLogger(CodeTrainingJob.class);

  private final JavaSparkContext spark;
  private final int imageSize;
  private final long seed;

  CodeTrainingJob(JavaSparkContext spark, int imageSize, long seed) {
    this.spark = spark;
    this.imageSize = imageSize;
    this.seed = seed;
  }

  /**
   * The trained autoencoder.
   *
   * @param images all of the set
   * @param hashes of all images, ascending, at least one
   */
  NetworkState trained(JavaPairRDD<ShuffleKey, ImageRecord> images, long[] hashes) {
    ImageBlock first = sample(images, hashes);
    int rounds = CodeTraining.rounds(first.count());
    LOG.info("near-duplicates: an autoencoder learns from {} images", first.count());
    Broadcast<ImageBlock> sample = spark.broadcast(first);
    try {
      NetworkState state = CodeNetwork.initialState(seed);
      for (int round = 0; round < rounds; round++) {
        state = next(state, sample, round);
      }
      return state;
    } finally {
      sample.destroy();
    }
  }

  private NetworkState next(NetworkState start, Broadcast<ImageBlock> sample, int round) {
    Broadcast<NetworkState> shared = spark.broadcast(start);
    long named = seed;
    List<Integer> workers = IntStream.range(0, CodeTraining.WORKERS).boxed().toList();
    try {
      List<CodeUpdate> updates =
          spark
              .parallelize(workers, CodeTraining.WORKERS)
              .map(
                  worker -> {
                    TaskArithmetic.begin();
                    return CodeTraining.work(shared.value(), sample.value(), named, round, worker);
                  })
              .collect();
      NetworkState state = CodeTraining.joined(updates);
      if (!state.isFinite()) {
        throw new Failure(
            ExitCode.DATA,
            "the autoencoder that tells near-duplicates diverged in round %s: import with another"
                    .formatted(round)
                + " --seed, or without --dedup");
      }
      LOG.info(
          "near-duplicates: round {}, mean squared error {}",
          round + 1,
          updates.stream().mapToDouble(CodeUpdate::error).average().orElse(0));
      return state;
    } finally {
      shared.destroy();
    }
  }

  private ImageBlock sample(JavaPairRDD<ShuffleKey, ImageRecord> images, long[] hashes) {
    int count = Math.min(hashes.length, CodeTraining.MOST_IMAGES);
    long last = hashes[count - 1];
    int size = imageSize;
    List<ImageRecord> first =
        images
            .filter(image -> image._1.hash() <= last)
            .mapValues(
                image ->
                    new ImageRecord(
                        image.key(), image.label(), new Thumbnails(size).of(image.pixels())))
            .collect()
            .stream()
            .sorted(Comparator.comparing(Tuple2::_1))
            .limit(count)
            .map(Tuple2::_2)
            .toList();
    return ImageBlock.of(CodeNetwork.EDGE, first);
  }
}
