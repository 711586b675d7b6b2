package io.sparkdcgan.artifact;

import io.sparkdcgan.storage.ObjectStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run's sample grids, {@code samples/r00000120.png} for the one after 120 rounds. */
public final class SampleGrids {
  private static final Pattern KEY = Pattern.compile("samples/r([0-9]{8,18})\\.png");
  private static final String REAL = "samples/real.png";
  private static final int MAX_BYTES = 1 << 27;

  private final ObjectStore run;

  /**
   * The grids of one run.
   *
   * @param run the run's folder
   */
  public SampleGrids(ObjectStore run) {
    this.run = run;
  }

  /** The key of the grid after a round. */
  public static String key(long round) {
    return String.format(Locale.ROOT, "samples/r%08d.png", round);
  }

  /** Keeps the grid after a round. */
  public void put(long round, byte[] png) {
    run.put(key(round), png);
  }

  /** The PNG after a round. */
  public byte[] read(long round) {
    return run.read(key(round), MAX_BYTES);
  }

  /** The same where it may be deleted meanwhile, as a run does that goes back. */
  public Optional<byte[]> find(long round) {
    return run.find(key(round), MAX_BYTES);
  }

  /** Keeps the grid of real images, {@code samples/real.png}. */
  public void putReal(byte[] png) {
    run.put(REAL, png);
  }

  /** The PNG of real images; empty for runs from before there was one. */
  public Optional<byte[]> real() {
    return run.find(REAL, MAX_BYTES);
  }

  /** Deletes the grids of later rounds. */
  void deleteAfter(long round) {
    rounds().stream().filter(other -> other > round).forEach(other -> run.delete(key(other)));
  }

  /** Rounds that have a grid, in ascending order. */
  public List<Long> rounds() {
    return run.list("samples").stream()
        .map(KEY::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Long.parseLong(matcher.group(1)))
        .sorted()
        .toList();
  }
}
