package io.sparkdcgan.engine.nd4j;

/**
 * What a pass through layers asks for, in elements.
 *
 * @param arrays in the workspace, all of them together
 * @param scratch in the one array for what is needed for a moment: the largest
 * @param operation within an operation, which frees it again: the largest
 */
record Footprint(long arrays, long scratch, long operation) {
  static final Footprint NOTHING = new Footprint(0, 0, 0);

  static Footprint arrays(long elements) {
    return new Footprint(elements, 0, 0);
  }

  static Footprint scratch(long elements) {
    return new Footprint(0, elements, 0);
  }

  static Footprint operation(long elements) {
    return new Footprint(0, 0, elements);
  }

  /** This, then that, in one workspace. */
  Footprint and(Footprint next) {
    return new Footprint(
        arrays + next.arrays, Math.max(scratch, next.scratch), Math.max(operation, next.operation));
  }

  /** Either of them: what is enough for both. */
  Footprint or(Footprint other) {
    return new Footprint(
        Math.max(arrays, other.arrays),
        Math.max(scratch, other.scratch),
        Math.max(operation, other.operation));
  }
}
