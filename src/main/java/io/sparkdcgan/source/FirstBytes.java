package io.sparkdcgan.source;

import io.sparkdcgan.image.ImageDecoder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells images by their first bytes, where names say nothing. Costs an opening for each file, so
 * several are open at a time, and of very many none is looked at.
 */
final class FirstBytes {
  /** The longest signature ends before. */
  static final int BYTES = 16;

  /** Above this they are counted and not looked at. */
  static final int MOST = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(FirstBytes.class);
  private static final int AT_A_TIME = 16;

  private final Opening opening;

  /** Opens a file by its name in the source. */
  @FunctionalInterface
  interface Opening {
    InputStream open(String name) throws IOException;
  }

  FirstBytes(Opening opening) {
    this.opening = opening;
  }

  /** Whether what begins like this is an image that is decoded. */
  static boolean isImage(InputStream in) throws IOException {
    return ImageDecoder.isImage(in.readNBytes(BYTES));
  }

  /** Those of the names that are images. */
  Set<String> images(List<String> names) throws IOException {
    if (names.size() > MOST) {
      LOG.warn(
          "{} names have no ending or an odd one, such as {}: more than {} are not looked at, give"
              + " them endings",
          names.size(),
          names.get(0),
          MOST);
    }
    Set<String> images = new HashSet<>();
    if (names.isEmpty() || names.size() > MOST) {
      return images;
    }
    ExecutorService readers = Executors.newFixedThreadPool(Math.min(AT_A_TIME, names.size()));
    try {
      List<Future<Optional<String>>> looks = new ArrayList<>(names.size());
      names.forEach(name -> looks.add(readers.submit(() -> look(name))));
      for (Future<Optional<String>> look : looks) {
        look.get().ifPresent(images::add);
      }
      return images;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException trouble ? trouble : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while looking at files", e);
    } finally {
      readers.shutdownNow();
    }
  }

  private Optional<String> look(String name) throws IOException {
    try (InputStream in = opening.open(name)) {
      return isImage(in) ? Optional.of(name) : Optional.empty();
    } catch (FileNotFoundException | NoSuchFileException e) {
      // it is gone
      return Optional.empty();
    }
  }
}
