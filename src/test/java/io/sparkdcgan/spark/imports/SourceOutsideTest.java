package io.sparkdcgan.spark.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceOutsideTest {
  @TempDir private Path folder;

  @BeforeEach
  void someFolders() throws IOException {
    Files.createDirectories(folder.resolve("photos/cats"));
    Files.createFile(folder.resolve("faces.zip"));
    Files.createDirectories(folder.resolve("odd[1]"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("photos"));
  }

  @Test
  void aTargetInItsSourceIsRefusedHoweverItIsWritten() {
    for (String to :
        new String[] {
          "photos",
          "photos/",
          "photos/shards",
          "photos/cats/../x",
          "link/shards",
          "link",
          "./photos/a"
        }) {
      for (String scheme : new String[] {"", "file:", "file://"}) {
        assertRefused("folder:" + folder.resolve("photos"), scheme + folder + "/" + to, "lies in");
        assertRefused("lsun:file:" + folder + "/link/", scheme + folder + "/" + to, "lies in");
      }
    }
    assertRefused("folder:" + folder.resolve("odd[1]"), folder + "/odd[1]/shards", "lies in");
  }

  @Test
  void aSourceInItsTargetIsRefused() {
    assertRefused("folder:" + folder.resolve("photos/cats"), folder + "/link", "holds the source");
    assertRefused("faces:" + folder.resolve("faces.zip"), folder.toString(), "holds the source");
    assertRefused("webdataset:" + folder + "/a-{0..9}.tar", folder + "/", "holds the source");
  }

  @Test
  void othersAreNot() throws IOException {
    Configuration hadoop = new Configuration();
    for (String source :
        new String[] {
          "folder:" + folder + "/photos",
          "webdataset:" + folder + "/*.tar",
          "faces:" + folder + "/faces.zip",
          "toy:100",
          "unknown:x",
          "nothing",
          "folder:"
        }) {
      SourceOutside.require(source, folder + "/photos-64", hadoop);
    }
  }

  private static void assertRefused(String source, String to, String says) {
    Failure failure =
        assertThrows(
            Failure.class, () -> SourceOutside.require(source, to, new Configuration()), to);
    assertEquals(ExitCode.USAGE, failure.code());
    assertTrue(failure.getMessage().startsWith("--to " + to + " " + says), failure.getMessage());
  }
}
