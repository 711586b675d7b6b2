package io.sparkdcgan.launch;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where it is to run: the master and the deploy mode, as Spark will understand them. Blanks around
 * them and capitals in the mode are corrected, since a file of properties shows neither.
 *
 * @param url without blanks
 * @param cluster whether the driver runs there, too
 * @param isNamed whether anybody names a master
 */
record Master(String url, boolean cluster, boolean isNamed) {
  static final String OPTION = "--master";
  static final String MODE = "--deploy-mode";

  private static final String LOCAL = "local[*]";
  private static final Pattern LOCALS =
      Pattern.compile(
          "local(\\[([0-9]{1,6}|\\*)(\\s*,\\s*[0-9]{1,6})?\\])?"
              + "|local-cluster\\[(\\s*[0-9]{1,9}\\s*,){2}\\s*[0-9]{1,9}\\s*\\]");
  private static final Pattern STANDALONE =
      Pattern.compile("spark://(HOST:PORT)(,HOST:PORT)*".replace("HOST:PORT", host("[0-9]{1,5}")));
  private static final Pattern KUBERNETES =
      Pattern.compile("k8s://(https?://)?" + host("[0-9]{1,5}").replace("):", ")(:") + ")?(/.*)?");
  private static final Pattern PORT = Pattern.compile(":([0-9]+)(,|/|$)");
  private static final int LAST_PORT = 65535;

  private static String host(String port) {
    return "([^\\s/:,@\\[\\]]+|\\[[0-9a-fA-F:.]+\\]):" + port;
  }

  /**
   * The one of these options.
   *
   * @throws Failure if there can be no such master or mode
   */
  static Master of(SparkOptions options) {
    String named = options.property("spark.master", OPTION).strip();
    String url = named.isEmpty() ? LOCAL : named;
    String mode =
        options.property("spark.submit.deployMode", MODE).strip().toLowerCase(Locale.ROOT);
    require(mode.matches("|client|cluster"), "--deploy-mode must be client or cluster", mode);
    if (url.startsWith("local")) {
      require(LOCALS.matcher(url).matches(), "--master must be local, local[4] or local[*]", url);
      require(!url.matches("local\\[0+\\b.*"), "--master must leave a thread or more", url);
    } else if (url.startsWith("spark:")) {
      require(STANDALONE.matcher(url).matches(), "--master must be spark://HOST:PORT", url);
      require(hasPorts(url), "--master must name a port up to 65535", url);
    } else if (url.startsWith("k8s:")) {
      require(KUBERNETES.matcher(url).matches(), "--master must be k8s://https://HOST:PORT", url);
      require(hasPorts(url.substring(6)), "--master must name a port up to 65535", url);
    } else {
      require(
          url.equals("yarn"),
          "--master must be local[*], spark://HOST:PORT, yarn or k8s://...",
          url);
    }
    return new Master(url, mode.equals("cluster"), !named.isEmpty());
  }

  private static boolean hasPorts(String url) {
    Matcher port = PORT.matcher(url);
    boolean fine = true;
    while (port.find()) {
      int number = Integer.parseInt(port.group(1));
      fine &= number > 0 && number <= LAST_PORT;
    }
    return fine;
  }

  private static void require(boolean fine, String rule, String value) {
    if (!fine) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          String.format(
              Locale.ROOT,
              "%s, but is %s: correct it behind --, or in the file of Spark's properties",
              rule,
              value));
    }
  }

  boolean isLocal() {
    return url.startsWith("local");
  }

  boolean isYarn() {
    return url.equals("yarn");
  }
}
