package io.sparkdcgan.benchmark;

import io.sparkdcgan.config.RunConfig;
import io.sparkdcgan.spark.round.StockMaster;

/** Rounds by dl4j-spark's training master. */
final class StockMasterRound implements Contender {
  private final StockMaster master;
  private final RunConfig config;

  /**
   * @param master stays the caller's to close
   */
  StockMasterRound(StockMaster master, RunConfig config) {
    this.master = master;
    this.config = config;
  }

  @Override
  public String name() {
    return master.depth() == 1 ? "stock, flat" : "stock, depth " + master.depth();
  }

  @Override
  public long images() {
    return (long) config.averaging().workers()
        * config.averaging().localSteps().most()
        * config.training().batchSize();
  }

  @Override
  public double turn() {
    long begin = System.nanoTime();
    try {
      master.train();
    } catch (Exception e) {
      // Spark's are checked and undeclared. A master of too many results ends so.
      throw new ContenderLost(e.getMessage().lines().findFirst().orElse(""), e);
    }
    double seconds = (System.nanoTime() - begin) * 1e-9;
    // What it leaves for the collector is not to be collected in another's turn.
    System.gc();
    return seconds;
  }

  @Override
  public void close() {
    // what it works with is the caller's
  }
}
