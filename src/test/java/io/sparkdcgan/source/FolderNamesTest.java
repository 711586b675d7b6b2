package io.sparkdcgan.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What lies in a folder beside plain files with plain names. */
@Timeout(60)
class FolderNamesTest {
  private static final String GIF = "GIF89a";

  @TempDir private Path folder;
  private Path set;
  private String source;

  @BeforeEach
  void make() throws IOException {
    set = Files.createDirectory(folder.resolve("set"));
    source = "folder:" + set;
  }

  @Test
  void everyNameOfAnAlphabetIsReadOnce() throws IOException {
    List<String> names =
        List.of(
            " lead.jpg",
            "trail .jpg",
            "Screenshot 12:30:01.jpg",
            "[1].jpg",
            "{a,b}.jpg",
            "q?.jpg",
            "x#y.jpg",
            "p%20q.jpg",
            "plus+.jpg",
            "-dash.jpg",
            "back\\slash.jpg",
            "two\nlines.jpg",
            "bell\u0007.jpg",
            "Müller.jpg",
            "李.jpg",
            "emoji😀.jpg",
            "_under.jpg",
            "A.jpg",
            "a.jpg",
            "_sub/c.jpg",
            "b:c/d.jpg",
            "line\nfeed/e.jpg");
    for (String name : names) {
      file(name, name);
    }
    Counted found = Counted.of(source, 3);
    assertEquals(Set.copyOf(names), found.images().keySet());
    assertEquals("line\nfeed", found.labels().get("line\nfeed/e.jpg"));
    assertEquals(found, Counted.of(source, 1));
  }

  @Test
  void namesThatAreNoUtf8AreReadUnderTheirBytes() throws IOException {
    String base = set.toUri().getRawPath();
    for (String name : List.of("%C0%EE.jpg", "%C0%EF.jpg", "%96%DB/0.jpg", "M%FCller.jpg")) {
      Path file = Path.of(URI.create("file://" + base + name));
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    assertEquals(
        Map.of(
            "\\xC0\\xEE.jpg", "%C0%EE.jpg",
            "\\xC0\\xEF.jpg", "%C0%EF.jpg",
            "\\x96\\xDB/0.jpg", "%96%DB/0.jpg",
            "M\\xFCller.jpg", "M%FCller.jpg"),
        Counted.of(source, 2).images());
  }

  @Test
  void aLinkToItsOwnFolderOrOneAboveMultipliesNothing() throws IOException {
    file("a/0.jpg", "0");
    file("a/1.jpg", "1");
    Files.createSymbolicLink(set.resolve("self"), Path.of("."));
    Files.createSymbolicLink(set.resolve("a/up"), Path.of(".."));
    Files.createSymbolicLink(set.resolve("a/far"), folder);
    Files.createSymbolicLink(set.resolve("round"), Path.of("round"));
    Counted found = Counted.of(source, 1);
    assertEquals(Set.of("a/0.jpg", "a/1.jpg"), found.images().keySet());
    assertEquals(Map.of("folder read already", 3L, "no ending", 1L), found.passedOver());
  }

  @Test
  void aLinkedFolderIsReadOnceAndWhatLiesInTheSetByItsOwnName() throws IOException {
    file("dog/9.jpg", "9");
    file("cat/0.jpg", "0");
    Files.createSymbolicLink(set.resolve("cat/more"), Path.of("../dog"));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/birds"));
    Files.writeString(elsewhere.resolve("b.jpg"), "b");
    Files.createSymbolicLink(set.resolve("bird"), elsewhere);
    Files.createSymbolicLink(set.resolve("fowl"), elsewhere);
    Counted found = Counted.of(source, 2);
    assertEquals(Set.of("bird/b.jpg", "cat/0.jpg", "dog/9.jpg"), found.images().keySet());
    assertEquals(Map.of("folder read already", 2L), found.passedOver());
  }

  @Test
  void linksToFilesAreReadAndThoseThatLeadNowhereAreRejects() throws IOException {
    Path store = Files.createDirectory(folder.resolve("store"));
    Files.writeString(store.resolve("blob"), GIF);
    Files.createSymbolicLink(set.resolve("a.jpg"), store.resolve("blob"));
    Files.createSymbolicLink(set.resolve("noending"), store.resolve("blob"));
    Files.createSymbolicLink(set.resolve("annex.jpg"), Path.of(".git/annex/objects/x/y"));
    Files.createSymbolicLink(set.resolve("notes.txt"), Path.of("gone"));
    Files.createSymbolicLink(set.resolve("itself.jpg"), Path.of("itself.jpg"));
    Counted found = Counted.of(source, 1);
    assertEquals(Set.of("a.jpg", "noending"), found.images().keySet());
    assertEquals(Map.of("annex.jpg", "missing", "itself.jpg", "missing"), found.rejects());
    assertEquals(Map.of("txt", 1L), found.passedOver());
  }

  @Test
  void aFileThatGoesAwayIsAReject() throws IOException {
    file("0.jpg", "0");
    file("1.jpg", "1");
    ImageSource opened = Given.open(source);
    Files.delete(set.resolve("1.jpg"));
    List<SourceImage> images = Given.images(opened, 1);
    assertTrue(images.get(1).content().toString().contains("MISSING"), images.toString());
  }

  @Test
  void pipesAreNeverOpened() throws Exception {
    file("0.jpg", "0");
    pipe(set.resolve("1.jpg"));
    pipe(set.resolve("noending"));
    pipe(folder.resolve("pipe"));
    Counted found = Counted.of(source, 1);
    assertEquals(Map.of("1.jpg", "unsupported"), found.rejects());
    assertEquals(Map.of("no ending", 1L), found.passedOver());
    for (String kind : List.of("faces", "folder", "imagenet", "lsun", "cifar10", "webdataset")) {
      Given.failure(ExitCode.USAGE, kind + ":" + folder + "/pipe", "is a pipe");
    }
    Given.failure(ExitCode.USAGE, "webdataset:" + folder + "/pip*", "is a pipe");
    Given.failure(ExitCode.USAGE, "faces:/dev/zero", "is a pipe, a socket or a device");
  }

  @Test
  void whatIsNoImageIsCountedByItsEnding() throws IOException {
    for (String name : List.of("0.jpg", "1.JFIF", "2.pjpeg", "3.mpo", "4.heic", "5.avif")) {
      file(name, name);
    }
    for (String name : List.of("c0", "d.jpg?width=640", "e.jpg_large", "f.jpg.1", "g.jpg:large")) {
      file(name, GIF + name);
      file("text/" + name, name);
    }
    for (String name :
        List.of(
            "a.txt",
            "b.TXT",
            "x.json",
            ".hidden.jpg",
            "._0.jpg",
            "__MACOSX/0.jpg",
            "k.jpg~",
            "k.jpg_original",
            "p." + "q".repeat(40))) {
      file(name, GIF);
    }
    Counted found = Counted.of(source, 2);
    assertEquals(
        Set.of(
            "0.jpg",
            "1.JFIF",
            "2.pjpeg",
            "3.mpo",
            "4.heic",
            "5.avif",
            "c0",
            "d.jpg?width=640",
            "e.jpg_large",
            "f.jpg.1",
            "g.jpg:large"),
        found.images().keySet());
    assertEquals(
        Map.of(
            "txt", 2L,
            "json", 1L,
            "hidden", 3L,
            "jpg~", 1L,
            "jpg_original", 1L,
            "jpg_large", 1L,
            "no ending", 1L,
            "a number", 1L,
            "an odd ending", 3L),
        found.passedOver());
  }

  @Test
  void thereAreNeverMoreThanAHundredReasons() throws IOException {
    file("0.jpg", "0");
    for (int ending = 0; ending < 150; ending++) {
      file("x.e" + ending, "");
    }
    file("y.e7", "");
    Map<String, Long> passedOver = Counted.of(source, 1).passedOver();
    assertEquals(100, passedOver.size());
    assertEquals(2, passedOver.get("e7"));
    assertEquals(51, passedOver.get("other"));
  }

  @Test
  void ownSetsAndRunsAreNotImported() throws IOException {
    file("0.jpg", "0");
    file("shards/_manifest.json", "{}");
    file("shards/data/shard-00000-a.parquet", "");
    file("shards/_images.png", "ours");
    file("old/manifest.json", "{}");
    file("old/shard-00000-a.parquet", "");
    file("old/pictures.png", "ours");
    file("run/run.json", "{}");
    file("run/metrics.jsonl", "{}");
    file("run/samples/r1.png", "ours");
    file("young/run.json", "{}");
    file("young/attempts/1.json", "{}");
    file("young/samples/r1.png", "ours");
    file("others/run.json", "{}");
    file("others/manifest.json", "{}");
    file("others/1.jpg", "1");
    Counted found = Counted.of(source, 1);
    assertEquals(Set.of("0.jpg", "others/1.jpg"), found.images().keySet());
    assertEquals(4L, found.passedOver().get("own output"));
    assertEquals(16, found.total());
  }

  /**
   * Java shows names as question marks then; the launcher sets the locale, other callers may not.
   */
  @Test
  void allNamesAreReadInALocaleThatHasNone() throws Exception {
    file("Müller.jpg", "ü");
    file("李.jpg", "李");
    file("klaß/x.jpg", "ß");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Seen.class.getName()));
    command.add(source);
    command.add("folder:" + folder + "/nö");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("LC_ALL", "C");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals("[Müller.jpg, klaß/x.jpg, 李.jpg]\nCONFIGURATION LC_ALL=C.UTF-8\n", said);
  }

  /** What a process sees of a source: its images' keys, or why it sees none. */
  static final class Seen {
    private Seen() {}

    public static void main(String[] sources) throws IOException {
      for (String source : sources) {
        String seen;
        try {
          seen = Counted.of(source, 2).images().keySet().toString();
        } catch (Failure e) {
          seen = e.code() + (e.getMessage().contains("LC_ALL=C.UTF-8") ? " LC_ALL=C.UTF-8" : "");
        }
        System.out.write((seen + "\n").getBytes(StandardCharsets.UTF_8));
      }
      System.out.flush();
    }
  }

  private static void pipe(Path at) throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", at.toString()).start().waitFor());
  }

  private void file(String name, String content) throws IOException {
    // whatever locale this process has
    Path file =
        LocalRoot.of(new org.apache.hadoop.fs.Path(set.toUri())).file(NameBytes.guarded(name));
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
