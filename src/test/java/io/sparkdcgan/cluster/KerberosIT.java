package io.sparkdcgan.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shards and run on an HDFS that takes nobody without a ticket, from a keytab, for longer than a
 * ticket is good. On a local master: Spark has no Kerberos on a standalone cluster.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KerberosIT {
  private static final int TICKET_SECONDS = 6;

  @TempDir private static Path folder;
  private KerberizedHdfs hdfs;

  @BeforeAll
  void start() throws Exception {
    hdfs = KerberizedHdfs.start(TICKET_SECONDS);
  }

  @AfterAll
  void stop() {
    ServerProcess.closeAll(hdfs);
  }

  @Test
  void aKeytabServesForLongerThanATicketAndTheBitsAreTheSame() throws Exception {
    assertEnds(0, keytab(hdfs.keytab()), importing(hdfs.uri("/shards")));
    Launch secure =
        assertEnds(0, keytab(hdfs.keytab()), training(hdfs.uri("/run"), hdfs.uri("/shards")));
    double seconds = secure.result().get("seconds").asDouble();
    assertTrue(seconds > 2 * TICKET_SECONDS, () -> "no ticket ran out in " + seconds + " s");

    String shards = folder.resolve("shards").toString();
    assertEnds(0, List.of(), importing(shards));
    Launch open = assertEnds(0, List.of(), training(folder.resolve("run").toString(), shards));
    assertEquals(open.result().get("digest"), secure.result().get("digest"));
  }

  @Test
  void withoutATicketAccessIsDeniedInOneSentence() throws Exception {
    Launch denied = assertEnds(77, List.of(), List.of("status", hdfs.uri("/run")));
    String error = denied.result().get("error").asText();
    assertTrue(error.contains("access is denied"), error);
    assertTrue(error.contains("--keytab"), error);
    assertEquals(1, error.lines().count());
    assertEnds(77, List.of(), importing(hdfs.uri("/nothing")));
  }

  @Test
  void aKeytabThatIsNotThereIsNamed() throws Exception {
    Launch denied =
        assertEnds(77, keytab(folder.resolve("none")), List.of("status", hdfs.uri("/run")));
    String error = denied.result().get("error").asText();
    assertTrue(error.contains(folder.resolve("none").toString()), error);
  }

  private List<String> keytab(Path file) {
    return List.of("--principal", "dcgan@" + KerberizedHdfs.REALM, "--keytab", file.toString());
  }

  private static List<String> importing(String to) {
    return List.of("import", "toy:90", "--to", to, "--image-size", "16", "--shard-images", "20");
  }

  private static List<String> training(String to, String shards) throws IOException {
    Path recipe = Files.writeString(folder.resolve("small.conf"), "run.name = kerberos");
    List<String> words = new ArrayList<>(List.of("train", recipe.toString(), "--to", to));
    for (String key :
        List.of(
            "data.shards=" + shards,
            "data.image-size=16",
            // shards are read in every round, by connections of their own
            "data.cache=none",
            "network.preset=pytorch",
            "network.width=8",
            "training.worker-batch-size=8",
            "training.rounds=12",
            "averaging.local-steps=60",
            "artifacts.snapshot-every=4",
            "artifacts.grid-rows=2")) {
      words.addAll(List.of("--set", key));
    }
    return words;
  }

  private Launch assertEnds(int exitCode, List<String> options, List<String> command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("--", "--master", "local[1]"));
    words.addAll(options);
    Launch launch =
        Launch.run(
            Launch.PATIENCE,
            ServerProcess.folder("launch"),
            Map.of(
                "HADOOP_CONF_DIR", hdfs.clientFiles().toString(),
                "SPARK_SUBMIT_OPTS", hdfs.javaOption(),
                // nobody's ticket from elsewhere
                "KRB5CCNAME", folder.resolve("no-tickets").toString()),
            words);
    assertEquals(exitCode, launch.exitCode(), launch.errorOutput());
    return launch;
  }
}
