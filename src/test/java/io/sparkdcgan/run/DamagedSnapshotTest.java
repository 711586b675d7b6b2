package io.sparkdcgan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.snapshot.SnapshotStore;
import io.sparkdcgan.snapshot.Verification;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that goes on although any one object of its newest snapshot is damaged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedSnapshotTest {
  private static final String NEWEST = "snapshots/r00000004";
  private static final String MARKER = "_COMMITTED";

  @TempDir private static Path root;
  private String digest;

  /** What a disk, a network or a hand does to an object. */
  enum Damage {
    FLIPPED,
    TRUNCATED,
    REMOVED;

    void to(Path object) throws IOException {
      byte[] bytes = Files.readAllBytes(object);
      switch (this) {
        case FLIPPED -> bytes[bytes.length / 2] ^= 0x10;
        case TRUNCATED -> bytes = Arrays.copyOf(bytes, bytes.length / 2);
        case REMOVED -> {
          Files.delete(object);
          return;
        }
      }
      Files.write(object, bytes);
    }
  }

  @BeforeAll
  void trainUndisturbedAndUpToTheNewestSnapshot() {
    digest = train("undisturbed", 5).digest();
    train("begun", 4);
  }

  static Stream<Arguments> everyObjectAndDamage() {
    return Stream.of(
            "state.safetensors", "generator.zip", "discriminator.zip", "manifest.json", MARKER)
        .flatMap(
            object -> Arrays.stream(Damage.values()).map(damage -> Arguments.of(object, damage)));
  }

  @ParameterizedTest
  @MethodSource("everyObjectAndDamage")
  void runGoesOnFromTheSnapshotBeforeAndSaysWhichFileIsDamaged(String object, Damage damage)
      throws IOException {
    String name = object + "-" + damage;
    FileUtils.copyDirectory(root.resolve("begun").toFile(), root.resolve(name).toFile());
    damage.to(root.resolve(name).resolve(NEWEST).resolve(object));

    PassedOver passedOver = new PassedOver();
    RunConfig config = TinyRuns.config(5);
    ObjectStore store = new TinyRuns(root).store(name);
    TrainingResult resumed =
        new TinyRuns(root).run(store, config, TinyRuns.workers(config), passedOver).train();

    assertEquals(1, passedOver.sentences().size(), passedOver.toString());
    String sentence = passedOver.sentences().get(0);
    boolean gone = damage == Damage.REMOVED;
    if (object.equals(MARKER) && gone) {
      assertTrue(sentence.startsWith(NEWEST + " has no " + MARKER), sentence);
    } else if (object.equals(MARKER)) {
      // Which of both is wrong is unknown, so both are named.
      assertTrue(sentence.startsWith(NEWEST + "/manifest.json has SHA-256 "), sentence);
      assertTrue(sentence.contains("but " + MARKER + " says"), sentence);
    } else {
      assertTrue(sentence.startsWith(NEWEST + "/" + object + (gone ? " is" : " has")), sentence);
    }
    assertEquals(OptionalLong.of(2), resumed.resumedFrom());
    assertEquals(digest, resumed.digest());
    SnapshotStore snapshots = new SnapshotStore(store);
    assertEquals(List.of(4L, 5L), snapshots.rounds());
    assertInstanceOf(Verification.Intact.class, snapshots.verify(4), "it is replaced");
  }

  private static TrainingResult train(String name, int rounds) {
    RunConfig config = TinyRuns.config(rounds);
    return new TinyRuns(root).run(name, config, TinyRuns.workers(config)).train();
  }
}
