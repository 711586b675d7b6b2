package io.sparkdcgan.run;

import io.sparkdcgan.artifact.DataSheet;
import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.scoring.RealGrid;
import io.sparkdcgan.storage.ObjectStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a run's folder says of the images that it learns from: {@code data.json} and a grid. */
public final class LearnedImages {
  private LearnedImages() {}

  /** Sees that both are there, before the first round. */
  public static void keep(RunConfig config, TensorRdd images, ObjectStore run) {
    new DataSheet(run).put(sheet(config.data().shards(), images.manifest()));
    SampleGrids grids = new SampleGrids(run);
    if (grids.real().isEmpty()) {
      grids.putReal(new RealGrid(images, config.seed()).png(config.artifacts().gridRows()));
    }
  }

  private static Map<String, Object> sheet(String shards, ShardManifest manifest) {
    Map<String, Object> sheet = new LinkedHashMap<>();
    sheet.put("shards", shards);
    sheet.put("source", manifest.source());
    sheet.put("imageSize", manifest.imageSize());
    sheet.put("images", manifest.images());
    sheet.put("labels", new TreeMap<>(manifest.labels()));
    sheet.put("rejects", new TreeMap<>(manifest.rejects()));
    sheet.put("duplicates", manifest.duplicates());
    sheet.put("shardCount", manifest.shards().size());
    sheet.put("seed", manifest.seed());
    sheet.put("options", new TreeMap<>(manifest.options()));
    sheet.put("fingerprint", manifest.fingerprint());
    sheet.put("digest", manifest.digest());
    return sheet;
  }
}
