package io.sparkdcgan.benchmark;

import java.util.Iterator;
import java.util.List;

/** A contender that takes as long as it is told, and is lost when nothing more is. */
final class Given implements Contender {
  private final String name;
  private final long images;
  private final Iterator<Double> seconds;
  private boolean closed;

  Given(String name, long images, Double... seconds) {
    this.name = name;
    this.images = images;
    this.seconds = List.of(seconds).iterator();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long images() {
    return images;
  }

  @Override
  public double turn() {
    if (!seconds.hasNext()) {
      throw new Lost("it fell");
    }
    return seconds.next();
  }

  @Override
  public void close() {
    closed = true;
  }
}
