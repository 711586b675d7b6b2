package io.sparkdcgan.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunPlaceTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectories(folder.resolve("faces/data"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("faces"));
  }

  @ParameterizedTest
  @CsvSource({
    "faces, faces",
    "faces/, faces",
    "faces/run, faces",
    "faces/../faces/data, faces",
    "link/run, faces",
    "faces/run, link",
    "run, run/snapshots/faces",
    "run, run/samples",
  })
  void aPlaceAmongTheOthersFilesIsRefusedHoweverItIsWritten(String run, String images) {
    for (String scheme : new String[] {"", "file:"}) {
      String place = scheme + folder + "/" + run;
      Failure failure =
          assertThrows(
              Failure.class,
              () -> RunPlace.requireApart(place, folder + "/" + images, new Configuration()));
      assertEquals(ExitCode.CONFIGURATION, failure.code());
      assertTrue(failure.getMessage().endsWith("take a folder of its own for --to"));
    }
  }

  /** Some keep a run's images in its folder, where nothing is in their way. */
  @Test
  void placesBesideEachOtherAndARunAroundItsImagesAreNot() {
    Configuration hadoop = new Configuration();
    assertDoesNotThrow(
        () -> RunPlace.requireApart(folder + "/faces-run", folder + "/faces", hadoop));
    assertDoesNotThrow(() -> RunPlace.requireApart(folder + "/run", folder + "/run/faces", hadoop));
    assertDoesNotThrow(() -> RunPlace.requireApart("s3a://one/faces/run", "/faces", s3()));
  }

  private static Configuration s3() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.s3a.access.key", "key");
    hadoop.set("fs.s3a.secret.key", "secret");
    return hadoop;
  }
}
