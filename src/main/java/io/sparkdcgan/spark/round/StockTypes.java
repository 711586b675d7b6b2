package io.sparkdcgan.spark.round;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.sparkdcgan.spark.KryoTypes;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.serializer.KryoRegistrator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingAggregationTuple;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Our types, and those that dl4j-spark's training master sends: for contexts in which it is
 * measured, and no others.
 */
public final class StockTypes implements KryoRegistrator {
  @Override
  public void registerClasses(Kryo kryo) {
    new KryoTypes().registerClasses(kryo);
    kryo.register(ArrayList.class);
    kryo.register(DataSet.class);
    kryo.register(NetBroadcastTuple.class);
    // A configuration is a tree of DL4J's classes; it knows how to write itself.
    kryo.register(MultiLayerConfiguration.class, new JavaSerializer());
    kryo.register(AtomicInteger.class, new JavaSerializer());
    kryo.register(ParameterAveragingTrainingResult.class);
    kryo.register(ParameterAveragingAggregationTuple.class);
  }
}
