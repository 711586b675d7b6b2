package io.sparkdcgan.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/**
 * The lines of a request before its body.
 *
 * @param lines without the empty one at the end
 */
record HttpHead(List<String> lines) {
  private static final String END = "\r\n\r\n";

  /** Reads a head and not a byte more. */
  static HttpHead read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith(END)) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("no request");
      }
      head.write(next);
    }
    return new HttpHead(head.toString(ISO_8859_1).strip().lines().toList());
  }

  /** Where the body begins in a whole message. */
  static int length(byte[] message) {
    int end = new String(message, ISO_8859_1).indexOf(END);
    return end < 0 ? message.length : end + END.length();
  }

  /** Bytes of the body. */
  long contentLength() {
    return lines.stream()
        .filter(line -> isField(line, "content-length"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElse(0);
  }

  /** Whether the client waits for a word before it sends the body. */
  boolean expectsContinue() {
    return lines.stream().anyMatch(line -> isField(line, "expect"));
  }

  /** The same for a connection of this request alone, over which the body comes at once. */
  byte[] forOneRequest() {
    StringBuilder head = new StringBuilder();
    lines.stream()
        .filter(line -> !isField(line, "expect") && !isField(line, "connection"))
        .forEach(line -> head.append(line).append("\r\n"));
    return head.append("Connection: close").append(END).toString().getBytes(ISO_8859_1);
  }

  private static boolean isField(String line, String name) {
    return line.toLowerCase(Locale.ROOT).startsWith(name + ":");
  }
}
