package io.sparkdcgan.spark.imports;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.dedup.CodeFile;
import io.sparkdcgan.dedup.Duplicate;
import io.sparkdcgan.dedup.DuplicatesPage;
import io.sparkdcgan.dedup.DuplicatesPage.DuplicatePair;
import io.sparkdcgan.spark.ShuffleKey;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * What is written of near-duplicates next to the shards: their list, a page of pairs to look at,
 * and the autoencoder that told them. Of the images only the page's come to the driver.
 */
final class DuplicateReport {
  /** The list's name in the folder of the shards. */
  private static final String LIST = "_duplicates.jsonl";

  private final ImportConfig config;
  private final ImportShards shuffled;
  private final ObjectStore set;

  /**
   * @param set where it is put
   */
  DuplicateReport(ImportConfig config, ImportShards shuffled, ObjectStore set) {
    this.config = config;
    this.shuffled = shuffled;
    this.set = set;
  }

  /**
   * Writes all three files.
   *
   * @param source URI of what is imported
   * @param images how many were decoded
   * @param removed how many duplicates there are
   * @param trained the autoencoder's file
   */
  void write(
      JavaPairRDD<ShuffleKey, Duplicate> duplicates,
      String source,
      long images,
      long removed,
      byte[] trained) {
    List<Duplicate> first = writeList(duplicates, removed);
    String page = DuplicatesPage.html(source, images, removed, pairs(first), config.imageSize());
    set.put(DuplicatesPage.FILE, page.getBytes(StandardCharsets.UTF_8));
    set.put(CodeFile.FILE, trained);
  }

  /** Writes all in the order of the shuffle; gives the first of them. */
  private List<Duplicate> writeList(JavaPairRDD<ShuffleKey, Duplicate> duplicates, long count) {
    List<Duplicate> first = new ArrayList<>();
    set.put(LIST, out -> Json.write(out, noting(first, shuffled.inOrder(duplicates, count))));
    return first;
  }

  /** Notes the first of them as they go by, from the start if that is made again. */
  private static Iterator<Duplicate> noting(List<Duplicate> first, Iterator<Duplicate> sorted) {
    first.clear();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return sorted.hasNext();
      }

      @Override
      public Duplicate next() {
        Duplicate next = sorted.next();
        if (first.size() < DuplicatesPage.MOST_PAIRS) {
          first.add(next);
        }
        return next;
      }
    };
  }

  private List<DuplicatePair> pairs(List<Duplicate> shown) {
    HashSet<String> keys = new HashSet<>();
    shown.forEach(found -> keys.addAll(List.of(found.key(), found.duplicateOf())));
    if (keys.isEmpty()) {
      return List.of();
    }
    Map<String, ImageRecord> images =
        shuffled
            .images()
            .filter(image -> keys.contains(image._1.key()))
            .mapToPair(image -> new Tuple2<>(image._1.key(), image._2))
            .collectAsMap();
    return shown.stream()
        .map(
            found ->
                new DuplicatePair(found, images.get(found.key()), images.get(found.duplicateOf())))
        .toList();
  }
}
