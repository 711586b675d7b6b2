package io.sparkdcgan.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.sparkdcgan.failure.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as Chromium shows it; its images stay under {@code target/report-page} to be seen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageIT {
  private static final String ARROW_LEFT = "\uE012";
  private static final String HOME = "\uE011";
  private static final String SHOWN =
      "const shown = document.querySelectorAll('.grids figure.now');"
          + "return shown.length === 1 ? shown[0].dataset.round : 'none or several'";
  private static final Path LOOKS = Path.of("target", "report-page");

  private Path path;
  private Chromium chromium;
  private URI thousand;

  @BeforeAll
  void openBrowser(@TempDir Path folder) throws Exception {
    path = folder;
    assumeTrue(Chromium.isHere(), "there is no chromium with chromedriver: apt-get install both");
    DrawnRun run = new DrawnRun(path.resolve("thousand"), "faces", 1000, 10);
    run.reach(0, 1000).ended(1000, ExitCode.OK, "");
    run.store().put("best.json", "{\"round\": 850}".getBytes(UTF_8));
    run.folder().succeed(Map.of("round", 1000));
    new RunReport(run.folder()).write();
    thousand = page("thousand");
    chromium = Chromium.start();
  }

  @AfterAll
  void closeBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private URI page(String run) {
    return path.resolve(run).resolve("report.html").toUri();
  }

  @Test
  void aThousandRoundsStayBelowFiveMegabytes() throws IOException {
    long bytes = Files.size(Path.of(thousand));
    assertTrue(bytes < 5_000_000, bytes + " bytes");
    chromium.screen(1440, 900, "light");
    chromium.open(thousand);
    int grids = chromium.run("return document.querySelectorAll('.grids figure').length").asInt();
    assertTrue(grids > 20 && grids <= 60, grids + " grids");
    // In a test it is a figure to be seen; a bound on it would only measure the machine.
    JsonNode milliseconds =
        chromium.run("return performance.getEntriesByType('navigation')[0].loadEventEnd");
    Files.createDirectories(LOOKS);
    Files.writeString(
        LOOKS.resolve("figures.txt"),
        "%s bytes, %s grids, loaded in %s ms%n".formatted(bytes, grids, milliseconds));
  }

  @ParameterizedTest
  @CsvSource({"390, 844, light", "390, 844, dark", "1440, 900, light", "1440, 900, dark"})
  void everyScreenShowsItWithoutAnErrorOrAScrollbarToTheSide(int width, int height, String colors)
      throws IOException {
    chromium.screen(width, height, colors);
    chromium.open(thousand);
    assertEquals(List.of(), chromium.complaints());
    assertEquals(width, chromium.run("return document.documentElement.scrollWidth").asInt());
    assertEquals(
        9, chromium.run("return document.querySelectorAll('.plot canvas').length").asInt() + 1);
    String background =
        chromium.run("return getComputedStyle(document.body).backgroundColor").asText();
    assertEquals(colors.equals("dark") ? "rgb(18, 19, 23)" : "rgb(246, 245, 242)", background);
    Files.createDirectories(LOOKS);
    Files.write(LOOKS.resolve("%s-%s.png".formatted(width, colors)), chromium.image());
  }

  @Test
  void drawnAndRealImagesHaveCellsOfOneSize() {
    chromium.screen(1440, 900, "light");
    chromium.open(thousand);
    JsonNode widths =
        chromium.run(
            "return ['.grids .now img', '.real img'].map(name => {"
                + "const image = document.querySelector(name);"
                + "return image.width / image.naturalWidth })");
    assertEquals(widths.get(0).asDouble(), widths.get(1).asDouble(), 1e-9);
  }

  @Test
  void theSliderGoesThroughTheRoundsByKeysButtonAndFinger() throws InterruptedException {
    chromium.screen(1440, 900, "light");
    chromium.open(thousand);
    assertEquals("1000", shownRound());
    chromium.type("#slider", HOME);
    assertEquals("0", shownRound());
    assertEquals("before the first round", chromium.run("return at.textContent").asText());
    chromium.run("document.getElementById('play').click()");
    for (int waited = 0; waited < 100 && !shownRound().equals("1000"); waited++) {
      Thread.sleep(200);
    }
    assertEquals("1000", shownRound());
    chromium.type("#slider", ARROW_LEFT);
    assertFalse(shownRound().equals("1000"), "one grid back");
    chromium.run(
        "const grids = document.getElementById('grids'), box = grids.getBoundingClientRect();"
            + "grids.setPointerCapture = () => {};"
            + "const touch = (name, x) => grids.dispatchEvent(new PointerEvent(name,"
            + " { clientX: x, clientY: box.top + 90, pointerId: 1, pointerType: 'touch' }));"
            + "touch('pointerdown', box.right - 5); touch('pointermove', box.left - 20);"
            + "touch('pointerup', box.left - 20)");
    assertEquals("0", shownRound(), "drawn all the way to the left");
    assertEquals(List.of(), chromium.complaints());
  }

  private String shownRound() {
    return chromium.run(SHOWN).asText();
  }

  @Test
  void namesThatAreMarkupAreText() {
    DrawnRun run = new DrawnRun(path.resolve("hostile"), DrawnRun.HOSTILE, 30, 10);
    run.reach(0, 30).ended(30, ExitCode.ROUNDS_FAILED, DrawnRun.HOSTILE);
    new RunReport(run.folder()).write();
    chromium.screen(1440, 900, "light");
    chromium.open(page("hostile"));
    assertEquals(List.of(), chromium.complaints());
    assertEquals(0, chromium.run("return document.querySelectorAll('[onerror]').length").asInt());
    assertEquals(3, chromium.run("return document.scripts.length").asInt());
    assertTrue(
        chromium.run("return document.querySelector('h1').innerText").asText().contains("<img"));
  }

  @Test
  void onPaperItHasSeveralGridsAndItsCurves() throws IOException {
    chromium.screen(1440, 900, "dark");
    chromium.open(thousand);
    byte[] pdf = chromium.print();
    assertTrue(pdf.length > 100_000, pdf.length + " bytes");
    Files.createDirectories(LOOKS);
    Files.write(LOOKS.resolve("printed.pdf"), pdf);
    assertEquals(List.of(), chromium.complaints());
  }

  @Test
  void aPageOfARunningRunFollowsItWhereItIsServed() throws Exception {
    DrawnRun run = new DrawnRun(path.resolve("live"), "live", 60, 10).running(20).reach(0, 20);
    RunReport report = new RunReport(run.folder());
    report.write();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/report.html",
        exchange -> {
          byte[] page = Files.readAllBytes(path.resolve("live/report.html"));
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          try (exchange) {
            exchange.getResponseBody().write(page);
          }
        });
    server.start();
    try {
      chromium.screen(1440, 900, "light");
      chromium.open(
          URI.create("http://127.0.0.1:%s/report.html".formatted(server.getAddress().getPort())));
      assertTrue(fresh().startsWith("live, as of"), fresh());
      chromium.type("#slider", HOME);
      Thread.sleep(1100); // pages are told apart by the second that they were made in
      run.reach(20, 60).ended(60, ExitCode.OK, "");
      run.folder().succeed(Map.of("round", 60));
      report.write();
      for (int waited = 0; waited < 300 && !fresh().startsWith("as of"); waited++) {
        Thread.sleep(200);
      }
      assertTrue(
          fresh().startsWith("as of"), "the run has ended, nothing is waited for: " + fresh());
      assertEquals("0", shownRound(), "the slider stays where it was put");
      assertEquals(
          7, chromium.run("return document.querySelectorAll('.grids figure').length").asInt());
      assertEquals(List.of(), chromium.complaints());
    } finally {
      server.stop(0);
    }
  }

  private String fresh() {
    return chromium.run("return document.getElementById('fresh').innerText").asText();
  }
}
