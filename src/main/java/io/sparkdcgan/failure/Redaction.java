package io.sparkdcgan.failure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes secrets out of what is about to be said. Nothing of ours puts one into a sentence; what
 * Hadoop, the AWS client and Spark say when they fail is theirs.
 *
 * <p>Two ways, since neither finds all: the values that this process was given under a telling name
 * go wherever they stand, and so does what follows a telling name, a user in a URI or an
 * authorization header.
 */
public final class Redaction {
  /** What stands in a secret's place. */
  static final String REPLACEMENT = "(redacted)";

  /**
   * Names that hold a secret, for Spark's {@code spark.redaction.regex}: its own (secret, password,
   * token, access key), and credential, passwd, pass phrase, keys to an API, an account or a
   * cipher, private keys, signatures and Azure's sas. What only says where a credential is to be
   * found, or for how long, is to be seen. Spark looks for it in values as well, so it must not be
   * part of words that are none.
   */
  public static final String SECRET_NAMES =
      "(?i)secret|passw(or)?d|pass-?phrase|token"
          + "|(?<!security[.])credentials?+(?![._-]?(provider|s?store))"
          + "|(access|api|account|private|signing|encryption)[._-]?key(_?id)?(?![a-z])"
          + "|signature"
          + "|(?<![a-z])sas(?![a-z])";

  private static final Pattern NAMES = Pattern.compile(SECRET_NAMES);

  /** Names that match, and only say where a secret is to be found. */
  private static final Pattern PLACES =
      Pattern.compile(
          "(?i)spark[.]kubernetes[.](.*[.](secrets|secretkeyref)[.].*|kerberos[.].*)"
              + "|spark[.](security[.]credentials|redaction)[.].*"
              + "|.*(file|dir(ectory)?|folder|[._-]path|provider|[.]enabled|bitlength)");

  /** Shorter ones are words, numbers and switches. */
  private static final int SHORTEST_VALUE = 8;

  // Bounded, so that a hostile text takes time in proportion to its length. Behind a slash it is a
  // folder of a partition, as in /token=3/.
  private static final String NAME =
      "(?<![\\w./-])[\\w.-]{0,200}(?:" + SECRET_NAMES + ")[\\w.-]{0,200}+";

  /** {@code name=value}, as in a command line, a query or a header, and {@code "name":"value"}. */
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)(?<name>(?:"
              + NAME
              + "|(?<=[?&;])sig)(?:=|\"\\s{0,9}:\\s{0,9}\"))(?!\\s)[^\\s\"'&,;<>]+");

  private static final Pattern USER =
      Pattern.compile(
          "(?<scheme>(?<![\\w+.-])[A-Za-z][A-Za-z0-9+.-]{0,20}://)"
              + "[^\\s/@:]{1,512}:(?!\\d{1,5}(?:/|\\s|$))[^\\s@]{0,512}+@");

  private static final Pattern HEADER =
      Pattern.compile("(?i)(?<kind>authorization: {0,9}\\w{1,30} |bearer )[A-Za-z0-9+/=._~-]{8,}");

  private final List<String> values;

  private Redaction(Stream<Map.Entry<String, String>> settings) {
    this.values =
        settings
            .filter(setting -> NAMES.matcher(setting.getKey()).find())
            .filter(setting -> !isPath(setting))
            .map(Map.Entry::getValue)
            .filter(value -> value.length() >= SHORTEST_VALUE)
            .distinct()
            // one that holds another goes first, or a piece of it would be left
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  /** Whether what goes by this name is a secret. */
  public static boolean isSecret(String name) {
    return NAMES.matcher(name).find() && !PLACES.matcher(name).matches();
  }

  /** One in 64 keys of S3 begins with a slash, too. */
  private static boolean isPath(Map.Entry<String, String> setting) {
    return setting.getValue().startsWith("/") && !isSecret(setting.getKey());
  }

  /** Knows the secrets of this process's environment and of its system properties, Spark's too. */
  public static Redaction ofProcess() {
    Stream<Map.Entry<String, String>> properties =
        System.getProperties().stringPropertyNames().stream()
            .map(name -> Map.entry(name, System.getProperty(name, "")));
    return new Redaction(Stream.concat(System.getenv().entrySet().stream(), properties));
  }

  /** Knows the secrets among these settings. */
  static Redaction of(Map<String, String> settings) {
    return new Redaction(settings.entrySet().stream());
  }

  /** Whether a URI in the text gives a user and a password. */
  public static boolean givesUser(String text) {
    return USER.matcher(text).find();
  }

  /** The text without secrets; the same text if there are none. */
  public String clean(String text) {
    String clean = text;
    for (String value : values) {
      clean = clean.replace(value, REPLACEMENT);
    }
    clean = USER.matcher(clean).replaceAll("${scheme}" + REPLACEMENT + "@");
    clean = HEADER.matcher(clean).replaceAll("${kind}" + REPLACEMENT);
    return ASSIGNED.matcher(clean).replaceAll("${name}" + REPLACEMENT);
  }
}
