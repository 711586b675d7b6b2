package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebDatasetSourceTest {
  @TempDir private Path folder;

  @Test
  void aSampleIsItsImageWithTheLabelOfItsCls() throws IOException {
    write(
        "train-000.tar",
        new Tars()
            .file("s/0001.cls", "7\n")
            .file("s/0001.jpg", "one")
            .file("s/0001.seg.png", "mask")
            .file("s/0001.json", "{}")
            .file("s/0002.PNG", "two")
            .file("s/0002.txt", "a caption")
            .file("s/0003.json", "no image")
            .file("s/.0004.jpg", "hidden")
            .closed());
    write(
        "train-001.tar",
        Tars.gzipped(new Tars().file("0001.webp", "3").file("0001.cls", "x").closed()));
    List<String> expected =
        List.of(
            "train-000.tar/s/0001.jpg 7 one",
            "train-000.tar/s/0002.PNG  two",
            "train-001.tar/0001.webp x 3");
    assertEquals(expected, Given.lines("webdataset:" + folder + "/train-*.tar", 4));
    assertEquals(expected, Given.lines("webdataset:" + folder + "/train-{000..001}.tar", 4));
    assertEquals(expected.subList(2, 3), Given.lines("webdataset:" + folder + "/train-001.tar", 4));
  }

  @Test
  void shardsOfSeveralFoldersAreNamedFromTheFolderAroundThem() throws IOException {
    write("a/0.tar", new Tars().file("x.jpg", "1").closed());
    write("b/0.tar", new Tars().file("x.jpg", "2").closed());
    assertEquals(
        List.of("a/0.tar/x.jpg  1", "b/0.tar/x.jpg  2"),
        Given.lines("webdataset:" + folder + "/*/0.tar", 1));
  }

  @Test
  void aLargeShardIsCutBetweenSamples() throws IOException {
    Tars shard = new Tars();
    for (int sample = 0; sample < 30; sample++) {
      shard
          .file(sample + ".cls", "class " + sample % 3)
          .file(sample + ".jpg", new byte[100_000])
          .file(sample + ".mask.png", new byte[60_000]);
    }
    write("0.tar", shard.closed());
    String source = "webdataset:" + folder + "/0.tar";
    assertTrue(Given.open(source).parts(100).size() >= 3);
    List<String> whole = Given.lines(source, 1);
    assertEquals(30, whole.size());
    assertEquals(whole, Given.lines(source, 100));
  }

  @Test
  void brokenSamplesAreRejects() throws IOException {
    write(
        "0.tar",
        new Tars()
            .file("1.cls", "x".repeat(5000))
            .file("1.jpg", "one")
            .noise(2)
            .file("../2.jpg", "two")
            .file("3.jpg", "three")
            .closed());
    write("1.tar", new byte[0]);
    assertEquals(
        List.of(
            "0.tar/../2.jpg  [unsafe-name]",
            "0.tar/1.cls  [damaged]",
            "0.tar/3.jpg  three",
            "0.tar/@6656  [damaged]",
            "1.tar/  [empty]"),
        Given.lines("webdataset:" + folder + "/*.tar", 1));
  }

  @Test
  void labelsAreFoundWhereverTheyLie() throws IOException {
    Tars images = new Tars();
    Tars labels = new Tars();
    for (int sample = 0; sample < 40; sample++) {
      images.file(sample + ".jpg", new byte[100_000]);
      labels.file(sample + ".cls", "class " + sample % 3);
    }
    byte[] first = images.closed();
    byte[] second = labels.closed();
    byte[] apart = Arrays.copyOf(first, first.length - 1024 + second.length);
    System.arraycopy(second, 0, apart, first.length - 1024, second.length);
    write("0.tar", apart);
    write("1.tgz", Tars.gzipped(apart));
    for (String shard : List.of("0.tar", "1.tgz")) {
      Counted one = Counted.of("webdataset:" + folder + "/" + shard, 1);
      assertEquals(40, one.images().size());
      assertEquals("class 2", one.labels().get(shard + "/38.jpg"));
      assertEquals(Map.of("cls", 40L), one.passedOver());
      assertEquals(one, Counted.of("webdataset:" + folder + "/" + shard, 8));
    }
  }

  @Test
  void dotsInNamesLoseNeitherImagesNorLabels() throws IOException {
    write(
        "0.tar",
        new Tars()
            .file("IMG_2024.05.00.jpg", "0")
            .file("IMG_2024.05.01.jpg", "1")
            .file("photo.v2.jpg", "2")
            .file("photo.v2.cls", "b")
            .file("x.image.jpg", "3")
            .file("x.cls", "c")
            .file("y.jpg", "4")
            .file("y.mask.png", "no image of its own")
            .file("y.cls", "d")
            .file("y.part.jpg", "5")
            .file("y.part.cls", "e")
            .file("z.jpg", "6")
            .file("z.webp", "the same again")
            .closed());
    Counted found = Counted.of("webdataset:" + folder + "/0.tar", 1);
    assertEquals(
        Map.of(
            "0.tar/IMG_2024.05.00.jpg", "",
            "0.tar/IMG_2024.05.01.jpg", "",
            "0.tar/photo.v2.jpg", "b",
            "0.tar/x.image.jpg", "c",
            "0.tar/y.jpg", "d",
            "0.tar/y.part.jpg", "e",
            "0.tar/z.jpg", ""),
        found.labels());
    assertEquals(Map.of("cls", 4L, "png", 1L, "webp", 1L), found.passedOver());
  }

  /** macOS puts a ._ member before each; pieces must not begin between a label and its image. */
  @Test
  void membersOfMacOsLoseNoLabelAtAnyNumberOfPieces() throws IOException {
    Tars shard = new Tars();
    for (int sample = 0; sample < 60; sample++) {
      shard
          .file("._" + sample + ".cls", new byte[160])
          .file(sample + ".cls", "class " + sample % 10)
          .file("._" + sample + ".png", new byte[160])
          .file(sample + ".png", new byte[90_000 + 700 * sample]);
    }
    write("0.tar", shard.closed());
    String source = "webdataset:" + folder + "/0.tar";
    Counted whole = Counted.of(source, 1);
    assertEquals(60, whole.images().size());
    assertFalse(whole.labels().containsValue(""));
    assertEquals(Map.of("cls", 60L, "hidden", 120L), whole.passedOver());
    for (int wanted : new int[] {2, 3, 5, 8, 13, 21}) {
      assertEquals(whole, Counted.of(source, wanted));
    }
    assertTrue(Given.open(source).parts(8).size() > 2);
  }

  @Test
  void whatIsThereWinsOverAPattern() throws IOException {
    byte[] shard = new Tars().file("x.jpg", "1").closed();
    write("[1]/a{b}/x[1].tar", shard);
    write("[1]/a{b}/y2.tar", shard);
    write("1/ab/x1.tar", shard);
    assertEquals(
        List.of("x[1].tar/x.jpg  1"),
        Given.lines("webdataset:" + folder + "/[1]/a{b}/x[1].tar", 1));
    assertEquals(
        List.of("x[1].tar/x.jpg  1", "y2.tar/x.jpg  1"),
        Given.lines("webdataset:" + folder + "/[1]/a{b}/*.tar", 1));
    assertEquals(
        List.of("x1.tar/x.jpg  1"), Given.lines("webdataset:" + folder + "/{1/ab,2}/x*.tar", 1));
  }

  @Test
  void whatIsNoPatternIsAMistakeOfUsage() throws IOException {
    for (String bad : List.of("[", "{a", "x[1.tar", "a{b,c/d.tar")) {
      Given.failure(ExitCode.USAGE, "webdataset:" + folder + "/" + bad, "neither a file nor");
    }
    Files.createSymbolicLink(folder.resolve("7.tar"), folder.resolve("gone"));
    Given.failure(ExitCode.INPUT_MISSING, "webdataset:" + folder + "/*.tar", "git annex get");
    Given.failure(ExitCode.INPUT_MISSING, "webdataset:" + folder + "/7.tar", "git annex get");
  }

  @Test
  void aPatternThatMatchesNothingIsMissingInput() {
    Given.failure(ExitCode.INPUT_MISSING, "webdataset:" + folder + "/no-*.tar", "matches no file");
    Given.failure(ExitCode.USAGE, "webdataset:" + folder + "/{9..1}.tar", "must count up");
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
