package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
