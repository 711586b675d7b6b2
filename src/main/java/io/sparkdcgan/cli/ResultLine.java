package io.sparkdcgan.cli;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.failure.PrintableText;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.storage.ObjectStore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last line of standard output: one JSON object that a pipeline takes along. */
final class ResultLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ResultLine() {}

  /**
   * Standard output for us alone. Whatever else in this process prints, in Spark or in a library,
   * goes to standard error from now on.
   */
  static PrintStream claimStandardOutput() {
    PrintStream output =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    return output;
  }

  /**
   * The line of a command that ended.
   *
   * @param command the command's name, or the empty string if the arguments name none
   * @param result what the command adds; the names above are not its to give
   */
  static String of(String command, ExitCode code, double seconds, Object result)
      throws JsonProcessingException {
    ObjectNode line =
        JSON.createObjectNode()
            .put("command", command)
            .put("status", code.status())
            .put("exitCode", code.number())
            .put("seconds", Math.round(seconds * 1000) / 1000.0);
    ObjectNode more = JSON.valueToTree(result);
    line.fieldNames().forEachRemaining(more::remove);
    line.setAll(more);
    // What Jackson leaves as it is ends a line for some readers, or is no character.
    return PrintableText.of(JSON.writeValueAsString(line));
  }

  /** What a failure tells in place of its command's result. */
  static Map<String, Object> facts(Record result) {
    return JSON.convertValue(result, new TypeReference<>() {});
  }

  /**
   * What a failure adds.
   *
   * @param error its sentence; null if it is none after all
   */
  record Failed(
      @JsonInclude(JsonInclude.Include.NON_NULL) String error,
      @JsonAnyGetter Map<String, Object> facts) {
    static Failed of(String error, Throwable thrown) {
      return new Failed(error, thrown instanceof Failure failure ? failure.facts() : Map.of());
    }
  }

  /**
   * The object by which a driver on another machine hands its JSON line to the launcher that waits
   * for it. Its standard output is a file over there, and YARN makes 1 of every exit code.
   */
  static final class Place {
    /** What the launcher tells the driver, among Spark's properties. */
    static final String PROPERTY = "spark.dcgan.result";

    private static final int MOST_BYTES = 1 << 22;

    private static final int POLL_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Place.class);

    private final ObjectStore folder;
    private final String key;

    private Place(ObjectStore folder, String key) {
      this.folder = folder;
      this.key = key;
    }

    /** A new object in a folder that the command writes or reads in any case. */
    static Place in(ObjectStore folder) {
      return new Place(folder, "_result-" + UUID.randomUUID() + ".json");
    }

    /** Where this driver is to leave its line, if anybody waits for it. */
    static Optional<Place> ofThisDriver() {
      return Optional.ofNullable(System.getProperty(PROPERTY))
          .map(
              uri -> {
                int slash = uri.lastIndexOf('/');
                return new Place(
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
              .filter(Place::isWhole);
      if (line.isPresent()) {
        folder.delete(key);
      }
      return line;
    }

    /** HDFS shows what is still being written, and what a driver that was killed left of it. */
    private static boolean isWhole(String line) {
      try {
        return JSON.readTree(line).path("exitCode").isInt();
      } catch (JsonProcessingException e) {
        return false;
      }
    }
  }
}
