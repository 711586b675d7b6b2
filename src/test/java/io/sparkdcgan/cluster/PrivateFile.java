package io.sparkdcgan.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;

/** Files that hold secrets: nobody but their owner reads them. */
final class PrivateFile {
  private PrivateFile() {}

  /** Writes a text; its folders are made. */
  static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }

  /** Writes properties as Spark reads them, each with this before its name. */
  static Path properties(Path file, Map<String, String> properties, String before)
      throws IOException {
    return write(
        file,
        properties.entrySet().stream()
            .map(property -> before + property.getKey() + " " + property.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  /** Writes properties as Hadoop reads them. */
  static Path xml(Path file, Map<String, String> properties) throws IOException {
    return write(
        file,
        properties.entrySet().stream()
            .map(
                property ->
                    "<property><name>%s</name><value>%s</value></property>\n"
                        .formatted(property.getKey(), property.getValue()))
            .collect(Collectors.joining("", "<configuration>\n", "</configuration>\n")));
  }
}
