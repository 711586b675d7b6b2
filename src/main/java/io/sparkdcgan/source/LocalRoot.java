package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.PlainFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * A folder of this machine, and the files in it by their names' bytes. Java's paths hold bytes and
 * show text in the locale's encoding; their URIs have the bytes, whatever the locale is. So names
 * are read that are no text, and all names without a UTF-8 locale.
 *
 * @param uri the folder's, with a slash at its end
 */
record LocalRoot(String uri) {
  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  /** Whether a path is on this machine's own file system, and not on one derived from Hadoop's. */
  static boolean holds(org.apache.hadoop.fs.Path path, Configuration hadoop) throws IOException {
    return PlainFiles.isLocal(PlainFiles.of(path, hadoop));
  }

  static LocalRoot of(org.apache.hadoop.fs.Path folder) {
    return new LocalRoot(encoded(folder) + "/");
  }

  /** A local file or folder. */
  static Path path(org.apache.hadoop.fs.Path path) {
    return Path.of(URI.create(encoded(path)));
  }

  private static String encoded(org.apache.hadoop.fs.Path path) {
    String plain = path.toUri().getPath();
    return "file://" + escaped(plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A file in it.
   *
   * @param name its path below the folder as {@link NameBytes} has it
   */
  Path file(String name) {
    return Path.of(URI.create(uri + escaped(NameBytes.bytes(name))));
  }

  /** The last part of a path, as {@link NameBytes} has it. */
  static String name(Path path) {
    String text = path.getFileName().toString();
    if (NAMES.equals(StandardCharsets.UTF_8) && text.indexOf('\uFFFD') < 0) {
      return NameBytes.guarded(text);
    }
    String raw = path.toUri().getRawPath();
    int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
    return NameBytes.text(plain(raw.substring(raw.lastIndexOf('/', end - 1) + 1, end)));
  }

  /**
   * @throws Failure {@code USAGE} if it is neither a file nor a folder, nor missing
   */
  static void requireNoPipe(org.apache.hadoop.fs.Path path) throws IOException {
    try {
      if (Files.readAttributes(path(path), BasicFileAttributes.class).isOther()) {
        throw new Failure(
            ExitCode.USAGE,
            path + " is a pipe, a socket or a device: copy what it gives into a file first");
      }
    } catch (FileSystemException e) {
      // whoever opens it says what is wrong; a pattern is no name
      return;
    }
  }

  /** Whether Java's own files can have this name, which Hadoop opens them by. */
  static boolean canName(String text) {
    return text.indexOf('\uFFFD') < 0 && NAMES.newEncoder().canEncode(text);
  }

  /** Whether names of any language are read. */
  static boolean readsUtf8() {
    return NAMES.equals(StandardCharsets.UTF_8);
  }

  private static String escaped(byte[] path) {
    StringBuilder escaped = new StringBuilder(path.length + 16);
    for (byte value : path) {
      boolean plain =
          (value >= 'a' && value <= 'z')
              || (value >= '0' && value <= '9')
              || (value >= 'A' && value <= 'Z')
              || "/-._~".indexOf(value) >= 0;
      escaped.append(plain ? (char) value : String.format(Locale.ROOT, "%%%02X", value & 0xFF));
    }
    return escaped.toString();
  }

  private static byte[] plain(String escaped) {
    byte[] bytes = escaped.getBytes(StandardCharsets.ISO_8859_1);
    int length = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '%') {
        bytes[length++] = (byte) Integer.parseInt(escaped.substring(at + 1, at + 3), 16);
        at += 2;
      } else {
        bytes[length++] = bytes[at];
      }
    }
    return Arrays.copyOf(bytes, length);
  }
}
