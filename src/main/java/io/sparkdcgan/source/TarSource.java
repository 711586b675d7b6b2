package io.sparkdcgan.source;

import io.sparkdcgan.image.Reject;
import io.sparkdcgan.storage.ContentDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images in tar archives. The driver lists the archives, and the members of those that are so large
 * that they have to be cut; executors find out what is in the others.
 */
record TarSource(
    String uri,
    List<Archive> archives,
    List<SourceImage> rejected,
    PassedOver passedOver,
    boolean samples,
    Configuration hadoop)
    implements ImageSource {
  /**
   * A piece is a task's work: not so small that opening it counts, nor so large that a retry does.
   */
  private static final long LEAST_PIECE_BYTES = 1L << 20;

  private static final long MOST_PIECE_BYTES = 1L << 28;

  /** So many archives keep a cluster busy uncut; to cut them would be a read for each image. */
  private static final int ENOUGH = 64;

  /** A guess, from ImageNet's 110 KB and thumbnails' 3. */
  private static final long BYTES_AN_IMAGE = 1L << 15;

  /**
   * An archive of images.
   *
   * @param prefix what stands before a member's name in its image's key
   * @param label the class of all its images, or the empty string
   * @param modified when its file was, in milliseconds
   */
  record Archive(TarSpan span, String prefix, String label, long modified) {}

  TarSource {
    rejected = new ArrayList<>(rejected);
    for (Archive archive : archives) {
      if (archive.span().bytes() == 0) {
        Reject empty = new Reject(Reject.Reason.EMPTY, "an archive of 0 bytes");
        rejected.add(new SourceImage(archive.prefix(), "", empty));
      }
    }
  }

  /**
   * Archives whose members are images.
   *
   * @param archives at least one
   * @param rejected what should be archives and is not
   * @param passedOver what lies beside the archives
   */
  static TarSource ofImages(
      String uri,
      List<Archive> archives,
      List<SourceImage> rejected,
      PassedOver passedOver,
      Configuration hadoop) {
    return new TarSource(uri, archives, rejected, passedOver, false, hadoop);
  }

  /** Archives whose members are fields of WebDataset samples. */
  static TarSource ofSamples(String uri, List<Archive> archives, Configuration hadoop) {
    return new TarSource(uri, archives, List.of(), new PassedOver(), true, hadoop);
  }

  @Override
  public String fingerprint() {
    ContentDigest digest = new ContentDigest();
    archives.stream()
        .sorted(Comparator.comparing(Archive::prefix))
        .forEach(
            archive ->
                digest
                    .add(archive.prefix())
                    .add(archive.span().start())
                    .add(archive.span().stop())
                    .add(archive.modified()));
    return digest.hex();
  }

  /** A guess from the archives' sizes. */
  @Override
  public long images() {
    return 1 + bytes() / BYTES_AN_IMAGE;
  }

  @Override
  public List<SourcePart> parts(int wanted) {
    long piece =
        archives.size() >= ENOUGH
            ? MOST_PIECE_BYTES
            : Math.min(Math.max(bytes() / wanted, LEAST_PIECE_BYTES), MOST_PIECE_BYTES);
    TarCuts cuts = new TarCuts(piece, samples, hadoop);
    List<SourcePart> parts = new ArrayList<>();
    for (Archive archive : archives) {
      for (TarSpan span : cuts.of(archive.span())) {
        parts.add(
            samples
                ? new SampleRange(span, archive.prefix())
                : new TarRange(span, archive.prefix(), archive.label()));
      }
    }
    if (!rejected.isEmpty()) {
      parts.add(RejectGroup.of(rejected));
    }
    return parts;
  }

  private long bytes() {
    return archives.stream().mapToLong(archive -> archive.span().bytes()).sum();
  }

  /**
   * Cuts a large tar archive between its members, so that a single one is not one task's work. Goes
   * from header to header by seeking: a small read for each member. What is compressed cannot be
   * cut.
   */
  private static final class TarCuts {
    private static final Logger LOG = LoggerFactory.getLogger(TarCuts.class);

    private final long pieceBytes;
    private final boolean keepSamples;
    private final Configuration hadoop;

    /**
     * @param pieceBytes about how large the pieces are
     * @param keepSamples whether the members of one WebDataset sample stay together
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
      NameTable samples = new NameTable();
      String sample = "";
      for (Optional<TarMember> next = tar.next(); next.isPresent(); next = tar.next()) {
        TarMember member = next.get();
        boolean apart = !keepSamples;
        Optional<SampleName> name = keepSamples ? SampleName.of(member) : Optional.empty();
        if (name.isPresent() && !name.get().sample().equals(sample)) {
          sample = name.get().sample();
          apart = true;
          if (samples.get(sample) >= 0) {
            LOG.info(
                "the members of {} in {} do not lie side by side: one task reads all of the"
                    + " archive",
                sample,
                archive.file());
            return List.of(archive);
          }
          samples.putIfAbsent(sample, 1);
        }
        if (member.start() - from >= pieceBytes && apart && !member.isLost()) {
          pieces.add(archive.piece(from, member.start()));
          from = member.start();
        }
      }
      pieces.add(archive.piece(from, archive.stop()));
      return pieces;
    }
  }
}
