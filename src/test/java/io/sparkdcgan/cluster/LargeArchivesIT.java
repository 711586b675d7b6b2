package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives of more than a gigabyte, and sources of very many tiny pictures. Takes minutes, so only
 * where it is asked for: {@code -Dlarge.archives=tar,tgz,zip,imagenet,lmdb} or some of these, and
 * {@code -Dtiny.pictures=200000}.
 */
final class LargeArchivesIT {
  private static final int PICTURES = 40_000;
  private static final long GIGABYTE = 1L << 30;

  @TempDir private Path folder;

  @Test
  void anExecutorStaysBelowAGigabyteWhateverTheArchive() throws Exception {
    String layouts = System.getProperty("large.archives", "");
    assumeTrue(!layouts.isEmpty(), "set -Dlarge.archives to layouts");
    LargeArchive archive = new LargeArchive(PICTURES);
    try (MeasuredImport measured = new MeasuredImport()) {
      for (String layout : layouts.split(",", -1)) {
        Path files = Files.createDirectories(folder.resolve(layout));
        String source = archive.write(layout, files);
        long bytes = bytes(files);
        assertTrue(bytes > GIGABYTE, source + " has " + bytes + " bytes");
        String what = layout + " of " + (bytes >> 20) + " MB";
        measured.run(what, source, folder.resolve("shards-" + layout), PICTURES);
      }
    }
  }

  @Test
  void manyTinyPicturesAreImportedFromOneTarAndFromTheirFiles() throws Exception {
    int pictures = Integer.getInteger("tiny.pictures", 0);
    assumeTrue(pictures > 0, "set -Dtiny.pictures to a number");
    TinyPictures tiny = new TinyPictures(pictures);
    try (MeasuredImport measured = new MeasuredImport()) {
      String tar = tiny.writeTar(folder.resolve("tiny.tar"));
      measured.run("a tar of " + pictures, tar, folder.resolve("shards-tar"), pictures);
      String files = tiny.writeFiles(folder.resolve("files"));
      measured.run(pictures + " files", files, folder.resolve("shards-files"), pictures);
    }
  }

  private static long bytes(Path folder) throws Exception {
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
