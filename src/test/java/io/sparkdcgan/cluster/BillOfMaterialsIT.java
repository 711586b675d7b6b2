package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the build says that it is made of (CycloneDX) is what it is made of. */
final class BillOfMaterialsIT {
  private static final Path FILE = Path.of("target", "spark-dcgan-sbom.json");

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

  /** Two builds of one commit say the same: nothing in it is of the moment or of chance. */
  @Test
  void itNamesNoMomentAndNoNumberOfChance() throws Exception {
    JsonNode bill = new ObjectMapper().readTree(FILE.toFile());
    assertTrue(bill.path("serialNumber").isMissingNode());
    assertTrue(bill.path("metadata").path("timestamp").isMissingNode());
  }
}
