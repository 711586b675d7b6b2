package io.sparkdcgan.storage;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects under one root on any of Hadoop's file systems, used as the poorest of them allows: whole
 * objects are put, and nothing is ever appended to. A put that fails or is cut off, by whatever and
 * at whatever byte, leaves the object that was there: on local disks and HDFS it writes beside it
 * and renames, in S3 it aborts the upload. On file systems that an operator allowed besides, and
 * that can do neither, it may leave half an object ({@link #keepsOldUntilNewIsWhole}). So readers
 * believe only what a marker that was put later vouches for.
 *
 * <p>Keys are relative to the root and separated by slashes: {@code
 * snapshots/r00000120/_COMMITTED}. A key that is absolute or leaves the root, or holds a backslash
 * or colon, is an {@link IllegalArgumentException}.
 *
 * <p>Every method ends a storage's refusal as a {@link Failure}: {@code PERMISSION} where access is
 * denied, {@code UNAVAILABLE} where the storage cannot be reached, {@code INPUT_MISSING} where the
 * object is not there, {@code IO} otherwise. Its sentence names the object's URI. What may pass is
 * taken again before, for {@code dcgan.storage.patience} of Hadoop's configuration (60 s).
 */
public final class ObjectStore {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectStore.class);

  private final StorageRoot root;
  private final StorageRetry retry;
  private final Runnable fence;

  private ObjectStore(StorageRoot root, StorageRetry retry, Runnable fence) {
    this.root = root;
    this.retry = retry;
    this.fence = fence;
  }

  /**
   * Writes an object's bytes, the same each time: a put that was cut off is taken again. What it
   * throws of its own ends the put, and what was there stays.
   */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Makes something of an object's bytes; is asked again where the storage failed in between. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * Reads the object.
     *
     * @param in the object from its first byte; closed by the store
     * @param bytes the object's length as the storage states it
     */
    T from(InputStream in, long bytes) throws IOException;
  }

  /** Whether an object directly below a root may have this name. */
  public static boolean isName(String name) {
    return StorageRoot.isSegment(name);
  }

  /**
   * The objects under a root, which need not exist yet.
   *
   * @param uri {@code hdfs:}, {@code s3a:}, {@code file:} or a local path
   * @param hadoop the file systems' settings and credentials
   * @throws Failure {@code CONFIGURATION} if it is not a URI of a known file system
   */
  public static ObjectStore at(String uri, Configuration hadoop) {
    try {
      return new ObjectStore(
          StorageRoot.open(StorageUri.resolve(uri, hadoop), hadoop),
          new StorageRetry(hadoop),
          () -> {});
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw StorageFailure.of("open", uri, e);
    }
  }

  /**
   * The same objects for one who may write only for some time.
   *
   * @param fence throws where nothing may be put or deleted any more; is asked before each time
   */
  public ObjectStore fencedBy(Runnable fence) {
    return new ObjectStore(root, retry, fence);
  }

  /** The same objects without the fence, for what is the writer's own in any case. */
  public ObjectStore unfenced() {
    return fencedBy(() -> {});
  }

  /**
   * The same objects for a writer that puts its own in order before it ends: a storage that it gave
   * up already, for all its patience, it asks only once.
   */
  public ObjectStore leaving() {
    return new ObjectStore(root, retry.leaving(), fence);
  }

  /** The root's URI. */
  public String uri() {
    return root.uri();
  }

  /** The URI of an object or folder, for people and other programs. */
  public String uri(String key) {
    return root.uri(key);
  }

  /** Puts a whole object, over the one that was there. */
  public Fingerprint put(String key, byte[] content) {
    return put(key, out -> out.write(content));
  }

  /** Puts a whole object, over the one that was there, as it is being written. */
  public Fingerprint put(String key, Content content) {
    return fenced("write", key, () -> root.put(key, content));
  }

  /** Whether a put that is cut off leaves the object that was there, whole, on this file system. */
  public boolean keepsOldUntilNewIsWhole() {
    return retry.call("look at", uri(), root::keepsOldUntilNewIsWhole);
  }

  private <T> T fenced(String doing, String key, StorageRetry.Operation<T> operation) {
    return retry.call(
        doing,
        uri(key),
        () -> {
          fence.run();
          return operation.run();
        });
  }

  /** Puts a small object, unless it stands there as it is. */
  public void keep(String key, byte[] content) {
    Optional<byte[]> there = find(key, (in, bytes) -> in.readNBytes(content.length + 1));
    if (there.isEmpty() || !Arrays.equals(there.get(), content)) {
      put(key, content);
    }
  }

  /** Opens an object; the caller closes the stream, whose own errors are plain IOExceptions. */
  public InputStream open(String key) {
    return retry.call("read", uri(key), () -> root.open(key));
  }

  /** Reads an object as a stream and ends the stream's errors as Failures too. */
  public <T> T read(String key, Reading<T> reading) {
    return retry.call(
        "read",
        uri(key),
        () -> {
          long bytes = root.size(key);
          try (InputStream in = root.open(key)) {
            return reading.from(in, bytes);
          }
        });
  }

  /**
   * All bytes of a small object.
   *
   * @throws Failure {@code IO} if it is longer than {@code maxBytes}
   */
  public byte[] read(String key, int maxBytes) {
    byte[] content = read(key, (in, bytes) -> in.readNBytes(maxBytes + 1));
    if (content.length > maxBytes) {
      throw new Failure(ExitCode.IO, "%s is longer than %d bytes".formatted(uri(key), maxBytes));
    }
    return content;
  }

  /** {@link #read(String, Reading)} of an object that may go at any moment; empty without it. */
  public <T> Optional<T> find(String key, Reading<T> reading) {
    return ifThere(() -> read(key, reading));
  }

  /** All bytes of a small object, if it is there. */
  public Optional<byte[]> find(String key, int maxBytes) {
    return ifThere(() -> read(key, maxBytes));
  }

  private static <T> Optional<T> ifThere(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (Failure e) {
      // A bucket that does not exist is missing, too, but no object of it can be there.
      if (e.code() == ExitCode.INPUT_MISSING && e.getCause() instanceof FileNotFoundException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether there is an object, not a folder, of this key. */
  public boolean exists(String key) {
    return size(key).isPresent();
  }

  /** The object's bytes as the storage states them, if there is an object of this key. */
  public Optional<Long> size(String key) {
    return ifThere(() -> retry.call("look at", uri(key), () -> root.size(key)));
  }

  /**
   * The keys of all objects below a folder, at any depth, in order; none if there is no such
   * folder.
   *
   * @param folder a folder's key, or the empty string for everything
   */
  public List<String> list(String folder) {
    return retry.call("list", folder.isEmpty() ? uri() : uri(folder), () -> root.list(folder));
  }

  /** Deletes an object, or a folder with everything below it; nothing happens if there is none. */
  public void delete(String key) {
    fenced("delete", key, () -> root.delete(key));
  }

  /**
   * Has the storage forget the parts of puts below a folder that were cut off before their end:
   * object storage keeps them, unseen and paid for. For the folder's only writer while it puts
   * nothing. That it cannot be done is only logged, since nothing depends on it.
   */
  public void abortUploads(String folder) {
    try {
      int aborted = fenced("abort uploads to", folder, () -> root.abortUploads(folder));
      if (aborted > 0) {
        LOG.info("{} uploads to {} that were cut off are aborted", aborted, uri(folder));
      }
    } catch (Failure e) {
      onlyLogged(e, "a lifecycle rule of the bucket may end them");
    }
  }

  /**
   * Deletes what puts left beside their objects that were cut off by the end of their process: in
   * the root itself, and below these folders. For the root's only writer while it puts nothing.
   * That it cannot be done is only logged: such files are never listed as objects.
   *
   * @param own folders without other writers
   * @param shared folders that have some: only what is a day old goes there
   */
  public void sweep(List<String> own, List<String> shared) {
    try {
      fence.run();
      int swept = retry.call("clear up", uri(), () -> root.sweep(own, shared));
      if (swept > 0) {
        LOG.info("{} files in {} of puts that were cut off are deleted", swept, uri());
      }
    } catch (Failure e) {
      onlyLogged(
          e, "what is left may be deleted by hand: names that begin with . and end in .part");
    }
  }

  private static void onlyLogged(Failure failure, String remedy) {
    if (failure.code() == ExitCode.HELD) {
      throw failure;
    }
    LOG.warn("{}; {}", failure.getMessage(), remedy);
  }
}
