package io.sparkdcgan.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkdcgan.storage.Fingerprint;
import io.sparkdcgan.storage.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a snapshot consists of.
 *
 * @param round the snapshot's round
 * @param files fingerprints by name, the state among them
 */
public record Manifest(long round, SortedMap<String, Fingerprint> files) {
  static final int VERSION = 1;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9]+)+");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public byte[] json() {
    List<Map<String, Object>> list = new ArrayList<>();
    files.forEach(
        (name, print) -> {
          Map<String, Object> file = new LinkedHashMap<>();
          file.put("name", name);
          file.put("bytes", print.bytes());
          file.put("sha256", print.sha256());
          list.add(file);
        });
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("version", VERSION);
    manifest.put("round", round);
    manifest.put("files", list);
    return Json.pretty(manifest);
  }

  /** The manifest that these bytes hold, if they hold one of this version. */
  static Optional<Manifest> parse(byte[] json) {
    Optional<JsonNode> object = Json.object(json);
    if (object.isEmpty()
        || object.get().path("version").asInt() != VERSION
        || !object.get().path("round").canConvertToLong()
        || !object.get().path("files").isArray()) {
      return Optional.empty();
    }
    SortedMap<String, Fingerprint> files = new TreeMap<>();
    for (JsonNode file : object.get().path("files")) {
      String name = file.path("name").asText();
      String sha256 = file.path("sha256").asText();
      long bytes = file.path("bytes").asLong(-1);
      // A name is a file's beside the manifest, never a path.
      if (!NAME.matcher(name).matches() || !SHA256.matcher(sha256).matches() || bytes < 0) {
        return Optional.empty();
      }
      if (files.put(name, new Fingerprint(bytes, sha256)) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new Manifest(object.get().path("round").asLong(), files));
  }
}
