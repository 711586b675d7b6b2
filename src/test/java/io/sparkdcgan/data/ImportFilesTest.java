package io.sparkdcgan.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON files of an import to the letter: an import goes on from what another version left. */
class ImportFilesTest {
  private static final Shard SHARD = new Shard("a.parquet", 2, 99, "ab");

  @TempDir private Path folder;
  private final Configuration hadoop = new Configuration();

  @Test
  void theManifestOfShards() throws IOException {
    new ShardManifest(
            1,
            16,
            -3,
            1024,
            "toy:5",
            "f",
            2,
            Map.of("b", 1L, "a", 1L),
            Map.of("empty", 2L, "broken", 1L),
            Map.of(),
            0,
            List.of(SHARD),
            Map.of("max-pixels", "9", "crop", "x"),
            ShardManifest.digest(List.of(SHARD)))
        .write(ObjectStore.at(uri(), hadoop));
    assertEquals(
        """
        {
          "formatVersion" : 1,
          "imageSize" : 16,
          "seed" : -3,
          "shardImages" : 1024,
          "source" : "toy:5",
          "fingerprint" : "f",
          "images" : 2,
          "labels" : {
            "a" : 1,
            "b" : 1
          },
          "rejects" : {
            "broken" : 1,
            "empty" : 2
          },
          "shards" : [ {
            "file" : "a.parquet",
            "images" : 2,
            "bytes" : 99,
            "sha256" : "ab"
          } ],
          "options" : {
            "crop" : "x",
            "max-pixels" : "9"
          },
          "digest" : "%s"
        }\
        """
            .formatted(ShardManifest.digest(List.of(SHARD))),
        Files.readString(folder.resolve("_manifest.json")));
  }

  /** A part that no longer reads as it was written would be decoded again at each start. */
  @Test
  void aFinishedPartIsReadAsItWasWritten() throws IOException {
    ImportStaging staging = new ImportStaging(uri(), hadoop);
    RejectCount rejected = new RejectCount();
    rejected.add(new RejectedImage("c/x.jpg", "c", "truncated", "ends early"));
    staging.finish(
        3,
        new StagedPart(
            List.of(SHARD), new long[] {7, -1}, Map.of("a", 2L), "r.jsonl", rejected, Map.of()));
    String json =
        """
        {"pictures":[{"file":"a.parquet","images":2,"bytes":99,"sha256":"ab"}],"places":[7,-1],\
        "labels":{"a":2},"rejects":"r.jsonl","rejected":{"reasons":{"truncated":1},\
        "groups":{"c":1},"examples":{"c/x.jpg":"truncated: ends early"}}}\
        """;
    Path marker = folder.resolve("_staging/part-000003.json");
    assertEquals(json, Files.readString(marker));
    StagedPart part = staging.part(3).orElseThrow();
    assertEquals(List.of(SHARD), part.images());
    assertArrayEquals(new long[] {7, -1}, part.places());
    assertEquals(Map.of("a", 2L), part.labels());
    assertEquals(Optional.of("r.jsonl"), part.rejects());
    assertEquals(Map.of("truncated", 1L), part.rejected().reasons());

    Files.writeString(marker, json.replace("\"r.jsonl\"", "null"));
    assertEquals(Optional.empty(), staging.part(3).orElseThrow().rejects());
    for (String other :
        List.of(
            json.substring(0, 60),
            json.replace("\"rejects\":\"r.jsonl\",", ""),
            json.replace("\"places\"", "\"more\":1,\"places\""))) {
      Files.writeString(marker, other);
      assertTrue(staging.part(3).isEmpty(), other);
    }
  }

  @Test
  void theListOfRejects() throws IOException {
    RejectedImage reject = new RejectedImage("é/x.jpg", "", "truncated", "ends \"early\"");
    RejectList.write(ObjectStore.at(uri(), hadoop), () -> List.of(reject, reject).iterator());
    String line =
        """
        {"key":"é/x.jpg","label":"","reason":"truncated","detail":"ends \\"early\\""}
        """;
    Path file = folder.resolve("_rejects.jsonl");
    assertEquals(line + line, Files.readString(file));
    try (RejectList list = new RejectList(uri(), "one.jsonl", hadoop)) {
      list.add(reject);
    }
    assertEquals(line, Files.readString(folder.resolve("one.jsonl")));

    Files.writeString(file, line + line.replace("detail", "details"));
    Iterator<RejectedImage> found = RejectList.read(uri(), "_rejects.jsonl", hadoop);
    assertEquals("é/x.jpg", found.next().key());
    Failure failure = assertThrows(Failure.class, found::next);
    assertEquals(ExitCode.DATA, failure.code());
  }

  private String uri() {
    return "file:" + folder;
  }
}
