package io.sparkdcgan.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.ConfigReader;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.FileNotFoundException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipes as editors save them. */
final class RecipeSourceTest {
  private static final String TEXT = "run.name = faces\ndata.shards = \"/Bäume\"\n";

  @TempDir private Path folder;

  @Test
  void theMarkOfWindowsAndItsLineEndsAreNoPartOfTheRecipe() throws Exception {
    String json = "{\"run\": {\"name\": \"faces\"}, \"data\": {\"shards\": \"/Bäume\"}}";
    for (String text : List.of(TEXT, TEXT.replace("\n", "\r\n"), json)) {
      for (String mark : List.of("", "\uFEFF")) {
        RecipeSource recipe = read((mark + text).getBytes(StandardCharsets.UTF_8));
        assertEquals(text, recipe.text());
        assertEquals(
            "/Bäume", ConfigReader.read(recipe.name(), recipe.text(), List.of()).data().shards());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void utf16IsNamed(String charset) {
    String sentence = refused(TEXT.getBytes(Charset.forName(charset)));
    assertTrue(
        sentence.endsWith("recipe.conf:1: is in UTF-16: save it as UTF-8 and give it again"));
  }

  @Test
  void anotherEncodingIsSaidWithTheLine() {
    String sentence = refused(TEXT.getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(
        sentence.contains("recipe.conf:2: holds the byte 0xe4, which is not UTF-8"), sentence);
    assertTrue(
        refused(new byte[] {'a', '\n', '\n', (byte) 0xC3}).contains("conf:3: holds the byte 0xc3"));
  }

  @Test
  void whatIsNoFileIsSaid() {
    Failure of =
        assertThrows(Failure.class, () -> RecipeSource.read(folder + "", new Configuration()));
    assertEquals(ExitCode.USAGE, of.code());
    assertEquals("file:" + folder + " is a folder: name a file", of.getMessage());
    assertThrows(
        FileNotFoundException.class,
        () -> RecipeSource.read(folder + "/none", new Configuration()));
  }

  private RecipeSource read(byte[] bytes) throws Exception {
    Path file = Files.write(folder.resolve("recipe.conf"), bytes);
    return RecipeSource.read(file.toString(), new Configuration());
  }

  private String refused(byte[] bytes) {
    Failure failure = assertThrows(Failure.class, () -> read(bytes));
    assertEquals(ExitCode.CONFIGURATION, failure.code());
    return failure.getMessage();
  }
}
