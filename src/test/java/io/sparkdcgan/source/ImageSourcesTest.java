package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.ImageContent;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.image.Reject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourcesTest {
  @TempDir private Path folder;
  private final Configuration hadoop = new Configuration();

  @Test
  void unknownSourceNamesThoseThatThereAre() {
    assertFailure(
        "video:1",
        ExitCode.USAGE,
        "give one of cifar10:..., faces:..., folder:..., imagenet:..., lsun:..., toy:...,"
            + " webdataset:...");
    assertFailure("/data/faces.zip", ExitCode.USAGE, "give one of");
    assertFailure("toy:many", ExitCode.USAGE, "but is toy:many");
    assertFailure("toy:0", ExitCode.USAGE, "but is toy:0");
    assertFailure("faces:nofs://host/a", ExitCode.CONFIGURATION, "file:, hdfs:, s3a:");
  }

  @Test
  void whatIsNotThereIsMissingInput() {
    assertFailure("faces:" + folder + "/no.zip", ExitCode.INPUT_MISSING, "does not exist");
    assertFailure("faces:" + folder + "/no", ExitCode.INPUT_MISSING, "does not exist");
    assertFailure("folder:" + folder + "/no", ExitCode.INPUT_MISSING, "does not exist");
  }

  @Test
  void nothingToTrainOnIsADataFailure() throws IOException {
    file("notes.txt", "x");
    file(".hidden.jpg", "x");
    assertFailure("folder:" + folder, ExitCode.DATA, "holds no images");
    zip("empty.zip", Map.of("readme.txt", "x"));
    assertFailure(
        "faces:" + folder + "/empty.zip",
        ExitCode.DATA,
        "holds no images, but other names (txt 1)");
    assertFailure("folder:" + folder + "/empty.zip", ExitCode.DATA, "holds no images");
    assertFailure("folder:" + folder + "/notes.txt", ExitCode.USAGE, "is a file");
    file("bad.zip", "this is no archive, whatever its name says; far too short for one, too");
    assertFailure("faces:" + folder + "/bad.zip", ExitCode.DATA, "is no zip archive");
  }

  @Test
  void archiveThatIsCutOffIsADataFailure() throws IOException {
    Path archive = zip("faces.zip", Map.of("a.jpg", "a".repeat(500)));
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(whole, whole.length - 30));
    assertFailure("faces:" + archive, ExitCode.DATA, "is no zip archive, or one that is cut off");
  }

  @Test
  void ofAnArchiveOnlyImagesCount() throws IOException {
    Map<String, String> entries = new TreeMap<>();
    entries.put("img_align/", "");
    entries.put("img_align/000001.jpg", "first");
    entries.put("img_align/000002.JPEG", "second");
    entries.put("img_align/._000001.jpg", "of a Mac");
    entries.put("__MACOSX/000001.jpg", "of a Mac");
    entries.put(".cache/000001.jpg", "hidden");
    entries.put("list_attr.csv", "annotations");
    Path archive = zip("faces.zip", entries);

    List<SourceImage> images = images("faces:" + archive, 1);
    assertEquals(
        List.of("img_align/000001.jpg", "img_align/000002.JPEG"),
        images.stream().map(SourceImage::key).toList());
    assertEquals(List.of("", ""), images.stream().map(SourceImage::label).toList());
    assertArrayEquals("second".getBytes(StandardCharsets.UTF_8), bytes(images.get(1)));
  }

  @Test
  void damagedEntryIsARejectAndTheOthersAreRead() throws IOException {
    Path archive = zip("faces.zip", Map.of("a.jpg", "aaaaaaaa", "b.jpg", "bbbbbbbb"), true);
    byte[] bytes = Files.readAllBytes(archive);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("aaaaaaaa");
    bytes[at] = 'x';
    Files.write(archive, bytes);

    Map<String, ImageContent> contents = new TreeMap<>();
    images("faces:" + archive, 2).forEach(image -> contents.put(image.key(), image.content()));
    Reject reject = assertInstanceOf(Reject.class, contents.get("a.jpg"));
    assertEquals(Reject.Reason.DAMAGED, reject.reason());
    assertInstanceOf(EncodedImage.class, contents.get("b.jpg"));
  }

  @Test
  void partsHoldEveryImageOnceHoweverManyThereAre() throws IOException {
    Map<String, String> entries = new TreeMap<>();
    for (int index = 0; index < 23; index++) {
      entries.put("f/" + index + ".jpg", "image " + index);
      file("folder/" + index + ".jpg", "image " + index);
    }
    String archive = "faces:" + zip("faces.zip", entries);
    for (String source : List.of(archive, "folder:" + folder + "/folder", "toy:23")) {
      List<String> keys = keys(source, 1);
      assertEquals(23, keys.stream().distinct().count());
      assertEquals(keys, keys(source, 4));
      assertEquals(keys, keys(source, 100));
      assertEquals(4, ImageSources.open(source, 16, 1, hadoop).parts(4).size());
      assertEquals(23, ImageSources.open(source, 16, 1, hadoop).parts(100).size());
    }
  }

  @Test
  void uppermostFolderIsTheClassOnlyOfAFolder() throws IOException {
    file("set/cats/a.jpg", "1");
    file("set/cats/young/b.png", "2");
    file("set/c.jpg", "3");
    file("set/.thumbs/d.jpg", "4");

    List<SourceImage> images = images("folder:" + folder + "/set", 2);
    assertEquals(
        List.of("c.jpg", "cats/a.jpg", "cats/young/b.png"),
        images.stream().map(SourceImage::key).toList());
    assertEquals(List.of("", "cats", "cats"), images.stream().map(SourceImage::label).toList());
    assertTrue(
        images("faces:" + folder + "/set", 2).stream().allMatch(image -> image.label().isEmpty()));
  }

  @Test
  void fingerprintFollowsTheListing() throws IOException {
    String one = fingerprint(zip("one.zip", Map.of("a.jpg", "a")));
    assertEquals(one, fingerprint(zip("copy.zip", Map.of("a.jpg", "a"))));
    assertNotEquals(one, fingerprint(zip("other.zip", Map.of("a.jpg", "b"))));
    assertNotEquals(one, fingerprint(zip("more.zip", Map.of("a.jpg", "a", "b.jpg", "b"))));
  }

  private String fingerprint(Path archive) throws IOException {
    return ImageSources.open("faces:" + archive, 16, 1, hadoop).fingerprint();
  }

  private void assertFailure(String source, ExitCode code, String says) {
    Failure failure =
        assertThrows(Failure.class, () -> ImageSources.open(source, 16, 1, hadoop), source);
    assertEquals(code, failure.code(), failure.getMessage());
    assertTrue(failure.getMessage().contains(says), failure.getMessage());
  }

  private List<String> keys(String source, int wanted) throws IOException {
    return images(source, wanted).stream().map(SourceImage::key).sorted().toList();
  }

  private List<SourceImage> images(String source, int wanted) throws IOException {
    List<SourceImage> images = new ArrayList<>();
    for (SourcePart part : ImageSources.open(source, 16, 1, hadoop).parts(wanted)) {
      try (Stream<SourceImage> read = part.read(hadoop)) {
        read.forEach(images::add);
      }
    }
    return images;
  }

  private static byte[] bytes(SourceImage image) {
    return assertInstanceOf(EncodedImage.class, image.content()).bytes();
  }

  private void file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private Path zip(String name, Map<String, String> entries) throws IOException {
    return zip(name, entries, false);
  }

  private Path zip(String name, Map<String, String> entries, boolean stored) throws IOException {
    Path archive = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
      out.setLevel(stored ? 0 : 9);
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    return archive;
  }
}
