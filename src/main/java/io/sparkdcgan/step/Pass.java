package io.sparkdcgan.step;

/**
 * What a pass through layers asks for, in elements.
 *
 * @param arrays in the workspace, all of them together
 * @param scratch in the one array for what is needed for a moment: the largest
 * @param operation within an operation, which frees it again: the largest
 */
record Pass(long arrays, long scratch, long operation) {
  static final Pass NOTHING = new Pass(0, 0, 0);

  static Pass arrays(long elements) {
    return new Pass(elements, 0, 0);
  }

  static Pass scratch(long elements) {
    return new Pass(0, elements, 0);
  }

  static Pass operation(long elements) {
    return new Pass(0, 0, elements);
  }

  /** This, then that, in one workspace. */
  Pass and(Pass next) {
    return new Pass(
        arrays + next.arrays, Math.max(scratch, next.scratch), Math.max(operation, next.operation));
  }

  /** Either of them: what is enough for both. */
  Pass or(Pass other) {
    return new Pass(
        Math.max(arrays, other.arrays),
        Math.max(scratch, other.scratch),
        Math.max(operation, other.operation));
  }
}
