package io.sparkdcgan.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of one part of a source: the marker that says so stands in an import's staging area.
 *
 * <p>The arrays are not copied; nobody writes to them.
 *
 * @param images the files of its accepted images in the staging area, in order; none if none was
 *     accepted
 * @param places the accepted images' hashes, in the files' order
 * @param labels class to number of accepted images
 * @param rejectList the file in the staging area that lists every image which is not used; null if
 *     there are none
 * @param rejected how many these are
 * @param passedOver ending or reason to number of names that were no candidates for images; not in
 *     the file, or null, where there are none
 */
@JsonPropertyOrder({"pictures", "places", "labels", "rejects", "rejected", "passedOver"})
public record StagedPart(
    @JsonProperty(value = "pictures", required = true) List<Shard> images,
    @JsonProperty(required = true) long[] places,
    @JsonProperty(required = true) Map<String, Long> labels,
    @JsonProperty(value = "rejects", required = true) String rejectList,
    @JsonProperty(required = true) RejectCount rejected,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> passedOver) {

  public StagedPart {
    images = List.copyOf(images);
    labels = new TreeMap<>(labels);
    passedOver = passedOver == null ? Map.of() : new TreeMap<>(passedOver);
  }

  /** The file that lists the images which are not used, if there are any. */
  public Optional<String> rejects() {
    return Optional.ofNullable(rejectList);
  }
}
