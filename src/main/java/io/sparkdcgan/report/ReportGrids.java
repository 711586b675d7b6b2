package io.sparkdcgan.report;

import io.sparkdcgan.artifact.SampleGrids;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The grids that a report carries inside itself: every second, fourth, eighth ... of a run's and
 * the newest, so many that the page stays small. What is chosen later was chosen before, so that a
 * page that is rebuilt as the run goes on reads and compresses each grid once.
 */
final class ReportGrids {
  private static final int MOST = 60;
  // 4.2 MB in base64: mail and phones still like such a page.
  private static final int MAX_BYTES = 3 << 20;
  private static final float QUALITY = 0.8f;

  private final SampleGrids grids;
  private final Map<Long, Optional<byte[]>> previews = new HashMap<>();
  private Optional<byte[]> real = Optional.empty();

  ReportGrids(SampleGrids grids) {
    this.grids = grids;
  }

  /**
   * What the page shows.
   *
   * @param rounds of the drawn grids, in ascending order
   * @param jpegs one for each of them
   * @param real images of the training set, if the run kept some
   */
  record Shown(List<Long> rounds, List<byte[]> jpegs, Optional<byte[]> real) {}

  /** The choice as of now. */
  Shown choose() {
    List<Long> all = grids.rounds();
    int stride = 1;
    while (all.size() / stride >= MOST) {
      stride *= 2;
    }
    List<Long> chosen = everyNth(all, stride);
    while (chosen.size() > 2 && bytes(chosen) > MAX_BYTES) {
      stride *= 2;
      chosen = everyNth(all, stride);
    }
    previews.keySet().retainAll(chosen);
    if (real.isEmpty()) {
      real = grids.real().flatMap(ReportGrids::jpeg);
    }
    List<Long> whole = chosen.stream().filter(round -> preview(round).isPresent()).toList();
    return new Shown(
        whole, whole.stream().map(round -> preview(round).orElseThrow()).toList(), real);
  }

  private long bytes(List<Long> rounds) {
    return rounds.stream()
        .mapToLong(round -> preview(round).map(jpeg -> jpeg.length).orElse(0))
        .sum();
  }

  private Optional<byte[]> preview(long round) {
    return previews.computeIfAbsent(
        round, missing -> grids.find(missing).flatMap(ReportGrids::jpeg));
  }

  /**
   * A grid as JPEG, which takes a sixth of the PNG, that stays where it is; empty if the PNG was
   * cut off.
   */
  static Optional<byte[]> jpeg(byte[] png) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      BufferedImage grid = ImageIO.read(new ByteArrayInputStream(png));
      if (grid == null) {
        return Optional.empty();
      }
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(grid, null, null), how);
      out.flush();
    } catch (IOException e) {
      // memory can be written to, so it is the PNG that cannot be read
      return Optional.empty();
    } finally {
      writer.dispose();
    }
    return Optional.of(bytes.toByteArray());
  }

  /** Every nth of the elements from the first on, and the last. */
  static List<Long> everyNth(List<Long> all, int n) {
    List<Long> chosen = new ArrayList<>();
    for (int index = 0; index < all.size(); index++) {
      if (index % n == 0 || index == all.size() - 1) {
        chosen.add(all.get(index));
      }
    }
    return chosen;
  }

  /** Figures, of which the last is shown until the page's script says otherwise, and the slider. */
  static String html(Shown shown) {
    if (shown.rounds().isEmpty()) {
      return "<p class=\"none\">No grid has been drawn yet.</p>" + real(shown);
    }
    int last = shown.rounds().size() - 1;
    List<String> parts = new ArrayList<>();
    String alone = shown.real().isEmpty() ? " alone" : "";
    parts.add("<div class=\"pair%s\"><div class=\"grids\" id=\"grids\">".formatted(alone));
    for (int index = 0; index <= last; index++) {
      boolean key = index == 0 || index == last || index == last / 2;
      String classes = (key ? "key" : "") + (index == last ? " now" : "");
      parts.add(figure(shown.rounds().get(index), shown.jpegs().get(index), classes.strip()));
    }
    parts.add("</div>");
    if (last > 0) {
      parts.add(player(last));
    }
    parts.add(real(shown) + "</div>");
    return String.join("\n", parts);
  }

  private static String figure(long round, byte[] jpeg, String classes) {
    return """
    <figure class="%s" data-round="%s" data-label="%s"><figcaption><b>Drawn</b> %s</figcaption>\
    <img alt="Images that the generator drew, %s" src="%s"></figure>\
    """
        .formatted(classes, round, label(round), label(round), label(round), uri(jpeg));
  }

  private static String real(Shown shown) {
    return shown
        .real()
        .map(
            jpeg ->
                """
                <figure class="real"><figcaption><b>Real</b> from the training set</figcaption>\
                <img alt="Real images of the training set" src="%s"></figure>\
                """
                    .formatted(uri(jpeg)))
        .orElse("");
  }

  private static String uri(byte[] jpeg) {
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
  }

  private static String player(int last) {
    return """
    <div class="player"><button id="play" type="button" aria-label="Play the rounds">\
    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg></button>\
    <input id="slider" type="range" min="0" max="%s" value="%s" aria-label="Round">\
    <output id="at" for="slider"></output></div>\
    """
        .formatted(last, last);
  }

  private static String label(long round) {
    return round == 0
        ? "before the first round"
        : String.format(Locale.ROOT, "after %,d %s", round, round == 1 ? "round" : "rounds");
  }
}
