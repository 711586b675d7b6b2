package io.sparkdcgan.preflight;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run needs, in megabytes of 2^20 bytes.
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
public record Needs(
    Memory executor,
    Memory driver,
    int maxResultMb,
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
  public record Memory(int heapMb, int offHeapMb, int overheadMb) {
    public int containerMb() {
      return heapMb + overheadMb;
    }
  }

  /** For the JSON line. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("executorHeapMb", executor.heapMb());
    fields.put("executorOffHeapMb", executor.offHeapMb());
    fields.put("executorOverheadMb", executor.overheadMb());
    fields.put("executorContainerMb", executor.containerMb());
    fields.put("driverHeapMb", driver.heapMb());
    fields.put("driverOffHeapMb", driver.offHeapMb());
    fields.put("driverOverheadMb", driver.overheadMb());
    fields.put("driverContainerMb", driver.containerMb());
    fields.put("maxResultSizeMb", maxResultMb);
    fields.put("kryoBufferMb", kryoBufferMb);
    fields.put("taskCores", taskCores);
    fields.put("tasksPerExecutor", tasksPerExecutor);
    fields.put("executors", executors);
    fields.put("stateMb", stateMb);
    return fields;
  }
}
