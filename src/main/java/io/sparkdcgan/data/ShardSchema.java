package io.sparkdcgan.data;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** The columns of a shard: a key, a label, and pixels as CHW bytes of a fixed length. */
final class ShardSchema {
  static final int KEY = 0;
  static final int LABEL = 1;
  static final int PIXELS = 2;

  /** The key of the Parquet metadata that holds the edge of the images. */
  static final String IMAGE_SIZE = "sparkdcgan.image-size";

  private ShardSchema() {}

  static MessageType of(int imageSize) {
    return Types.buildMessage()
        .required(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named("key")
        .required(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named("label")
        .required(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
        .length(ImageBlock.imageBytes(imageSize))
        .named("pixels")
        .named("picture");
  }
}
