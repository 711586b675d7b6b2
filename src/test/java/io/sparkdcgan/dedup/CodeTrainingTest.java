package io.sparkdcgan.dedup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkdcgan.data.ImageBatch;
import io.sparkdcgan.data.ImageBlock;
import io.sparkdcgan.dedup.CodeTraining.CodeUpdate;
import io.sparkdcgan.model.CodeNetwork;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.model.StockNetworks;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CodeTrainingTest {
  @Test
  void theErrorOfWhatIsReconstructedFalls() throws IOException {
    ImageBlock faces = ToyThumbnails.of(150);
    NetworkState state = CodeNetwork.initialState(1);
    double[] errors = new double[3];
    for (int round = 0; round < errors.length; round++) {
      List<CodeUpdate> updates = round(state, faces, round);
      errors[round] = updates.stream().mapToDouble(CodeUpdate::error).average().orElseThrow();
      state = CodeTraining.joined(updates);
    }
    assertTrue(errors[1] < 0.7 * errors[0], Arrays.toString(errors));
    assertTrue(errors[2] < errors[1], Arrays.toString(errors));
  }

  @Test
  void aWorkerIsAPureFunctionOfStateImagesSeedRoundAndNumber() throws IOException {
    ImageBlock faces = ToyThumbnails.of(20);
    NetworkState start = CodeNetwork.initialState(1);
    NetworkState end = CodeTraining.work(start, faces, 1, 2, 3).state();

    assertEquals(CodeNetwork.initialState(1), start);
    assertEquals(end, CodeTraining.work(start, faces, 1, 2, 3).state());
    assertNotEquals(end, CodeTraining.work(start, faces, 1, 2, 1).state());
    assertNotEquals(end, CodeTraining.work(start, faces, 1, 1, 3).state());
    assertNotEquals(end, CodeTraining.work(start, faces, 9, 2, 3).state());
  }

  @Test
  void aSingleImageIsEnoughToLearnFrom() throws IOException {
    NetworkState end =
        CodeTraining.work(CodeNetwork.initialState(1), ToyThumbnails.of(1), 1, 0, 0).state();
    assertTrue(end.isFinite());
  }

  @Test
  void codesAreTheUnitsThatStockDl4jTurnsOn() throws IOException {
    ImageBlock faces = ToyThumbnails.of(20);
    NetworkState trained = CodeTraining.work(CodeNetwork.initialState(1), faces, 1, 0, 0).state();
    float[] pixels = new float[20 * CodeNetwork.INPUTS];
    for (int face = 0; face < 20; face++) {
      ImageBatch.write(faces, face, pixels, face * CodeNetwork.INPUTS);
    }
    INDArray input = Nd4j.create(pixels, new long[] {20, CodeNetwork.INPUTS}, 'c');
    // corruption, encode, batch norm, rectifier
    INDArray units = StockNetworks.autoencoder(trained).feedForwardToLayer(3, input, false).get(4);

    Encoder encoder = new Encoder(trained);
    int on = 0;
    for (int face = 0; face < 20; face++) {
      float[] activations = encoder.activations(thumbnail(faces, face));
      float[] stock = units.getRow(face).toFloatVector();
      for (int unit = 0; unit < CodeNetwork.UNITS; unit++) {
        assertEquals(stock[unit], Math.max(activations[unit], 0), 1e-4);
        on += activations[unit] > 0 ? 1 : 0;
      }
    }
    assertTrue(on > 20 * 20 && on < 20 * 108, "units that are on: " + on);
  }

  @Test
  void whatTheFileHoldsReckonsTheSameCodes() throws IOException {
    ImageBlock faces = ToyThumbnails.of(20);
    NetworkState trained = CodeTraining.work(CodeNetwork.initialState(1), faces, 1, 0, 0).state();
    byte[] file = CodeFile.bytes(trained);
    NetworkState read = CodeFile.state(file);

    assertArrayEquals(file, CodeFile.bytes(read));
    assertArrayEquals(trained.parameters(), read.parameters());
    assertArrayEquals(trained.statistics(), read.statistics());
    ImageCode code = new Encoder(trained).code(thumbnail(faces, 7));
    assertEquals(code, new Encoder(read).code(thumbnail(faces, 7)));
    assertFalse(code.equals(new Encoder(read).code(thumbnail(faces, 8))));
  }

  private static List<CodeUpdate> round(NetworkState start, ImageBlock faces, int round) {
    return IntStream.range(0, CodeTraining.WORKERS)
        .mapToObj(worker -> CodeTraining.work(start, faces, 1, round, worker))
        .toList();
  }

  private static byte[] thumbnail(ImageBlock faces, int index) {
    int length = ImageBlock.imageBytes(32);
    return Arrays.copyOfRange(faces.pixels(), index * length, (index + 1) * length);
  }
}
