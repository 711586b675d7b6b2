package io.sparkdcgan.preflight;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * What a run needs, in megabytes of 2^20 bytes, and how the JSON line says it.
 *
 * @param executor memory of an executor; of the one process there is on a local master
 * @param driver memory of the driver
 * @param maxResultMb what a round's or an evaluation's tasks send to the driver
 * @param kryoBufferMb the largest object that is written at once
 * @param taskCores cores of one task
 * @param tasksPerExecutor workers that train in an executor at once, which its memory is for
 * @param executors how many executors train all workers at once
 * @param stateMb parameters, moments and statistics of both networks
 */
@JsonPropertyOrder({"executor", "driver", "maxResultSizeMb"})
public record Needs(
    @JsonUnwrapped(prefix = "executor") Memory executor,
    @JsonUnwrapped(prefix = "driver") Memory driver,
    @JsonProperty("maxResultSizeMb") int maxResultMb,
    int kryoBufferMb,
    int taskCores,
    int tasksPerExecutor,
    int executors,
    double stateMb) {

  /**
   * Memory of one process.
   *
   * @param heapMb of Java
   * @param offHeapMb of arrays outside of it
   * @param overheadMb all that lies outside of the heap: those arrays, and Java's own
   */
  public record Memory(
      @JsonProperty("HeapMb") int heapMb,
      @JsonProperty("OffHeapMb") int offHeapMb,
      @JsonProperty("OverheadMb") int overheadMb) {
    /** All of the process. */
    @JsonProperty("ContainerMb")
    public int containerMb() {
      return heapMb + overheadMb;
    }
  }
}
