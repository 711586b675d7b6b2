package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.WatchedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportedShardsTest {
  @TempDir Path folder;

  /** It may be replaced between two readings, and takes a while to fetch. */
  @Test
  void theManifestIsReadOnce() throws IOException {
    Configuration hadoop = WatchedFiles.settings();
    Files.write(Files.createDirectory(folder.resolve("data")).resolve("a.parquet"), new byte[99]);
    List<Shard> shards = List.of(new Shard("data/a.parquet", 2, 99, "ab"));
    new ShardManifest(
            ShardManifest.FORMAT_VERSION,
            16,
            1,
            1024,
            "toy:2",
            "f",
            2,
            Map.of("", 2L),
            Map.of(),
            Map.of("txt", 1L),
            0,
            shards,
            Map.of(),
            ShardManifest.digest(shards))
        .write(ObjectStore.at(folder.toString(), hadoop));
    ImportedShards opened = ImportedShards.open(hadoop, folder.toString());
    assertEquals(2, opened.images());
    assertEquals(Map.of("txt", 1L), opened.passedOver());
    assertEquals(1, WatchedFiles.opened("_manifest.json", hadoop));
  }
}
