package io.sparkdcgan.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A whole import beside the bare codec and scaler on the same bytes: what the import costs. */
final class ImportBenchmark {
  /** What results call the import. */
  static final String IMPORT = "import";

  /** Drawn images; more files than that repeat them. */
  private static final int DRAWN = 64;

  private final List<byte[]> files;
  private final int imageSize;

  /** Imports a folder of images. */
  @FunctionalInterface
  interface Importing {
    /** Imports the folder {@code source} into the folder {@code to}, which does not exist. */
    void run(Path source, Path to) throws IOException;
  }

  private ImportBenchmark(List<byte[]> files, int imageSize) {
    this.files = files;
    this.imageSize = imageSize;
  }

  /**
   * Draws the images.
   *
   * @param images how many files
   * @param edge of the images, in pixels
   * @param imageSize to which they are scaled
   */
  static ImportBenchmark of(int images, int edge, int imageSize) throws IOException {
    List<byte[]> drawn = SampleJpegs.draw(Math.min(images, DRAWN), edge);
    List<byte[]> files = new ArrayList<>(images);
    for (int index = 0; index < images; index++) {
      files.add(drawn.get(index % drawn.size()));
    }
    return new ImportBenchmark(files, imageSize);
  }

  /** Mean bytes of a file. */
  double bytesAnImage() {
    return files.stream().mapToInt(file -> file.length).average().orElseThrow();
  }

  /**
   * Measures.
   *
   * @param folder an empty one, for the files and the shards
   * @param cores that the import has; as many loops run at once
   */
  Measurements run(
      Path folder,
      int cores,
      Importing importing,
      Alternation alternation,
      Alternation.Watcher watcher)
      throws IOException {
    Path source = Files.createDirectories(folder.resolve("pictures"));
    for (int index = 0; index < files.size(); index++) {
      Files.write(source.resolve(String.format(Locale.ROOT, "%07d.jpg", index)), files.get(index));
    }
    List<List<byte[]>> shares = new ArrayList<>();
    for (int core = 0; core < cores; core++) {
      shares.add(files.subList(files.size() * core / cores, files.size() * (core + 1) / cores));
    }
    var left = shares.iterator();
    Contender whole = new WholeImport(source, folder, files.size(), importing);
    try (Together bare =
        new Together(BareCodec.NAME, cores, () -> new BareCodec(left.next(), imageSize))) {
      Measurements measured = alternation.run(List.of(whole, bare), watcher);
      if (!measured.has(IMPORT) || !measured.has(BareCodec.NAME)) {
        throw new Contender.Lost("an import and a loop are needed, but one of them was lost");
      }
      return measured;
    }
  }

  /** Each turn imports into another folder. */
  private static final class WholeImport implements Contender {
    private final Path source;
    private final Path folder;
    private final long images;
    private final Importing importing;
    private int turn;

    WholeImport(Path source, Path folder, long images, Importing importing) {
      this.source = source;
      this.folder = folder;
      this.images = images;
      this.importing = importing;
    }

    @Override
    public String name() {
      return IMPORT;
    }

    @Override
    public long images() {
      return images;
    }

    @Override
    public double turn() {
      Path to = folder.resolve("shards-" + turn++);
      long begin = System.nanoTime();
      try {
        importing.run(source, to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return (System.nanoTime() - begin) * 1e-9;
    }

    @Override
    public void close() {}
  }
}
