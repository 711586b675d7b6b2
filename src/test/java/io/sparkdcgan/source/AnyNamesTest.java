package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of any bytes: images, rejects and what is passed over are all that is there, each once. */
class AnyNamesTest {
  private static final String[] PIECES = {
    "a",
    "B",
    "é",
    "李",
    "😀",
    " ",
    ".",
    "..",
    "./",
    "//",
    "/",
    "\\",
    "\\xE9",
    "%20",
    "#",
    "?",
    ":",
    "[1]",
    "{a,b}",
    "\n",
    "\r",
    "\u0001",
    "\u007f",
    "'",
    "\"",
    "$",
    "~",
    "._",
    "__MACOSX/",
    "0"
  };

  private static final String[] ENDINGS = {
    ".jpg",
    ".JPG",
    ".jfif",
    ".heic",
    ".png",
    ".txt",
    ".cls",
    "",
    ".jpg_large",
    ".jpg?w=1",
    ".1",
    "."
  };

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void ofAZip(int seed) throws IOException {
    Zips zip = new Zips();
    Set<ByteBuffer> names = new HashSet<>();
    int folders = 0;
    for (byte[] name : names(seed)) {
      if (names.add(ByteBuffer.wrap(name))) {
        zip.dos(name, image(names.size()));
        folders += isFolder(name) ? 1 : 0;
      }
    }
    requireAll("faces:" + write("any.zip", zip.closed()), names.size() - folders);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6})
  void ofATar(int seed) throws IOException {
    Tars tar = new Tars();
    Set<String> names = new HashSet<>();
    for (byte[] name : names(seed)) {
      // unpacked, a name with ./ before it is the same as without
      String text = new String(name, StandardCharsets.ISO_8859_1).replaceFirst("^(\\./)+", "");
      if (name.length > 0 && !isFolder(name) && names.add(text)) {
        tar.bytes(name, image(names.size()));
      }
    }
    requireAll("faces:" + write("any.tar", tar.closed()), names.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9})
  void ofAFolder(int seed) throws IOException {
    Path root = Files.createDirectory(folder.resolve("any"));
    String base = root.toUri().getRawPath();
    Set<String> made = new TreeSet<>();
    for (byte[] name : names(seed)) {
      Path file = Path.of(URI.create("file://" + base + escaped(name))).normalize();
      if (file.startsWith(root) && !file.equals(root) && make(file, image(made.size()))) {
        made.add(file.toUri().getRawPath());
      }
    }
    requireAll("folder:" + root, made.size());
  }

  /** False where a file stands in the place of a folder, or the other way round. */
  private static boolean make(Path file, byte[] content) throws IOException {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return true;
    } catch (FileSystemException e) {
      return false;
    }
  }

  @Test
  void textAndBytesOfANameAreOneToOne() {
    Map<String, ByteBuffer> seen = new HashMap<>();
    for (int seed = 10; seed < 30; seed++) {
      for (byte[] name : names(seed)) {
        String text = NameBytes.text(name);
        assertArrayEquals(name, NameBytes.bytes(text), text);
        ByteBuffer earlier = seen.put(text, ByteBuffer.wrap(name));
        if (earlier != null) {
          assertEquals(earlier, ByteBuffer.wrap(name));
        }
      }
    }
    assertEquals(
        "caf\\xE9.jpg",
        NameBytes.text(new byte[] {'c', 'a', 'f', (byte) 0xE9, '.', 'j', 'p', 'g'}));
    assertEquals(
        "caf\\x5CxE9.jpg", NameBytes.text("caf\\xE9.jpg".getBytes(StandardCharsets.UTF_8)));
  }

  private void requireAll(String source, long there) throws IOException {
    assertTrue(there > 20);
    Counted one = Counted.of(source, 1);
    assertEquals(there, one.total(), one.toString());
    assertEquals(one, Counted.of(source, 3));
    assertEquals(one, Counted.of(source, 8));
    // contents differ: each of them is there once
    assertEquals(one.images().size(), new HashSet<>(one.images().values()).size());
  }

  private static List<byte[]> names(int seed) {
    Random random = new Random(seed);
    List<byte[]> names = new ArrayList<>();
    for (int name = 0; name < 120; name++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      int length = random.nextInt(5);
      for (int piece = 0; piece < length; piece++) {
        if (random.nextInt(3) == 0) {
          // half a letter, or one of another encoding
          bytes.write(128 + random.nextInt(128));
        } else {
          bytes.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
        }
      }
      bytes.writeBytes(ENDINGS[random.nextInt(ENDINGS.length)].getBytes(StandardCharsets.UTF_8));
      names.add(bytes.toByteArray());
    }
    return names;
  }

  private static boolean isFolder(byte[] name) {
    return name.length > 0 && name[name.length - 1] == '/';
  }

  /** Begins like a GIF, so that it counts where a name says nothing. */
  private static byte[] image(int number) {
    return ("GIF89a image " + number).getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(byte[] name) {
    StringBuilder escaped = new StringBuilder();
    for (byte value : name) {
      escaped.append(value == '/' ? "/" : String.format(Locale.ROOT, "%%%02X", value & 0xFF));
    }
    return escaped.toString();
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }
}
