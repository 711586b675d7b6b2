package io.sparkdcgan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that the system refuses, as a user without privileges meets them, with the system's
 * messages in German.
 */
final class DeniedFilesIT {
  private static final String NO_PRIVILEGES = "-dac_override,-dac_read_search";

  @TempDir private static Path folder;
  private static final List<Path> REFUSED = new ArrayList<>();

  /** Every command in one process. */
  static final class Commands {
    private Commands() {}

    public static void main(String[] args) {
      for (String command : args) {
        System.out.println("# " + command);
        Invocation.of(new Dcgan(), System.out, System.err).run(command.split(" "));
      }
      System.exit(0);
    }
  }

  @AfterEach
  void allowAgain() throws IOException {
    for (Path refused : REFUSED) {
      permit(refused, "rwxrwxrwx");
    }
  }

  @Test
  void whatIsRefusedIsCode77AndNeverMissing() throws Exception {
    Path shut = Files.createDirectories(folder.resolve("shut"));
    Files.writeString(shut.resolve("recipe.conf"), "");
    refuse(shut, "---------");
    Path unreadable = Files.writeString(folder.resolve("unreadable.conf"), "run.name = a");
    refuse(unreadable, "---------");
    refuse(Files.writeString(folder.resolve("faces.zip"), "PK"), "---------");
    Path run = Files.createDirectories(folder.resolve("run"));
    refuse(Files.writeString(run.resolve("run.json"), "{}"), "---------");
    Path shards = Files.createDirectories(folder.resolve("shards"));
    refuse(Files.writeString(shards.resolve("manifest.json"), "{}"), "---------");
    refuse(Files.writeString(shards.resolve("_manifest.json"), "{}"), "---------");
    Path recipe = Files.writeString(folder.resolve("fine.conf"), "run.name = a\n");
    Path images = Files.createDirectories(folder.resolve("images"));
    refuse(Files.createDirectories(images.resolve("class")), "---------");
    Path fixed = Files.createDirectories(folder.resolve("fixed"));
    refuse(fixed, "r-xr-xr-x");

    Map<String, String> expected = new TreeMap<>();
    expected.put("status " + shut, "" + shut);
    expected.put("status " + shut + "/run", "" + shut);
    expected.put("verify " + shut + "/run", "" + shut);
    expected.put("status " + run, run + "/run.json");
    expected.put("preflight " + unreadable, "" + unreadable);
    expected.put("preflight " + shut + "/recipe.conf", "" + shut);
    expected.put("preflight " + recipe + " --set data.shards=" + shards, "manifest.json");
    expected.put("import faces:" + folder + "/faces.zip --to " + folder + "/a", "faces.zip");
    expected.put("import folder:" + images + " --to " + folder + "/b", "class");
    expected.put("import folder:" + shut + "/images --to " + folder + "/c", "" + shut);
    expected.put("import toy:20 --image-size 16 --to " + fixed + "/d", "" + fixed);

    String printed = commands(List.copyOf(expected.keySet()));
    List<String> lines = printed.lines().toList();
    for (Map.Entry<String, String> command : expected.entrySet()) {
      int at = lines.indexOf("# " + command.getKey());
      assertTrue(at >= 0, printed);
      JsonNode line = new ObjectMapper().readTree(lines.get(at + 1));
      assertEquals(77, line.path("exitCode").asInt(), command.getKey() + ": " + line);
      assertTrue(line.path("error").asText().contains(command.getValue()), line.toString());
    }
  }

  private static void refuse(Path file, String permissions) throws IOException {
    REFUSED.add(file);
    permit(file, permissions);
  }

  private static void permit(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String commands(List<String> commands) throws Exception {
    List<String> words = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      words.addAll(
          List.of("setpriv", "--inh-caps", NO_PRIVILEGES, "--bounding-set", NO_PRIVILEGES));
    }
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Dorg.byte"))
        .forEach(words::add);
    words.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    words.add(Commands.class.getName());
    words.addAll(commands);
    Path out = folder.resolve("out");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(errors.toFile());
    inGerman(builder.environment());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      assumeTrue(false, "there is no setpriv, without which root may read everything");
      throw e;
    }
    assertTrue(process.waitFor(3, TimeUnit.MINUTES), "no end");
    assertEquals(0, process.exitValue(), Files.readString(errors));
    return Files.readString(out);
  }

  /** As far as this machine knows German. */
  private static void inGerman(Map<String, String> environment) throws Exception {
    Path locales = Files.createDirectories(folder.resolve("locales"));
    String made = locales.resolve("de_DE.UTF-8").toString();
    try {
      new ProcessBuilder("localedef", "-i", "de_DE", "-f", "UTF-8", made).start().waitFor();
    } catch (IOException e) {
      return;
    }
    if (Files.isDirectory(Path.of(made))) {
      environment.put("LOCPATH", locales.toString());
      environment.put("LC_ALL", "de_DE.UTF-8");
    }
  }
}
