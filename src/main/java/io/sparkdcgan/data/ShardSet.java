package io.sparkdcgan.data;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.Json;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The folder that an import writes: shards in {@code data}, the manifest that vouches for them, and
 * {@code _SUCCESS}, put last. All but the shards has a name that begins with an underscore, so that
 * other programs read the folder by its name. Sets of the first edition, whose shards lie next to a
 * {@code manifest.json}, are read as well.
 */
public final class ShardSet {
  /** Put when everything else is in its place. */
  public static final String SUCCESS = "_SUCCESS";

  /** Two underscores: what reads folders by their name passes over such a folder as well. */
  private static final String HELD_OUT = "__held-out";

  private final String folder;
  private final Configuration hadoop;
  private final ObjectStore store;

  /**
   * The set in a folder.
   *
   * @param folder its URI; it need not exist
   */
  public ShardSet(String folder, Configuration hadoop) {
    this(ObjectStore.at(folder, hadoop), hadoop);
  }

  private ShardSet(ObjectStore store, Configuration hadoop) {
    this.folder = store.uri();
    this.hadoop = hadoop;
    this.store = store;
  }

  /** The same set for a writer that may lose it. */
  public ShardSet fencedBy(Runnable fence) {
    return new ShardSet(store.fencedBy(fence), hadoop);
  }

  /** The objects of the folder. */
  public ObjectStore store() {
    return store;
  }

  /** The folder, inside that of a set, of the set of those images that it does without. */
  public static String heldOut(String folder) {
    return folder + "/" + HELD_OUT;
  }

  /** The same of a set that is there. */
  public static String heldOut(String folder, ShardManifest manifest) {
    return manifest.hasFirstLayout() ? FirstLayout.heldOut(folder) : heldOut(folder);
  }

  /**
   * What an earlier import left, if one got to its end.
   *
   * @throws Failure {@code DATA} if its manifest cannot be understood
   */
  public Optional<ShardManifest> manifest() throws IOException {
    return ShardManifest.find(folder, hadoop);
  }

  /**
   * The manifest of a set of which every file is there.
   *
   * @param uri of the folder, as people write it
   * @throws Failure {@code INPUT_MISSING} if there is no manifest, or a file is gone; {@code DATA}
   *     if one has another length, or the manifest cannot be understood
   */
  public static ShardManifest whole(String uri, Configuration hadoop) throws IOException {
    ShardManifest manifest = ShardManifest.read(uri, hadoop);
    new ShardSet(uri, hadoop).requireWhole(manifest);
    return manifest;
  }

  /** The URI of the folder, in full. */
  public String uri() {
    return folder;
  }

  /** Whether every file is there, also of the images that are held out of this set. */
  public boolean isWhole(ShardManifest manifest) throws IOException {
    return missing(manifest).isEmpty() && isWholeApart(manifest);
  }

  private boolean isWholeApart(ShardManifest manifest) throws IOException {
    Optional<ShardSet> apart = apart(manifest);
    if (apart.isEmpty()) {
      return true;
    }
    Optional<ShardManifest> held = apart.get().manifest();
    return held.isPresent() && apart.get().missing(held.get()).isEmpty();
  }

  /** The set of the images that are held out of this one, if any are; it has that option, too. */
  public Optional<ShardSet> apart(ShardManifest manifest) {
    return manifest.options().containsKey(ShardManifest.HELD_OUT) && !isApart()
        ? Optional.of(new ShardSet(heldOut(folder, manifest), hadoop))
        : Optional.empty();
  }

  private boolean isApart() {
    return folder.endsWith("/" + HELD_OUT) || FirstLayout.isHeldOut(folder);
  }

  /** Where an import wrote this to. */
  private String target() {
    return isApart() ? folder.substring(0, folder.lastIndexOf('/')) : folder;
  }

  /**
   * The manifest of {@link #apart}, of which every file is there.
   *
   * @param manifest of this set
   * @throws Failure {@code INPUT_MISSING} or {@code DATA} if one is not, or the set is not there
   */
  public ShardManifest wholeApart(ShardManifest manifest) throws IOException {
    ShardSet apart = apart(manifest).orElseThrow();
    ShardManifest held =
        apart
            .manifest()
            .orElseThrow(
                () ->
                    new Failure(
                        ExitCode.INPUT_MISSING,
                        "%s is not there, but %s was imported with --held-out: import the same source to %s again, which makes it anew"
                            .formatted(apart.uri(), folder, folder)));
    apart.requireWhole(held);
    return held;
  }

  /** Sees that every file is there with its length; one listing for all of them. */
  private void requireWhole(ShardManifest manifest) throws IOException {
    Map<String, Long> there = lengths(manifest);
    List<Shard> missing = missing(manifest, there);
    if (missing.isEmpty()) {
      return;
    }
    Shard first = missing.get(0);
    Long found = there.get(first.file());
    throw new Failure(
        found == null ? ExitCode.INPUT_MISSING : ExitCode.DATA,
        String.format(
            Locale.ROOT,
            "%s %s, as %d of %d shards are missing or cut off: import the same source to %s again,"
                + " which makes them anew, or bring them back",
            store.uri(first.file()),
            found == null
                ? "is in its manifest but not there"
                : String.format(
                    Locale.ROOT, "has %d bytes, but its manifest says %d", found, first.bytes()),
            missing.size(),
            manifest.shards().size(),
            target()));
  }

  /** The shards whose files are not there, or have another length than the manifest says. */
  public List<Shard> missing(ShardManifest manifest) throws IOException {
    return missing(manifest, lengths(manifest));
  }

  private static List<Shard> missing(ShardManifest manifest, Map<String, Long> there) {
    return manifest.shards().stream()
        .filter(shard -> !Long.valueOf(shard.bytes()).equals(there.get(shard.file())))
        .toList();
  }

  private Map<String, Long> lengths(ShardManifest manifest) throws IOException {
    String prefix = manifest.hasFirstLayout() ? "" : ShardFile.FOLDER;
    return Arrays.stream(listed(prefix))
        .filter(FileStatus::isFile)
        .collect(
            Collectors.toMap(
                file -> prefix + file.getPath().getName(),
                FileStatus::getLen,
                (one, other) -> other,
                TreeMap::new));
  }

  private FileStatus[] listed(String prefix) throws IOException {
    Path root = StorageUri.resolved(store.uri());
    Path path = prefix.isEmpty() ? root : new Path(root, prefix);
    try {
      return PlainFiles.of(path, hadoop).listStatus(path);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /** Whether an import got to its very end here, and nothing was lost since. */
  public boolean isDone(ShardManifest manifest) throws IOException {
    return isWhole(manifest) && (manifest.hasFirstLayout() || store.exists(SUCCESS));
  }

  /**
   * Sees that the folder for shards holds none that no import wrote: other programs would read
   * those as well.
   *
   * @throws Failure {@code CONFIGURATION} naming one of them
   */
  public void requireOnlyShards() throws IOException {
    for (FileStatus file : listed(ShardFile.FOLDER)) {
      String name = file.getPath().getName();
      if (!ShardFile.isName(name) && !name.startsWith("_") && !name.startsWith(".")) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%s was there before and is no shard, but is where shards would lie: name another folder, or move it away"
                .formatted(file.getPath()));
      }
    }
  }

  /**
   * Puts the manifest, which makes its shards count; then deletes what other attempts and an
   * earlier edition left, and says that the set is complete.
   */
  public void publish(ShardManifest manifest) throws IOException {
    manifest.write(store);
    finish(manifest);
  }

  /** What is left to do for a set whose manifest was put. */
  public void finish(ShardManifest manifest) throws IOException {
    if (manifest.hasFirstLayout()) {
      return;
    }
    deleteUncounted(manifest);
    new FirstLayout(folder, hadoop, store).delete();
    Map<String, Object> success = new LinkedHashMap<>();
    success.put("digest", manifest.digest());
    success.put("images", manifest.images());
    store.keep(SUCCESS, Json.pretty(success));
  }

  /** Deletes the shards that a manifest does not name. */
  public void deleteUncounted(ShardManifest manifest) throws IOException {
    Set<String> counting = manifest.shards().stream().map(Shard::file).collect(Collectors.toSet());
    for (FileStatus file : listed(ShardFile.FOLDER)) {
      String key = ShardFile.FOLDER + file.getPath().getName();
      if (file.isFile() && ShardFile.isShard(key) && !counting.contains(key)) {
        store.delete(key);
      }
    }
  }

  /** Takes back that the set is complete, since shards of it are to be made anew. */
  public void reopen() {
    store.delete(SUCCESS);
  }
}
