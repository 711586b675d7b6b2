package io.sparkdcgan.round;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Cuts a worker's spans into batches; a batch may begin in one shard and end in the next. The last
 * batch is smaller where the images do not fill it.
 */
final class BatchCuts implements Iterator<List<ImageSpan>> {
  private final Deque<ImageSpan> left;
  private final int batchSize;

  BatchCuts(List<ImageSpan> spans, int batchSize) {
    this.left = new ArrayDeque<>(spans);
    this.batchSize = batchSize;
  }

  @Override
  public boolean hasNext() {
    return !left.isEmpty();
  }

  /** What the next batch reads, in this order: at least one image. */
  @Override
  public List<ImageSpan> next() {
    if (left.isEmpty()) {
      throw new NoSuchElementException("every image is in a batch");
    }
    List<ImageSpan> batch = new ArrayList<>();
    int missing = batchSize;
    while (missing > 0 && !left.isEmpty()) {
      ImageSpan span = left.pop();
      if (span.count() > missing) {
        left.push(span.without(missing));
        span = span.first(missing);
      }
      batch.add(span);
      missing -= span.count();
    }
    return batch;
  }
}
