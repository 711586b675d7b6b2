package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkdcgan.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that lie, each through a faces: source; one bad member costs one member. */
class HostileTarTest {
  private static final long TEN_GIGABYTES = 10L << 30;

  @TempDir private Path folder;

  @Test
  void lfwIsReadOnceWithoutLabels() throws IOException {
    byte[] tar =
        new Tars().folder("lfw").file("lfw/A/A_1.jpg", "1").file("lfw/B.jpg", "2").closed();
    List<String> expected = List.of("lfw/A/A_1.jpg  1", "lfw/B.jpg  2");
    assertEquals(expected, lines(Tars.gzipped(tar)));
    assertEquals(expected, lines(tar));
  }

  @Test
  void membersThatLeadOutAndLinksAreRejects() throws IOException {
    byte[] tar =
        new Tars()
            .file("../up.jpg", "x")
            .file("/abs.jpg", "x")
            .file("in/../../up2.jpg", "x")
            .link("sym.jpg", "/etc/passwd", TarConstants.LF_SYMLINK)
            .link("hard.jpg", "a.jpg", TarConstants.LF_LINK)
            .link("pipe.jpg", "", TarConstants.LF_FIFO)
            .link("notes", "a.jpg", TarConstants.LF_SYMLINK)
            .file("a.jpg", "good")
            .closed();
    List<String> expected =
        List.of(
            "../up.jpg  [unsafe-name]",
            "/abs.jpg  [unsafe-name]",
            "a.jpg  good",
            "hard.jpg  [link]",
            "in/../../up2.jpg  [unsafe-name]",
            "pipe.jpg  [unsupported]",
            "sym.jpg  [link]");
    assertEquals(expected, lines(tar));
    assertEquals(expected, lines(Tars.gzipped(tar)));
  }

  @Test
  void aHeaderThatClaimsTenGigabytesCostsItsMember() throws IOException {
    byte[] tar =
        new Tars()
            .file("a.jpg", "good")
            .claim("big.jpg", TEN_GIGABYTES, "x")
            .file("c.jpg", "good")
            .closed();
    assertEquals(List.of("a.jpg  good", "big.jpg  [too-large]", "c.jpg  good"), lines(tar));
    // nobody knows where a compressed archive ends: the claim swallows what follows it
    assertEquals(List.of("a.jpg  good", "big.jpg  [too-large]"), lines(Tars.gzipped(tar)));
  }

  @Test
  void aHeaderThatClaimsALittleTooMuchCostsItsMember() throws IOException {
    byte[] tar = new Tars().claim("big.jpg", 100_000, "x").file("c.jpg", "good").closed();
    assertEquals(List.of("big.jpg  [truncated]", "c.jpg  good"), lines(tar));
  }

  @Test
  void aLongNameThatClaimsTenGigabytesTakesNoMemory() throws IOException {
    byte[] lie = new Tars().claim("x", TEN_GIGABYTES, "y").closed();
    lie[156] = TarConstants.LF_GNUTYPE_LONGNAME;
    resum(lie);
    byte[] tar = new byte[1024 + lie.length - 1024];
    System.arraycopy(lie, 0, tar, 0, tar.length);
    byte[] all = join(new Tars().file("a.jpg", "good"), Arrays.copyOf(tar, 1024), "b.jpg");
    assertEquals(List.of("@1024  [damaged]", "a.jpg  good", "b.jpg  good"), lines(all));
  }

  @Test
  void noiseBetweenMembersIsOneReject() throws IOException {
    byte[] tar = new Tars().file("a.jpg", "good").noise(5).file("b.jpg", "good").closed();
    assertEquals(List.of("@1024  [damaged]", "a.jpg  good", "b.jpg  good"), lines(tar));
  }

  @Test
  void aCutArchiveLosesTheImageThatIsCut() throws IOException {
    byte[] tar = new Tars().file("a.jpg", "good").file("b.jpg", new byte[3000]).closed();
    assertEquals(List.of("a.jpg  good", "b.jpg  [truncated]"), lines(Arrays.copyOf(tar, 2500)));
    assertEquals(List.of("@1024  [truncated]", "a.jpg  good"), lines(Arrays.copyOf(tar, 1300)));
    byte[] packed = Tars.gzipped(tar);
    Path cut = Files.write(folder.resolve("cut.tgz"), Arrays.copyOf(packed, packed.length - 12));
    assertEquals(
        1, Given.lines("faces:" + cut, 1).stream().filter(l -> l.endsWith("[truncated]")).count());
  }

  @Test
  void whatIsNoArchiveIsADataFailure() throws IOException {
    Path noise = Files.write(folder.resolve("x.tgz"), new Tars().noise(3).closed());
    Given.failure(ExitCode.DATA, "faces:" + noise, "is no zip archive");
  }

  private static byte[] join(Tars before, byte[] between, String after) {
    byte[] first = before.closed();
    byte[] last = new Tars().file(after, "good").closed();
    byte[] all = new byte[first.length - 1024 + between.length + last.length];
    System.arraycopy(first, 0, all, 0, first.length - 1024);
    System.arraycopy(between, 0, all, first.length - 1024, between.length);
    System.arraycopy(last, 0, all, all.length - last.length, last.length);
    return all;
  }

  private static void resum(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (int at = 0; at < 512; at++) {
      sum += header[at] & 0xFF;
    }
    String octal = String.format(Locale.ROOT, "%06o", sum);
    for (int digit = 0; digit < 6; digit++) {
      header[148 + digit] = (byte) octal.charAt(digit);
    }
    header[154] = 0;
  }

  private List<String> lines(byte[] archive) throws IOException {
    Path file = Files.write(folder.resolve("faces.bin"), archive);
    return Given.lines("faces:" + file, 1);
  }
}
