package io.sparkdcgan.snapshot;

import static io.sparkdcgan.snapshot.SampleState.DISCRIMINATOR;
import static io.sparkdcgan.snapshot.SampleState.GENERATOR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.model.GanState;
import io.sparkdcgan.model.NetworkLayout;
import io.sparkdcgan.model.TensorSlot;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.snapshot.SnapshotStore.Recovered;
import io.sparkdcgan.snapshot.Verification.Damaged;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Snapshots that somebody or something has spoiled, most of them with digests that vouch for it.
 * Reading one ends with the state, with the snapshot before, or with a refusal, and takes no more
 * memory than its bytes warrant, whatever they say.
 */
class MalformedSnapshotTest {
  private static final int MUTATIONS = 10_000;

  /** Buffers that every reading of two snapshots takes, whatever they hold. */
  private static final long FIXED_BYTES = 2 << 20;

  /** Heap for a byte of a file at most, garbage included: JSON as objects is that much larger. */
  private static final long HEAP_PER_BYTE = 100;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path run;
  private ObjectStore objects;
  private SnapshotStore store;

  private enum End {
    TAKEN,
    FALLEN_BACK,
    REFUSED
  }

  @BeforeEach
  void openStore() {
    objects = ObjectStore.at(run.toString(), new Configuration());
    store = new SnapshotStore(objects);
    // What is loaded and linked for the first reading, sound or spoiled, is no file's cost.
    ObjectStore others = ObjectStore.at(run.resolve("first").toString(), new Configuration());
    SnapshotStore first = new SnapshotStore(others);
    save(first, SampleState.after(10));
    save(first, SampleState.after(20));
    assertInstanceOf(Verification.Intact.class, first.verify(20));
    assertEquals(20, first.latest(GENERATOR, DISCRIMINATOR).orElseThrow().snapshot().round());
    others.put(SnapshotStore.folder(20) + "/" + SnapshotStore.STATE, new byte[7]);
    assertInstanceOf(Damaged.class, first.verify(20));
    assertEquals(10, first.latest(GENERATOR, DISCRIMINATOR).orElseThrow().snapshot().round());
  }

  @Test
  @Timeout(300)
  void tenThousandMutationsEndInAStateOrAFallBackOrARefusal() throws IOException {
    save(SampleState.after(10));
    Map<End, Integer> ends = new EnumMap<>(End.class);
    List<SnapshotBytes> sound =
        List.of(saved(SampleState.after(20)), saved(SampleState.remembering(20)));
    for (int seed = 0; seed < MUTATIONS; seed++) {
      SnapshotBytes spoiled =
          new SnapshotMutation(sound.get(seed % 2), RandomStream.of(seed, "snapshot")).spoiled();
      spoiled.write(run);
      ends.merge(end(spoiled, seed), 1, Integer::sum);
    }
    for (End end : End.values()) {
      assertTrue(ends.getOrDefault(end, 0) > MUTATIONS / 50, ends.toString());
    }
  }

  private End end(SnapshotBytes spoiled, int seed) {
    long before = allocated();
    Verification verified = store.verify(20);
    Optional<Recovered> recovered = Optional.empty();
    try {
      recovered = store.latest(GENERATOR, DISCRIMINATOR);
    } catch (Failure e) {
      assertEquals(ExitCode.SNAPSHOT, e.code(), "seed " + seed);
      assertTrue(e.getMessage().length() < 25_000, "seed " + seed);
    }
    assertWarranted(allocated() - before, 2 * spoiled.bytes(), "seed " + seed);
    if (recovered.isEmpty()) {
      // Sound, but of other networks: falling back would hide a wrong configuration.
      assertInstanceOf(Verification.Intact.class, verified, "seed " + seed);
      return End.REFUSED;
    }
    GanState state = recovered.get().state();
    if (recovered.get().snapshot().round() == 20) {
      assertInstanceOf(Verification.Intact.class, verified, "seed " + seed);
      assertTrue(state.generator().isFinite() && state.discriminator().isFinite(), "seed " + seed);
      return End.TAKEN;
    }
    assertEquals(List.of(assertInstanceOf(Damaged.class, verified)), recovered.get().passedOver());
    assertEquals(SampleState.after(10), state, "seed " + seed);
    return End.FALLEN_BACK;
  }

  /** Headers and manifests that are as large as their text is small. */
  enum Bomb {
    EMPTY_TENSORS {
      @Override
      String json() {
        return numbered(40_000, "\"%d\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
      }
    },
    METADATA {
      @Override
      String json() {
        return "{\"__metadata__\":" + numbered(100_000, "\"%d\":\"\"") + "}";
      }
    },
    EMPTY_OBJECTS {
      @Override
      String json() {
        return "{\"version\":1,\"round\":20,\"files\":[" + "{},".repeat(300_000) + "{}]}";
      }
    },
    DEEP {
      @Override
      String json() {
        return "{\"files\":" + "[".repeat(500_000);
      }
    },
    LONG_NUMBER {
      @Override
      String json() {
        return "{\"round\":" + "9".repeat(900_000) + "}";
      }
    };

    abstract String json();

    private static String numbered(int count, String entry) {
      return IntStream.range(0, count)
          .mapToObj(entry::formatted)
          .collect(Collectors.joining(",", "{", "}"));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  void jsonThatIsMeantToExplodeDoesNot(Bomb bomb) throws IOException {
    save(SampleState.after(10));
    SnapshotBytes sound = saved(SampleState.after(20));
    byte[] json = bomb.json().getBytes(UTF_8);
    assertFallsBack(sound.with(SnapshotStore.MANIFEST, json).marked());
    assertFallsBack(
        sound.with(SnapshotStore.STATE, SnapshotMutation.withHeader(json, new byte[0])).sealed());
  }

  private void assertFallsBack(SnapshotBytes spoiled) throws IOException {
    spoiled.write(run);
    long before = allocated();
    Recovered recovered = store.latest(GENERATOR, DISCRIMINATOR).orElseThrow();
    assertWarranted(allocated() - before, spoiled.bytes(), "the bomb");
    assertEquals(10, recovered.snapshot().round());
  }

  /** The networks of the configuration may be huge; that is no reason to make them room. */
  @Test
  void fileThatIsNotOfTheseNetworksCostsNoMemoryForThem() {
    SnapshotBytes small = saved(SampleState.after(20));
    NetworkLayout huge =
        new NetworkLayout(
            List.of(), List.of(new TensorSlot("huge.W", List.of(1L << 28), 0)), List.of());
    long before = allocated();
    Failure failure = assertThrows(Failure.class, () -> store.latest(huge, huge));
    assertWarranted(allocated() - before, small.bytes(), "another network's file");
    assertTrue(failure.getMessage().contains("generator.huge.W is missing"), failure.getMessage());
  }

  private static void assertWarranted(long allocated, long fileBytes, String what) {
    long warranted = FIXED_BYTES + HEAP_PER_BYTE * fileBytes;
    assertTrue(
        allocated <= warranted,
        () -> "%s: %s bytes of heap for %s of files".formatted(what, allocated, fileBytes));
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  private SnapshotBytes saved(GanState state) {
    save(state);
    return SnapshotBytes.read(objects, state.progress().round());
  }

  private void save(GanState state) {
    save(store, state);
  }

  private static void save(SnapshotStore store, GanState state) {
    store.save(
        state,
        GENERATOR,
        DISCRIMINATOR,
        Map.of("generator.zip", out -> out.write("generator".getBytes(UTF_8))),
        Retention.newest(3));
  }
}
