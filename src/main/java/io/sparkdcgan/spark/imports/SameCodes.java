package io.sparkdcgan.spark.imports;

import java.util.Iterator;
import scala.Tuple2;

/** Tells each image of sorted codes which one is the first of its code. */
final class SameCodes implements Iterator<CodedImage> {
  private final Iterator<Tuple2<CodedPlace, String>> sorted;
  private CodedPlace first;

  SameCodes(Iterator<Tuple2<CodedPlace, String>> sorted) {
    this.sorted = sorted;
  }

  @Override
  public boolean hasNext() {
    return sorted.hasNext();
  }

  @Override
  public CodedImage next() {
    Tuple2<CodedPlace, String> next = sorted.next();
    if (first == null || !first.code().equals(next._1.code())) {
      first = next._1;
    }
    return new CodedImage(next._1, next._2, first.place());
  }
}
