package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.evaluation.ImagePatches;
import io.sparkdcgan.evaluation.PatchDictionary;
import io.sparkdcgan.evaluation.Whitening;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.spark.gpu.TaskArithmetic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.mllib.clustering.KMeans;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.storage.StorageLevel;

/**
 * Learns a dictionary of patches from images where they lie: whitening in the driver, k-means by
 * MLlib. It starts at patches that are drawn, as Lloyd's algorithm does.
 */
final class PatchLearning {
  /** About as many patches as are learned from; as many of each image. */
  static final int PATCHES = 50_000;

  private static final int PASSES = 20;

  private PatchLearning() {}

  /**
   * @param images how many there are
   * @param centroids how many are wanted; there are fewer if there are not as many patches
   */
  static PatchDictionary of(
      JavaSparkContext spark, JavaRDD<ImageBlock> blocks, int images, int centroids, long seed) {
    int each = (PATCHES - 1) / images + 1;
    JavaRDD<float[][]> patches = blocks.map(block -> drawn(block, each, seed));
    Whitening whitening = Whitening.of(CollectedParts.rows(patches));
    Broadcast<Whitening> shared = spark.broadcast(whitening);
    JavaRDD<Vector> points =
        patches
            .flatMap(rows -> vectors(rows, shared.value()).iterator())
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Vector[] found =
          new KMeans()
              .setK(centroids)
              .setMaxIterations(PASSES)
              .setInitializationMode(KMeans.RANDOM())
              .setSeed(seed)
              .run(points.rdd())
              .clusterCenters();
      return new PatchDictionary(
          whitening, Arrays.stream(found).map(PatchLearning::floats).toArray(float[][]::new));
    } finally {
      points.unpersist();
      shared.destroy();
    }
  }

  /** The places depend on the images' keys, and not on their shards. */
  private static float[][] drawn(ImageBlock block, int each, long seed) {
    int places = ImagePatches.count(block.imageSize());
    List<float[]> drawn = new ArrayList<>();
    for (int image = 0; image < block.count(); image++) {
      int[] order = RandomStream.of(seed, "patches/" + block.key(image)).permutation(places);
      for (int i = 0; i < Math.min(each, places); i++) {
        drawn.add(ImagePatches.one(block, image, order[i]));
      }
    }
    return drawn.toArray(float[][]::new);
  }

  private static List<Vector> vectors(float[][] patches, Whitening whitening) {
    if (patches.length == 0) {
      return List.of();
    }
    TaskArithmetic.begin();
    return Arrays.stream(whitening.apply(patches)).map(PatchLearning::vector).toList();
  }

  private static Vector vector(float[] values) {
    return Vectors.dense(IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray());
  }

  private static float[] floats(Vector vector) {
    float[] values = new float[vector.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) vector.apply(i);
    }
    return values;
  }
}
