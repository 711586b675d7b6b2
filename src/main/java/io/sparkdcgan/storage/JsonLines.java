package io.sparkdcgan.storage;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Files of one JSON object a line. */
public final class JsonLines {
  private JsonLines() {}

  /**
   * Writes a file, over an earlier one.
   *
   * @param folder its folder's URI
   * @param file its name
   * @param lines what Jackson makes an object of; read once
   */
  public static void write(String folder, String file, Iterator<?> lines, Configuration hadoop)
      throws IOException {
    Path path = new Path(folder, file);
    ObjectWriter json = JsonMapper.builder().build().writer();
    try (OutputStream out = PlainFiles.create(path, hadoop)) {
      while (lines.hasNext()) {
        out.write(json.writeValueAsBytes(lines.next()));
        out.write('\n');
      }
    }
  }
}
