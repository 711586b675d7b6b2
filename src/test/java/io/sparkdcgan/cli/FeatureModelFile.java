package io.sparkdcgan.cli;

import io.sparkdcgan.random.RandomStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * A network that is as wide as Inception's pool and knows nothing: chance weights of 8 x 8 means.
 */
final class FeatureModelFile {
  private static final int CELL = 8;

  private FeatureModelFile() {}

  /**
   * Writes a model.
   *
   * @param size of its images
   * @param dimensions how many numbers it gives for each
   * @param metadata what it says of itself
   * @return {@code to}
   */
  static Path write(Path to, int size, int dimensions, Map<String, String> metadata)
      throws Exception {
    int cells = 3 * (size / CELL) * (size / CELL);
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("wide")
            .addInput(value("pictures", 3, size, size))
            .addNode(
                node("AveragePool", "cells", "pictures")
                    .addAttribute(cell("kernel_shape"))
                    .addAttribute(cell("strides")))
            .addNode(node("Flatten", "flat", "cells"))
            .addNode(node("MatMul", "features", "flat", "weights"))
            .addInitializer(weights(cells, dimensions))
            .addOutput(value("features", dimensions))
            .build();
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(7)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return Files.write(to, model.build().toByteArray());
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput(output);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private static AttributeProto cell(String name) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addInts(CELL)
        .addInts(CELL)
        .build();
  }

  private static TensorProto weights(int rows, int columns) {
    RandomStream chances = RandomStream.of(1, "feature model");
    ByteBuffer bytes =
        ByteBuffer.allocate(rows * columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putFloat(chances.nextInt(201) / 100f - 1);
    }
    return TensorProto.newBuilder()
        .setName("weights")
        .setDataType(TensorProto.DataType.FLOAT_VALUE)
        .addDims(rows)
        .addDims(columns)
        .setRawData(ByteString.copyFrom(bytes.flip()))
        .build();
  }

  private static ValueInfoProto value(String name, long... row) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("n");
    for (long size : row) {
      shape.addDimBuilder().setDimValue(size);
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
