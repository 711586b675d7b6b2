package io.sparkdcgan.cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks for a secret in files and in the command lines of all processes of this machine. Wants
 * Linux.
 *
 * @param core letters and digits of it: no encoding of URLs, JSON or XML changes them
 * @param whole the secret itself, which base64 would hide
 */
record SecretHunt(String core, String whole) {
  private static final Path PROCESSES = Path.of("/proc");

  boolean isIn(String text) {
    return text.contains(core)
        || text.contains(
            Base64.getEncoder().encodeToString(whole.getBytes(StandardCharsets.UTF_8)));
  }

  /** The files below these folders that hold it, whatever else is in them. */
  List<Path> hits(Path... folders) throws IOException {
    List<Path> hits = new ArrayList<>();
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
          // one byte to a character: whatever bytes are around it
          if (isIn(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))) {
            hits.add(file);
          }
        } catch (NoSuchFileException e) {
          // a log that has gone since it was listed says nothing to anybody
        }
      }
    }
    return hits;
  }

  /** All files below a folder. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  /** The command lines of all processes at this moment, words with spaces between them. */
  static Set<String> commandLines() throws IOException {
    Set<String> lines = new TreeSet<>();
    try (Stream<Path> processes = Files.list(PROCESSES)) {
      for (Path process :
          processes.filter(each -> each.getFileName().toString().matches("\\d+")).toList()) {
        try {
          lines.add(
              Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                  .replace('\0', ' '));
        } catch (IOException e) {
          // it has ended in the meantime
        }
      }
    }
    return lines;
  }
}
