"""A tiny feature model and what numpy makes of it, for FeatureModelTest: python ... FOLDER

Means over the quarters of a picture, 16 x 16 pixels wide, times a matrix to five numbers.
"""
import sys
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from inputs import features, pictures

folder = sys.argv[1]
weights = features(5, 12, 5)


def model(size, metadata):
    shape = ["n", 3, size, size]
    graph = helper.make_graph(
        [
            helper.make_node("AveragePool", ["pictures"], ["quarters"], kernel_shape=[8, 8], strides=[8, 8]),
            helper.make_node("Flatten", ["quarters"], ["flat"]),
            helper.make_node("MatMul", ["flat", "weights"], ["features"]),
        ],
        "tiny",
        [helper.make_tensor_value_info("pictures", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", 5])],
        [numpy_helper.from_array(weights, "weights")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    helper.set_model_props(made, metadata)
    return made


onnx.save(model("size", {}), f"{folder}/tiny.onnx")
# the mark of Inception's pool features, on a model that gives 5 numbers and not 2048
onnx.save(model(16, {"spark-dcgan.features": "inception-2015-12-05/pool_3"}), f"{folder}/tiny-marked.onnx")
drawn = pictures(77, 3, 16).astype(np.float64).transpose(0, 3, 1, 2) / 255 * 2 - 1
quarters = drawn.reshape(3, 3, 2, 8, 2, 8).mean(axis=(3, 5)).reshape(3, 12)
with open(f"{folder}/tiny-features.csv", "w") as out:
    out.write("# a row for each picture; made by src/it/oracles/tiny_features.py\n")
    for row in quarters @ weights.astype(np.float64):
        out.write(",".join(f"{value:.9f}" for value in row) + "\n")
