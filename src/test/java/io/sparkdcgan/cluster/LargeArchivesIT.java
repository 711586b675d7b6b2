package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives of more than a gigabyte, and sources of very many tiny images. Takes minutes, so only
 * where it is asked for: {@code -Dlarge.archives=tar,tgz,zip,imagenet,lmdb} or some of these, and
 * {@code -Dtiny.pictures=200000}.
 */
@Tag("archives")
final class LargeArchivesIT {
  private static final int IMAGES = 40_000;
  private static final long GIGABYTE = 1L << 30;

  @TempDir private Path folder;

  @Test
  void anExecutorStaysBelowAGigabyteWhateverTheArchive() throws Exception {
    String layouts = System.getProperty("large.archives", "");
    assumeTrue(!layouts.isEmpty(), "set -Dlarge.archives to layouts");
    LargeArchive archive = new LargeArchive(IMAGES);
    try (MeasuredImport measured = new MeasuredImport()) {
      for (String layout : layouts.split(",", -1)) {
        Path files = Files.createDirectories(folder.resolve(layout));
        String source = archive.write(layout, files);
        long bytes = bytes(files);
        assertTrue(bytes > GIGABYTE, source + " has " + bytes + " bytes");
        String what = layout + " of " + (bytes >> 20) + " MB";
        measured.run(what, source, folder.resolve("shards-" + layout), IMAGES);
      }
    }
  }

  @Test
  void manyTinyImagesAreImportedFromOneTarAndFromTheirFiles() throws Exception {
    int images = Integer.getInteger("tiny.pictures", 0);
    assumeTrue(images > 0, "set -Dtiny.pictures to a number");
    TinyImages tiny = new TinyImages(images);
    try (MeasuredImport measured = new MeasuredImport()) {
      String tar = tiny.writeTar(folder.resolve("tiny.tar"));
      measured.run("a tar of " + images, tar, folder.resolve("shards-tar"), images);
      String files = tiny.writeFiles(folder.resolve("files"));
      measured.run(images + " files", files, folder.resolve("shards-files"), images);
    }
  }

  private static long bytes(Path folder) throws Exception {
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
