package io.sparkdcgan.report;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * uPlot, which draws the curves of a page, as its WebJar has it: a library of 50 KB without
 * dependencies. Its license goes wherever its code goes.
 */
final class PlotLibrary {
  private static final String POM = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
  private static final String FOLDER = "/META-INF/resources/webjars/uplot/%s/%s";

  private PlotLibrary() {}

  /** A script that defines {@code uPlot}, its license in front. */
  static String script() {
    return "/*\n%s*/\n%s".formatted(file("LICENSE"), file("dist/uPlot.iife.min.js"));
  }

  /** What places its parts. */
  static String style() {
    return file("dist/uPlot.min.css").strip();
  }

  private static String file(String name) {
    return Template.resource(PlotLibrary.class, FOLDER.formatted(version(), name));
  }

  private static String version() {
    Properties pom = new Properties();
    try {
      pom.load(new StringReader(Template.resource(PlotLibrary.class, POM)));
    } catch (IOException e) {
      throw new UncheckedIOException("the jar's own " + POM + " cannot be read", e);
    }
    return pom.getProperty("version");
  }
}
