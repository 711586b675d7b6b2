package io.sparkdcgan.image;

import io.sparkdcgan.image.DecodingMemory.Claim;
import io.sparkdcgan.image.ImageContent.DecodedImage;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * WebP by libwebp, which takes one still image: of an animation it gets the first frame alone,
 * which is then put in its place on the canvas.
 */
final class WebpCodec implements ImageCodec {
  private final PixelLimit limit;
  private final StockReaders readers;

  WebpCodec(PixelLimit limit, Claim memory) {
    this.limit = limit;
    this.readers = new StockReaders(limit, memory);
  }

  @Override
  public DecodedImage decode(byte[] file) throws IOException {
    Chunks chunks = Chunks.of(file);
    Optional<Canvas> canvas = chunks.canvas();
    Optional<Reject> reject =
        canvas.flatMap(area -> limit.reject(area.width(), area.height())).or(chunks::reject);
    if (reject.isPresent()) {
      return reject.get();
    }
    if (canvas.isEmpty()) {
      return still(file);
    }
    Chunks.Frame frame = chunks.firstFrame();
    DecodedImage decoded = still(frame.still().bytes());
    return decoded instanceof RgbImage image
        ? canvas.get().with(image, frame.left(), frame.top())
        : decoded;
  }

  private DecodedImage still(byte[] file) throws IOException {
    return readers.read(file, "webp", StockReaders.WEBP, StockReaders::firstFrame);
  }

  /** The chunks of a WebP, which is a RIFF file: name, length, data, padded to an even length. */
  static final class Chunks {
    private static final int HEADER_BYTES = 12;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int ALPHA_FLAG = 0x10;

    private final byte[] file;
    private final List<Chunk> chunks;

    /** Where a chunk's data lie. */
    private record Chunk(String name, int from, int length) {}

    private Chunks(byte[] file, List<Chunk> chunks) {
      this.file = file;
      this.chunks = chunks;
    }

    static Chunks of(byte[] file) {
      return new Chunks(file, list(file, HEADER_BYTES, file.length));
    }

    /** Chunks that lie within the bounds whole; the list ends at the first that does not. */
    private static List<Chunk> list(byte[] file, int from, int end) {
      List<Chunk> chunks = new ArrayList<>();
      int at = from;
      while (end - at >= 8) {
        int length = little(file, at + 4, 4);
        if (length < 0 || length > end - at - 8) {
          break;
        }
        chunks.add(new Chunk(new String(file, at, 4, StandardCharsets.ISO_8859_1), at + 8, length));
        at = (int) Math.min(at + 8L + length + (length & 1), end);
      }
      return chunks;
    }

    /** What is missing at the end, if anything is. */
    Optional<Reject> reject() {
      long claimed = Integer.toUnsignedLong(little(file, 4, 4)) + 8;
      return claimed > file.length
          ? Optional.of(
              new Reject(
                  Reject.Reason.TRUNCATED,
                  "its header claims " + claimed + " bytes, but there are " + file.length))
          : Optional.empty();
    }

    /** EXIF's orientation, 1 to 8 in sound files; 1 if none is given. */
    int orientation() {
      return find(chunks, "EXIF")
          .map(exif -> Orientation.inExif(file, exif.from, exif.length))
          .orElse(1);
    }

    /** The canvas of an animation; empty for a still image. */
    Optional<Canvas> canvas() {
      return find(chunks, "VP8X")
          .filter(header -> header.length >= 10 && find(chunks, "ANMF").isPresent())
          .map(
              header ->
                  new Canvas(
                      1 + little(file, header.from + 4, 3), 1 + little(file, header.from + 7, 3)));
    }

    /** The first frame of an animation. */
    Frame firstFrame() {
      Chunk frame =
          find(chunks, "ANMF")
              .filter(found -> found.length >= FRAME_HEADER_BYTES)
              .orElseThrow(() -> new IllegalArgumentException("a frame without a header"));
      int at = frame.from;
      return new Frame(
          2 * little(file, at, 3),
          2 * little(file, at + 3, 3),
          new EncodedImage(still(frame, little(file, at + 6, 3), little(file, at + 9, 3))));
    }

    /**
     * A frame of an animation.
     *
     * @param left columns of the canvas before it
     * @param top rows of the canvas above it
     * @param still a WebP file of this frame alone
     */
    record Frame(int left, int top, EncodedImage still) {}

    private byte[] still(Chunk frame, int widthLessOne, int heightLessOne) {
      int data = frame.from + FRAME_HEADER_BYTES;
      List<Chunk> parts = list(file, data, frame.from + frame.length);
      ByteArrayOutputStream body = new ByteArrayOutputStream(frame.length + 32);
      if (find(parts, "ALPH").isPresent()) {
        byte[] header = new byte[10];
        header[0] = ALPHA_FLAG;
        put(header, 4, widthLessOne);
        put(header, 7, heightLessOne);
        chunk(body, "VP8X", header, 0, header.length);
      }
      parts.forEach(part -> chunk(body, part.name, file, part.from, part.length));
      ByteArrayOutputStream still = new ByteArrayOutputStream(body.size() + HEADER_BYTES);
      still.writeBytes("RIFF".getBytes(StandardCharsets.ISO_8859_1));
      still.writeBytes(fourBytes(body.size() + 4));
      still.writeBytes("WEBP".getBytes(StandardCharsets.ISO_8859_1));
      still.writeBytes(body.toByteArray());
      return still.toByteArray();
    }

    private static void chunk(
        ByteArrayOutputStream out, String name, byte[] data, int from, int length) {
      out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
      out.writeBytes(fourBytes(length));
      out.write(data, from, length);
      if ((length & 1) == 1) {
        out.write(0);
      }
    }

    private static Optional<Chunk> find(List<Chunk> chunks, String name) {
      return chunks.stream().filter(chunk -> chunk.name.equals(name)).findFirst();
    }

    private static byte[] fourBytes(int number) {
      return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    }

    private static void put(byte[] bytes, int at, int number) {
      for (int index = 0; index < 3; index++) {
        bytes[at + index] = (byte) (number >> (8 * index));
      }
    }

    /** A number whose lowest byte comes first; 0 if it lies outside of the file. */
    private static int little(byte[] file, int at, int bytes) {
      int number = 0;
      for (int index = 0; index < bytes && at + index < file.length; index++) {
        number |= (file[at + index] & 0xFF) << (8 * index);
      }
      return number;
    }
  }
}
