package io.sparkdcgan.data;

/**
 * One accepted image at rest. A final class of plain fields, since it crosses Spark's shuffle.
 *
 * <p>{@code pixels} are unsigned bytes, planar: red, green, blue planes of size x size each, rows
 * from the top (CHW). The array is owned by the record; nobody writes to it.
 */
public final class ImageRecord {
  /** Channels of every image: red, green, blue. */
  public static final int CHANNELS = 3;

  private final String key;
  private final String label;
  private final byte[] pixels;

  /**
   * @param key where the image comes from, unique in its source, for example {@code 000001.jpg}
   * @param label its class, or the empty string where the source has none
   * @param pixels 3 x size x size unsigned bytes, CHW
   */
  public ImageRecord(String key, String label, byte[] pixels) {
    this.key = key;
    this.label = label;
    this.pixels = pixels;
  }

  public String key() {
    return key;
  }

  public String label() {
    return label;
  }

  /** 3 x size x size unsigned bytes, CHW; not copied. */
  public byte[] pixels() {
    return pixels;
  }
}
