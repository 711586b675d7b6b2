package io.sparkdcgan.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One command of {@code submit/dcgan}. One that opens no Spark context is also named in {@link
 * io.sparkdcgan.launch.Launcher#HERE}.
 */
public interface JobCommand {
  /**
   * Does the work. A foreseen failure is a {@link io.sparkdcgan.failure.Failure}.
   *
   * @return what the JSON line says besides command, status, exit code and seconds: a record whose
   *     components are the keys, in their order
   */
  Object run() throws Exception;

  /** What a parameter says to a driver on another machine; without one it is just a value. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.FIELD)
  @interface Names {
    Thing value();
  }

  /** What parameters name. */
  enum Thing {
    /** A folder that the command writes. */
    OUTPUT,
    /** A run's folder that it reads. */
    RUN,
    /** Anything else that it reads. */
    INPUT,
    /** An input behind its kind, as in {@code lsun:DIR}. */
    SOURCE,
    /** A recipe, which travels in the command line. */
    RECIPE,
    /** Keys that override the recipe's. */
    OVERRIDES
  }
}
