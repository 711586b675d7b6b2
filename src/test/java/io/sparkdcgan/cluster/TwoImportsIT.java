package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.ShardManifest;
import io.sparkdcgan.data.ShardSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports that were started twice into one folder, as processes. */
@Tag("faults")
final class TwoImportsIT {
  @TempDir private Path folder;

  @Test
  void oneImportsAndTheOtherIsRefusedOrFindsItDone() throws Exception {
    Path set = folder.resolve("set");
    List<CompletableFuture<Launch>> both =
        Stream.of(1, 1).map(seed -> CompletableFuture.supplyAsync(() -> imported(set))).toList();
    List<Launch> ends = both.stream().map(CompletableFuture::join).toList();
    assertTrue(ends.stream().anyMatch(end -> end.exitCode() == 0), ends.toString());
    for (Launch end : ends) {
      JsonNode result = end.result();
      assertEquals(end.exitCode(), result.get("exitCode").asInt());
      assertTrue(Set.of(0, 73).contains(end.exitCode()), result.toString());
      if (end.exitCode() == 73) {
        assertTrue(result.get("error").asText().contains("is held by another driver"));
      }
    }
    ShardManifest manifest = ShardSet.whole(set.toString(), new Configuration());
    try (Stream<Path> files = Files.list(set.resolve("data"))) {
      assertEquals(
          manifest.shards().stream().map(Shard::file).collect(Collectors.toSet()),
          files.map(file -> "data/" + file.getFileName()).collect(Collectors.toSet()));
    }
    assertTrue(Files.exists(set.resolve("_SUCCESS")));
  }

  private static Launch imported(Path set) {
    try {
      return Launch.run(
          "import",
          "toy:2000",
          "--to",
          set.toString(),
          "--image-size",
          "16",
          "--shard-images",
          "200",
          "--",
          "--conf",
          "spark.hadoop.dcgan.import.lease-seconds=10");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
