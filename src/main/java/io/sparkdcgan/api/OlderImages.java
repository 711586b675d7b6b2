package io.sparkdcgan.api;

import io.sparkdcgan.failure.ExitCode;
import io.sparkdcgan.failure.Failure;
import io.sparkdcgan.storage.ObjectStore;
import io.sparkdcgan.storage.PlainFiles;
import io.sparkdcgan.storage.StorageUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * What an earlier command left in a folder and the one that writes there now does not write over:
 * it would look like a part of the new.
 */
final class OlderImages {
  private static final Pattern DRAWN = Pattern.compile("([0-9]{8})\\.png");
  private static final Pattern FIGURE = Pattern.compile("<section id=\"([A-Za-z0-9_-]+)\">");
  private static final int PAGE_BYTES = 1 << 28;

  private OlderImages() {}

  /**
   * The keys of drawn images whose numbers are this or above.
   *
   * @throws Failure {@code CONFIGURATION} if there are some and no grid vouches that they were
   *     drawn
   */
  static List<String> from(int count, ObjectStore folder, String grid, Configuration hadoop)
      throws IOException {
    List<String> older = new ArrayList<>();
    Path path = StorageUri.resolved(folder.uri());
    try {
      RemoteIterator<FileStatus> listed = PlainFiles.of(path, hadoop).listStatusIterator(path);
      while (listed.hasNext()) {
        String name = listed.next().getPath().getName();
        Matcher drawn = DRAWN.matcher(name);
        if (drawn.matches() && Integer.parseInt(drawn.group(1)) >= count) {
          older.add(name);
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    if (!older.isEmpty() && !folder.exists(grid)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s holds %s, which no grid says to be drawn, and --count %s would leave it among the new ones: name another folder, or delete it"
              .formatted(folder.uri(), older.get(0), String.valueOf(count)));
    }
    return older;
  }

  /** The names of the figures that an earlier page shows. */
  static List<String> figures(ObjectStore folder, String page) {
    return folder
        .find(page, PAGE_BYTES)
        .map(
            html ->
                FIGURE
                    .matcher(new String(html, StandardCharsets.UTF_8))
                    .results()
                    .map(found -> found.group(1))
                    .toList())
        .orElse(List.of());
  }
}
