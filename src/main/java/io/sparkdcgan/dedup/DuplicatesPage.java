package io.sparkdcgan.dedup;

import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.evaluation.ImagePng;
import io.sparkdcgan.report.Template;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code duplicates.html}: images that were removed next to those that were kept instead, on one
 * page that needs nothing else, no network either.
 */
public final class DuplicatesPage {
  /** Its name in the folder of the shards. */
  public static final String FILE = "_duplicates.html";

  /** So many pairs are shown at most. */
  public static final int MOST_PAIRS = 200;

  private static final String TEMPLATE = "duplicates.html";

  private DuplicatesPage() {}

  /**
   * The page.
   *
   * @param source what was imported
   * @param images how many were decoded
   * @param duplicates how many of them were removed
   * @param pairs those of them that are shown
   * @param imageSize edge of the images in pixels
   */
  public static String html(
      String source, long images, long duplicates, List<DuplicatePair> pairs, int imageSize) {
    String shown =
        pairs.size() == duplicates
            ? "all of them"
            : "the first %s in the order of the shuffle".formatted(pairs.size());
    return Template.filled(
        Template.resource(DuplicatesPage.class, TEMPLATE),
        Map.of(
            "source", Template.html(source),
            "duplicates", String.format(Locale.ROOT, "%,d", duplicates),
            "pictures", String.format(Locale.ROOT, "%,d", images),
            "shown", duplicates == 0 ? "none were found" : shown,
            "near", String.valueOf(ImageCode.NEAR),
            "pairs",
                pairs.stream().map(pair -> html(pair, imageSize)).collect(Collectors.joining())));
  }

  private static String html(DuplicatePair pair, int imageSize) {
    return """
    <figure><div>%s%s</div><figcaption><b>%s</b><span>%s</span><i>%s</i></figcaption></figure>
    """
        .formatted(
            image("removed", pair.removed(), imageSize),
            image("kept", pair.kept(), imageSize),
            Template.html(pair.removed().key()),
            Template.html(pair.kept().key()),
            said(pair.found().distance()));
  }

  private static String said(int distance) {
    return switch (distance) {
      case 0 -> "one code";
      case 1 -> "1 unit apart";
      default -> distance + " units apart";
    };
  }

  private static String image(String role, ImageRecord image, int imageSize) {
    float[] values = new float[image.pixels().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ImageBatch.value(image.pixels()[i]);
    }
    return "<img alt=\"%s: %s\" width=\"%s\" height=\"%s\" src=\"data:image/png;base64,%s\">"
        .formatted(
            role,
            Template.html(image.key()),
            imageSize,
            imageSize,
            Base64.getEncoder().encodeToString(ImagePng.of(values, 0, imageSize)));
  }

  /**
   * Two images to look at.
   *
   * @param found what the list says of the first
   * @param removed the image that was removed
   * @param kept the one that was kept instead
   */
  public record DuplicatePair(Duplicate found, ImageRecord removed, ImageRecord kept) {}
}
