package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream result = new ByteArrayOutputStream();

  @Test
  void importSaysWhatItLeft() throws IOException {
    String to = folder.resolve("shards").toString();
    assertEquals(0, run("import", "toy:20", "--to", to, "--image-size", "16"));
    JsonNode line = new ObjectMapper().readTree(result.toByteArray());
    assertEquals("import", line.get("command").asText());
    assertEquals("ok", line.get("status").asText());
    assertEquals("file:" + to, line.get("shards").asText());
    assertEquals(20, line.get("accepted").asInt());
    assertEquals("{}", line.get("rejected").toString());
    assertEquals(0, line.get("duplicates").asInt());
    assertEquals("{\"\":20}", line.get("labels").toString());
    assertEquals(16, line.get("imageSize").asInt());
    assertEquals(64, line.get("digest").asText().length());
  }

  /** Names with line feeds go through keys, labels, the manifest and the list of rejects. */
  @Test
  void importCountsEveryNameThatIsThere() throws IOException {
    Path set = Files.createDirectories(folder.resolve("set/two\nlines"));
    for (int image = 0; image < 3; image++) {
      BufferedImage pixels = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      pixels.setRGB(image, 0, 0xFF00FF);
      ImageIO.write(pixels, "png", set.resolve(image + "\n.png").toFile());
    }
    Files.writeString(set.resolve("bad\n.png"), "no image");
    Files.createSymbolicLink(set.resolve("gone.png"), Path.of("nowhere"));
    Files.writeString(set.resolve("notes.txt"), "");
    String to = folder.resolve("shards").toString();
    String source = "folder:" + folder.resolve("set");
    String[] command = {"import", source, "--to", to, "--image-size", "16", "--max-rejects", "0.5"};
    for (int time = 0; time < 2; time++) {
      result.reset();
      assertEquals(0, run(command));
      JsonNode line = new ObjectMapper().readTree(result.toByteArray());
      assertEquals(3, line.get("accepted").asInt());
      assertEquals("{\"missing\":1,\"unknown-format\":1}", line.get("rejected").toString());
      assertEquals("{\"txt\":1}", line.get("passedOver").toString());
      assertEquals("{\"two\\nlines\":3}", line.get("labels").toString());
    }
  }

  @Test
  void allMistakesAreSaidAtOnceAndNothingIsWritten() throws IOException {
    String to = folder.resolve("shards").toString();
    assertEquals(
        64,
        run(
            "import",
            "toy:20",
            "--to",
            to,
            "--image-size",
            "17",
            "--max-rejects",
            "2",
            "--shard-images",
            "0",
            "--max-pixels",
            "0",
            "--max-bytes",
            "300000000"));
    JsonNode line = new ObjectMapper().readTree(result.toByteArray());
    assertEquals(
        "--image-size must be 16, 32, 64 or 128, but is 17; "
            + "--max-rejects must be between 0 and 1, but is 2.0; "
            + "--max-pixels must be from 1 to 536870912, but is 0; "
            + "--max-bytes must be from 1 to 268435456, but is 300000000; "
            + "--shard-images must be at least 1, but is 0",
        line.get("error").asText());
    assertFalse(Files.exists(folder.resolve("shards")));
  }

  @Test
  void imagesTooSmallToTellNearDuplicatesByAreRefused() throws IOException {
    String to = folder.resolve("shards").toString();
    assertEquals(64, run("import", "toy:20", "--to", to, "--image-size", "16", "--dedup"));
    assertEquals(
        "--dedup compares images at 32 pixels, but --image-size is 16: raise it, or leave out"
            + " --dedup",
        new ObjectMapper().readTree(result.toByteArray()).get("error").asText());
    assertFalse(Files.exists(folder.resolve("shards")));
  }

  @Test
  void missingSourceIsExitCode66() {
    String source = "faces:" + folder.resolve("no.zip");
    assertEquals(66, run("import", source, "--to", folder.resolve("shards").toString()));
    assertFalse(Files.exists(folder.resolve("shards")));
  }

  private int run(String... args) {
    PrintStream out = new PrintStream(result, true, StandardCharsets.UTF_8);
    return Invocation.of(new Dcgan(), out, System.err).run(args);
  }
}
