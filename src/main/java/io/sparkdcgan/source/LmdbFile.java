package io.sparkdcgan.source;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.image.FileKind;
import io.sparkdcgan.image.ImageContent;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.image.ImageDecoder;
import io.sparkdcgan.image.Reject;
import io.sparkdcgan.source.LmdbPage.Meta;
import io.sparkdcgan.source.SeekableInput.Range;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * An LMDB's {@code data.mdb} on any file system, read page by page and never mapped into memory: a
 * damaged file is a {@link Failure} here, where it would be a fault of the whole process in LMDB's
 * own library.
 */
final class LmdbFile implements Closeable {
  private static final int OVERFLOW_PAGE = 0x04;
  private static final int START_BYTES = 512;

  /** Where a meta page's mark is: behind the header of a page. */
  private static final int MAGIC_AT = 16;

  /** The same where pages have data version 2's header, and that of a machine of 32 bits. */
  private static final int[] MAGICS = {MAGIC_AT, 24, 12};

  private final Path path;
  private final SeekableInput input;
  private final Meta meta;

  private LmdbFile(Path path, SeekableInput input) {
    this.path = path;
    this.input = input;
    this.meta = newestMeta();
    long wanted = (meta.lastPage() + 1) * meta.pageBytes();
    if (input.size() < wanted) {
      throw damaged("it has " + input.size() + " bytes, but its pages take " + wanted);
    }
    if (meta.hasDuplicates()) {
      throw unread("its keys may have several values");
    }
  }

  /**
   * @throws Failure {@code DATA} if it is no LMDB, or one that is cut off
   */
  static LmdbFile open(Path path, Configuration hadoop) throws IOException {
    SeekableInput input = SeekableInput.open(path, hadoop);
    try {
      return new LmdbFile(path, input);
    } catch (RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /** The second meta page lies one page behind the first, however large pages are. */
  private Meta newestMeta() {
    Optional<Meta> first = meta(0);
    Optional<Meta> second =
        first.map(Meta::pageBytes).map(List::of).orElse(List.of(4096, 16384, 65536)).stream()
            .flatMap(at -> meta(at).filter(found -> found.pageBytes() == at).stream())
            .findFirst();
    return Stream.concat(first.stream(), second.stream())
        .max((one, other) -> Long.compare(one.transaction(), other.transaction()))
        .orElseThrow(this::foreign);
  }

  private Optional<Meta> meta(long at) {
    return at + Meta.BYTES > input.size() ? Optional.empty() : Meta.parse(bytes(at, Meta.BYTES));
  }

  Meta meta() {
    return meta;
  }

  /**
   * The numbers of all leaves in the order of their keys. Reads the branches, about a hundredth of
   * the leaves.
   *
   * @throws Failure {@code DATA} if the tree is not what the meta page says
   */
  long[] leaves() {
    if (meta.depth() == 0) {
      return new long[0];
    }
    List<Long> level = List.of(meta.root());
    long branches = 0;
    for (int depth = 1; depth < meta.depth(); depth++) {
      branches += level.size();
      if (branches > meta.branchPages()) {
        throw damaged("its tree has more branches than its meta page counts");
      }
      level = below(level);
    }
    if (branches != meta.branchPages() || level.size() != meta.leafPages()) {
      throw damaged("its tree has not the pages that its meta page counts");
    }
    if (new HashSet<>(level).size() < level.size()) {
      throw damaged("two of its branches point to one page");
    }
    return level.stream().mapToLong(Long::longValue).toArray();
  }

  private List<Long> below(List<Long> branches) {
    List<Long> below = new ArrayList<>();
    for (long number : branches) {
      LmdbPage branch = page(number, false);
      for (int index = 0; index < branch.count(); index++) {
        long child = branch.child(index);
        if (child < 2 || child > meta.lastPage()) {
          throw damaged("page " + number + " points to page " + child);
        }
        below.add(child);
      }
      if (below.size() > meta.branchPages() + meta.leafPages()) {
        throw damaged("its tree has more pages than its meta page counts");
      }
    }
    return below;
  }

  /**
   * Looks at the first leaf, so that what is not read is said before anything is begun.
   *
   * @throws Failure {@code DATA} if it holds no values
   */
  void requireValues(long leaf) {
    page(leaf, true).value(0);
  }

  LmdbPage page(long number, boolean leaf) {
    return new LmdbPage(this, bytes(number * meta.pageBytes(), meta.pageBytes()), number, leaf);
  }

  /** A value's bytes, or why they are not to be had. */
  ImageContent content(LmdbPage.Value value, long mostBytes) throws IOException {
    if (value.size() > mostBytes) {
      return ImageDecoder.tooManyBytes(value.size(), mostBytes);
    }
    if (value.position() % meta.pageBytes() == LmdbPage.HEADER_BYTES && !startsOverflow(value)) {
      return new Reject(
          Reject.Reason.DAMAGED, "the pages that its key points to are those of no value");
    }
    long end = value.position() + value.size();
    byte[] bytes = new byte[(int) value.size()];
    new Range(input, value.position(), end).readNBytes(bytes, 0, bytes.length);
    return new EncodedImage(bytes);
  }

  /** A value in a leaf can never lie right behind the header: the offsets of nodes are there. */
  private boolean startsOverflow(LmdbPage.Value value) {
    ByteBuffer header = bytes(value.position() - LmdbPage.HEADER_BYTES, LmdbPage.HEADER_BYTES);
    long pages = (LmdbPage.HEADER_BYTES + value.size() - 1) / meta.pageBytes() + 1;
    return header.getLong(0) == value.position() / meta.pageBytes()
        && (header.getShort(10) & OVERFLOW_PAGE) != 0
        && Integer.toUnsignedLong(header.getInt(12)) >= pages;
  }

  private ByteBuffer bytes(long at, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    input.position(at);
    while (bytes.hasRemaining()) {
      if (input.read(bytes) < 0) {
        throw damaged("it ends at byte " + input.size());
      }
    }
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What a file is of which neither meta page is one that is read. */
  private Failure foreign() {
    ByteBuffer start = bytes(0, (int) Math.min(input.size(), START_BYTES));
    if (magicAt(start, 0)) {
      return new Failure(
          ExitCode.DATA, path + " is an LMDB's lock file: give the data.mdb that lies next to it");
    }
    for (int at : MAGICS) {
      if (magicAt(start, at)) {
        int version = start.getInt(at + 4);
        return version == 1
            ? at == MAGIC_AT
                ? damaged("neither of its meta pages can be")
                : unread("it was written by a machine of 32 bits")
            : unread("it is of LMDB's data version " + version);
      }
      if (start.limit() >= at + 4 && start.getInt(at) == Integer.reverseBytes(Meta.MAGIC)) {
        return unread("it was written by a big-endian machine");
      }
    }
    byte[] first = new byte[start.limit()];
    start.get(0, first);
    return FileKind.ofAny(first)
        .map(
            kind ->
                new Failure(
                    ExitCode.DATA,
                    path + " is no LMDB (" + kind.name() + "): " + kind.sourceRemedy()))
        .orElseGet(() -> damaged("neither of its meta pages is one"));
  }

  private static boolean magicAt(ByteBuffer start, int at) {
    return start.limit() >= at + 8 && start.getInt(at) == Meta.MAGIC;
  }

  /** What is sound and not read. */
  Failure unread(String what) {
    return new Failure(
        ExitCode.DATA,
        path
            + " is an LMDB that is not read, since "
            + what
            + ": write its images to one of data version 1 without named databases, or to files");
  }

  Failure damaged(String what) {
    return new Failure(
        ExitCode.DATA,
        path + " is no LMDB of images, or a damaged one: " + what + "; copy it again");
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
