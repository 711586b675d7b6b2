package io.sparkdcgan.source;

import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The images of neighboring leaves of an LMDB.
 *
 * @param leaves the numbers of their pages
 */
record LmdbRange(String file, long[] leaves) implements SourcePart {
  /** StyleGAN's, OCR's and PyTorch's: how many images or which keys there are. */
  private static final Set<String> BOOKKEEPING =
      Set.of("length", "num-samples", "__len__", "__keys__");

  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) throws IOException {
    return read(hadoop, mostBytes, new PassedOver());
  }

  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes, PassedOver passedOver)
      throws IOException {
    LmdbFile lmdb = LmdbFile.open(StorageUri.resolved(file), hadoop);
    return ImageCursor.stream(new Reading(lmdb, mostBytes, passedOver)::next, lmdb);
  }

  private final class Reading {
    private final LmdbFile lmdb;
    private final long mostBytes;
    private final PassedOver passedOver;
    private LmdbPage page;
    private int leaf;
    private int entry;

    Reading(LmdbFile lmdb, long mostBytes, PassedOver passedOver) {
      this.lmdb = lmdb;
      this.mostBytes = mostBytes;
      this.passedOver = passedOver;
    }

    Optional<SourceImage> next() throws IOException {
      Optional<LmdbPage.Value> value = value();
      while (value.isPresent() && isBookkeeping(value.get().key())) {
        passedOver.add(PassedOver.BOOKKEEPING);
        value = value();
      }
      return value.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new SourceImage(value.get().key(), "", lmdb.content(value.get(), mostBytes)));
    }

    private Optional<LmdbPage.Value> value() {
      while (page == null || entry == page.count()) {
        if (leaf == leaves.length) {
          return Optional.empty();
        }
        page = lmdb.page(leaves[leaf++], true);
        entry = 0;
      }
      return Optional.of(page.value(entry++));
    }

    /** Whether a key is one that data sets give to what is no image: passed over. */
    private static boolean isBookkeeping(String key) {
      return BOOKKEEPING.contains(key) || key.startsWith("label-");
    }
  }
}
