package io.sparkdcgan.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What this build is made of, as the build wrote it down. */
public final class BuildVersions {
  /** Where in the jar they stand, for who looks from another process. */
  public static final String RESOURCE = "/io/sparkdcgan/run/versions.properties";

  private BuildVersions() {}

  /** Versions by name: {@code spark-dcgan}, {@code nd4j}. */
  public static Map<String, String> all() {
    Properties properties = new Properties();
    try (InputStream in = BuildVersions.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar is damaged: versions.properties cannot be read", e);
    }
    Map<String, String> versions = new TreeMap<>();
    properties.forEach((name, version) -> versions.put(name.toString(), version.toString()));
    return versions;
  }
}
