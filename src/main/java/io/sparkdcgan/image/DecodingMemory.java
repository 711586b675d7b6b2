package io.sparkdcgan.image;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The heap that images share while they are decoded. Tasks of one process decode side by side;
 * large images wait for each other here, so that an image is rejected for its own size and never
 * for its neighbors'. What is left is for everything else that a task holds.
 */
final class DecodingMemory {
  private static final DecodingMemory OF_THIS_PROCESS =
      new DecodingMemory(Runtime.getRuntime().maxMemory());

  /** An image that takes less than this part of all waits for nobody. */
  private static final int SMALL = 64;

  private final long heapMebibytes;
  private final int mebibytes;
  private final Semaphore free;

  /**
   * @param heapBytes as large as the heap may grow: images get three quarters
   */
  DecodingMemory(long heapBytes) {
    this.heapMebibytes = heapBytes >> 20;
    this.mebibytes = (int) Math.min(heapMebibytes / 4 * 3, Integer.MAX_VALUE);
    this.free = new Semaphore(mebibytes, true);
  }

  static DecodingMemory ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** What one decoder takes, for one image at a time; not safe for use by several threads. */
  Claim claim() {
    return new Claim();
  }

  /** A decoder's share while it decodes one image. */
  final class Claim {
    private int held;

    /**
     * Waits for the memory of an image, unless it has some already.
     *
     * @param bytesAPixel of all arrays that hold the image at one time
     * @return why the image is not decoded, if there will never be as much
     */
    Optional<Reject> take(long width, long height, int bytesAPixel) {
      long wanted = (width * height * bytesAPixel) >> 20;
      if (wanted > mebibytes) {
        return Optional.of(
            tooLarge(
                String.format(
                    Locale.ROOT,
                    "%d x %d pixels take %d MiB, but only %d MiB",
                    width,
                    height,
                    wanted,
                    mebibytes)));
      }
      if (held == 0 && wanted > mebibytes / SMALL) {
        take((int) wanted);
      }
      return Optional.empty();
    }

    /** Waits until no other large image is decoded. */
    void takeAll() {
      release();
      take(mebibytes);
    }

    private void take(int wanted) {
      free.acquireUninterruptibly(wanted);
      held = wanted;
    }

    boolean isHeld() {
      return held > 0;
    }

    void release() {
      free.release(held);
      held = 0;
    }

    /** Why an image is not used that all memory was too little for. */
    Reject spent() {
      return tooLarge("its decoding takes more than the " + mebibytes + " MiB that");
    }

    private Reject tooLarge(String what) {
      return new Reject(
          Reject.Reason.TOO_LARGE,
          what
              + " of this process's heap of "
              + heapMebibytes
              + " MiB are for images: give executors (in local mode the driver) more memory, or"
              + " lower --max-pixels, so that it is rejected everywhere");
    }
  }
}
