package io.sparkdcgan.spark.scoring;

import io.sparkdcgan.evaluation.FeatureMatrix;
import io.sparkdcgan.evaluation.FeatureModel;
import io.sparkdcgan.evaluation.FeatureModel.FeatureInput;
import io.sparkdcgan.evaluation.ImageSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Has executors say what an ONNX model says of images. The model's bytes are sent to each executor
 * once; a task loads it once and takes images in small batches.
 */
public final class FeatureJob implements AutoCloseable {
  /** Images that go through the model at once. */
  private static final int BATCH = 32;

  private final JavaSparkContext spark;
  private final Broadcast<byte[]> model;
  private final FeatureInput input;

  /**
   * @param onnx the model's bytes, sent out until this is closed
   */
  public FeatureJob(JavaSparkContext spark, byte[] onnx, FeatureInput input) {
    this.spark = spark;
    this.model = spark.broadcast(onnx);
    this.input = input;
  }

  /** A row for each image, in their order. */
  public FeatureMatrix of(ImageSet images) {
    Broadcast<ImageSet> shared = spark.broadcast(images);
    Broadcast<byte[]> onnx = model;
    FeatureInput wanted = input;
    int batches = (images.count() - 1) / BATCH + 1;
    try {
      List<float[]> rows =
          spark
              .parallelize(
                  IntStream.range(0, batches).boxed().toList(),
                  Math.min(batches, Math.max(1, spark.defaultParallelism())))
              .mapPartitions(parts -> features(parts, shared.value(), onnx.value(), wanted))
              .collect();
      int length = rows.stream().mapToInt(part -> part.length).sum();
      return FeatureMatrix.of(rows, length / images.count());
    } finally {
      shared.destroy();
    }
  }

  private static Iterator<float[]> features(
      Iterator<Integer> batches, ImageSet images, byte[] onnx, FeatureInput wanted) {
    List<float[]> rows = new ArrayList<>();
    try (FeatureModel loaded = FeatureModel.of(onnx, wanted)) {
      while (batches.hasNext()) {
        int first = batches.next() * BATCH;
        int end = Math.min(first + BATCH, images.count());
        rows.add(loaded.features(images.part(first, end)));
      }
    }
    return rows.iterator();
  }

  @Override
  public void close() {
    model.destroy();
  }
}
