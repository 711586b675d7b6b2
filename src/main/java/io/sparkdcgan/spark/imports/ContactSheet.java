package io.sparkdcgan.spark.imports;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardReader;
import io.sparkdcgan.evaluation.SampleGrid;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The first images of the shuffled set on one page, as training will see them: a wrong crop or
 * swapped colors show here and in no count.
 */
final class ContactSheet {
  /** Its name in the folder of the shards. */
  static final String FILE = "_images.png";

  private static final int ROWS = 8;
  private static final int COLUMNS = 8;

  private ContactSheet() {}

  /** Writes it; an executor reads the shard, since the driver may not have room for one. */
  static void write(
      JavaSparkContext spark,
      ImportConfig config,
      Shard first,
      ObjectStore set,
      Broadcast<SerializableConfiguration> settings) {
    byte[] png =
        spark
            .parallelize(List.of(first), 1)
            .map(shard -> png(config, shard, settings.value().value()))
            .first();
    set.put(FILE, png);
  }

  private static byte[] png(ImportConfig config, Shard shard, Configuration hadoop)
      throws IOException {
    ImageBlock block = new ShardReader(config.to(), config.imageSize(), hadoop).read(shard);
    int shown = Math.min(ROWS * COLUMNS, block.count());
    int length = ImageBlock.imageBytes(config.imageSize());
    float[] nchw = new float[shown * length];
    for (int image = 0; image < shown; image++) {
      ImageBatch.write(block, image, nchw, image * length);
    }
    return new SampleGrid((shown - 1) / COLUMNS + 1, COLUMNS).png(nchw, config.imageSize());
  }
}
