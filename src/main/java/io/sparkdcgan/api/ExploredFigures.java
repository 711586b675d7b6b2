package io.sparkdcgan.api;

import java.util.Map;

/**
 * Figures that were drawn.
 *
 * @param folder in full
 * @param round completed rounds of the snapshot that they show
 * @param figures name to URI of the PNG; its numbers lie beside it, as {@code .json}
 * @param page URI of {@code explore.html}, which shows all of them
 */
public record ExploredFigures(
    String folder, long round, Map<String, String> figures, String page) {}
