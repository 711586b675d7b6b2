package io.sparkdcgan.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.Objects;

/** One file of a set of shards, as its manifest knows it. Crosses Spark. */
public final class Shard implements Serializable {
  private static final long serialVersionUID = 1;

  private final String file;
  private final int images;
  private final long bytes;
  private final String sha256;

  /**
   * @param file its name in the set's folder
   * @param images how many images it holds, at least 1
   * @param bytes the file's length
   * @param sha256 SHA-256 in hex of its records in their order, whatever the file's encoding
   */
  @JsonCreator
  public Shard(
      @JsonProperty(value = "file", required = true) String file,
      @JsonProperty(value = "images", required = true) int images,
      @JsonProperty(value = "bytes", required = true) long bytes,
      @JsonProperty(value = "sha256", required = true) String sha256) {
    this.file = file;
    this.images = images;
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  @JsonProperty
  public String file() {
    return file;
  }

  @JsonProperty
  public int images() {
    return images;
  }

  @JsonProperty
  public long bytes() {
    return bytes;
  }

  @JsonProperty
  public String sha256() {
    return sha256;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shard that
        && file.equals(that.file)
        && images == that.images
        && bytes == that.bytes
        && sha256.equals(that.sha256);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, images, bytes, sha256);
  }

  @Override
  public String toString() {
    return file + " (" + images + " images, " + bytes + " bytes, " + sha256 + ")";
  }
}
