package io.sparkdcgan.api;

/**
 * Is told how scoring, drawing, exploring or the representation test gets on, now and then and in
 * order: what takes long here holds the work up. What it throws is logged, and the work goes on.
 */
@FunctionalInterface
public interface WorkListener {
  /**
   * Work goes on.
   *
   * @param part what is being done, for people
   * @param share of all the work that is done, from 0 to 1, roughly
   */
  void at(String part, double share);
}
