package io.sparkdcgan.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a large tar archive between its members, so that a single one is not one task's work. Goes
 * from header to header by seeking: a small read for each member. What is compressed cannot be cut.
 */
final class TarCuts {
  private static final Logger LOG = LoggerFactory.getLogger(TarCuts.class);

  private final long pieceBytes;
  private final boolean keepSamples;
  private final Configuration hadoop;

  /**
   * @param pieceBytes about how large the pieces are
   * @param keepSamples whether neighbors of one WebDataset sample stay together
   */
  TarCuts(long pieceBytes, boolean keepSamples, Configuration hadoop) {
    this.pieceBytes = pieceBytes;
    this.keepSamples = keepSamples;
    this.hadoop = hadoop;
  }

  /** The pieces of an archive, in order; itself if it is small or compressed. */
  List<TarSpan> of(TarSpan archive) {
    if (archive.bytes() < 2 * pieceBytes) {
      return List.of(archive);
    }
    try (TarReader tar = archive.openHeaders(hadoop)) {
      if (!tar.seeks()) {
        LOG.info(
            "{} is compressed as a whole and cannot be cut: one task reads all of it",
            archive.file());
        return List.of(archive);
      }
      return cut(archive, tar);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + archive.file(), e);
    }
  }

  private List<TarSpan> cut(TarSpan archive, TarReader tar) {
    List<TarSpan> pieces = new ArrayList<>();
    long from = archive.start();
    String sample = "";
    for (Optional<TarMember> next = tar.next(); next.isPresent(); next = tar.next()) {
      TarMember member = next.get();
      String here = SampleName.of(member.name()).map(SampleName::sample).orElse("");
      boolean apart = !keepSamples || !here.equals(sample);
      if (member.start() - from >= pieceBytes && apart && !member.isLost()) {
        pieces.add(archive.piece(from, member.start()));
        from = member.start();
      }
      sample = here;
    }
    pieces.add(archive.piece(from, archive.stop()));
    return pieces;
  }
}
