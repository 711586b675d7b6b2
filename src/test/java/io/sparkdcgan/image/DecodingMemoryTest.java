package io.sparkdcgan.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.image.DecodingMemory.Claim;
import io.sparkdcgan.image.ImageContent.DecodedImage;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DecodingMemoryTest {
  private static final long HEAP = 100L << 20;

  @Test
  void anImageThatWillNeverFitIsRejectedByItsHeader() {
    // 75 MiB are for images; a gray PNG takes 4 bytes a pixel
    ImageDecoder decoder = new ImageDecoder(1 << 26, 1 << 20, new DecodingMemory(HEAP));
    byte[] png = new PngFile(5000, 5000, 8, PngFile.GRAY).rows(5000, new int[5000]).end();
    Reject reject = assertInstanceOf(Reject.class, decoder.decode(new EncodedImage(png)));

    assertEquals(Reject.Reason.TOO_LARGE, reject.reason());
    assertEquals(
        "5000 x 5000 pixels take 95 MiB, but only 75 MiB of this process's heap of 100 MiB are for"
            + " images: give executors (in local mode the driver) more memory, or lower"
            + " --max-pixels, so that it is rejected everywhere",
        reject.detail());
    assertInstanceOf(
        RgbImage.class, decoder.decode(new EncodedImage(PngFile.row(8, PngFile.GRAY, 2, 1, 2))));
  }

  @Test
  void anImageThatRunsOutOfMemoryIsTriedAloneAndThenRejected() {
    DecodingMemory memory = new DecodingMemory(HEAP);
    ImageDecoder decoder = new ImageDecoder(1 << 26, 1 << 20, memory);
    List<DecodedImage> used = new ArrayList<>();
    EncodedImage image = new EncodedImage(PngFile.row(8, PngFile.GRAY, 2, 1, 2));
    DecodedImage last =
        decoder.decode(
            image,
            decoded -> {
              used.add(decoded);
              if (decoded instanceof RgbImage) {
                throw new OutOfMemoryError("Java heap space");
              }
              return decoded;
            });

    assertEquals(3, used.size());
    assertInstanceOf(RgbImage.class, used.get(1));
    assertEquals(Reject.Reason.TOO_LARGE, assertInstanceOf(Reject.class, last).reason());
    assertInstanceOf(RgbImage.class, decoder.decode(image));
  }

  @Test
  void oneThatOnlyItsNeighborsLeftNoMemoryForIsRead() {
    ImageDecoder decoder = new ImageDecoder(1 << 26, 1 << 20, new DecodingMemory(HEAP));
    List<DecodedImage> used = new ArrayList<>();
    DecodedImage decoded =
        decoder.decode(
            new EncodedImage(PngFile.row(8, PngFile.GRAY, 2, 1, 2)),
            image -> {
              used.add(image);
              if (used.size() == 1) {
                throw new OutOfMemoryError("Java heap space");
              }
              return image;
            });
    assertInstanceOf(RgbImage.class, decoded);
  }

  @Test
  void largeImagesWaitForEachOther() throws InterruptedException {
    DecodingMemory memory = new DecodingMemory(HEAP);
    Claim first = memory.claim();
    assertEquals(Optional.empty(), first.take(4000, 4000, 3));
    assertTrue(first.isHeld());
    CountDownLatch through = new CountDownLatch(1);
    Thread second =
        new Thread(
            () -> {
              Claim claim = memory.claim();
              claim.take(4000, 4000, 3);
              through.countDown();
              claim.release();
            });
    second.start();
    assertFalse(through.await(100, TimeUnit.MILLISECONDS));
    first.release();
    assertTrue(through.await(10, TimeUnit.SECONDS));
    second.join();
  }

  @Test
  void smallImagesWaitForNobody() {
    DecodingMemory memory = new DecodingMemory(HEAP);
    Claim all = memory.claim();
    all.takeAll();
    Claim small = memory.claim();
    assertEquals(Optional.empty(), small.take(500, 500, 6));
    assertFalse(small.isHeld());
    all.release();
  }
}
