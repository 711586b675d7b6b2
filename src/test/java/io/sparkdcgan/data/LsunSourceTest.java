package io.sparkdcgan.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/** LMDBs written by LMDB's own library. */
class LsunSourceTest {
  @TempDir private Path folder;

  @Test
  void everyPairIsReadOnceFromTreesOfAnyDepth() throws IOException {
    for (int count : List.of(1, 30, 3000)) {
      List<String> expected = write("lmdb" + count, count);
      String source = "lsun:" + folder + "/lmdb" + count;
      assertEquals(count, Given.open(source).images());
      assertEquals(expected, Given.lines(source, 1));
      assertEquals(expected, Given.lines(source, 7));
      assertEquals(expected, Given.lines(source + "/data.mdb", 100_000));
    }
  }

  @Test
  void deletedAndRewrittenPairsAreNotRead() throws IOException {
    write("lmdb", 500);
    Set<String> expected = new HashSet<>();
    try (Env<byte[]> env = env("lmdb")) {
      Dbi<byte[]> dbi = env.openDbi((String) null);
      try (Txn<byte[]> txn = env.txnWrite()) {
        for (int index = 0; index < 500; index++) {
          if (index % 2 == 0) {
            dbi.delete(txn, key(index));
          } else {
            dbi.put(txn, key(index), "again".getBytes(UTF_8));
            expected.add(new String(key(index), UTF_8) + "  again");
          }
        }
        txn.commit();
      }
    }
    List<String> lines = Given.lines("lsun:" + folder + "/lmdb", 3);
    assertEquals(250, lines.size());
    assertEquals(expected, new HashSet<>(lines));
  }

  @Test
  void whatIsNoLmdbIsADataFailure() throws IOException {
    Given.failure(ExitCode.INPUT_MISSING, "lsun:" + folder + "/no", "has no data.mdb");
    Files.write(folder.resolve("data.mdb"), new byte[0]);
    Given.failure(ExitCode.DATA, "lsun:" + folder, "neither of its meta pages");
    Files.write(folder.resolve("data.mdb"), new Tars().noise(64).closed());
    Given.failure(ExitCode.DATA, "lsun:" + folder, "neither of its meta pages");
    try (Env<byte[]> env = env("empty")) {
      env.sync(true);
    }
    Given.failure(ExitCode.DATA, "lsun:" + folder + "/empty", "holds no pictures");
  }

  @Test
  void anLmdbThatIsCutOffIsADataFailure() throws IOException {
    write("lmdb", 300);
    Path data = folder.resolve("lmdb/data.mdb");
    byte[] whole = Files.readAllBytes(data);
    for (int share : List.of(10, 50, 90)) {
      Files.write(data, Arrays.copyOf(whole, whole.length / 100 * share));
      Given.failure(ExitCode.DATA, "lsun:" + folder + "/lmdb", "bytes, but its pages take");
    }
  }

  /** What LMDB's own library answers with a fault of the process, see docs/decisions. */
  @Test
  void randomBytesInAnyPageAreAFailureOrARejectAndNeverAnotherException() throws IOException {
    write("lmdb", 400);
    Path data = folder.resolve("lmdb/data.mdb");
    byte[] whole = Files.readAllBytes(data);
    Random random = new Random(3);
    int failures = 0;
    int rejects = 0;
    for (int round = 0; round < 200; round++) {
      byte[] damaged = whole.clone();
      int page = random.nextInt(whole.length / 4096);
      int from = 4096 * page + random.nextInt(8) * 2;
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, damaged, from, noise.length);
      Files.write(data, damaged);
      try {
        List<String> lines = Given.lines("lsun:" + folder + "/lmdb", 2);
        rejects += lines.stream().anyMatch(line -> line.endsWith("[damaged]")) ? 1 : 0;
      } catch (Failure e) {
        assertEquals(ExitCode.DATA, e.code());
        assertTrue(e.getMessage().endsWith("copy it again"), e.getMessage());
        failures++;
      }
    }
    assertTrue(failures > 5, "failures: " + failures);
    assertTrue(rejects > 5, "rejects: " + rejects);
  }

  @Test
  void fingerprintFollowsTransactions() throws IOException {
    write("lmdb", 20);
    String before = Given.open("lsun:" + folder + "/lmdb").fingerprint();
    assertEquals(before, Given.open("lsun:" + folder + "/lmdb").fingerprint());
    write("lmdb", 21);
    assertFalse(before.equals(Given.open("lsun:" + folder + "/lmdb").fingerprint()));
  }

  /** Pairs in no order, values from one byte to several pages; returns the lines to expect. */
  private List<String> write(String name, int count) throws IOException {
    List<Integer> order = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      order.add(index);
    }
    Collections.shuffle(order, new Random(1));
    List<String> lines = new ArrayList<>();
    try (Env<byte[]> env = env(name)) {
      Dbi<byte[]> dbi = env.openDbi((String) null, DbiFlags.MDB_CREATE);
      try (Txn<byte[]> txn = env.txnWrite()) {
        for (int index : order) {
          String value = ("" + index).repeat(1 + index * 37 % 2500);
          dbi.put(txn, key(index), value.getBytes(UTF_8));
          lines.add(new String(key(index), UTF_8) + "  " + value);
        }
        txn.commit();
      }
    }
    Collections.sort(lines);
    return lines;
  }

  private Env<byte[]> env(String name) throws IOException {
    Path directory = Files.createDirectories(folder.resolve(name));
    return Env.create(ByteArrayProxy.PROXY_BA).setMapSize(1L << 28).open(directory.toFile());
  }

  private static byte[] key(int index) {
    return new ContentDigest().add(index).hex().substring(0, 40).getBytes(UTF_8);
  }
}
