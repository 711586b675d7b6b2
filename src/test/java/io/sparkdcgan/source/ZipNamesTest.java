package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.failure.ExitCode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipNamesTest {
  @TempDir private Path folder;

  @Test
  void namesOfOtherEncodingsStayDifferent() throws IOException {
    for (String encoding : List.of("GBK", "Shift_JIS", "IBM437")) {
      List<String> names =
          encoding.equals("IBM437")
              ? List.of("Müller.jpg", "Möller.jpg", "Mäller.jpg", "Grün\\a.jpg")
              : List.of("張三.jpg", "李四.jpg", "表示.jpg", "王五.jpg");
      Zips zip = new Zips();
      for (String name : names) {
        zip.dos(name.getBytes(Charset.forName(encoding)), name.getBytes(StandardCharsets.UTF_8));
      }
      Counted found = Counted.of("faces:" + write(zip), 3);
      assertEquals(names.size(), found.images().size(), encoding + found);
      assertEquals(found, Counted.of("faces:" + write(zip), 1));
    }
    Zips two = new Zips().dos(new byte[] {(byte) 0x81, '.', 'j', 'p', 'g'}, new byte[] {1});
    assertEquals(Set.of("\\x81.jpg"), Counted.of("faces:" + write(two), 1).images().keySet());
  }

  @Test
  void theUnicodeFieldOfInfoZipIsReadIfItIsOfThisName() throws IOException {
    byte[] name = "M?ller.jpg".getBytes(StandardCharsets.ISO_8859_1);
    name[1] = (byte) 0x81;
    Zips zip = new Zips().dos(name, "Müller.jpg", new byte[] {1});
    assertEquals(Set.of("Müller.jpg"), Counted.of("faces:" + write(zip), 1).images().keySet());
    // two of one text keep their bytes
    zip.dos(new byte[] {(byte) 0x82, '.', 'j', 'p', 'g'}, "Müller.jpg", new byte[] {2});
    assertEquals(2, Counted.of("faces:" + write(zip), 1).images().size());
  }

  @Test
  void dotsAndBackslashesAreFoldersAndNoTwoNamesBecomeOne() throws IOException {
    Zips zip =
        new Zips()
            .file("./pics/0.jpg", "0")
            .file("./pics/./1.jpg", "1")
            .dos("dos\\2.jpg".getBytes(StandardCharsets.UTF_8), new byte[] {'2'})
            .file("pics/0.jpg", "other 0")
            .file("dos/2.jpg", "other 2")
            .file("/abs.jpg", "abs")
            .file("Pics/0.JPG", "case");
    assertEquals(
        Map.of(
            "./pics/0.jpg", "0",
            "pics/1.jpg", "1",
            "dos\\2.jpg", "2",
            "pics/0.jpg", "other 0",
            "dos/2.jpg", "other 2",
            "/abs.jpg", "abs",
            "Pics/0.JPG", "case"),
        Counted.of("faces:" + write(zip), 2).images());
  }

  @Test
  void namesThatLeadOutAndLinksAreRejectsAndTheLastOfOneNameCounts() throws IOException {
    Zips zip =
        new Zips()
            .file("a.jpg", "first")
            .file("a.jpg", "last")
            .file("../b.jpg", "out")
            .link("c.jpg", "a.jpg")
            .file("inner.zip", "PK")
            .file("folder/", "");
    Counted found = Counted.of("faces:" + write(zip), 1);
    assertEquals(Map.of("a.jpg", "last"), found.images());
    assertEquals(Map.of("../b.jpg", "unsafe-name", "c.jpg", "link"), found.rejects());
    assertEquals(Map.of("replaced in its archive", 1L, "zip", 1L), found.passedOver());
  }

  @Test
  void whatHasNoEndingIsReadIfItBeginsLikeAnImage() throws IOException {
    Zips zip = new Zips().file("data/0000", "GIF89a").file("data/README", "text");
    Counted found = Counted.of("faces:" + write(zip), 1);
    assertEquals(Set.of("data/0000"), found.images().keySet());
    assertEquals(Map.of("no ending", 1L), found.passedOver());
  }

  @Test
  void aZipOfClassFoldersHasLabels() throws IOException {
    Zips zip =
        new Zips()
            .file("train/cat/0.jpg", "0")
            .file("train/dog/1.jpg", "1")
            .file("train/x.txt", "");
    Path archive = write(zip);
    Map<String, String> classes = Map.of("train/cat/0.jpg", "cat", "train/dog/1.jpg", "dog");
    assertEquals(classes, Counted.of("folder:" + archive, 2).labels());
    assertEquals(classes, Counted.of("imagenet:" + archive, 1).labels());
    assertEquals(Set.of(""), Set.copyOf(Counted.of("faces:" + archive, 1).labels().values()));
    Path one = write(new Zips().file("cat/0.jpg", "0").file("1.jpg", "1"));
    assertEquals(Map.of("cat/0.jpg", "cat", "1.jpg", ""), Counted.of("folder:" + one, 2).labels());
  }

  @Test
  void anArchiveWithoutImagesSaysWhatItHolds() throws IOException {
    Path archive = write(new Zips().file("celeba/img.zip", "PK").file("celeba/list.txt", ""));
    Given.failure(ExitCode.DATA, "faces:" + archive, "no images, but other names (txt 1, zip 1)");
  }

  private Path write(Zips zip) throws IOException {
    return Files.write(folder.resolve("a.zip"), zip.closed());
  }
}
