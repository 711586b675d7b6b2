package io.sparkdcgan.source;

import io.sparkdcgan.random.RandomStream;
import java.awt.Color;

/**
 * What tells one toy face from another. Lengths are shares of the image's edge.
 *
 * @param centerX middle of the face
 * @param centerY height of the face's middle, a little above the nose's tip
 * @param halfWidth of the face at its widest
 * @param halfHeight from its middle to its chin
 * @param jaw how wide the chin is: 0 pointed to 1 square
 * @param light where the light comes from: -1 left to 1 right
 * @param gaze where the eyes look: -1 left to 1 right
 * @param smile how far the mouth's corners rise
 * @param openness how far the mouth is open: 0 closed
 */
record ToyTraits(
    double centerX,
    double centerY,
    double halfWidth,
    double halfHeight,
    double jaw,
    double light,
    Color skin,
    HairStyle style,
    Color hair,
    double parting,
    double eyeDistance,
    double eyeSize,
    Color iris,
    double gaze,
    double browLift,
    double browThickness,
    double noseLength,
    double noseWidth,
    double mouthWidth,
    double smile,
    double openness,
    Color lips,
    boolean beard,
    Color clothes,
    Color backgroundTop,
    Color backgroundBottom) {

  /** How hair lies around a face. */
  enum HairStyle {
    SHORT,
    SIDE_PART,
    FRINGE,
    BOB,
    LONG,
    CURLY,
    BALD
  }

  private static final HairStyle[] STYLES = {
    HairStyle.SHORT,
    HairStyle.SHORT,
    HairStyle.SIDE_PART,
    HairStyle.SIDE_PART,
    HairStyle.FRINGE,
    HairStyle.BOB,
    HairStyle.BOB,
    HairStyle.LONG,
    HairStyle.LONG,
    HairStyle.CURLY,
    HairStyle.BALD
  };

  private static final int[] SKINS = {0xFFE3D0, 0xF6CDAF, 0xE8B48F, 0xCF9468, 0xA86B43, 0x7A4A2D};
  private static final int[] HAIRS = {
    0xC4BFB8, 0x1B1512, 0x2E1E15, 0x4A2E1B, 0x6E4526, 0xA06A34, 0xD9B265, 0xA6471F
  };
  private static final int[] IRISES = {0x4B2E18, 0x6B4423, 0x3F6FA3, 0x5C93B5, 0x4F7D4A, 0x6A7078};

  /** The traits of face number {@code index}. */
  static ToyTraits of(long seed, long index) {
    RandomStream chance = RandomStream.of(seed, "toy-face", index);
    HairStyle style = STYLES[chance.nextInt(STYLES.length)];
    boolean mayGrowBeard =
        style == HairStyle.SHORT || style == HairStyle.SIDE_PART || style == HairStyle.BALD;
    float backgroundHue = (float) chance.nextDouble();
    return new ToyTraits(
        chance.nextDouble(0.485, 0.515),
        chance.nextDouble(0.515, 0.545),
        chance.nextDouble(0.245, 0.30),
        chance.nextDouble(0.33, 0.375),
        chance.nextDouble(),
        chance.nextDouble(-1, 1),
        between(SKINS, chance),
        style,
        between(HAIRS, chance),
        chance.nextDouble() < 0.5 ? -1 : 1,
        chance.nextDouble(0.114, 0.136),
        chance.nextDouble(0.06, 0.074),
        new Color(IRISES[chance.nextInt(IRISES.length)]),
        chance.nextDouble(-1, 1),
        chance.nextDouble(-0.012, 0.018),
        chance.nextDouble(0.014, 0.032),
        chance.nextDouble(0.10, 0.14),
        chance.nextDouble(0.032, 0.05),
        chance.nextDouble(0.075, 0.115),
        chance.nextDouble(-0.01, 0.035),
        chance.nextDouble() < 0.4 ? chance.nextDouble(0.3, 1) : 0,
        Color.getHSBColor(
            (float) chance.nextDouble(-0.02, 0.02), (float) chance.nextDouble(0.4, 0.65), 0.75f),
        chance.nextDouble() < 0.35 && mayGrowBeard,
        Color.getHSBColor(
            (float) chance.nextDouble(),
            (float) chance.nextDouble(0.15, 0.75),
            (float) chance.nextDouble(0.2, 0.85)),
        Color.getHSBColor(
            backgroundHue,
            (float) chance.nextDouble(0.1, 0.5),
            (float) chance.nextDouble(0.55, 0.95)),
        Color.getHSBColor(
            backgroundHue + (float) chance.nextDouble(-0.08, 0.08),
            (float) chance.nextDouble(0.1, 0.55),
            (float) chance.nextDouble(0.3, 0.75)));
  }

  /** A color somewhere on the way from one of a row to its neighbor. */
  private static Color between(int[] row, RandomStream chance) {
    int first = chance.nextInt(row.length - 1);
    return blend(new Color(row[first]), new Color(row[first + 1]), chance.nextDouble());
  }

  /** The color a share of the way from one to the other. */
  static Color blend(Color from, Color to, double share) {
    return new Color(
        mix(from.getRed(), to.getRed(), share),
        mix(from.getGreen(), to.getGreen(), share),
        mix(from.getBlue(), to.getBlue(), share));
  }

  private static int mix(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }
}
