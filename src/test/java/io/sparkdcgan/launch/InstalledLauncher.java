package io.sparkdcgan.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What of a checkout {@code submit/dcgan} looks at, in a folder of its own. */
final class InstalledLauncher {
  private InstalledLauncher() {}

  /** Makes it, and returns its jar: as the build makes it, as far as the launcher looks into it. */
  static Path in(Path home) throws Exception {
    Path jar = home.resolve("target/spark-dcgan-1-job.jar");
    Files.createDirectories(home.resolve("submit"));
    Files.createDirectories(jar.getParent());
    for (String script : List.of("dcgan", "ending", "build-bench")) {
      Path to = home.resolve("submit").resolve(script);
      Files.copy(Path.of("submit", script), to, StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path classes =
        Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes.resolve("io/sparkdcgan"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString();
        if (name.matches("io/sparkdcgan/(launch|failure)/.*")) {
          zip.putNextEntry(new ZipEntry(name));
          zip.write(Files.readAllBytes(file));
        }
      }
    }
    return jar;
  }

  /** Writes a program. */
  static void executable(Path script, String text) throws IOException {
    Files.createDirectories(script.getParent());
    Files.writeString(script, text);
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
  }
}
