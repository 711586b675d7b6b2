package io.sparkdcgan.data;

/**
 * One accepted image at rest. Crosses Spark's shuffle.
 *
 * @param key where the image comes from, unique in its source, for example {@code 000001.jpg}
 * @param label its class, or the empty string where the source has none
 * @param pixels unsigned bytes, planar: red, green, blue planes of size x size each, rows from the
 *     top (CHW); owned by the record, nobody writes to them
 */
public record ImageRecord(String key, String label, byte[] pixels) {
  /** Channels of every image: red, green, blue. */
  public static final int CHANNELS = 3;
}
