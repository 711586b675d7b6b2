package io.sparkdcgan.report;

import io.sparkdcgan.artifact.Attempt;
import io.sparkdcgan.artifact.BestHint;
import io.sparkdcgan.artifact.DataSheet;
import io.sparkdcgan.artifact.GuardRecord;
import io.sparkdcgan.artifact.MetricsLog;
import io.sparkdcgan.artifact.RoundLine;
import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.artifact.RunIdentity;
import io.sparkdcgan.artifact.RunStanding;
import io.sparkdcgan.artifact.SampleGrids;
import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * {@code report.html}: where the run stands, what it drew, how it learned, on one page that needs
 * nothing else, no network either. Rebuilt from the run's folder as a whole; who rebuilds it often
 * keeps this object, which remembers the grids that it has compressed. Not safe for use by several
 * threads.
 */
public final class RunReport {
  public static final String KEY = RunFolder.REPORT;
  private static final int MAX_POINTS = 600;
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/%s/%s";
  private static final String UPLOT_POM = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

  private final RunFolder folder;
  private final ReportGrids grids;

  /**
   * The report of one run.
   *
   * @param folder the run's folder
   */
  public RunReport(RunFolder folder) {
    this.folder = folder;
    this.grids = new ReportGrids(new SampleGrids(folder.store()));
  }

  /**
   * Writes the page anew.
   *
   * @return its URI
   * @throws io.sparkdcgan.failure.Failure {@code INPUT_MISSING} if this is no run's folder
   */
  public String write() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    folder.store().put(KEY, page(now).getBytes(StandardCharsets.UTF_8));
    return folder.store().uri(KEY);
  }

  private String page(Instant now) {
    ObjectStore store = folder.store();
    RunIdentity identity = folder.identity();
    List<RoundLine> metrics = MetricsLog.read(store);
    List<Attempt> attempts = folder.attempts();
    RunStanding standing = RunStanding.of(folder);
    OptionalLong best = new BestHint(store).round();
    List<ReportMark> marks = ReportMark.of(metrics, attempts, best, new GuardRecord(store).find());
    ReportFreshness freshness = ReportFreshness.of(now, standing, identity, metrics);

    Map<String, String> values = new LinkedHashMap<>();
    code(values);
    values.put("name", Template.html(identity.configuration().getOrDefault("run.name", "run")));
    values.put("uri", Template.html(store.uri()));
    values.put("status", Template.html(standing.status()));
    values.put("tone", ReportTables.tone(standing.status()));
    values.put("percent", String.valueOf(standing.percent()));
    values.put("live", freshness.attributes());
    values.put("fresh", freshness.html());
    values.put("facts", ReportTables.facts(standing, last(metrics), best));
    values.put("grids", ReportGrids.html(grids.choose()));
    values.put("sheet", ReportData.html(DataSheet.find(store)));
    values.put("attempts", ReportTables.attempts(attempts));
    values.put("faultCount", ReportTables.faultCount(marks));
    values.put("faults", ReportTables.faults(marks));
    values.put("configuration", ReportTables.configuration(identity));
    values.put("footer", ReportTables.footer(identity));
    values.put("data", data(metrics, marks));
    return Template.filled(Template.resource(RunReport.class, "report.html"), values);
  }

  /** Browsers run only the scripts that the page's policy names by their hashes. */
  private static void code(Map<String, String> values) {
    String script = Template.resource(RunReport.class, "report.js");
    // Its license goes wherever its code goes.
    String library = "/*\n%s*/\n%s".formatted(uplot("LICENSE"), uplot("dist/uPlot.iife.min.js"));
    values.put("script", script);
    values.put("scriptHash", hash(script));
    values.put("library", library);
    values.put("libraryHash", hash(library));
    values.put("libraryStyle", uplot("dist/uPlot.min.css").strip());
  }

  private static String data(List<RoundLine> metrics, List<ReportMark> marks) {
    int passed = Math.max(0, marks.size() - ReportMark.MOST);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("curves", ReportSeries.of(metrics, MAX_POINTS));
    data.put("marks", marks.subList(passed, marks.size()));
    return Json.script(data);
  }

  private static Optional<RoundLine> last(List<RoundLine> metrics) {
    return metrics.isEmpty() ? Optional.empty() : Optional.of(metrics.get(metrics.size() - 1));
  }

  private static String hash(String script) {
    byte[] digest = new ContentDigest().add(script.getBytes(StandardCharsets.UTF_8)).bytes();
    return Base64.getEncoder().encodeToString(digest);
  }

  /** A file of uPlot, which draws the curves, as its WebJar has it. */
  private static String uplot(String name) {
    return Template.resource(RunReport.class, UPLOT.formatted(uplotVersion(), name));
  }

  private static String uplotVersion() {
    Properties pom = new Properties();
    try {
      pom.load(new StringReader(Template.resource(RunReport.class, UPLOT_POM)));
    } catch (IOException e) {
      throw new UncheckedIOException("the jar's own " + UPLOT_POM + " cannot be read", e);
    }
    return pom.getProperty("version");
  }
}
