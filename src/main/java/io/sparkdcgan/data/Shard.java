package io.sparkdcgan.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;

/**
 * One file of a set of shards, as its manifest knows it. Crosses Spark.
 *
 * @param file its key in the set's folder: {@code data/} and a name, in the first edition a name
 * @param images how many images it holds, at least 1
 * @param bytes the file's length
 * @param sha256 SHA-256 in hex of its records in their order, whatever the file's encoding
 */
public record Shard(
    @JsonProperty(required = true) String file,
    @JsonProperty(required = true) int images,
    @JsonProperty(required = true) long bytes,
    @JsonProperty(required = true) String sha256)
    implements Serializable {
  @Override
  public String toString() {
    return file + " (" + images + " images, " + bytes + " bytes, " + sha256 + ")";
  }
}
