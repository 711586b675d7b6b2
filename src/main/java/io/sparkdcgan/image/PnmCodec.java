package io.sparkdcgan.image;

import io.sparkdcgan.image.DecodingMemory.Claim;
import io.sparkdcgan.image.ImageContent.DecodedImage;
import java.io.EOFException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Netpbm's PBM, PGM and PPM, in text and in binary: a header of numbers, then rows from the top. Of
 * several images in a file the first counts.
 */
final class PnmCodec implements ImageCodec {
  private static final int MOST_SAMPLE = 65535;

  private final PixelLimit limit;
  private final Claim memory;

  PnmCodec(PixelLimit limit, Claim memory) {
    this.limit = limit;
    this.memory = memory;
  }

  /** Whether a file starts like one: P, its kind, and a blank or a comment. */
  static boolean isPnm(byte[] file) {
    return file.length > 2
        && file[0] == 'P'
        && file[1] >= '1'
        && file[1] <= '6'
        && (isBlank(file[2]) || file[2] == '#');
  }

  @Override
  public DecodedImage decode(byte[] file) throws EOFException {
    Numbers numbers = new Numbers(file);
    int width = numbers.next();
    int height = numbers.next();
    Optional<Reject> tooLarge = limit.reject(width, height).or(() -> memory.take(width, height, 3));
    if (tooLarge.isPresent()) {
      return tooLarge.get();
    }
    boolean bits = file[1] == '1' || file[1] == '4';
    int most = bits ? 1 : numbers.next();
    if (most < 1 || most > MOST_SAMPLE) {
      return new Reject(
          Reject.Reason.DAMAGED, "its largest sample is " + most + ", which is not 1 to 65535");
    }
    boolean color = file[1] == '3' || file[1] == '6';
    Samples samples = samples(file, numbers, most, (color ? 3 : 1) * width);
    return new RgbImage(width, height, rgb(samples, width, height, color, bits, most));
  }

  /** Rows of samples, one after the other. */
  @FunctionalInterface
  private interface Samples {
    void next(int[] row) throws EOFException;
  }

  private static Samples samples(byte[] file, Numbers numbers, int most, int length) {
    if (file[1] == '1') {
      return row -> fill(row, numbers::bit);
    }
    if (file[1] <= '3') {
      return row -> fill(row, numbers::next);
    }
    if (file[1] == '4') {
      return row -> {
        byte[] packed = numbers.bytes((length + 7) / 8);
        for (int x = 0; x < length; x++) {
          row[x] = packed[x >> 3] >> (7 - (x & 7)) & 1;
        }
      };
    }
    int bytes = most < 256 ? 1 : 2;
    return row -> {
      byte[] raw = numbers.bytes(bytes * length);
      for (int x = 0; x < length; x++) {
        row[x] = bytes == 1 ? raw[x] & 0xFF : (raw[2 * x] & 0xFF) << 8 | (raw[2 * x + 1] & 0xFF);
      }
    };
  }

  /** One sample. */
  @FunctionalInterface
  private interface Sample {
    int next() throws EOFException;
  }

  private static void fill(int[] row, Sample sample) throws EOFException {
    for (int x = 0; x < row.length; x++) {
      row[x] = sample.next();
    }
  }

  private static byte[] rgb(
      Samples samples, int width, int height, boolean color, boolean bits, int most)
      throws EOFException {
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[(color ? 3 : 1) * width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      samples.next(row);
      for (int x = 0; x < 3 * width; x++) {
        int sample = row[color ? x : x / 3];
        if (sample > most) {
          throw new IllegalArgumentException("a sample of " + sample + " is above its " + most);
        }
        // of bits 1 is black
        int light = bits ? 1 - sample : sample;
        rgb[to++] = (byte) ((2L * 255 * light + most) / (2L * most));
      }
    }
    return rgb;
  }

  private static boolean isBlank(byte letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
  }

  /** The numbers of a header or of a file in text; comments run from # to the end of their line. */
  private static final class Numbers {
    private static final int MOST = Integer.MAX_VALUE / 10 - 1;

    private final byte[] file;
    private int at = 2;

    Numbers(byte[] file) {
      this.file = file;
    }

    /** The number that comes next. The blank behind it is taken, too. */
    int next() throws EOFException {
      skipBlanks();
      int start = at;
      int number = 0;
      while (at < file.length && file[at] >= '0' && file[at] <= '9') {
        if (number > MOST) {
          throw new IllegalArgumentException("a number at byte " + start + " that is too large");
        }
        number = 10 * number + file[at++] - '0';
      }
      if (at == start) {
        requireMore(1);
        throw new IllegalArgumentException("no number at byte " + start);
      }
      if (at < file.length && isBlank(file[at])) {
        at++;
      }
      return number;
    }

    /** The bit of a PBM in text that comes next: they may stand without blanks between. */
    int bit() throws EOFException {
      skipBlanks();
      requireMore(1);
      int bit = file[at++] - '0';
      if (bit != 0 && bit != 1) {
        throw new IllegalArgumentException("no bit at byte " + (at - 1));
      }
      return bit;
    }

    byte[] bytes(int count) throws EOFException {
      requireMore(count);
      at += count;
      return Arrays.copyOfRange(file, at - count, at);
    }

    private void skipBlanks() {
      while (at < file.length && (isBlank(file[at]) || file[at] == '#')) {
        if (file[at] == '#') {
          while (at < file.length && file[at] != '\n' && file[at] != '\r') {
            at++;
          }
        } else {
          at++;
        }
      }
    }

    private void requireMore(int count) throws EOFException {
      if (file.length - at < count) {
        throw new EOFException(
            "the file has " + (file.length - at) + " of the " + count + " bytes that come next");
      }
    }
  }
}
