package io.sparkdcgan.data;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The file beside a manifest that names every picture which is not in the shards, one a line. */
public final class RejectList {
  /** Its name in the folder of the shards. */
  public static final String FILE = "rejects.jsonl";

  private RejectList() {}

  /**
   * Writes the list, over an earlier one.
   *
   * @param folder URI of the set's folder
   * @param rejects in the order in which they are listed; read once
   */
  public static void write(String folder, Iterator<RejectedImage> rejects, Configuration hadoop)
      throws IOException {
    Path path = new Path(folder, FILE);
    ObjectWriter json = JsonMapper.builder().build().writer();
    try (OutputStream out = path.getFileSystem(hadoop).create(path, true)) {
      while (rejects.hasNext()) {
        out.write(json.writeValueAsBytes(rejects.next()));
        out.write('\n');
      }
    }
  }
}
