package io.sparkdcgan.spark;

import io.sparkdcgan.data.ImageRecord;
import io.sparkdcgan.data.Reject;
import io.sparkdcgan.data.SourceImage;

/** What became of one picture of a source, between decoding and the shuffle. Crosses Spark. */
final class ImportedImage {
  private final ShuffleKey position;
  private final ImageRecord accepted;
  private final String reason;
  private final String detail;

  private ImportedImage(ShuffleKey position, ImageRecord accepted, String reason, String detail) {
    this.position = position;
    this.accepted = accepted;
    this.reason = reason;
    this.detail = detail;
  }

  static ImportedImage accepted(ShuffleKey position, SourceImage image, byte[] pixels) {
    ImageRecord picture = new ImageRecord(image.key(), image.label(), pixels);
    return new ImportedImage(position, picture, "", "");
  }

  static ImportedImage rejected(ShuffleKey position, Reject reject) {
    return new ImportedImage(position, null, reject.reason().label(), reject.detail());
  }

  boolean isAccepted() {
    return accepted != null;
  }

  /** Where it goes in the shuffled set. */
  ShuffleKey position() {
    return position;
  }

  /** The picture; only of an accepted one. */
  ImageRecord picture() {
    return accepted;
  }

  /** What it is counted under; only of a rejected one. */
  String reason() {
    return reason;
  }

  /** What was wrong with it, for people; only of a rejected one. */
  String detail() {
    return detail;
  }
}
