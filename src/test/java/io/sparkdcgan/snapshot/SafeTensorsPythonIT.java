package io.sparkdcgan.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparkdcgan.model.GanState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The format's own Python package as the judge. Skipped where {@code python3} (or what the
 * environment's {@code PYTHON} names) has no safetensors and numpy.
 */
class SafeTensorsPythonIT {
  @TempDir Path folder;
  private final String python = Optional.ofNullable(System.getenv("PYTHON")).orElse("python3");

  @BeforeEach
  void needsPython() throws Exception {
    boolean there;
    try {
      there = run("import safetensors.numpy") != null;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, python + " with safetensors and numpy is not installed");
  }

  @Test
  void pythonReadsTheTensorsAndCountersOfAState() throws Exception {
    GanState state = SampleState.after(3);
    Path file = folder.resolve("state.safetensors");
    try (OutputStream out = Files.newOutputStream(file)) {
      new StateFile(SampleState.GENERATOR, SampleState.DISCRIMINATOR).write(state, out);
    }
    String read =
        run(
            """
            import sys
            from safetensors import safe_open
            with safe_open(sys.argv[1], framework='np') as f:
                print(len(f.keys()))
                print(f.metadata()['round'], f.metadata()['generator.updates'])
                w = f.get_tensor('generator.up1.W.v')
                print(w.dtype, w.shape, w[1, 2, 1, 0].tobytes().hex())
            """,
            file.toString());
    // Slot up1.W begins at 30; element [1, 2, 1, 0] of [2, 3, 2, 2] is its 22nd.
    int bits = Float.floatToIntBits(state.generator().secondMoments()[30 + 22]);
    String hex = String.format(Locale.ROOT, "%08x", Integer.reverseBytes(bits));
    assertEquals(List.of("17", "3 15", "float32 (2, 3, 2, 2) " + hex), read.lines().toList());
  }

  @Test
  void whatPythonWritesIsRead() throws Exception {
    Path file = folder.resolve("python.safetensors");
    run(
        """
        import sys, numpy
        from safetensors.numpy import save_file
        save_file({'b': numpy.array([[1.5, -2.0]], numpy.float32), 'a': numpy.array([7, -8])},
                  sys.argv[1], {'made': 'by python'})
        """,
        file.toString());
    try (InputStream in = Files.newInputStream(file)) {
      SafeTensorsReader reader = new SafeTensorsReader(in, Files.size(file));
      assertEquals("by python", reader.header().metadata().get("made"));
      assertEquals("a", reader.header().tensors().get(0).name());
      long[] a = new long[2];
      float[] b = new float[2];
      reader.longs(a, 0);
      reader.floats(b, 0);
      assertArrayEquals(new long[] {7, -8}, a);
      assertArrayEquals(new float[] {1.5f, -2}, b);
    }
  }

  /** What the script printed, or null if it failed. */
  private String run(String script, String... arguments) throws Exception {
    Path path = Files.writeString(folder.resolve("script.py"), script);
    ProcessBuilder builder = new ProcessBuilder(python, path.toString());
    builder.command().addAll(List.of(arguments));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() == 0 ? printed : null;
  }
}
