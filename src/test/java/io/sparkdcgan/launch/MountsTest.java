package io.sparkdcgan.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MountsTest {
  @TempDir private Path folder;

  @Test
  void theDeepestAndTheLastMountCounts() throws IOException {
    Path top = folder.toRealPath();
    Mounts mounts =
        new Mounts(
            List.of(
                "overlay / overlay rw,noexec 0 0",
                "tmpfs " + top + " tmpfs rw 0 0",
                "tmpfs " + top + "/a\\040b tmpfs rw,nosuid,noexec,relatime 0 0",
                "tmpfs " + top + "/c tmpfs rw,noexec 0 0",
                "tmpfs " + top + "/c tmpfs rw 0 0",
                "cut"));
    Files.createSymbolicLink(top.resolve("link"), Path.of("a b"));
    assertEquals(false, mounts.isNoexec(top));
    assertEquals(true, mounts.isNoexec(top.resolve("a b/not/yet")));
    assertEquals(true, mounts.isNoexec(top.resolve("x/../a b")));
    assertEquals(false, mounts.isNoexec(top.resolve("c/d")));
    assertEquals(true, mounts.isNoexec(Path.of("/nowhere")));
    Files.createDirectory(top.resolve("a b"));
    assertEquals(true, mounts.isNoexec(top.resolve("link/d")));
  }

  @Test
  void theKernelsTableOfThisMachineIsRead() {
    assertFalse(Mounts.here().isNoexec(Path.of(System.getProperty("java.home"))));
    assertFalse(new Mounts(List.of()).isNoexec(Path.of("/")));
  }
}
