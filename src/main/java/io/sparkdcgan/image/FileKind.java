package io.sparkdcgan.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Kinds of files that are known and not read as images, told by their first bytes: what lies where
 * images or archives of them are wanted is called by its name and never damaged.
 *
 * @param name for people, without an article
 * @param remedy what to do with it
 */
public record FileKind(String name, String remedy) {
  /** The remedy for images in formats that no codec here reads. */
  public static final String CONVERT = "convert it to JPEG or PNG";

  private static final String UNPACK = "unpack it";
  private static final String FETCH = "fetch it again, since the download failed";
  private static final String FRAMES = "save its frames as images";
  private static final String EXPORT = "save its images as files";
  private static final String RECORDS = "write its images as files, a tar or a zip";
  static final String DEVELOP = "develop it to JPEG or PNG";
  private static final String BASE64 = "decode its base64 to a file";

  /** Known here even if all that is read of it is its first entry. */
  public static final FileKind ZIP = new FileKind("zip archive", UNPACK);

  /** How far markup is looked through for what it is. */
  private static final int TEXT_BYTES = 4096;

  /** How many bytes are shown of what is of no kind. */
  private static final int FIRST_BYTES = 12;

  /** Bytes that a kind of file has at one place, one for each letter. */
  private record Signature(String bytes, int at, FileKind kind) {
    Signature(String bytes, int at, String name, String remedy) {
      this(bytes, at, new FileKind(name, remedy));
    }

    Signature(String bytes, String name, String remedy) {
      this(bytes, 0, name, remedy);
    }
  }

  /** The first that fits counts. */
  private static final List<Signature> SIGNATURES =
      List.of(
          // images
          new Signature("ftypavif", 4, "AVIF", CONVERT),
          new Signature("ftypavis", 4, "AVIF", CONVERT),
          new Signature("ftyphei", 4, "HEIF", CONVERT),
          new Signature("ftyphev", 4, "HEIF", CONVERT),
          new Signature("ftypmif1", 4, "HEIF", CONVERT),
          new Signature("ftypmif2", 4, "HEIF", CONVERT),
          new Signature("ftypmsf1", 4, "HEIF", CONVERT),
          new Signature("ftypcrx ", 4, "Canon's raw file", DEVELOP),
          new Signature("\0\0\0\fJXL \r\n\u0087\n", "JPEG XL", CONVERT),
          new Signature("\u00FF\n", "JPEG XL", CONVERT),
          new Signature("\0\0\0\fjP  \r\n\u0087\n", "JPEG 2000", CONVERT),
          new Signature("\u00FFO\u00FFQ", "JPEG 2000", CONVERT),
          new Signature("II\u00BC", "JPEG XR", CONVERT),
          new Signature("II+\0", "BigTIFF", CONVERT),
          new Signature("MM\0+", "BigTIFF", CONVERT),
          new Signature("8BPS\0\1", "Photoshop document", CONVERT),
          new Signature("8BPS\0\2", "large Photoshop document", CONVERT),
          new Signature("%PDF-", "PDF", EXPORT),
          new Signature("%!PS", "PostScript", CONVERT),
          new Signature("\u00C5\u00D0\u00D3\u00C6", "PostScript", CONVERT),
          new Signature("v/1\1", "OpenEXR", CONVERT),
          new Signature("#?RADIANCE", "Radiance HDR", CONVERT),
          new Signature("#?RGBE", "Radiance HDR", CONVERT),
          new Signature("DDS ", "DDS texture", CONVERT),
          new Signature("\u00ABKTX ", "KTX texture", CONVERT),
          new Signature("FLIF", "FLIF", CONVERT),
          new Signature("BPG\u00FB", "BPG", CONVERT),
          new Signature("qoif", "QOI", CONVERT),
          new Signature("gimp xcf", "GIMP document", CONVERT),
          new Signature("icns", "Apple's icon", CONVERT),
          new Signature("\u00D7\u00CD\u00C6\u009A", "Windows metafile", CONVERT),
          new Signature("\1\0\11\0\0\3", "Windows metafile", CONVERT),
          new Signature(" EMF", 40, "Windows metafile", CONVERT),
          new Signature("\u0097JB2\r\n\32\n", "JBIG2", CONVERT),
          new Signature("\u008AMNG", "MNG", CONVERT),
          new Signature("\u008BJNG", "JNG", CONVERT),
          new Signature("P7\n", "PAM", CONVERT),
          new Signature("PF\n", "PFM", CONVERT),
          new Signature("Pf\n", "PFM", CONVERT),
          new Signature("Y\u00A6j\u0095", "Sun raster", CONVERT),
          new Signature("\1\u00DA", "SGI image", CONVERT),
          new Signature("\n\2\1", "PCX", CONVERT),
          new Signature("\n\3\1", "PCX", CONVERT),
          new Signature("\n\5\1", "PCX", CONVERT),
          new Signature("AT&TFORM", "DjVu", CONVERT),
          new Signature("ILBM", 8, "ILBM", CONVERT),
          new Signature("/* XPM */", "XPM", CONVERT),
          new Signature("DICM", 128, "DICOM", CONVERT),
          new Signature("SIMPLE  =", "FITS", CONVERT),
          new Signature("n+1\0", 344, "NIfTI", CONVERT),
          // cameras' raw files that are not TIFFs by their first bytes
          new Signature("FUJIFILMCCD-RAW", "Fujifilm's raw file", DEVELOP),
          new Signature("IIRO", "Olympus's raw file", DEVELOP),
          new Signature("IIRS", "Olympus's raw file", DEVELOP),
          new Signature("MMOR", "Olympus's raw file", DEVELOP),
          new Signature("IIU\0", "Panasonic's raw file", DEVELOP),
          new Signature("FOVb", "Sigma's raw file", DEVELOP),
          new Signature("HEAPCCDR", 6, "Canon's raw file", DEVELOP),
          new Signature("\0MRM", "Minolta's raw file", DEVELOP),
          new Signature("\0GITCRYPT\0", "git-crypt's file", "call git-crypt unlock where it lies"),
          // films and sound
          new Signature("ftypqt  ", 4, "QuickTime film", FRAMES),
          new Signature("ftyp", 4, "MP4 film", FRAMES),
          new Signature("moov", 4, "QuickTime film", FRAMES),
          new Signature("mdat", 4, "QuickTime film", FRAMES),
          new Signature("\32E\u00DF\u00A3", "Matroska or WebM film", FRAMES),
          new Signature("AVI ", 8, "AVI film", FRAMES),
          new Signature("WAVEfmt ", 8, "WAV sound", "remove it"),
          new Signature("FLV\1", "Flash film", FRAMES),
          new Signature("\0\0\1\u00BA", "MPEG film", FRAMES),
          new Signature("\0\0\1\u00B3", "MPEG film", FRAMES),
          new Signature("0&\u00B2u\u008Ef\u00CF\21", "Windows Media film", FRAMES),
          new Signature("OggS", "Ogg film", FRAMES),
          // archives
          new Signature("PK\3\4", 0, ZIP),
          new Signature("PK\5\6", "empty zip archive", "remove it"),
          new Signature("PK\7\10", "first part of a split zip archive", "join its parts"),
          new Signature("\37\u008B", "gzip file", UNPACK),
          new Signature("BZh", "bzip2 file", UNPACK),
          new Signature("\u00FD7zXZ\0", "xz file", UNPACK),
          new Signature("(\u00B5/\u00FD", "Zstandard file", UNPACK),
          new Signature("\4\"M\30", "LZ4 file", UNPACK),
          new Signature("]\0\0", "LZMA file", UNPACK),
          new Signature("\37\u009D", "file by Unix's compress", UNPACK),
          new Signature("7z\u00BC\u00AF'\34", "7z archive", UNPACK),
          new Signature("Rar!\32\7", "rar archive", UNPACK),
          new Signature("ustar", 257, "tar archive", UNPACK),
          new Signature("!<arch>", "ar archive", UNPACK),
          new Signature("MSCF", "cabinet archive", UNPACK),
          new Signature("CD001", 32769, "disk image", UNPACK),
          // data
          new Signature("\u0093NUMPY", "NumPy array", RECORDS),
          new Signature("\u0089HDF\r\n\32\n", "HDF5 file", RECORDS),
          new Signature("CDF\1", "netCDF file", RECORDS),
          new Signature("CDF\2", "netCDF file", RECORDS),
          new Signature("PAR1", "Parquet file", RECORDS),
          new Signature("ARROW1", "Arrow file", RECORDS),
          new Signature("SQLite format 3\0", "SQLite database", RECORDS),
          new Signature("\u00DE\u00C0\u00EF\u00BE", 16, "LMDB", "give it with lsun:"),
          new Signature("\u00DE\u00C0\u00EF\u00BE", 24, "LMDB", "give it with lsun:"),
          new Signature("MATLAB 5.0", "MATLAB file", RECORDS),
          new Signature("\u0080\2", "Python pickle", RECORDS),
          new Signature("\u0080\3", "Python pickle", RECORDS),
          new Signature("\u0080\4\u0095", "Python pickle", RECORDS),
          new Signature("\u0080\5\u0095", "Python pickle", RECORDS),
          new Signature("\u00D0\u00CF\21\u00E0", "Office document or thumbnail list", "remove it"),
          new Signature("\0\5\26\7", "Mac's resource file (AppleDouble)", "remove it"),
          new Signature("\0\5\26\0", "Mac's resource file (AppleSingle)", "remove it"));

  /** How text begins, in lower case, behind blanks and a byte order mark. */
  private static final List<Signature> TEXTS =
      List.of(
          new Signature(
              "version https://git-lfs", "Git LFS pointer", "call git lfs pull where it lies"),
          new Signature("/annex/objects/", "git-annex pointer", "call git annex get where it lies"),
          new Signature("outs:", "DVC pointer", "call dvc pull where it lies"),
          new Signature("<svg", "SVG", CONVERT),
          new Signature("<!doctype svg", "SVG", CONVERT),
          new Signature("<!doctype html", "HTML page", FETCH),
          new Signature("<html", "HTML page", FETCH),
          new Signature("<head", "HTML page", FETCH),
          new Signature("<body", "HTML page", FETCH),
          new Signature("<script", "HTML page", FETCH),
          new Signature("{", "JSON text", FETCH),
          new Signature("[", "JSON text", FETCH),
          new Signature("http/1.", "answer of a web server", FETCH),
          new Signature("data:image/", "data URI", BASE64),
          new Signature("/9j/", "JPEG as base64 text", BASE64),
          new Signature("ivborw0kggo", "PNG as base64 text", BASE64),
          new Signature("#define ", "XBM", CONVERT));

  /**
   * What a file is.
   *
   * @param file all of it, or some first bytes
   * @return empty if its bytes are of none of these kinds
   */
  public static Optional<FileKind> of(byte[] file) {
    return heif(file)
        .or(() -> first(SIGNATURES, file))
        .or(() -> text(file))
        .or(() -> icon(file))
        .or(() -> tfRecord(file))
        .or(() -> datum(file))
        .or(() -> targa(file));
  }

  /** The same with the formats that are read, for what should be an archive of them. */
  public static Optional<FileKind> ofAny(byte[] file) {
    return ImageFormat.of(file)
        .map(format -> new FileKind(format + " image", CONVERT))
        .or(() -> of(file));
  }

  /** What to do where an archive or a folder of images is wanted. */
  public String sourceRemedy() {
    return remedy.equals(CONVERT) ? "give an archive or a folder of images" : remedy;
  }

  /** The first bytes as people look at them, for what is of no kind: text, or hexadecimal. */
  public static String firstBytes(byte[] file) {
    byte[] first = Arrays.copyOf(file, Math.min(file.length, FIRST_BYTES));
    String text = new String(first, StandardCharsets.ISO_8859_1);
    return text.chars().allMatch(letter -> letter >= ' ' && letter <= '~')
        ? '"' + text + '"'
        : HexFormat.ofDelimiter(" ").formatHex(first);
  }

  /** This as a reject of the image that it was taken for. */
  public Reject reject() {
    return new Reject(Reject.Reason.UNSUPPORTED, name + ": not read, " + remedy);
  }

  private static Optional<FileKind> first(List<Signature> signatures, byte[] file) {
    return signatures.stream()
        .filter(known -> ImageFormat.starts(file, known.at, known.bytes))
        .map(Signature::kind)
        .findFirst();
  }

  /** Files of HEIF's container name AVIF's brand among others, too. */
  private static Optional<FileKind> heif(byte[] file) {
    if (!ImageFormat.starts(file, 4, "ftypmif1") && !ImageFormat.starts(file, 4, "ftypmsf1")) {
      return Optional.empty();
    }
    int end = Math.min(ByteBuffer.wrap(file).getInt(0), Math.min(file.length, 256));
    for (int brand = 16; brand + 4 <= end; brand += 4) {
      if (ImageFormat.starts(file, brand, "avif")) {
        return Optional.of(new FileKind("AVIF", CONVERT));
      }
    }
    return Optional.empty();
  }

  private static Optional<FileKind> text(byte[] file) {
    String text = start(file);
    String trimmed = text.stripLeading();
    if (trimmed.isEmpty() || text.chars().anyMatch(letter -> letter < '\t')) {
      return Optional.empty();
    }
    if (trimmed.startsWith(".") && trimmed.contains(".git/annex/objects/")) {
      trimmed = trimmed.substring(trimmed.indexOf("/annex/"));
    }
    boolean markup = trimmed.startsWith("<?xml") || trimmed.startsWith("<!--");
    return markup ? markup(trimmed) : first(TEXTS, trimmed.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Optional<FileKind> markup(String text) {
    if (text.contains("<svg") || text.contains("<!doctype svg")) {
      return Optional.of(new FileKind("SVG", CONVERT));
    }
    return Optional.of(new FileKind(text.contains("<html") ? "HTML page" : "XML text", FETCH));
  }

  /** The first letters in lower case; those of UTF-16 without their zeros. */
  private static String start(byte[] file) {
    int length = Math.min(file.length, TEXT_BYTES);
    if (ImageFormat.starts(file, 0, "\u00FF\u00FE")
        || ImageFormat.starts(file, 0, "\u00FE\u00FF")) {
      return new String(file, 0, length, StandardCharsets.UTF_16).toLowerCase(Locale.ROOT);
    }
    int skipped = ImageFormat.starts(file, 0, "\u00EF\u00BB\u00BF") ? 3 : 0;
    return new String(file, skipped, length - skipped, StandardCharsets.ISO_8859_1)
        .toLowerCase(Locale.ROOT);
  }

  /** Windows' icons and cursors: few bytes that are zeros but for a number of images. */
  private static Optional<FileKind> icon(byte[] file) {
    boolean icon = ImageFormat.starts(file, 0, "\0\0\1\0");
    boolean cursor = ImageFormat.starts(file, 0, "\0\0\2\0");
    return (icon || cursor) && file.length >= 22 && file[4] != 0 && file[5] == 0 && file[9] == 0
        ? Optional.of(new FileKind(icon ? "Windows icon" : "Windows cursor", CONVERT))
        : Optional.empty();
  }

  /** Caffe's message of channels, height and width, each a small number, and samples. */
  private static Optional<FileKind> datum(byte[] file) {
    int at = 0;
    for (int field = 0x08; field <= 0x18; field += 0x08) {
      if (at + 2 > file.length || file[at] != field) {
        return Optional.empty();
      }
      at++;
      while (at < file.length && file[at] < 0) {
        at++;
      }
      at++;
    }
    return at < file.length && (file[at] == 0x22 || file[at] == 0x28)
        ? Optional.of(new FileKind("Caffe datum", RECORDS))
        : Optional.empty();
  }

  /** TensorFlow's records: a length and its masked checksum. */
  private static Optional<FileKind> tfRecord(byte[] file) {
    if (file.length < 16) {
      return Optional.empty();
    }
    CRC32C checksum = new CRC32C();
    checksum.update(file, 0, Long.BYTES);
    int masked = Integer.rotateRight((int) checksum.getValue(), 15) + 0xA282EAD8;
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(Long.BYTES) == masked
        ? Optional.of(new FileKind("TFRecord file", RECORDS))
        : Optional.empty();
  }

  /** Truevision's files have a signature at their end, and old ones only a header that can be. */
  private static Optional<FileKind> targa(byte[] file) {
    if (file.length < 18) {
      return Optional.empty();
    }
    boolean signed = ImageFormat.starts(file, file.length - 18, "TRUEVISION-XFILE.\0");
    int type = file[2] & ~8;
    int bits = file[16];
    boolean header =
        type >= 1
            && type <= 3
            && file[1] == (type == 1 ? 1 : 0)
            && (file[17] & 0xC0) == 0
            && (type == 2 ? bits == 16 || bits == 24 || bits == 32 : bits == 8)
            && (file[12] | file[13]) != 0
            && (file[14] | file[15]) != 0;
    return signed || header ? Optional.of(new FileKind("Targa image", CONVERT)) : Optional.empty();
  }
}
