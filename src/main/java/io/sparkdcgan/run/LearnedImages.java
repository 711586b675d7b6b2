package io.sparkdcgan.run;

import io.sparkdcgan.artifact.DataSheet;
import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.scoring.RealGrid;
import io.sparkdcgan.storage.ObjectStore;

/** What a run's folder says of the images that it learns from: {@code data.json} and a grid. */
public final class LearnedImages {
  private LearnedImages() {}

  /** Sees that both are there, before the first round. */
  public static void keep(RunConfig config, TensorRdd images, ObjectStore run) {
    sheet(config.data().shards(), images.manifest()).put(run);
    SampleGrids grids = new SampleGrids(run);
    if (grids.real().isEmpty()) {
      grids.putReal(new RealGrid(images, config.seed()).png(config.artifacts().gridRows()));
    }
  }

  private static DataSheet sheet(String shards, ShardManifest manifest) {
    return new DataSheet(
        shards,
        manifest.source(),
        manifest.imageSize(),
        manifest.images(),
        manifest.labels(),
        manifest.rejects(),
        manifest.duplicates(),
        manifest.shards().size(),
        manifest.seed(),
        manifest.options(),
        manifest.fingerprint(),
        manifest.digest());
  }
}
