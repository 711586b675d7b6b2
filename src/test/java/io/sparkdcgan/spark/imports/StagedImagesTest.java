package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.data.RejectedImage;
import io.sparkdcgan.data.Shard;
import io.sparkdcgan.data.StagedPart;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.source.ImageSources;
import io.sparkdcgan.source.SourcePart;
import io.sparkdcgan.spark.ShuffleKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Parts of any number of images are staged and read back in a bounded memory. */
class StagedImagesTest {
  private static final long THREE_IMAGES = 3 * 3 * 16 * 16;

  private final Configuration hadoop = new Configuration();
  @TempDir private Path folder;

  @Test
  void aLargePartIsStagedInFilesOfBoundedBytesAndReadBackInOrder() throws IOException {
    StagedPart part = stage("toy:10", THREE_IMAGES);
    assertEquals(List.of(3, 3, 3, 1), part.images().stream().map(Shard::images).toList());

    List<String> keys = new ArrayList<>();
    List<Long> places = new ArrayList<>();
    for (Iterator<Tuple2<ShuffleKey, ImageRecord>> all = read().accepted(0); all.hasNext(); ) {
      Tuple2<ShuffleKey, ImageRecord> next = all.next();
      keys.add(next._2.key());
      places.add(next._1.hash());
    }
    assertEquals("toy-00000000", keys.get(0));
    assertEquals("toy-00000009", keys.get(9));
    assertEquals(10, keys.size());
    assertArrayEquals(part.places(), places.stream().mapToLong(Long::longValue).toArray());
  }

  @Test
  void aFileIsReadWhenTheOneBeforeItIsUsedUp() throws IOException {
    StagedPart part = stage("toy:10", THREE_IMAGES);
    Files.delete(folder.resolve("shards/_staging").resolve(part.images().get(1).file()));
    Iterator<Tuple2<ShuffleKey, ImageRecord>> images = read().accepted(0);
    for (int image = 0; image < 3; image++) {
      assertTrue(images.hasNext());
      images.next();
    }
    Failure failure = assertThrows(Failure.class, images::hasNext);
    assertEquals(ExitCode.DATA, failure.code());
    assertTrue(failure.getMessage().startsWith("part 0 in "), failure.getMessage());
  }

  @Test
  void rejectsOfAPartAreAFileAndItsMarkerOnlyCountsThem() throws IOException {
    for (int index = 0; index < 2000; index++) {
      Files.createDirectories(folder.resolve("photos"));
      Files.createFile(folder.resolve("photos/" + index + ".jpg"));
    }
    StagedPart part = stage("folder:" + folder.resolve("photos"), THREE_IMAGES);
    assertEquals(List.of(), part.images());
    assertEquals(Map.of("empty", 2000L), part.rejected().reasons());
    assertTrue(Files.size(folder.resolve("shards/_staging/part-000000.json")) < 1000);
    int count = 0;
    Iterator<Tuple2<ShuffleKey, RejectedImage>> rejects = read().rejected(0);
    while (rejects.hasNext()) {
      assertEquals("empty", rejects.next()._2.reason());
      count++;
    }
    assertEquals(2000, count);
  }

  @Test
  void aListOfRejectsThatLostALineIsDamaged() throws IOException {
    Files.createDirectories(folder.resolve("photos"));
    Files.createFile(folder.resolve("photos/1.jpg"));
    Files.createFile(folder.resolve("photos/2.jpg"));
    StagedPart part = stage("folder:" + folder.resolve("photos"), THREE_IMAGES);
    Path list = folder.resolve("shards/_staging").resolve(part.rejects().orElseThrow());
    Files.write(list, Files.readAllLines(list).subList(0, 1));
    Iterator<Tuple2<ShuffleKey, RejectedImage>> rejects = read().rejected(0);
    rejects.next();
    assertEquals(ExitCode.DATA, assertThrows(Failure.class, rejects::hasNext).code());
  }

  private StagedPart stage(String source, long fileBytes) throws IOException {
    ImportConfig config = new ImportConfig(source, target(), 16, 1, 1, 10);
    SourcePart part = ImageSources.open(source, 16, 1, hadoop).parts(1).get(0);
    return PartDecoding.run(0, part, config, "attempt", fileBytes, hadoop);
  }

  private StagedImages read() {
    return new StagedImages(target(), 16, 1, hadoop);
  }

  private String target() {
    return folder.resolve("shards").toUri().toString();
  }
}
