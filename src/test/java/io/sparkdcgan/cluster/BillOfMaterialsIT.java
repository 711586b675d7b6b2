package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the build says that it is made of (CycloneDX) is what it is made of. */
final class BillOfMaterialsIT {
  private static final Path FILE = Path.of("target", "spark-dcgan-sbom.json");
  private static final Set<String> KNOWN = Set.of("Apache-2.0", "BSD-3-Clause", "EPL-1.0", "MIT");

  @Test
  void everyPartIsListedWithItsVersionAndItsDigest() throws Exception {
    JsonNode bill = new ObjectMapper().readTree(FILE.toFile());
    assertEquals("CycloneDX", bill.get("bomFormat").asText());
    TreeMap<String, String> versions = new TreeMap<>();
    for (JsonNode component : bill.get("components")) {
      versions.put(
          component.get("group").asText() + ":" + component.get("name").asText(),
          component.get("version").asText());
      assertTrue(component.get("hashes").size() > 0, component.toString());
    }
    assertEquals("1.0.0-M2.1", versions.get("org.nd4j:nd4j-native"));
    assertEquals("1.0.0-M2.1", versions.get("org.deeplearning4j:deeplearning4j-nn"));
    assertEquals("3.5.7", versions.get("org.apache.spark:spark-core_2.12"));
    assertEquals("3.3.4", versions.get("org.apache.hadoop:hadoop-aws"));
    assertTrue(versions.containsKey("info.picocli:picocli"));
    assertEquals(
        null, versions.get("com.tngtech.archunit:archunit-junit5"), "what tests alone use");
  }

  /** Its parts are for training: no benchmarks and no library that tests alone need. */
  @Test
  void theJarsHoldNeitherBenchmarksNorLiblinear() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> jars =
          files.filter(file -> file.toString().matches(".*spark-dcgan-.*\\.jar")).toList();
      assertTrue(jars.size() >= 2, jars::toString);
      for (Path jar : jars) {
        try (JarFile open = new JarFile(jar.toFile())) {
          assertTrue(open.getEntry("io/sparkdcgan/cli/Main.class") != null, jar::toString);
          assertEquals(
              List.of(),
              open.stream()
                  .map(ZipEntry::getName)
                  .filter(name -> name.matches("(?i).*(liblinear|sparkdcgan/benchmark).*"))
                  .toList(),
              jar::toString);
        }
      }
    }
  }

  /** Two builds of one commit say the same: nothing in it is of the moment or of chance. */
  @Test
  void itNamesNoMomentAndNoNumberOfChance() throws Exception {
    JsonNode bill = new ObjectMapper().readTree(FILE.toFile());
    assertTrue(bill.path("serialNumber").isMissingNode());
    assertTrue(bill.path("metadata").path("timestamp").isMissingNode());
  }

  /**
   * A library whose license NOTICE does not name may not be given away in the jar; one that is gone
   * is not named.
   */
  @Test
  void noticeNamesTheLicenseOfEveryPartOfTheJobsJar() throws Exception {
    String notice = Files.readString(Path.of("NOTICE"));
    Map<String, String> licenses = new TreeMap<>();
    Pattern.compile("^  (\\S+:\\S+) +(\\S+)$", Pattern.MULTILINE)
        .matcher(notice)
        .results()
        .forEach(line -> licenses.put(line.group(1), line.group(2)));
    Set<String> parts = new TreeSet<>();
    for (JsonNode component : new ObjectMapper().readTree(FILE.toFile()).get("components")) {
      String group = component.get("group").asText();
      if (BuiltProject.jobGroups().contains(group)) {
        parts.add(group + ":" + component.get("name").asText());
      }
    }
    assertTrue(parts.contains("org.nd4j:nd4j-native"), parts::toString);
    parts.remove("org.threeten:threeten-extra"); // a part of Spark, which has it in this group
    assertEquals(parts, licenses.keySet(), "what NOTICE names is what the jar holds");
    assertEquals(KNOWN, Set.copyOf(licenses.values()), "licenses that NOTICE has the texts of");
    try (JarFile jar = new JarFile(BuiltProject.jobJar().toFile())) {
      for (String name : List.of("LICENSE", "NOTICE")) {
        byte[] inside = jar.getInputStream(jar.getEntry("META-INF/" + name)).readAllBytes();
        assertArrayEquals(Files.readAllBytes(Path.of(name)), inside, name);
      }
      assertNotNull(jar.getEntry("META-INF/licenses/EPL-1.0.txt"));
    }
  }
}
