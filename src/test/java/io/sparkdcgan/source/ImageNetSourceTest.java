package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageNetSourceTest {
  private static final List<String> ALL =
      List.of("n01/a.JPEG n01 one", "n01/b.JPEG n01 two", "n02/a.JPEG n02 three");

  @TempDir private Path folder;

  @Test
  void aTarOfClassTarsIsReadWhereItLies() throws IOException {
    assertEquals(ALL, Given.lines("imagenet:" + write("train.tar", outer().closed()), 1));
  }

  @Test
  void classTarsOrClassFoldersGiveTheSameImages() throws IOException {
    write("tars/n01.tar", first());
    write("tars/n02.tar", second());
    write("tars/README", new byte[] {1});
    assertEquals(ALL, Given.lines("imagenet:" + folder + "/tars", 3));
    for (String line : ALL) {
      Path file = folder.resolve("folders/" + line.substring(0, line.indexOf(' ')));
      Files.createDirectories(file.getParent());
      Files.writeString(file, line.substring(line.lastIndexOf(' ') + 1));
    }
    Files.createDirectories(folder.resolve("folders/n03"));
    assertEquals(ALL, Given.lines("imagenet:" + folder + "/folders", 3));
  }

  @Test
  void tarsBesideFoldersWouldCountTwice() throws IOException {
    write("both/n01.tar", first());
    Files.createDirectories(folder.resolve("both/n01"));
    Given.failure(ExitCode.DATA, "imagenet:" + folder + "/both", "holds tars and folders");
  }

  @Test
  void anEmptyClassHasNoImages() throws IOException {
    byte[] tar = outer().file("n03.tar", new Tars().closed()).closed();
    assertEquals(ALL, Given.lines("imagenet:" + write("train.tar", tar), 1));
  }

  @Test
  void aGiantClassIsCutBetweenItsImages() throws IOException {
    Tars giant = new Tars();
    for (int image = 0; image < 40; image++) {
      // names of more than 100 bytes, whose headers come in front of the member's own
      giant.file("p".repeat(120) + image + ".JPEG", new byte[100_000 + image]);
    }
    Path tar = write("train.tar", new Tars().file("n09.tar", giant.closed()).closed());
    ImageSource source = Given.open("imagenet:" + tar);
    assertEquals(1, source.parts(1).size());
    assertTrue(source.parts(100).size() >= 3, source.parts(100)::toString);
    List<String> whole = Given.lines("imagenet:" + tar, 1);
    assertEquals(40, whole.size());
    assertEquals(whole, Given.lines("imagenet:" + tar, 100));
  }

  @Test
  void aTarThatIsCutOffIsADataFailure() throws IOException {
    byte[] whole = outer().closed();
    Path tar = write("train.tar", Arrays.copyOf(whole, whole.length - 2048));
    Given.failure(ExitCode.DATA, "imagenet:" + tar, "n02.tar in it ends at byte");
    Given.failure(
        ExitCode.DATA, "imagenet:" + write("x.tar", new Tars().noise(4).closed()), "at byte 0");
  }

  @Test
  void aClassTarThatIsCutOffLosesTheImageThatIsCut() throws IOException {
    write("tars/n01.tar", first());
    byte[] whole = new Tars().file("a.JPEG", "one").file("b.JPEG", new byte[2000]).closed();
    write("tars/n02.tar", Arrays.copyOf(whole, 512 + 512 + 512 + 700));
    write("tars/n03.tar", new byte[0]);
    assertEquals(
        List.of(
            "n01/a.JPEG n01 one",
            "n01/b.JPEG n01 two",
            "n02/a.JPEG n02 one",
            "n02/b.JPEG n02 [truncated]",
            "n03/  [empty]"),
        Given.lines("imagenet:" + folder + "/tars", 1));
  }

  @Test
  void classTarsThatAreLinksOrLeadOutAreRejects() throws IOException {
    byte[] tar =
        outer()
            .file("../n04.tar", first())
            .link("n05.tar", "n01.tar", TarConstants.LF_SYMLINK)
            .closed();
    List<String> lines = Given.lines("imagenet:" + write("train.tar", tar), 1);
    assertEquals(5, lines.size());
    assertTrue(lines.contains("../n04.tar  [unsafe-name]"), lines::toString);
    assertTrue(lines.contains("n05.tar  [link]"), lines::toString);
  }

  @Test
  void whatIsNoImageNetIsSaid() throws IOException {
    Given.failure(ExitCode.INPUT_MISSING, "imagenet:" + folder + "/no", "does not exist");
    Path images = write("images.tar", first());
    Given.failure(ExitCode.DATA, "imagenet:" + images, "holds no class tars");
    Path packed = write("train.tar.gz", Tars.gzipped(outer().closed()));
    Given.failure(ExitCode.DATA, "imagenet:" + packed, "compressed as a whole");
  }

  @Test
  void fingerprintFollowsTheListing() throws IOException {
    Path tar = write("train.tar", outer().closed());
    String before = Given.open("imagenet:" + tar).fingerprint();
    assertEquals(before, Given.open("imagenet:" + tar).fingerprint());
    write("train.tar", outer().file("n03.tar", first()).closed());
    assertNotEquals(before, Given.open("imagenet:" + tar).fingerprint());
  }

  private static Tars outer() {
    return new Tars().file("n01.tar", first()).file("n02.tar", second());
  }

  private static byte[] first() {
    return new Tars().file("a.JPEG", "one").file("b.JPEG", "two").closed();
  }

  private static byte[] second() {
    return new Tars().folder("x").file("./a.JPEG", "three").file("notes.txt", "no").closed();
  }

  private Path write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }
}
