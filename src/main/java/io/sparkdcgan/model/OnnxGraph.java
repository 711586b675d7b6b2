package io.sparkdcgan.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * An ONNX graph that is a chain: each node's first input is the output of the one before. The
 * protobuf classes are those that ND4J has for its own import.
 */
final class OnnxGraph {
  /** Of 2020: every runtime in use has it, and no operator here has changed its meaning since. */
  static final int OPSET = 13;

  /** The file format that belongs to that opset. */
  private static final int IR_VERSION = 7;

  private static final String BATCH = "n";

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private String last;

  /** Something that a node is given in addition to its inputs. */
  record Attribute(AttributeProto message) {}

  /**
   * A graph without nodes.
   *
   * @param shape of one row of the input
   */
  OnnxGraph(String name, String input, long... shape) {
    graph.setName(name).addInput(value(input, shape));
    last = input;
  }

  static Attribute attribute(String name, long value) {
    return new Attribute(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.INT)
            .setI(value)
            .build());
  }

  static Attribute attribute(String name, float value) {
    return new Attribute(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.FLOAT)
            .setF(value)
            .build());
  }

  static Attribute attribute(String name, long first, long... others) {
    AttributeProto.Builder message =
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.INTS)
            .addInts(first);
    for (long other : others) {
      message.addInts(other);
    }
    return new Attribute(message.build());
  }

  /** Appends a node; {@code constants} are its inputs after the first. */
  OnnxGraph node(String operator, List<String> constants, Attribute... attributes) {
    String output = operator + graph.getNodeCount();
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addInput(last)
            .addAllInput(constants)
            .addOutput(output);
    for (Attribute attribute : attributes) {
      node.addAttribute(attribute.message());
    }
    graph.addNode(node);
    last = output;
    return this;
  }

  /** A tensor of floats that nodes may name, cut out of a network's flat array. */
  void constant(TensorSlot slot, float[] flat) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(slot.length(), Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(flat, slot.offset(), slot.length());
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(slot.name())
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addAllDims(slot.shape())
            .setRawData(ByteString.copyFrom(bytes)));
  }

  /** A vector of whole numbers that nodes may name. */
  void constant(String name, long... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(numbers);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(numbers.length)
            .setRawData(ByteString.copyFrom(bytes)));
  }

  /** The whole model, whose only output is that of the last node. */
  ModelProto endingIn(String output, long... shape) {
    int end = graph.getNodeCount() - 1;
    graph.setNode(end, graph.getNode(end).toBuilder().setOutput(0, output));
    graph.addOutput(value(output, shape));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("spark-dcgan")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private static ValueInfoProto value(String name, long... row) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam(BATCH);
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
