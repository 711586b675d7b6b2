package io.sparkdcgan.source;

import java.util.List;

/**
 * Images that can be imported. This is where a new kind of source plugs in: implement it and its
 * {@link SourcePart}, and name both in {@link ImageSources}.
 *
 * <p>A source lives on the driver. It lists what is there and cuts the list into parts; executors
 * read the parts, each alone, so that no image passes through the driver.
 */
public interface ImageSource {
  /** The source in full, for example {@code faces:hdfs://host/faces.zip}; part of the identity. */
  String uri();

  /**
   * SHA-256 in hex of what the source lists (keys, sizes and whatever else shows a change). Two
   * imports of one fingerprint, seed and size give the same shards.
   */
  String fingerprint();

  /**
   * How many images it holds, at least 1; a guess from its bytes where a list of them would take
   * reading it all. Sizes the parts and nothing else.
   */
  long images();

  /** What the listing shows to be no candidate; parts may find more while they are read. */
  default PassedOver passedOver() {
    return new PassedOver();
  }

  /**
   * The pieces that executors read alone; together they hold every image once. Images must not
   * depend on how many pieces there are.
   *
   * @param wanted about how many pieces, at least 1; there may be fewer
   */
  List<SourcePart> parts(int wanted);
}
