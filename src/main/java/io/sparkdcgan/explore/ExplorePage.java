package io.sparkdcgan.explore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sparkdcgan.report.Template;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * {@code explore.html}: all figures on one page that needs nothing else.
 *
 * @param run what the run is called
 * @param round of the snapshot
 * @param seed that names the drawn images
 */
public record ExplorePage(String run, long round, long seed) {
  private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

  private record Row(
      String figure, long round, long seed, String layout, String finding, Object numbers) {}

  /** A figure's row of numbers: one JSON object and a new line. */
  public byte[] numbers(Figure figure) {
    Row row =
        new Row(figure.name(), round, seed, figure.layout(), figure.finding(), figure.numbers());
    return (json(row) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The page.
   *
   * @param missing why a figure could not be drawn, one sentence each
   */
  public byte[] html(List<Figure> figures, List<String> missing) {
    StringBuilder sections = new StringBuilder();
    figures.forEach(figure -> sections.append(section(figure)));
    missing.forEach(
        sentence ->
            sections.append("<section><p>%s</p></section>\n".formatted(Template.html(sentence))));
    return Template.filled(
            Template.resource(ExplorePage.class, "explore.html"),
            Map.of(
                "run",
                Template.html(run),
                "round",
                String.valueOf(round),
                "seed",
                String.valueOf(seed),
                "figures",
                sections.toString()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String section(Figure figure) {
    return """
    <section id="%s"><h2>%s</h2>
    <p class="finding">%s</p>
    <figure><img alt="%s" src="data:image/png;base64,%s"><figcaption>%s</figcaption></figure>
    <details><summary>Numbers</summary><pre>%s</pre></details></section>
    """
        .formatted(
            figure.name(),
            Template.html(figure.title()),
            Template.html(figure.finding()),
            Template.html(figure.title()),
            Base64.getEncoder().encodeToString(figure.png()),
            Template.html(figure.layout()),
            Template.html(json(figure.numbers())));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a value for JSON: " + value, e);
    }
  }
}
