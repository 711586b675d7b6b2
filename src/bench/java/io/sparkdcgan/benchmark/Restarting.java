package io.sparkdcgan.benchmark;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A contender that may be lost and is then started anew, a few times; a turn that was lost is taken
 * again. Nothing is opened before the first turn.
 */
final class Restarting implements Contender {
  private static final Logger LOG = LoggerFactory.getLogger(Restarting.class);
  private static final int MOST_LOSSES = 3;

  private final String name;
  private final long images;
  private final Supplier<Contender> kind;
  private Contender running;
  private int losses;

  /**
   * @param images of one turn
   */
  Restarting(String name, long images, Supplier<Contender> kind) {
    this.name = name;
    this.images = images;
    this.kind = kind;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long images() {
    return images;
  }

  @Override
  public double turn() {
    while (true) {
      try {
        if (running == null) {
          running = kind.get();
          // The first turn of its life is slow and must not be the one that is measured.
          running.turn();
        }
        return running.turn();
      } catch (Lost lost) {
        close();
        losses++;
        if (losses > MOST_LOSSES) {
          throw lost;
        }
        LOG.warn("{} is started anew: {}", name, lost.getMessage());
      }
    }
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
      running = null;
    }
  }
}
