package io.sparkdcgan.data;

import com.fasterxml.jackson.core.type.TypeReference;
import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ContentDigest;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What an import has finished before it is published, in a folder inside its target: decoded parts
 * and, next to every finished part and shard, a marker that is written last. An import that was
 * killed goes on from the markers.
 *
 * <p>A marker that is cut off counts as none. Two attempts of one task may both write the marker:
 * each names a whole file of its own, so either will do.
 */
public final class ImportStaging {
  /** The folder's name inside the target. */
  public static final String FOLDER = "_staging";

  private static final String IDENTITY = "import.json";

  /** Markers, parts with their rejects, what is kept, and what a put of them has not finished. */
  private static final Pattern OWN =
      Pattern.compile("[._].*|import\\.json|(part|shard)-[0-9]{6,}.*|.*\\.safetensors(\\.json)?");

  private final Path target;
  private final Path folder;
  private final Configuration hadoop;

  /**
   * @param target URI of the folder that gets the shards; it need not exist
   */
  public ImportStaging(String target, Configuration hadoop) {
    this.target = StorageUri.resolved(target);
    this.folder = new Path(this.target, FOLDER);
    this.hadoop = hadoop;
  }

  /** Its URI. */
  public String folder() {
    return folder.toString();
  }

  /** What the import that left something here was asked for; empty if there is none. */
  public Optional<Map<String, String>> identity() throws IOException {
    return read(IDENTITY).flatMap(bytes -> Json.exact(bytes, new TypeReference<>() {}));
  }

  /** Says whose staging area this is. */
  public void begin(Map<String, String> identity) throws IOException {
    write(IDENTITY, new TreeMap<>(identity));
  }

  /** A part that is finished, or empty. */
  public Optional<StagedPart> part(int index) throws IOException {
    return read(partMarker(index)).flatMap(bytes -> Json.exact(bytes, new TypeReference<>() {}));
  }

  /** Marks a part as finished; its file is whole by now. */
  public void finish(int index, StagedPart part) throws IOException {
    write(partMarker(index), part);
  }

  /** A shard that is finished and still there, or empty. */
  public Optional<Shard> shard(int index) throws IOException {
    Optional<Shard> marked =
        read(shardMarker(index))
            .flatMap(bytes -> Json.exact(bytes, new TypeReference<Shard>() {}))
            // the first edition's lay elsewhere
            .filter(shard -> ShardFile.isShard(shard.file()));
    return marked.isPresent() && isThere(marked.get()) ? marked : Optional.empty();
  }

  private boolean isThere(Shard shard) throws IOException {
    Path path = new Path(target, shard.file());
    try {
      return PlainFiles.of(path, hadoop).getFileStatus(path).getLen() == shard.bytes();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Marks a shard as finished; its file is whole by now. */
  public void finish(int index, Shard shard) throws IOException {
    write(shardMarker(index), shard);
  }

  /** Bytes that were kept under this name, if all of them are there. */
  public Optional<byte[]> kept(String name) throws IOException {
    Optional<String> digest =
        read(digestOf(name)).flatMap(bytes -> Json.exact(bytes, new TypeReference<>() {}));
    return digest.isEmpty()
        ? Optional.empty()
        : read(name).filter(bytes -> digest(bytes).equals(digest.get()));
  }

  /** Keeps bytes that would take long to make again. */
  public void keep(String name, byte[] bytes) throws IOException {
    PlainFiles.write(new Path(folder, name), bytes, hadoop);
    write(digestOf(name), digest(bytes));
  }

  /** The name, without its ending, of the file that an attempt writes a part's images to. */
  public static String partName(int index, String attempt) {
    return String.format(Locale.ROOT, "part-%06d-%s", index, attempt);
  }

  /** Deletes all of it. */
  public void delete() throws IOException {
    PlainFiles.of(folder, hadoop).delete(folder, true);
  }

  /** Whether there is anything. */
  public boolean exists() throws IOException {
    return PlainFiles.of(folder, hadoop).exists(folder);
  }

  /**
   * Sees that everything here was written by an import, of whatever attempt.
   *
   * @throws Failure {@code CONFIGURATION} naming what was not
   */
  public void requireOwn() throws IOException {
    FileStatus[] there;
    try {
      there = PlainFiles.of(folder, hadoop).listStatus(folder);
    } catch (FileNotFoundException e) {
      return;
    }
    for (FileStatus file : there) {
      if (!OWN.matcher(file.getPath().getName()).matches()) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%s was there before, and no import wrote it, but imports delete that folder: name another folder, or move it away"
                .formatted(file.getPath()));
      }
    }
  }

  private static String partMarker(int index) {
    return String.format(Locale.ROOT, "part-%06d.json", index);
  }

  private static String digestOf(String name) {
    return name + ".json";
  }

  private static String digest(byte[] bytes) {
    return new ContentDigest().add(bytes).hex();
  }

  private static String shardMarker(int index) {
    return String.format(Locale.ROOT, "shard-%06d.json", index);
  }

  private Optional<byte[]> read(String name) throws IOException {
    Path path = new Path(folder, name);
    try (FSDataInputStream in = PlainFiles.of(path, hadoop).open(path)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private void write(String name, Object value) throws IOException {
    byte[] json = Json.compact(value).getBytes(StandardCharsets.UTF_8);
    PlainFiles.write(new Path(folder, name), json, hadoop);
  }
}
