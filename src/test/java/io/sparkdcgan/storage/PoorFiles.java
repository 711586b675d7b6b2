package io.sparkdcgan.storage;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A store that an operator allowed, and that can neither rename over an object nor abort an upload:
 * {@code poor:/path}, which is the local path.
 */
public final class PoorFiles extends RawLocalFileSystem {
  /** Settings with which {@code poor:} is known. */
  public static Configuration settings() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.poor.impl", PoorFiles.class, FileSystem.class);
    hadoop.setBoolean("fs.poor.impl.disable.cache", true);
    hadoop.set(StorageUri.MORE_SCHEMES, "poor");
    return hadoop;
  }

  @Override
  public URI getUri() {
    return URI.create("poor:///");
  }

  @Override
  public String getScheme() {
    return "poor";
  }
}
