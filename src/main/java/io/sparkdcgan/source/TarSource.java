package io.sparkdcgan.source;

import io.sparkdcgan.image.Reject;
import io.sparkdcgan.storage.ContentDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Images in tar archives. The driver lists the archives, and the members of those that are so large
 * that they have to be cut; executors find out what is in the others.
 */
final class TarSource implements ImageSource {
  /**
   * A piece is a task's work: not so small that opening it counts, nor so large that a retry does.
   */
  private static final long LEAST_PIECE_BYTES = 1L << 20;

  private static final long MOST_PIECE_BYTES = 1L << 28;

  /** So many archives keep a cluster busy uncut; to cut them would be a read for each image. */
  private static final int ENOUGH = 64;

  /** A guess, from ImageNet's 110 KB and thumbnails' 3. */
  private static final long BYTES_AN_IMAGE = 1L << 15;

  private final String uri;
  private final List<Archive> archives;
  private final List<SourceImage> rejected;
  private final boolean samples;
  private final Configuration hadoop;

  /**
   * An archive of images.
   *
   * @param prefix what stands before a member's name in its image's key
   * @param label the class of all its images, or the empty string
   * @param modified when its file was, in milliseconds
   */
  record Archive(TarSpan span, String prefix, String label, long modified) {}

  private TarSource(
      String uri,
      List<Archive> archives,
      List<SourceImage> rejected,
      boolean samples,
      Configuration hadoop) {
    this.uri = uri;
    this.archives = archives;
    this.rejected = new ArrayList<>(rejected);
    this.samples = samples;
    this.hadoop = hadoop;
    for (Archive archive : archives) {
      if (archive.span().bytes() == 0) {
        Reject empty = new Reject(Reject.Reason.EMPTY, "an archive of 0 bytes");
        this.rejected.add(new SourceImage(archive.prefix(), "", empty));
      }
    }
  }

  /**
   * Archives whose members are images.
   *
   * @param archives at least one
   * @param rejected what should be archives and is not
   */
  static TarSource ofImages(
      String uri, List<Archive> archives, List<SourceImage> rejected, Configuration hadoop) {
    return new TarSource(uri, archives, rejected, false, hadoop);
  }

  /** Archives whose members are fields of WebDataset samples. */
  static TarSource ofSamples(String uri, List<Archive> archives, Configuration hadoop) {
    return new TarSource(uri, archives, List.of(), true, hadoop);
  }

  @Override
  public String uri() {
    return uri;
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
}
