package io.sparkdcgan.explore;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One figure of the page. */
public final class Figure {
  private final String name;
  private final String title;
  private final byte[] png;
  private final String layout;
  private final String finding;
  private final Map<String, Object> numbers;

  /**
   * @param name what its files are called, for example {@code walks}
   * @param title its heading
   * @param png the image, without letters, so that its bytes are the same on every machine
   * @param layout what stands where in it
   * @param finding what it shows, and what of the paper's claim the numbers bear out
   * @param numbers what was measured, as JSON has it
   */
  Figure(
      String name,
      String title,
      byte[] png,
      String layout,
      String finding,
      Map<String, Object> numbers) {
    this.name = name;
    this.title = title;
    this.png = png;
    this.layout = layout;
    this.finding = finding;
    this.numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }

  /** What its files are called. */
  public String name() {
    return name;
  }

  String title() {
    return title;
  }

  /** The image; not copied. */
  public byte[] png() {
    return png;
  }

  String layout() {
    return layout;
  }

  String finding() {
    return finding;
  }

  Map<String, Object> numbers() {
    return numbers;
  }
}
