package io.sparkdcgan.artifact;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/** The grids that a report carries inside itself: a fair choice of them, the first and the last. */
final class ReportGrids {
  private static final int MOST = 24;
  // A page of less than 5 MB in base64, which mail and phones still like.
  private static final int MAX_BYTES = 3 << 20;

  private final List<Long> rounds;
  private final List<byte[]> jpegs;

  private ReportGrids(List<Long> rounds, List<byte[]> jpegs) {
    this.rounds = rounds;
    this.jpegs = jpegs;
  }

  static ReportGrids of(SampleGrids grids) {
    List<Long> all = grids.rounds();
    if (all.isEmpty()) {
      return new ReportGrids(List.of(), List.of());
    }
    int size = preview(grids, all.get(all.size() - 1)).map(jpeg -> jpeg.length).orElse(1);
    List<Long> rounds = new ArrayList<>();
    List<byte[]> jpegs = new ArrayList<>();
    for (long round : evenly(all, Math.max(2, Math.min(MOST, MAX_BYTES / size)))) {
      preview(grids, round)
          .ifPresent(
              jpeg -> {
                rounds.add(round);
                jpegs.add(jpeg);
              });
    }
    return new ReportGrids(rounds, jpegs);
  }

  private static Optional<byte[]> preview(SampleGrids grids, long round) {
    return GridPreview.jpeg(grids.read(round));
  }

  /**
   * At most so many of the elements, at least 2, at even distances, the first and last included.
   */
  static List<Long> evenly(List<Long> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    return LongStream.range(0, most)
        .mapToObj(index -> all.get((int) Math.round(index * (all.size() - 1.0) / (most - 1))))
        .toList();
  }

  String lastLabel() {
    return rounds.isEmpty() ? "" : label(rounds.get(rounds.size() - 1));
  }

  /** Figures, of which the last is shown until the page's script says otherwise, and the slider. */
  String html() {
    if (rounds.isEmpty()) {
      return "<p class=\"none\">No grid has been drawn yet.</p>";
    }
    int last = rounds.size() - 1;
    List<String> parts = new ArrayList<>();
    parts.add("<div class=\"grids\">");
    for (int index = 0; index <= last; index++) {
      boolean key = index == 0 || index == last || index == last / 2;
      parts.add(figure(index, (key ? "key" : "") + (index == last ? " now" : "")));
    }
    parts.add("</div>");
    if (last > 0) {
      parts.add(player(last));
    }
    return String.join("\n", parts);
  }

  private String figure(int index, String classes) {
    String label = label(rounds.get(index));
    return """
    <figure class="%s" data-label="%s"><img alt="Pictures that the generator drew, %s" \
    src="data:image/jpeg;base64,%s"><figcaption>%s</figcaption></figure>"""
        .formatted(
            classes.strip(),
            label,
            label,
            Base64.getEncoder().encodeToString(jpegs.get(index)),
            label);
  }

  private static String player(int last) {
    return """
    <div class="player"><button id="play" type="button" aria-label="Play the rounds">\
    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg></button>\
    <input id="slider" type="range" min="0" max="%d" value="%d" aria-label="Round"></div>"""
        .formatted(last, last);
  }

  private static String label(long round) {
    return round == 0
        ? "before the first round"
        : String.format(Locale.ROOT, "after %,d %s", round, round == 1 ? "round" : "rounds");
  }
}
