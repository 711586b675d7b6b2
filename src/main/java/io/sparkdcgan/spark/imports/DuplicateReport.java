package io.sparkdcgan.spark.imports;

import io.sparkdcgan.config.ImportConfig;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.dedup.CodeFile;
import io.sparkdcgan.dedup.Duplicate;
import io.sparkdcgan.dedup.DuplicatesPage;
import io.sparkdcgan.dedup.DuplicatesPage.DuplicatePair;
import io.sparkdcgan.spark.ShuffleKey;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.PlainFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * What is written of near-duplicates next to the shards: their list, a page of pairs to look at,
 * and the autoencoder that told them. Of the images only the page's come to the driver.
 */
final class DuplicateReport {
  /** The list's name in the folder of the shards. */
  private static final String LIST = "duplicates.jsonl";

  private final ImportConfig config;
  private final ImportShards shuffled;
  private final Configuration hadoop;

  DuplicateReport(ImportConfig config, ImportShards shuffled, Configuration hadoop) {
    this.config = config;
    this.shuffled = shuffled;
    this.hadoop = hadoop;
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
      byte[] trained)
      throws IOException {
    List<Duplicate> first = writeList(duplicates, removed);
    String page = DuplicatesPage.html(source, images, removed, pairs(first), config.imageSize());
    write(DuplicatesPage.FILE, page.getBytes(StandardCharsets.UTF_8));
    write(CodeFile.FILE, trained);
  }

  /** Writes all in the order of the shuffle; gives the first of them. */
  private List<Duplicate> writeList(JavaPairRDD<ShuffleKey, Duplicate> duplicates, long count)
      throws IOException {
    List<Duplicate> first = new ArrayList<>();
    Iterator<Duplicate> sorted = shuffled.inOrder(duplicates, count);
    Iterator<Duplicate> noting =
        new Iterator<>() {
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
    Json.write(new Path(config.to(), LIST), noting, hadoop);
    return first;
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

  private void write(String name, byte[] bytes) throws IOException {
    PlainFiles.write(new Path(config.to(), name), bytes, hadoop);
  }
}
