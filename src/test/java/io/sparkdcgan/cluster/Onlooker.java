package io.sparkdcgan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Sees what anybody on the machine sees of a job while it runs: the command lines of all processes,
 * and the environment on the driver's page.
 */
final class Onlooker implements AutoCloseable {
  private final Set<String> commandLines = new ConcurrentSkipListSet<>();
  private final Set<String> environments = new ConcurrentSkipListSet<>();
  private final String api;
  private final Thread looking = new Thread(this::look, "onlooker");
  private volatile boolean closed;

  /**
   * @param port of the driver's page
   */
  Onlooker(int port) {
    api = "http://127.0.0.1:" + port + "/api/v1/applications";
    looking.start();
  }

  Set<String> commandLines() {
    return commandLines;
  }

  /** The environment's JSON, as often as it changed. */
  List<String> environments() {
    return new ArrayList<>(environments);
  }

  private void look() {
    try {
      while (!closed) {
        commandLines.addAll(SecretHunt.commandLines());
        try {
          JsonNode applications = new ObjectMapper().readTree(URI.create(api).toURL());
          for (JsonNode application : applications) {
            environments.add(page(api + "/" + application.get("id").asText() + "/environment"));
          }
        } catch (IOException e) {
          // there is no driver yet, or no longer
        }
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static String page(String url) throws IOException {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      looking.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
