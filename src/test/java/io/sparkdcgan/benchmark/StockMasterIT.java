package io.sparkdcgan.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.imports.ImportJob;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** dl4j-spark's training master takes rounds on Spark, with Kryo registration required. */
@Tag("benchmarks")
class StockMasterIT {
  @TempDir private Path folder;

  @Test
  void bothNetworksMoveInEveryRoundAndStayFinite() throws Exception {
    try (JavaSparkContext spark = context();
        StockMaster master = new StockMaster(spark, toys(spark, 64), config(2), 2)) {
      for (int round = 0; round < 2; round++) {
        INDArray drawing = master.generator().params().dup();
        INDArray judging = master.discriminator().params().dup();
        master.train();
        assertMoved(drawing, master.generator().params());
        assertMoved(judging, master.discriminator().params());
      }
      assertEquals(1, spark.getPersistentRDDs().size(), "the real batches alone are kept");
    }
  }

  @Test
  void realBatchesAreTheImagesInTheirOrder() throws Exception {
    try (JavaSparkContext spark = context()) {
      TensorRdd tensors = toys(spark, 40);
      List<INDArray> images = tensors.tensors(1).collect();
      JavaRDD<INDArray> real = StockBatches.real(tensors, 3, 2, 4);
      List<INDArray> batches = real.collect();

      assertEquals(3, real.getNumPartitions());
      assertEquals(3 * 2, batches.size());
      for (int image = 0; image < 3 * 2 * 4; image++) {
        assertEquals(images.get(image).slice(0), batches.get(image / 4).slice(image % 4));
      }
      assertThrows(IllegalArgumentException.class, () -> StockBatches.real(tensors, 6, 2, 4));
    }
  }

  private static void assertMoved(INDArray before, INDArray after) {
    assertNotEquals(before, after);
    assertTrue(Double.isFinite(after.sumNumber().doubleValue()));
  }

  private TensorRdd toys(JavaSparkContext spark, int count) throws Exception {
    String shards = folder.resolve("shards").toString();
    new ImportJob(spark).run(new ImportConfig("toy:" + count, shards, 16, 1, 0, 12));
    return TensorRdd.open(spark, shards);
  }

  private static RunConfig config(int workers) {
    return ConfigReader.read(
        "test",
        "",
        List.of(
            "run.name=test",
            "data.shards=none",
            "data.image-size=16",
            "network.preset=pytorch",
            "network.width=4",
            "training.worker-batch-size=4",
            "training.schedule=each-batch",
            "averaging.workers=" + workers,
            "averaging.local-steps=2",
            "compute.threads=1"));
  }

  private static JavaSparkContext context() {
    return JobContext.open(
        "test",
        new SparkConf(false).setMaster("local[2]").set("spark.ui.enabled", "false"),
        StockMaster.Types.class);
  }
}
