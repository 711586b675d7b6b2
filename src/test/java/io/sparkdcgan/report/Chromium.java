package io.sparkdcgan.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real browser without a window. Chromium's own driver speaks WebDriver, a W3C standard of JSON
 * over HTTP: that the JDK speaks, too, so no library comes between.
 */
final class Chromium implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;

  private Chromium(Process driver, int port, Path browser)
      throws IOException, InterruptedException {
    this.driver = driver;
    Map<String, Object> options =
        Map.of(
            "binary",
            browser.toString(),
            "args",
            // Containers run tests as root, have a small /dev/shm and no GPU.
            List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--hide-scrollbars"));
    Map<String, Object> wanted =
        Map.of("goog:loggingPrefs", Map.of("browser", "ALL"), "goog:chromeOptions", options);
    String root = "http://127.0.0.1:%s/session".formatted(port);
    Map<String, Object> body = Map.of("capabilities", Map.of("alwaysMatch", wanted));
    session = root + "/" + sent("POST", root, body).path("sessionId").asText();
  }

  /** Whether this machine has a browser and its driver. */
  static boolean isHere() {
    return found("chromedriver").isPresent() && browser().isPresent();
  }

  static Chromium start() throws IOException, InterruptedException {
    Process driver =
        new ProcessBuilder(found("chromedriver").orElseThrow().toString(), "--port=0")
            .redirectErrorStream(true)
            .start();
    BufferedReader said = driver.inputReader(StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      lines.add(line);
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        return new Chromium(driver, Integer.parseInt(port.group(1)), browser().orElseThrow());
      }
    }
    throw new IOException("chromedriver did not start: " + lines);
  }

  private static Optional<Path> browser() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> found(name).stream())
        .findFirst();
  }

  private static Optional<Path> found(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A screen of so many CSS pixels, of a phone where it is narrow. */
  void screen(int width, int height, String colorScheme) {
    boolean phone = width < 600;
    devTools(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", width,
            "height", height,
            "deviceScaleFactor", phone ? 2 : 1,
            "mobile", phone));
    Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", colorScheme);
    devTools("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** Comes back when the page has loaded. */
  void open(URI page) {
    command("POST", "/url", Map.of("url", page.toString()));
  }

  /** Runs the body of a function in the page. */
  JsonNode run(String script) {
    return command("POST", "/execute/sync", Map.of("script", script, "args", List.of()));
  }

  /** Types into what a CSS selector names, by key codes of the WebDriver standard. */
  void type(String selector, String keys) {
    JsonNode element =
        command("POST", "/element", Map.of("using", "css selector", "value", selector));
    String id = element.elements().next().asText();
    command("POST", "/element/" + id + "/value", Map.of("text", keys));
  }

  /** What the console has shown since the last time, errors and warnings of the policy included. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (JsonNode entry : command("POST", "/se/log", Map.of("type", "browser"))) {
      if (!entry.path("level").asText().equals("DEBUG")) {
        complaints.add(entry.path("message").asText());
      }
    }
    return complaints;
  }

  /** The whole page, not only what the screen shows, as PNG. */
  byte[] image() {
    JsonNode shot =
        devTools("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    return Base64.getDecoder().decode(shot.path("data").asText());
  }

  /** The page on paper, as PDF. */
  byte[] print() {
    JsonNode pdf = command("POST", "/print", Map.of("background", true));
    return Base64.getDecoder().decode(pdf.asText());
  }

  private JsonNode devTools(String name, Map<String, Object> parameters) {
    return command("POST", "/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
  }

  private JsonNode command(String method, String path, Map<String, Object> body) {
    try {
      return sent(method, session + path, body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode sent(String method, String uri, Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    JsonNode value =
        JSON.readTree(http.send(request, BodyHandlers.ofString()).body()).path("value");
    if (value.has("error")) {
      throw new IOException(value.path("error").asText() + ": " + value.path("message").asText());
    }
    return value;
  }

  @Override
  public void close() {
    try {
      command("DELETE", "", Map.of());
    } finally {
      driver.destroy();
    }
  }
}
