package io.sparkdcgan.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of one part of a source: the marker that says so stands in an import's staging area.
 *
 * <p>The arrays are not copied; nobody writes to them.
 */
public final class StagedPart {
  private final List<Shard> images;
  private final long[] places;
  private final Map<String, Long> labels;
  private final String rejects;
  private final RejectCount rejected;

  /**
   * @param images the files of its accepted images, in order
   * @param places the accepted images' hashes, in the files' order
   * @param labels class to number of accepted images
   * @param rejects the file that lists every image which is not used; null if there are none
   * @param rejected how many these are
   */
  @JsonCreator
  public StagedPart(
      @JsonProperty(value = "pictures", required = true) List<Shard> images,
      @JsonProperty(value = "places", required = true) long[] places,
      @JsonProperty(value = "labels", required = true) Map<String, Long> labels,
      @JsonProperty(value = "rejects", required = true) String rejects,
      @JsonProperty(value = "rejected", required = true) RejectCount rejected) {
    this.images = List.copyOf(images);
    this.places = places;
    this.labels = new TreeMap<>(labels);
    this.rejects = rejects;
    this.rejected = rejected;
  }

  /** The files of the accepted images, in the staging area; none if none was accepted. */
  @JsonProperty("pictures")
  public List<Shard> images() {
    return images;
  }

  /** The accepted images' hashes, in the files' order. */
  @JsonProperty
  public long[] places() {
    return places;
  }

  /** Class to number of accepted images. */
  @JsonProperty
  public Map<String, Long> labels() {
    return labels;
  }

  @JsonProperty("rejects")
  private String file() {
    return rejects;
  }

  /** The file that lists the images which are not used, in the staging area. */
  public Optional<String> rejects() {
    return Optional.ofNullable(rejects);
  }

  /** How many images are not used. */
  @JsonProperty
  public RejectCount rejected() {
    return rejected;
  }
}
