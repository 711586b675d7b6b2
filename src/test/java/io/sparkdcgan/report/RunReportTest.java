package io.sparkdcgan.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.MetricsLines;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.random.RandomStream;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.WatchedFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  private static final String HOSTILE = "s3a://b/</script><script>alert('{{uri}}')</script>&\"$1";

  @TempDir Path path;
  private ObjectStore run;
  private RunFolder folder;

  @BeforeEach
  void beginRun() {
    run = ObjectStore.at(path.toString(), new Configuration());
    folder = new RunFolder(run);
    TreeMap<String, String> configuration =
        new TreeMap<>(
            Map.of("run.name", "faces", "data.shards", HOSTILE, "training.rounds", "200"));
    folder.claim(new RunIdentity(configuration, HOSTILE, new TreeMap<>(Map.of("spark", HOSTILE))));
  }

  @Test
  void aRunThatHasDoneNothingYetHasAPage() {
    String page = page();
    assertTrue(page.contains("No grid has been drawn yet."));
    assertTrue(page.contains("<title>faces · spark-dcgan</title>"));
  }

  @Test
  void whatComesFromTheConfigurationIsOnlyText() {
    String page = page();
    assertFalse(page.contains("alert('"), "unescaped");
    assertTrue(
        page.contains(
            "s3a://b/&lt;/script&gt;&lt;script&gt;alert(&#39;{{uri}}&#39;)&lt;/script&gt;"
                + "&amp;&quot;$1"),
        "escaped once and filled in once");
    assertEquals(3, all("<script", page).size());
  }

  @Test
  void whatComesFromTheLogCannotLeaveItsScriptElement() {
    MetricsLines.put(
        run, Map.of("round", 1, "generatorLoss", 0.5, "scores", Map.of("note</script><b>", 0.5)));
    assertFalse(page().contains("</script><b>"));
    assertEquals("{\"a\":\"\\u003c/script\\u003e\"}", Json.script(Map.of("a", "</script>")));
  }

  @Test
  void thePageLoadsNothingAndRunsOnlyItsOwnScripts() throws Exception {
    new SampleGrids(run).put(10, new byte[] {1, 2, 3});
    String page = page();
    for (MatchResult source : all(" (?:src|href)=\"([^\"]*)\"", page)) {
      assertTrue(source.group(1).startsWith("data:"), source.group());
    }
    List<String> scripts = new ArrayList<>();
    for (MatchResult script : all("(?s)<script(?: id=\"own\")?>(.*?)</script>", page)) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(UTF_8));
      scripts.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }
    assertEquals(2, scripts.size());
    assertTrue(page.contains("default-src 'none'"));
    assertTrue(page.contains("script-src " + String.join(" ", scripts) + ";"), scripts.toString());
  }

  @Test
  void theLibraryInThePageBringsItsLicense() {
    assertTrue(page().contains("Permission is hereby granted, free of charge"));
  }

  @Test
  void atMostSixtyGridsAreCarriedTheFirstAndTheNewestAmongThem() {
    SampleGrids grids = new SampleGrids(run);
    for (int round = 0; round <= 1000; round += 10) {
      grids.put(round, png(round));
    }
    List<String> rounds =
        all("<figure[^>]*data-round=\"([^\"]*)\"", page()).stream().map(m -> m.group(1)).toList();
    assertEquals(51, rounds.size(), "every second of 101");
    assertEquals(List.of("0", "20", "40"), rounds.subList(0, 3));
    assertEquals("1000", rounds.get(50));
    byte[] last = ReportGrids.jpeg(png(1000)).orElseThrow();
    assertTrue(page().contains(Base64.getEncoder().encodeToString(last)));
  }

  @Test
  void whatIsChosenLaterWasChosenBefore() {
    SampleGrids grids = new SampleGrids(run);
    ReportGrids choice = new ReportGrids(grids);
    List<Long> before = List.of();
    for (int round = 0; round < 300; round++) {
      grids.put(round, png(round));
      if (round % 7 == 0) {
        long last = round - 7L;
        List<Long> now = choice.choose().rounds();
        List<Long> old = now.stream().filter(chosen -> chosen <= last).toList();
        assertTrue(before.containsAll(old), "read twice: " + old + " after " + before);
        before = now;
      }
    }
  }

  @Test
  void realImagesAndTheDataSheetStandInThePage() {
    SampleGrids grids = new SampleGrids(run);
    grids.put(0, png(0));
    grids.putReal(png(77));
    String sheet =
        "{\"source\":\"%s\",\"images\":13521,\"labels\":{\"%s\":5},\"rejects\":{\"truncated\":4321}}";
    String hostile = HOSTILE.replace("\"", "\\\"");
    run.put("data.json", sheet.formatted(hostile, hostile).getBytes(UTF_8));
    String page = page();
    byte[] real = ReportGrids.jpeg(png(77)).orElseThrow();
    assertTrue(page.contains(Base64.getEncoder().encodeToString(real)));
    assertTrue(page.contains("<dt>truncated</dt><dd>4,321</dd>"));
    assertTrue(page.contains("<dd>13,521</dd>"));
    assertFalse(page.contains("alert('"), "unescaped");
  }

  @Test
  void aLabelThatIsCodeIsText() {
    String label = "</script><script>alert(1)</script>\"'{{data}}$1\n\u0000\u202e";
    run.put(
        "data.json", Json.line(Map.of("source", label, "images", 1, "labels", Map.of(label, 1))));
    String page = page();
    assertFalse(page.contains("<script>alert"), "unescaped");
    assertTrue(
        page.contains(
            "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;{{data}}$1\\u000a\\u0000\\u202e"));
    assertTrue(page.chars().noneMatch(c -> c == 0 || c == 0x202e), "it turns around what follows");
  }

  @Test
  void faultsAndReasonsAreTextOfTheirRounds() {
    MetricsLines.put(
        run,
        Map.of("round", 3, "failures", List.of(HOSTILE)),
        Map.of("round", 4, "repeated", Map.of("reason", "not finite", "leftOut", List.of())));
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    folder.put(
        Attempt.begin(noon, 0, 9).ended(ExitCode.ROUNDS_FAILED, noon).because("no executor"));
    String page = page();
    assertTrue(page.contains("<td>3</td><td><i class=\"dot failed\">"));
    assertTrue(page.contains("<td class=\"long\">not finite</td>"));
    assertTrue(page.contains("<td class=\"long\">no executor</td>"));
    assertFalse(page.contains("alert('"), "unescaped");
    assertTrue(page.contains("data-live=\"false\""));
  }

  @Test
  void aRunThatTrainsHasALivePageThatKnowsWhenTheNextIsDue() {
    folder.put(Attempt.begin(Instant.now(), 0, 200));
    MetricsLines.put(run, Map.of("round", 1, "seconds", Map.of("total", 4.0)));
    assertTrue(page().contains("data-live=\"true\""));
    assertTrue(page().contains("data-every=\"4.0\""));
  }

  /** A run that goes back deletes grids, and anybody may build its page meanwhile. */
  @Test
  void gridThatGoesWhileThePageIsBuiltIsLeftOut() {
    SampleGrids grids = new SampleGrids(run);
    grids.put(10, png(10));
    grids.put(20, png(20));
    Configuration hadoop = WatchedFiles.settings();
    WatchedFiles.vanish("r00000020.png", hadoop);
    new RunReport(new RunFolder(ObjectStore.at(run.uri(), hadoop))).write();
    String page = new String(run.read("report.html", 1 << 24), UTF_8);
    assertEquals(1, all("<figure[^>]*data-round", page).size());
  }

  @Test
  void gridThatWasCutOffIsLeftOutOfThePage() {
    SampleGrids grids = new SampleGrids(run);
    grids.put(10, png(10));
    grids.put(20, Arrays.copyOf(png(20), 40));
    assertEquals(1, all("<figure[^>]*data-round", page()).size());
  }

  @Test
  void pageOfManyNoisyGridsStaysBelowFiveMegabytes() {
    SampleGrids grids = new SampleGrids(run);
    RandomStream noise = RandomStream.of(1, "noise");
    for (int round = 0; round < 24; round++) {
      BufferedImage grid = new BufferedImage(530, 530, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < 530 * 530; pixel++) {
        grid.setRGB(pixel % 530, pixel / 530, noise.nextInt(1 << 24));
      }
      grids.put(round, encoded(grid));
    }
    int bytes = page().length();
    assertTrue(bytes < 5_000_000, bytes + " bytes");
  }

  private static byte[] png(int round) {
    BufferedImage grid = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    grid.setRGB(0, 0, round);
    return encoded(grid);
  }

  private static byte[] encoded(BufferedImage grid) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(grid, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void everyScoreIsACurveWhateverItsName() {
    Map<String, Object> first = Map.of("round", 1, "scores", Map.of("swd", 20.5, "note", "text"));
    Map<String, Object> second = Map.of("round", 2, "seconds", Map.of("train", 3));
    Map<String, List<Object>> series =
        ReportSeries.of(List.of(MetricsLines.of(first), MetricsLines.of(second)), 10);
    assertEquals(Arrays.asList(20.5, null), series.get("scores.swd"));
    assertEquals(Arrays.asList(null, 3.0), series.get("seconds.train"));
    assertFalse(series.containsKey("scores.note"));
  }

  @Test
  void curvesAreMeansOverAsManyRoundsAsItTakes() {
    List<RoundLine> lines = new ArrayList<>();
    for (int round = 1; round <= 5; round++) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("round", round);
      line.put("generatorLoss", round == 4 ? null : (double) round);
      lines.add(MetricsLines.of(line));
    }
    Map<String, List<Object>> series = ReportSeries.of(lines, 3);
    assertEquals(List.of(2L, 4L, 5L), series.get("rounds"));
    assertEquals(List.of(1.5, 3.0, 5.0), series.get("generatorLoss"));
  }

  @Test
  void theCurvesOfTheLogStandInThePage() throws Exception {
    Map<String, Object> unknown = new LinkedHashMap<>(Map.of("round", 2));
    unknown.put("judgedReal", null);
    MetricsLines.put(run, Map.of("round", 1, "judgedReal", 0.75), unknown);
    String data =
        all("<script type=\"application/json\" id=\"data\">(.*?)</script>", page()).get(0).group(1);
    JsonNode series = new ObjectMapper().readTree(data).get("curves");
    assertEquals("[0.75,null]", series.get("judgedReal").toString());
    assertEquals("[1,2]", series.get("rounds").toString());
  }

  private String page() {
    new RunReport(folder).write();
    return new String(run.read("report.html", 1 << 24), UTF_8);
  }

  private static List<MatchResult> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().toList();
  }
}
