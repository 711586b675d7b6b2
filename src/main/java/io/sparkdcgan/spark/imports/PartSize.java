package io.sparkdcgan.spark.imports;

/**
 * Into how many parts a source is cut. This depends on the source alone, so that a second start
 * finds the parts that the first one has finished, whatever cores there are.
 *
 * @param least images that a part should have: fewer are not worth a file
 * @param most images that a part should have: more make retries dear
 * @param fileBytes about how many bytes of pixels a part's files hold each: a task has one of them
 *     in memory. Archives are cut by their bytes, so that a part may have any number of images
 */
record PartSize(int least, int most, long fileBytes) {
  /** What imports use. */
  static final PartSize USUAL = new PartSize(32, 1024);

  private static final long FILE_BYTES = 1L << 25;

  PartSize(int least, int most) {
    this(least, most, FILE_BYTES);
  }

  /** Enough parts to keep the cores of a small cluster busy to the end. */
  private static final long ENOUGH = 64;

  /** How many parts a source of so many images is cut into. */
  int parts(long images) {
    long wanted = Math.max(quotient(images, most), Math.min(ENOUGH, quotient(images, least)));
    return (int) Math.min(wanted, Integer.MAX_VALUE);
  }

  private static long quotient(long images, int size) {
    return (images + size - 1) / size;
  }
}
