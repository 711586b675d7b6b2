package io.sparkdcgan.source;

import static io.sparkdcgan.source.ToyTraits.blend;

import io.sparkdcgan.source.ToyTraits.HairStyle;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;

/** Draws one toy face of given traits, from the background to the hair that falls over it. */
final class Portrait {
  private static final Color SHADE = new Color(40, 15, 10);

  private final Graphics2D pen;
  private final ToyTraits traits;
  private final double x;
  private final double y;
  private final double w;
  private final double h;

  /**
   * @param pen scaled so that the image's edge is 1
   */
  Portrait(Graphics2D pen, ToyTraits traits) {
    this.pen = pen;
    this.traits = traits;
    this.x = traits.centerX();
    this.y = traits.centerY();
    this.w = traits.halfWidth();
    this.h = traits.halfHeight();
  }

  void draw() {
    background();
    hairBehind();
    neckAndClothes();
    ears();
    head();
    eyes();
    nose();
    mouth();
    hairInFront();
    light();
  }

  private void background() {
    pen.setPaint(gradient(0, 0, traits.backgroundTop(), 0, 1, traits.backgroundBottom()));
    pen.fill(new Rectangle2D.Double(0, 0, 1, 1));
  }

  private void hairBehind() {
    pen.setPaint(hairPaint(0.75));
    double top = y - 1.22 * h;
    switch (traits.style()) {
      case BOB -> pen.fill(curtain(top, y + 0.72 * h, 1.3 * w, 1.32 * w));
      case LONG -> pen.fill(curtain(top, 1.1, 1.3 * w, 1.62 * w));
      case CURLY -> curls();
      case FRINGE -> pen.fill(curtain(top, y + 0.25 * h, 1.2 * w, 1.16 * w));
      case SHORT, SIDE_PART, BALD -> {}
    }
  }

  /** Hair that hangs down behind the head on both sides. */
  private Shape curtain(double top, double bottom, double halfTop, double halfBottom) {
    Path2D shape = new Path2D.Double();
    shape.moveTo(x, top);
    shape.curveTo(x + 0.9 * halfTop, top, x + 1.05 * halfTop, y - 0.5 * h, x + halfTop, y);
    shape.curveTo(x + halfTop, y + 0.4 * h, x + halfBottom, bottom - 0.1, x + halfBottom, bottom);
    shape.lineTo(x - halfBottom, bottom);
    shape.curveTo(x - halfBottom, bottom - 0.1, x - halfTop, y + 0.4 * h, x - halfTop, y);
    shape.curveTo(x - 1.05 * halfTop, y - 0.5 * h, x - 0.9 * halfTop, top, x, top);
    return shape;
  }

  private void curls() {
    for (int curl = 0; curl <= 12; curl++) {
      double angle = Math.PI * (1.08 - 1.16 * curl / 12);
      double radius = curl % 2 == 0 ? 0.115 : 0.1;
      fillOval(
          x + 1.12 * w * Math.cos(angle),
          y - 0.25 * h - 0.85 * h * Math.sin(angle),
          radius,
          radius);
    }
  }

  private void neckAndClothes() {
    Color skin = traits.skin();
    pen.setPaint(gradient(x, y + 0.7 * h, darker(skin, 0.45), x, 1, darker(skin, 0.15)));
    pen.fill(new Rectangle2D.Double(x - 0.42 * w, y + 0.5 * h, 0.84 * w, 0.4));
    Path2D shoulders = onFace(-0.48, 1.13).quad(0, 1.38, 0.48, 1.13).path;
    shoulders.curveTo(x + 0.9 * w, y + 1.2 * h, x + 1.5 * w, y + 1.2 * h, x + 1.75 * w, 1.1);
    shoulders.lineTo(x - 1.75 * w, 1.1);
    shoulders.curveTo(
        x - 1.5 * w, y + 1.2 * h, x - 0.9 * w, y + 1.2 * h, x - 0.48 * w, y + 1.13 * h);
    pen.setPaint(
        gradient(0, 0, lit(traits.clothes(), -1, 0.3), 1, 0, lit(traits.clothes(), 1, 0.3)));
    pen.fill(shoulders);
  }

  private void ears() {
    for (int side = -1; side <= 1; side += 2) {
      pen.setPaint(lit(darker(traits.skin(), 0.08), side, 0.25));
      fillOval(x + side * 0.99 * w, y + 0.06 * h, 0.035, 0.062);
      pen.setPaint(darker(traits.skin(), 0.3));
      fillOval(x + side * 1.0 * w, y + 0.07 * h, 0.016, 0.036);
    }
  }

  private void head() {
    Shape face = face();
    Color skin = traits.skin();
    double toLight = 0.45 * traits.light();
    pen.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(x + toLight * w, y - 0.25 * h),
            (float) (1.55 * h),
            new float[] {0, 0.5f, 1},
            new Color[] {blend(skin, Color.WHITE, 0.16), skin, darker(skin, 0.38)}));
    pen.fill(face);
    for (int side = -1; side <= 1; side += 2) {
      glow(x + side * 0.55 * w, y + 0.3 * h, 0.085, new Color(225, 75, 70), 70);
    }
    if (traits.beard()) {
      beard(face);
    }
  }

  private Shape face() {
    double chin = 0.34 + 0.3 * traits.jaw();
    return onFace(0, -1)
        .curve(0.62, -1, 1, -0.62, 1, -0.08)
        .curve(1, 0.45, chin + 0.18, 1, 0, 1)
        .curve(-(chin + 0.18), 1, -1, 0.45, -1, -0.08)
        .curve(-1, -0.62, -0.62, -1, 0, -1)
        .path;
  }

  private void beard(Shape face) {
    Path2D beard =
        onFace(-1.05, 0.1)
            .curve(-0.75, 0.5, -0.55, 0.36, 0, 0.36)
            .curve(0.55, 0.36, 0.75, 0.5, 1.05, 0.1)
            .line(1.1, 1.1)
            .line(-1.1, 1.1)
            .path;
    beard.closePath();
    // not a clip: its edge would be jagged
    Area covered = new Area(beard);
    covered.intersect(new Area(face));
    pen.setPaint(hairPaint(0.9));
    pen.fill(covered);
  }

  private void eyes() {
    double eyeY = y - 0.04 * h;
    for (int side = -1; side <= 1; side += 2) {
      double eyeX = x + side * traits.eyeDistance();
      double a = traits.eyeSize();
      double b = 0.62 * a;
      glow(eyeX, eyeY - 0.006, 1.7 * a, SHADE, 75);
      pen.setPaint(new Color(250, 248, 245));
      pen.fill(almond(eyeX, eyeY, a, b));
      double irisX = eyeX + 0.2 * a * traits.gaze();
      pen.setPaint(traits.iris());
      fillOval(irisX, eyeY, 0.54 * a, 0.54 * a);
      pen.setPaint(new Color(12, 10, 12));
      fillOval(irisX, eyeY, 0.3 * a, 0.3 * a);
      pen.setPaint(Color.WHITE);
      fillOval(irisX + 0.2 * a, eyeY - 0.22 * a, 0.15 * a, 0.15 * a);
      lid(eyeX, eyeY, a, b);
      brow(eyeX, eyeY, side);
    }
  }

  private static Shape almond(double centerX, double centerY, double a, double b) {
    return new Outline(centerX, centerY, a, b, -1, 0.1)
        .curve(-0.5, -1.3, 0.5, -1.3, 1, 0.1)
        .curve(0.5, 1.2, -0.5, 1.2, -1, 0.1)
        .path;
  }

  private void lid(double eyeX, double eyeY, double a, double b) {
    Path2D line =
        new Outline(eyeX, eyeY, a, b, -1.06, 0.12).curve(-0.5, -1.35, 0.5, -1.35, 1.06, 0.12).path;
    stroke(line, 0.014, new Color(35, 20, 15));
  }

  private void brow(double eyeX, double eyeY, int side) {
    double a = 1.3 * traits.eyeSize();
    double browY = eyeY - 0.078;
    Path2D brow = new Path2D.Double();
    brow.moveTo(eyeX - side * a, browY + traits.browLift());
    brow.quadTo(eyeX + side * 0.2 * a, browY - 0.032, eyeX + side * a, browY + 0.012);
    boolean pale = traits.style() == HairStyle.BALD;
    stroke(brow, traits.browThickness(), darker(traits.hair(), pale ? 0.1 : 0.3));
  }

  private void nose() {
    double tip = y + traits.noseLength() + 0.03;
    double shaded = traits.light() > 0 ? -1 : 1;
    Path2D ridge = new Path2D.Double();
    ridge.moveTo(x + shaded * 0.022, y + 0.01);
    ridge.quadTo(x + shaded * 0.026, tip - 0.04, x + shaded * traits.noseWidth(), tip - 0.006);
    stroke(ridge, 0.016, translucent(SHADE, 62));
    glow(x - shaded * 0.006, tip - 0.022, 0.045, Color.WHITE, 90);
    pen.setPaint(translucent(SHADE, 120));
    for (int side = -1; side <= 1; side += 2) {
      fillOval(x + side * 0.55 * traits.noseWidth(), tip + 0.004, 0.0145, 0.009);
    }
  }

  private void mouth() {
    double lipY = y + 0.6 * h;
    double a = traits.mouthWidth();
    double corner = lipY - traits.smile();
    double open = 0.05 * traits.openness();
    Color lips = blend(traits.lips(), traits.skin(), 0.25);
    Path2D outer = new Path2D.Double();
    outer.moveTo(x - a, corner);
    outer.curveTo(x - 0.4 * a, lipY - 0.03, x - 0.15 * a, lipY - 0.028, x, lipY - 0.018);
    outer.curveTo(x + 0.15 * a, lipY - 0.028, x + 0.4 * a, lipY - 0.03, x + a, corner);
    outer.curveTo(x + 0.5 * a, lipY + 0.05 + open, x - 0.5 * a, lipY + 0.05 + open, x - a, corner);
    pen.setPaint(lips);
    pen.fill(outer);
    if (open > 0) {
      openMouth(lipY, a, corner, open);
    } else {
      Path2D line = new Path2D.Double();
      line.moveTo(x - a, corner);
      line.quadTo(x, 2 * lipY - corner + 0.006, x + a, corner);
      stroke(line, 0.012, darker(lips, 0.55));
    }
    glow(x, lipY + 0.072 + open, 0.06, SHADE, 45);
  }

  private void openMouth(double lipY, double a, double corner, double open) {
    Path2D inner = new Path2D.Double();
    inner.moveTo(x - 0.86 * a, corner + 0.004);
    inner.quadTo(x, lipY + 0.002, x + 0.86 * a, corner + 0.004);
    inner.curveTo(
        x + 0.45 * a,
        lipY + 0.026 + open,
        x - 0.45 * a,
        lipY + 0.026 + open,
        x - 0.86 * a,
        corner + 0.004);
    pen.setPaint(new Color(95, 25, 28));
    pen.fill(inner);
    double reach = 0.72 * a;
    double ends = corner + 0.28 * (lipY - corner) + 0.006;
    Path2D teeth = new Path2D.Double();
    teeth.moveTo(x - reach, ends);
    teeth.quadTo(x, lipY + 0.004, x + reach, ends);
    teeth.quadTo(x, lipY + 0.03 + 0.8 * open, x - reach, ends);
    pen.setPaint(new Color(250, 246, 238));
    pen.fill(teeth);
  }

  private void hairInFront() {
    pen.setPaint(hairPaint(1));
    switch (traits.style()) {
      case SHORT -> pen.fill(cap(-0.02, -0.56, -0.56, 1.04));
      case SIDE_PART -> sidePart(-0.02);
      case FRINGE -> pen.fill(cap(0.15, -0.36, -0.36, 1.1));
      case BOB -> sidePart(0.42);
      case LONG -> pen.fill(curtainParted());
      case CURLY -> curlyFront();
      case BALD -> glow(x + 0.3 * traits.light() * w, y - 0.75 * h, 0.12, Color.WHITE, 110);
    }
  }

  /** Hair from the crown down to the hairline; heights in shares of the face's half height. */
  private Shape cap(double sides, double line, double middle, double width) {
    return onFace(-width, sides)
        .curve(-1.14, -0.75, -0.72, -1.2, 0, -1.2)
        .curve(0.72, -1.2, 1.14, -0.75, width, sides)
        .curve(0.93, -0.2, 0.9, line, 0.62, line)
        .quad(0, middle - 0.1, -0.62, line)
        .curve(-0.9, line, -0.93, -0.2, -width, sides)
        .path;
  }

  private void sidePart(double sides) {
    double side = traits.parting();
    pen.fill(
        onFace(-side * 1.06, sides)
            .curve(-side * 1.2, -0.75, -side * 0.75, -1.22, 0, -1.22)
            .curve(side * 0.75, -1.2, side * 1.18, -0.75, side * 1.06, sides)
            .curve(side * 0.96, -0.25, side * 0.85, -0.6, side * 0.5, -0.82)
            .curve(side * 0.1, -0.5, -side * 0.6, -0.42, -side * 0.82, -0.38)
            .curve(-side * 0.92, -0.3, -side * 0.95, -0.1, -side * 1.06, sides)
            .path);
  }

  private Shape curtainParted() {
    Path2D hair = onFace(0, -0.86).path;
    for (int side = -1; side <= 1; side += 2) {
      hair.append(
          onFace(0, -1.21)
              .curve(side * 0.8, -1.21, side * 1.25, -0.7, side * 1.24, 0)
              .curve(side * 1.26, 0.4, side * 1.4, 0.8, side * 1.36, 1.15)
              .curve(side * 1.0, 0.9, side * 1.02, 0.2, side * 0.9, -0.25)
              .curve(side * 0.75, -0.6, side * 0.3, -0.72, 0, -0.9)
              .path,
          false);
      hair.closePath();
    }
    return hair;
  }

  private void curlyFront() {
    pen.fill(cap(-0.1, -0.62, -0.62, 1.02));
    for (int curl = 0; curl <= 6; curl++) {
      double at = -1 + curl / 3.0;
      fillOval(x + 0.74 * at * w, y - (0.86 - 0.3 * at * at) * h, 0.07, 0.06);
    }
  }

  /** The light over everything: brighter on one side, darker on the other. */
  private void light() {
    Color bright = translucent(Color.WHITE, (int) (34 * Math.abs(traits.light())));
    Color dark = translucent(Color.BLACK, (int) (70 * Math.abs(traits.light())));
    boolean fromRight = traits.light() > 0;
    pen.setPaint(gradient(0, 0, fromRight ? dark : bright, 1, 0, fromRight ? bright : dark));
    pen.fill(new Rectangle2D.Double(0, 0, 1, 1));
  }

  private GradientPaint hairPaint(double brightness) {
    Color hair = darker(traits.hair(), 1 - brightness);
    Color shine = blend(hair, Color.WHITE, 0.18);
    return gradient(
        x + 0.3 * traits.light() * w, y - 1.2 * h, shine, x, y + 0.3 * h, darker(hair, 0.25));
  }

  private void glow(double centerX, double centerY, double radius, Color color, int strength) {
    pen.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(centerX, centerY),
            (float) radius,
            new float[] {0, 1},
            new Color[] {translucent(color, strength), translucent(color, 0)}));
    fillOval(centerX, centerY, radius, radius);
  }

  private void fillOval(double centerX, double centerY, double a, double b) {
    pen.fill(new Ellipse2D.Double(centerX - a, centerY - b, 2 * a, 2 * b));
  }

  private void stroke(Shape line, double width, Color color) {
    pen.setPaint(color);
    pen.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    pen.draw(line);
  }

  /** A color as it looks on the left (-1) or right (1) side in this face's light. */
  private Color lit(Color color, int side, double strength) {
    double toward = strength * side * traits.light();
    return toward < 0 ? darker(color, -toward) : blend(color, Color.WHITE, 0.5 * toward);
  }

  private static Color darker(Color color, double share) {
    return blend(color, SHADE, share);
  }

  private static Color translucent(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }

  private static GradientPaint gradient(
      double x1, double y1, Color from, double x2, double y2, Color to) {
    return new GradientPaint((float) x1, (float) y1, from, (float) x2, (float) y2, to);
  }

  /**
   * A line that starts here, in shares of the face's half width and half height from its middle.
   */
  private Outline onFace(double across, double down) {
    return new Outline(x, y, w, h, across, down);
  }

  /** A line whose points are given from a center, in units of their own. */
  private static final class Outline {
    final Path2D path = new Path2D.Double();
    private final double x;
    private final double y;
    private final double w;
    private final double h;

    Outline(double x, double y, double w, double h, double across, double down) {
      this.x = x;
      this.y = y;
      this.w = w;
      this.h = h;
      path.moveTo(x + across * w, y + down * h);
    }

    Outline line(double across, double down) {
      path.lineTo(x + across * w, y + down * h);
      return this;
    }

    Outline quad(double across1, double down1, double across, double down) {
      path.quadTo(x + across1 * w, y + down1 * h, x + across * w, y + down * h);
      return this;
    }

    Outline curve(
        double across1, double down1, double across2, double down2, double across, double down) {
      path.curveTo(
          x + across1 * w,
          y + down1 * h,
          x + across2 * w,
          y + down2 * h,
          x + across * w,
          y + down * h);
      return this;
    }
  }
}
