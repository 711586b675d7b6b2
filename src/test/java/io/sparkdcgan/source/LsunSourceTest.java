package io.sparkdcgan.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ContentDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final int PAGE = 4096;

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
    Given.failure(ExitCode.DATA, "lsun:" + folder + "/empty", "holds no images");
  }

  @Test
  void soundLmdbsThatAreNotReadAreCalledByTheirKind() throws IOException {
    try (Env<byte[]> env = env("named")) {
      Dbi<byte[]> images = env.openDbi("images", DbiFlags.MDB_CREATE);
      images.put(key(1), "1".getBytes(UTF_8));
    }
    assertUnread("named", "since it holds named databases, such as images");
    try (Env<byte[]> env = env("several")) {
      Dbi<byte[]> pairs = env.openDbi((String) null, DbiFlags.MDB_CREATE, DbiFlags.MDB_DUPSORT);
      pairs.put(key(1), "1".getBytes(UTF_8));
    }
    assertUnread("several", "since its keys may have several values");
    write("lmdb", 3);
    byte[] file = Files.readAllBytes(folder.resolve("lmdb/data.mdb"));
    for (int meta : List.of(0, PAGE)) {
      little(file).putInt(meta + 20, 2);
    }
    assertUnread(file, "since it is of LMDB's data version 2");
    for (int meta : List.of(0, PAGE)) {
      // pages of version 2 have a header of 24 bytes
      little(file).putLong(meta + 16, 0).putInt(meta + 24, 0xBEEFC0DE).putInt(meta + 28, 2);
    }
    assertUnread(file, "since it is of LMDB's data version 2");
    for (int meta : List.of(0, PAGE)) {
      little(file).putInt(meta + 24, 0).putInt(meta + 12, 0xBEEFC0DE).putInt(meta + 16, 1);
    }
    assertUnread(file, "since it was written by a machine of 32 bits");
    for (int meta : List.of(0, PAGE)) {
      ByteBuffer.wrap(file).putInt(meta + 12, 0).putInt(meta + 16, 0xBEEFC0DE);
    }
    assertUnread(file, "since it was written by a big-endian machine");
  }

  @Test
  void otherFilesAreCalledByTheirName() throws IOException {
    Path file = folder.resolve("data.mdb");
    Files.write(file, little(new byte[200]).putInt(0xBEEFC0DE).putInt(7).array());
    Given.failure(ExitCode.DATA, "lsun:" + file, "is an LMDB's lock file: give the data.mdb");
    Files.writeString(file, "version https://git-lfs.github.com/spec/v1");
    Given.failure(ExitCode.DATA, "lsun:" + file, "is no LMDB (Git LFS pointer): call git lfs pull");
    Files.writeString(file, "PK\3\4 and so on");
    Given.failure(ExitCode.DATA, "lsun:" + file, "is no LMDB (zip archive): unpack it");
  }

  @Test
  void whatOtherDataSetsKeepNextToTheirImagesIsPassedOver() throws IOException {
    try (Env<byte[]> env = env("lmdb")) {
      Dbi<byte[]> dbi = env.openDbi((String) null, DbiFlags.MDB_CREATE);
      for (String key : List.of("length", "num-samples", "__len__", "__keys__", "label-0001")) {
        dbi.put(key.getBytes(UTF_8), "1".getBytes(UTF_8));
      }
      dbi.put("image-0001".getBytes(UTF_8), "first".getBytes(UTF_8));
    }
    assertEquals(List.of("image-0001  first"), Given.lines("lsun:" + folder + "/lmdb", 1));
  }

  private void assertUnread(byte[] file, String says) throws IOException {
    Files.write(Files.createDirectories(folder.resolve("changed")).resolve("data.mdb"), file);
    assertUnread("changed", says);
  }

  private void assertUnread(String name, String says) {
    Failure failure = Given.failure(ExitCode.DATA, "lsun:" + folder + "/" + name, says);
    assertFalse(failure.getMessage().contains("copy it again"), failure.getMessage());
    assertFalse(failure.getMessage().contains("damaged"), failure.getMessage());
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
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
  void aMetaPageWithOtherRootsDepthsOrCountsIsADataFailure() throws IOException {
    write("lmdb", 3000);
    byte[] whole = Files.readAllBytes(folder.resolve("lmdb/data.mdb"));
    // offsets in a meta page: depth, branches, leaves, root, last page
    for (int field : List.of(94, 96, 104, 128, 136)) {
      for (int value : List.of(0, 1, 3, 7, 1_000_000)) {
        ByteBuffer damaged = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int meta = newestMeta(damaged);
        if (damaged.getShort(meta + field) != value) {
          damaged
              .putShort(meta + field, (short) value)
              .putShort(meta + field + 2, (short) (value >> 16));
          assertDamaged(damaged, field + " is " + value);
        }
      }
    }
  }

  @Test
  void aTreeThatRunsInACircleOrMeetsALeafTwiceIsADataFailure() throws IOException {
    write("lmdb", 3000);
    byte[] whole = Files.readAllBytes(folder.resolve("lmdb/data.mdb"));
    ByteBuffer file = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int root = (int) file.getLong(newestMeta(file) + 128) * PAGE;
    int first = root + file.getShort(root + 16);
    int second = root + file.getShort(root + 18);
    assertEquals(0x01, file.getShort(root + 10) & 0x0F, "the root is a branch");
    for (int target : List.of(root / PAGE, file.getInt(second), 0, 1, whole.length / PAGE)) {
      ByteBuffer damaged = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
      assertDamaged(damaged.putInt(first, target), "the first child is page " + target);
    }
  }

  @Test
  void aValueWhosePagesLieBehindTheEndIsADataFailure() throws IOException {
    write("lmdb", 300);
    byte[] whole = Files.readAllBytes(folder.resolve("lmdb/data.mdb"));
    ByteBuffer file = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int changed = 0;
    for (int page = 2 * PAGE; page < whole.length; page += PAGE) {
      boolean leaf = (file.getShort(page + 10) & 0x0F) == 0x02 && file.getLong(page) == page / PAGE;
      int node = page + file.getShort(page + 16);
      if (!leaf || file.getShort(node + 4) != 1) {
        continue;
      }
      int overflow = node + 8 + file.getShort(node + 6);
      for (long target : new long[] {whole.length / PAGE, 1L << 40, Long.MAX_VALUE, -1, 0}) {
        ByteBuffer damaged = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
        assertDamaged(damaged.putLong(overflow, target), "overflow page " + target);
      }
      if (changed++ == 3) {
        return;
      }
    }
    assertTrue(changed > 0, "no leaf with an overflow page was found");
  }

  private static int newestMeta(ByteBuffer file) {
    return file.getLong(144) > file.getLong(PAGE + 144) ? 0 : PAGE;
  }

  private void assertDamaged(ByteBuffer file, String what) throws IOException {
    Path copy = Files.createDirectories(folder.resolve("damaged"));
    byte[] bytes = new byte[file.capacity()];
    file.get(0, bytes);
    Files.write(copy.resolve("data.mdb"), bytes);
    Failure failure =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () -> assertThrows(Failure.class, () -> Given.lines("lsun:" + copy, 3), what));
    assertEquals(ExitCode.DATA, failure.code(), what + ": " + failure.getMessage());
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
    return Env.create(ByteArrayProxy.PROXY_BA)
        .setMapSize(1L << 28)
        .setMaxDbs(2)
        .open(directory.toFile());
  }

  private static byte[] key(int index) {
    return new ContentDigest().add(index).hex().substring(0, 40).getBytes(UTF_8);
  }
}
