package io.sparkdcgan.source;

import io.sparkdcgan.storage.StorageUri;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The images of neighboring leaves of an LMDB.
 *
 * @param leaves the numbers of their pages
 */
record LmdbRange(String file, long[] leaves) implements SourcePart {
  @Override
  public Stream<SourceImage> read(Configuration hadoop, long mostBytes) throws IOException {
    LmdbFile lmdb = LmdbFile.open(StorageUri.resolved(file), hadoop);
    return ImageCursor.stream(new Reading(lmdb, mostBytes)::next, lmdb);
  }

  private final class Reading {
    private final LmdbFile lmdb;
    private final long mostBytes;
    private LmdbPage page;
    private int leaf;
    private int entry;

    Reading(LmdbFile lmdb, long mostBytes) {
      this.lmdb = lmdb;
      this.mostBytes = mostBytes;
    }

    Optional<SourceImage> next() throws IOException {
      while (page == null || entry == page.count()) {
        if (leaf == leaves.length) {
          return Optional.empty();
        }
        page = lmdb.page(leaves[leaf++], true);
        entry = 0;
      }
      LmdbPage.Value value = page.value(entry++);
      return Optional.of(new SourceImage(value.key(), "", lmdb.content(value, mostBytes)));
    }
  }
}
