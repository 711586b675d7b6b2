package io.sparkdcgan.source;

import io.sparkdcgan.failure.CauseChain;
import io.sparkdcgan.image.ImageContent;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.image.ImageDecoder;
import io.sparkdcgan.image.Reject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/** What entries of a zip archive hold, or why that is not to be had. */
final class ZipContent {
  /** The library's list of methods is older. */
  private static final int ZSTANDARD = 93;

  private ZipContent() {}

  /**
   * One entry's bytes, checked against its length and checksum.
   *
   * @throws UncheckedIOException if the storage has trouble
   */
  static ImageContent of(ZipFile zip, ZipArchiveEntry entry, long mostBytes) {
    if (entry.getSize() > mostBytes) {
      return ImageDecoder.tooManyBytes(entry.getSize(), mostBytes);
    }
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      return unsupported("encrypted: not read, unpack the archive with its password");
    }
    if (!zip.canReadEntryData(entry)) {
      return unsupported("compressed by " + method(entry) + ": not read, unpack the archive");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) entry.getSize());
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      return bytes.length == entry.getSize() && checksum.getValue() == entry.getCrc()
          ? new EncodedImage(bytes)
          : new Reject(Reject.Reason.DAMAGED, "its checksum in the archive is of other bytes");
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // some decompressors meet damaged bytes with exceptions of every kind
      return new Reject(Reject.Reason.DAMAGED, "its archive is damaged: " + CauseChain.line(e));
    }
  }

  private static Reject unsupported(String detail) {
    return new Reject(Reject.Reason.UNSUPPORTED, detail);
  }

  private static String method(ZipArchiveEntry entry) {
    if (entry.getMethod() == ZSTANDARD) {
      return "zstd";
    }
    ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
    return method == null || method == ZipMethod.UNKNOWN
        ? "method " + entry.getMethod()
        : method.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
