package io.sparkdcgan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The object by which a driver on another machine hands its JSON line to the launcher that waits
 * for it. Its standard output is a file over there, and YARN makes 1 of every exit code.
 */
final class ResultPlace {
  /** What the launcher tells the driver, among Spark's properties. */
  static final String PROPERTY = "spark.dcgan.result";

  private static final int MOST_BYTES = 1 << 22;

  private static final int POLL_MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(ResultPlace.class);

  private final ObjectStore folder;
  private final String key;

  private ResultPlace(ObjectStore folder, String key) {
    this.folder = folder;
    this.key = key;
  }

  /** A new object in a folder that the command writes or reads in any case. */
  static ResultPlace in(ObjectStore folder) {
    return new ResultPlace(folder, "_result-" + UUID.randomUUID() + ".json");
  }

  /** Where this driver is to leave its line, if anybody waits for it. */
  static Optional<ResultPlace> ofThisDriver() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .map(
            uri -> {
              int slash = uri.lastIndexOf('/');
              return new ResultPlace(
                  ObjectStore.at(uri.substring(0, slash), JobContext.storage()),
                  uri.substring(slash + 1));
            });
  }

  String uri() {
    return folder.uri(key);
  }

  /** Leaves the line; that it cannot be left changes nothing about how the command ended. */
  void leave(String line) {
    try {
      folder.put(key, line.getBytes(StandardCharsets.UTF_8));
    } catch (Failure e) {
      LOG.warn("the launcher will not hear how this ended: {}", e.getMessage());
    }
  }

  /** Takes the line away when the driver has left it, for which it has this time. */
  Optional<String> take(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<String> line = take();
    while (line.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
      line = take();
    }
    if (line.isEmpty()) {
      folder.delete(key);
    }
    return line;
  }

  /** Takes the line away, if the driver has left one. */
  private Optional<String> take() {
    Optional<String> line =
        folder
            .find(key, MOST_BYTES)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
            .filter(ResultPlace::isWhole);
    if (line.isPresent()) {
      folder.delete(key);
    }
    return line;
  }

  /** HDFS shows what is still being written, and what a driver that was killed left of it. */
  private static boolean isWhole(String line) {
    try {
      return new ObjectMapper().readTree(line).path("exitCode").isInt();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
