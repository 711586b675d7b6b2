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
  private final Shard pictures;
  private final long[] places;
  private final Map<String, Long> labels;
  private final List<RejectedImage> rejects;

  /**
   * @param pictures the file of its accepted pictures; null if there are none
   * @param places the accepted pictures' hashes, in the file's order
   * @param labels class to number of accepted pictures
   * @param rejects every picture that is not used
   */
  @JsonCreator
  public StagedPart(
      @JsonProperty(value = "pictures", required = true) Shard pictures,
      @JsonProperty(value = "places", required = true) long[] places,
      @JsonProperty(value = "labels", required = true) Map<String, Long> labels,
      @JsonProperty(value = "rejects", required = true) List<RejectedImage> rejects) {
    this.pictures = pictures;
    this.places = places;
    this.labels = new TreeMap<>(labels);
    this.rejects = List.copyOf(rejects);
  }

  @JsonProperty("pictures")
  private Shard file() {
    return pictures;
  }

  /** The file of the accepted pictures, in the staging area; empty if none was accepted. */
  public Optional<Shard> pictures() {
    return Optional.ofNullable(pictures);
  }

  /** The accepted pictures' hashes, in the file's order. */
  @JsonProperty
  public long[] places() {
    return places;
  }

  /** Class to number of accepted pictures. */
  @JsonProperty
  public Map<String, Long> labels() {
    return labels;
  }

  /** Every picture that is not used. */
  @JsonProperty
  public List<RejectedImage> rejects() {
    return rejects;
  }
}
