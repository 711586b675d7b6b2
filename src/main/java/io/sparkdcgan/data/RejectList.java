package io.sparkdcgan.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.PlainFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A file of rejected images, one a line: of a part in an import's staging area, and of all beside
 * the manifest. Written and read one at a time, since there may be millions.
 */
public final class RejectList implements Closeable {
  /** The name of the whole list in the folder of the shards. */
  public static final String FILE = "_rejects.jsonl";

  private final Path path;
  private final Configuration hadoop;
  private OutputStream out;

  /**
   * @param folder its URI
   * @param name of the file; it is made when the first reject comes
   */
  public RejectList(String folder, String name, Configuration hadoop) {
    this.path = new Path(folder, name);
    this.hadoop = hadoop;
  }

  /** Adds one. */
  public void add(RejectedImage reject) throws IOException {
    if (out == null) {
      out = PlainFiles.create(path, hadoop);
    }
    out.write(Json.line(reject));
  }

  /** The file's name; empty if there are no rejects. */
  public Optional<String> file() {
    return out == null ? Optional.empty() : Optional.of(path.getName());
  }

  /** The file is whole after this. */
  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }

  /**
   * Puts the whole list, over an earlier one.
   *
   * @param set the set's folder
   * @param rejects gives them in the order in which they are listed, for each time that the put is
   *     taken
   */
  public static void write(ObjectStore set, Supplier<Iterator<RejectedImage>> rejects) {
    set.put(FILE, out -> Json.write(out, rejects.get()));
  }

  /**
   * Reads a list as it is iterated over; at its end, or what is wrong in it, the file is closed.
   *
   * @param folder its URI
   * @param name of the file
   * @throws Failure {@code DATA}, while it is iterated over, if it is no such list
   */
  public static Iterator<RejectedImage> read(String folder, String name, Configuration hadoop)
      throws IOException {
    Path path = new Path(folder, name);
    InputStream in = PlainFiles.of(path, hadoop).open(path);
    MappingIterator<RejectedImage> lines = Json.values(in, RejectedImage.class);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return sound(lines::hasNextValue);
      }

      @Override
      public RejectedImage next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return sound(lines::nextValue);
      }

      private <T> T sound(Reading<T> reading) {
        try {
          return reading.of();
        } catch (JsonProcessingException e) {
          throw new Failure(ExitCode.DATA, path + " is no list of rejects: import again", e);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private interface Reading<T> {
    T of() throws IOException;
  }
}
