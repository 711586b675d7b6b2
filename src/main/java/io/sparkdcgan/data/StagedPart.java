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
  private final List<Shard> pictures;
  private final long[] places;
  private final Map<String, Long> labels;
  private final String rejects;
  private final RejectCount rejected;

  /**
   * @param pictures the files of its accepted pictures, in order
   * @param places the accepted pictures' hashes, in the files' order
   * @param labels class to number of accepted pictures
   * @param rejects the file that lists every picture which is not used; null if there are none
   * @param rejected how many these are
   */
  @JsonCreator
  public StagedPart(
      @JsonProperty(value = "pictures", required = true) List<Shard> pictures,
      @JsonProperty(value = "places", required = true) long[] places,
      @JsonProperty(value = "labels", required = true) Map<String, Long> labels,
      @JsonProperty(value = "rejects", required = true) String rejects,
      @JsonProperty(value = "rejected", required = true) RejectCount rejected) {
    this.pictures = List.copyOf(pictures);
    this.places = places;
    this.labels = new TreeMap<>(labels);
    this.rejects = rejects;
    this.rejected = rejected;
  }

  /** The files of the accepted pictures, in the staging area; none if none was accepted. */
  @JsonProperty
  public List<Shard> pictures() {
    return pictures;
  }

  /** The accepted pictures' hashes, in the files' order. */
  @JsonProperty
  public long[] places() {
    return places;
  }

  /** Class to number of accepted pictures. */
  @JsonProperty
  public Map<String, Long> labels() {
    return labels;
  }

  @JsonProperty("rejects")
  private String file() {
    return rejects;
  }

  /** The file that lists the pictures which are not used, in the staging area. */
  public Optional<String> rejects() {
    return Optional.ofNullable(rejects);
  }

  /** How many pictures are not used. */
  @JsonProperty
  public RejectCount rejected() {
    return rejected;
  }
}
