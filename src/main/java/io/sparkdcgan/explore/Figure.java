package io.sparkdcgan.explore;

import java.util.Map;

/**
 * One figure of the page.
 *
 * @param name what its files are called, for example {@code walks}
 * @param title its heading
 * @param png the picture, without letters, so that its bytes are the same on every machine
 * @param layout what stands where in it
 * @param finding what it shows, and what of the paper's claim the numbers bear out
 * @param numbers what was measured, as JSON has it
 */
public record Figure(
    String name,
    String title,
    byte[] png,
    String layout,
    String finding,
    Map<String, Object> numbers) {}
