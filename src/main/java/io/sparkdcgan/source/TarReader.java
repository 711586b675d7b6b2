package io.sparkdcgan.source;

import io.sparkdcgan.image.FileKind;
import io.sparkdcgan.image.ImageContent;
import io.sparkdcgan.image.ImageContent.EncodedImage;
import io.sparkdcgan.image.ImageDecoder;
import io.sparkdcgan.image.Reject;
import io.sparkdcgan.source.TarHeader.LongFields;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The members of a tar archive, one after the other, whatever is in it: memory is taken for bytes
 * that are there and never for bytes that a header claims. Names are only ever names; nothing is
 * unpacked.
 *
 * <p>Behind a damaged header, or one that claims more than the archive holds, reading goes on at
 * the next block that is a header beyond doubt, so that one bad member costs one member. A stream
 * that is compressed has no known length: there a claim beyond the end costs the rest.
 */
final class TarReader implements Closeable {
  private final InputStream in;
  private final Closeable file;
  private final long mostBytes;
  private final long stop;
  private final long end;
  private long position;
  private long next;
  private TarMember member;

  /** Whether headers have to be looked for, since the last one was none or lied. */
  private boolean searching;

  /** Whether the member last returned has been rejected, so that no second reject blames it. */
  private boolean blamed;

  /** What the file is instead, if its first block shows it. */
  private Optional<FileKind> foreign = Optional.empty();

  private boolean ended;

  /**
   * @param in what is read, from a header on
   * @param file closed with this
   * @param mostBytes of a member's content: more is a reject
   * @param start where {@code in} stands, in bytes from the start of the file
   * @param stop members that start here or behind belong to others
   * @param end where the archive ends; {@link Long#MAX_VALUE} if nobody knows
   */
  TarReader(InputStream in, Closeable file, long mostBytes, long start, long stop, long end) {
    this.in = in;
    this.file = file;
    this.mostBytes = mostBytes;
    this.position = start;
    this.next = start;
    this.stop = stop;
    this.end = end;
  }

  /** Whether members can be skipped without reading them. */
  boolean seeks() {
    return end != Long.MAX_VALUE;
  }

  /**
   * The next member; what was not read of the last one is skipped.
   *
   * @throws java.io.UncheckedIOException if the storage has trouble
   */
  Optional<TarMember> next() {
    if (ended) {
      return Optional.empty();
    }
    try {
      if (next > position) {
        skipTo(next);
      }
      Optional<TarMember> found = find();
      ended = found.isEmpty();
      found.ifPresent(
          listed -> {
            member = listed;
            blamed = false;
          });
      return found;
    } catch (IOException e) {
      // of a compressed stream: it ends too early, or its bytes are wrong
      ended = true;
      TarMember.Kind kind = e instanceof EOFException ? TarMember.Kind.CUT : TarMember.Kind.DAMAGED;
      return blamed ? Optional.empty() : Optional.of(lost(kind, position));
    }
  }

  private Optional<TarMember> find() throws IOException {
    LongFields fields = new LongFields();
    boolean zeros = false;
    while (position < stop || !fields.isEmpty()) {
      long at = position;
      byte[] block = take(TarHeader.BLOCK);
      boolean nothing = isZero(block);
      if (block.length < TarHeader.BLOCK) {
        boolean clean = nothing && fields.isEmpty();
        ended = true;
        foreign = at == 0 ? FileKind.ofAny(block) : Optional.empty();
        return clean || searching ? Optional.empty() : Optional.of(lost(TarMember.Kind.CUT, at));
      }
      if (nothing) {
        if (zeros && !searching) {
          return Optional.empty();
        }
        zeros = true;
        continue;
      }
      zeros = false;
      Optional<TarHeader> header = TarHeader.parse(block, searching);
      if (header.isPresent()) {
        searching = false;
        if (!LongFields.isExtension(header.get())) {
          return Optional.of(member(header.get(), fields, at));
        }
      }
      if (!searching && !(header.isPresent() && extend(fields, header.get(), at))) {
        searching = true;
        next = position;
        foreign = at == 0 ? FileKind.ofAny(block) : Optional.empty();
        return Optional.of(lost(TarMember.Kind.DAMAGED, at));
      }
    }
    return Optional.empty();
  }

  private boolean extend(LongFields fields, TarHeader header, long at) throws IOException {
    if (header.size() > LongFields.MOST_BYTES) {
      return false;
    }
    byte[] padded = take((int) padded(header.size()));
    if (padded.length < header.size()) {
      throw new EOFException();
    }
    return fields.take(header, at, Arrays.copyOf(padded, (int) header.size()));
  }

  private TarMember member(TarHeader header, LongFields fields, long at) {
    String name = fields.name(header);
    TarMember.Kind kind = header.kind(name);
    while (name.startsWith("./")) {
      name = name.substring(2);
    }
    boolean content = kind == TarMember.Kind.FILE || kind == TarMember.Kind.OTHER;
    long size = content ? fields.size(header) : 0;
    TarMember found = new TarMember(name, kind, size, fields.start(at), position);
    if (found.end() > end) {
      searching = true;
      next = position;
    } else {
      next = position + padded(size);
    }
    return found;
  }

  private TarMember lost(TarMember.Kind kind, long at) {
    member = new TarMember("@" + at, kind, 0, at, at);
    return member;
  }

  /**
   * What the member last returned holds, or why it is not to be had. May be asked once.
   *
   * @throws java.io.UncheckedIOException if the storage has trouble
   */
  ImageContent content() {
    ImageContent content = refusal().<ImageContent>map(reject -> reject).orElseGet(this::bytes);
    blamed = content instanceof Reject;
    return content;
  }

  /** Why the member last returned is not to be had, as far as its header shows. */
  Optional<Reject> refusal() {
    return Optional.ofNullable(
        switch (member.kind()) {
          case DAMAGED ->
              foreign(
                  new Reject(
                      Reject.Reason.DAMAGED, "there is no tar header at byte " + member.start()));
          case CUT ->
              foreign(
                  new Reject(
                      Reject.Reason.TRUNCATED, "its archive ends behind byte " + member.start()));
          case LINK -> new Reject(Reject.Reason.LINK, "a link, which has no content of its own");
          case OTHER, DIRECTORY ->
              new Reject(Reject.Reason.UNSUPPORTED, "no regular file of its archive");
          case FILE ->
              member.leadsOut()
                  ? new Reject(
                      Reject.Reason.UNSAFE_NAME, "its name leads out of its archive's folder")
                  : null;
        });
  }

  /** What is said of a file that is no tar archive at all, or this of its first member. */
  private Reject foreign(Reject without) {
    return member.start() > 0
        ? without
        : foreign
            .map(
                kind ->
                    new Reject(
                        Reject.Reason.UNSUPPORTED,
                        "no tar archive (" + kind.name() + "): " + kind.sourceRemedy()))
            .orElse(without);
  }

  private ImageContent bytes() {
    long size = member.size();
    if (size > mostBytes) {
      return ImageDecoder.tooManyBytes(size, mostBytes);
    }
    if (member.end() > end) {
      return cut(size, Math.max(end - member.data(), 0));
    }
    try {
      byte[] bytes = take((int) size);
      return bytes.length == size ? new EncodedImage(bytes) : cut(size, bytes.length);
    } catch (EOFException e) {
      return cut(size, 0);
    } catch (IOException e) {
      ended = true;
      return new Reject(Reject.Reason.DAMAGED, "its archive is damaged: " + e.getMessage());
    }
  }

  private Reject cut(long size, long there) {
    ended = ended || !seeks();
    return new Reject(
        Reject.Reason.TRUNCATED,
        "its archive ends after " + there + " of the " + size + " bytes that its header claims");
  }

  /** Up to so many bytes; fewer only at the end. Grows with what is there. */
  private byte[] take(int count) throws IOException {
    byte[] bytes;
    if (seeks() && count <= end - position) {
      // they are there: one array, for one that grows takes twice the memory
      bytes = new byte[count];
      in.readNBytes(bytes, 0, count);
    } else {
      bytes = in.readNBytes(count);
    }
    position += bytes.length;
    return bytes;
  }

  private void skipTo(long target) throws IOException {
    // the padding behind the last member may be missing
    long length = Math.min(target, end) - position;
    in.skipNBytes(length);
    position += length;
  }

  private static long padded(long size) {
    return (size + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
  }

  private static boolean isZero(byte[] block) {
    for (byte value : block) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
