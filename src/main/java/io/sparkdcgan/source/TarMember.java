package io.sparkdcgan.source;

/**
 * A member of a tar archive by its header. Nothing in it is to be trusted.
 *
 * @param name its path in the archive without a leading {@code ./}; for {@link Kind#DAMAGED} the
 *     place, {@code @} and an offset
 * @param kind what its header says that it is
 * @param size bytes of content that its header claims, at least 0
 * @param start where the first of its headers starts, in bytes from the start of the file
 * @param data where its content starts
 */
record TarMember(String name, Kind kind, long size, long start, long data) {
  enum Kind {
    FILE,
    DIRECTORY,
    /** A hard or a symbolic link. */
    LINK,
    /** A device, a pipe, a sparse file, or what no version of tar knows. */
    OTHER,
    /** No header where one has to be. */
    DAMAGED,
    /** The archive ends inside of a header. */
    CUT
  }

  /** Behind its content, before the padding to whole blocks. */
  long end() {
    return data + size;
  }

  /** Whether it stands for a lost member, whose name nobody knows. */
  boolean isLost() {
    return kind == Kind.DAMAGED || kind == Kind.CUT;
  }

  /** Whether it would be an image if it were as it should be; lost members may have been one. */
  ImageName.Claim claim() {
    return isLost() ? ImageName.Claim.IMAGE : ImageName.claim(ImageName.tame(name));
  }

  /** Whether it is a regular file, whose first bytes can be looked at. */
  boolean isFile() {
    return kind == Kind.FILE;
  }

  /** Whether its name leads out of the folder that the archive is unpacked in. */
  boolean leadsOut() {
    return !ImageName.tame(name).equals(name);
  }
}
