package io.sparkdcgan.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.storage.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  @TempDir Path path;
  private ObjectStore run;

  @BeforeEach
  void openRun() {
    run = ObjectStore.at(path.toString(), new Configuration());
  }

  @Test
  void everyRoundIsOneObjectOnALineOfItsOwn() {
    MetricsLog log = MetricsLog.after(0, run);
    log.add(new TreeMap<>(Map.of("round", 1, "seconds", Map.of("train", 2.5))));
    log.add(Map.of("round", 2));
    log.save();
    assertEquals(
        "{\"round\":1,\"seconds\":{\"train\":2.5}}\n{\"round\":2}\n",
        new String(run.read("metrics.jsonl", 1000), UTF_8));
    assertEquals(Map.of("train", 2.5), MetricsLog.read(run).get(0).get("seconds"));
  }

  @Test
  void aResumedRunForgetsTheRoundsAfterItsSnapshot() {
    MetricsLog log = MetricsLog.after(0, run);
    for (int round = 1; round <= 5; round++) {
      log.add(Map.of("round", round, "loss", 1.0 / round));
    }
    log.save();
    MetricsLog resumed = MetricsLog.after(3, run);
    resumed.add(Map.of("round", 4, "loss", 0.5));
    resumed.save();
    assertEquals(List.of(1, 2, 3, 4), rounds());
    assertEquals(0.5, MetricsLog.read(run).get(3).get("loss"));
  }

  @Test
  void aLineThatWasCutOffIsLeftOut() {
    run.put("metrics.jsonl", "{\"round\":1}\n{\"round\":2}\n{\"roun".getBytes(UTF_8));
    assertEquals(List.of(1, 2), rounds());
  }

  @Test
  void aLossThatIsNotANumberIsNull() {
    MetricsLog log = MetricsLog.after(0, run);
    log.add(Map.of("round", 1, "loss", Double.NaN));
    log.save();
    Map<String, Object> line = MetricsLog.read(run).get(0);
    assertEquals(Set.of("round", "loss"), line.keySet());
    assertNull(line.get("loss"));
  }

  @Test
  void aNumberThatIsNoneIsNullInAListOfObjectsToo() {
    MetricsLog log = MetricsLog.after(0, run);
    log.add(Map.of("round", 1, "leftOut", List.of(Map.of("norm", Double.POSITIVE_INFINITY), 2.5)));
    log.save();
    String line = new String(run.read("metrics.jsonl", 1000), UTF_8);
    assertTrue(line.contains("\"leftOut\":[{\"norm\":null},2.5]"), line);
  }

  @Test
  void aLineWithoutRoundIsRefused() {
    MetricsLog log = MetricsLog.after(0, run);
    assertThrows(IllegalArgumentException.class, () -> log.add(Map.of("loss", 1)));
  }

  private List<Object> rounds() {
    return MetricsLog.read(run).stream().map(line -> line.get("round")).toList();
  }
}
