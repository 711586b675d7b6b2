package io.sparkdcgan.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code report.html}: where the run stands, what it drew, how it learned, on one page that needs
 * nothing else, no network either. Rebuilt from the run's folder as a whole.
 */
public final class RunReport {
  static final String KEY = "report.html";
  private static final int MAX_POINTS = 800;

  private final RunFolder folder;

  /**
   * The report of one run.
   *
   * @param folder the run's folder
   */
  public RunReport(RunFolder folder) {
    this.folder = folder;
  }

  /**
   * Writes the page anew.
   *
   * @return its URI
   * @throws io.sparkdcgan.failure.Failure {@code INPUT_MISSING} if this is no run's folder
   */
  public String write() {
    folder.store().put(KEY, page().getBytes(StandardCharsets.UTF_8));
    return folder.store().uri(KEY);
  }

  private String page() {
    ObjectStore store = folder.store();
    RunIdentity identity = folder.identity();
    List<Map<String, Object>> metrics = MetricsLog.read(store);
    List<Attempt> attempts = folder.attempts();
    ReportGrids grids = ReportGrids.of(new SampleGrids(store));
    RunStanding standing = RunStanding.of(folder);
    String script = Template.resource(RunReport.class, "report.js");
    Map<String, String> values = new LinkedHashMap<>();
    values.put("scriptHash", hash(script));
    values.put("script", script);
    values.put("name", Template.html(identity.configuration().getOrDefault("run.name", "run")));
    values.put("uri", Template.html(store.uri()));
    values.put("status", Template.html(standing.status()));
    values.put("tone", ReportTables.tone(standing.status()));
    values.put("percent", String.valueOf(standing.percent()));
    values.put("facts", ReportTables.facts(standing, last(metrics)));
    values.put("lastGrid", Template.html(grids.lastLabel()));
    values.put("grids", grids.html());
    values.put(
        "attemptCount", Template.html(attempts.isEmpty() ? "" : attempts.size() + " so far"));
    values.put("attempts", ReportTables.attempts(attempts));
    values.put("configuration", ReportTables.configuration(identity));
    values.put("footer", ReportTables.footer(identity));
    values.put("data", Json.script(ReportSeries.of(metrics, MAX_POINTS)));
    return Template.filled(Template.resource(RunReport.class, "report.html"), values);
  }

  private static Optional<Map<String, Object>> last(List<Map<String, Object>> metrics) {
    return metrics.isEmpty() ? Optional.empty() : Optional.of(metrics.get(metrics.size() - 1));
  }

  /** Browsers run only the script that the page's policy names by this. */
  private static String hash(String script) {
    byte[] digest = Fingerprint.newDigest().digest(script.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(digest);
  }
}
