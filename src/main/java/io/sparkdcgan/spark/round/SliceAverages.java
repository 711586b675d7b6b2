package io.sparkdcgan.spark.round;

import io.sparkdcgan.model.GanState;
import io.sparkdcgan.round.AveragedSlice;
import io.sparkdcgan.round.Averaging;
import io.sparkdcgan.round.StateSlice;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** What an averaging task does with the slices that arrived at it. Crosses Spark. */
final class SliceAverages
    extends AbstractFunction1<Iterator<Tuple2<Integer, StateSlice>>, AveragedSlice[]>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private final Averaging averaging;
  private final Broadcast<GanState> start;

  SliceAverages(Averaging averaging, Broadcast<GanState> start) {
    this.averaging = averaging;
    this.start = start;
  }

  @Override
  public AveragedSlice[] apply(Iterator<Tuple2<Integer, StateSlice>> arrived) {
    Map<Integer, List<StateSlice>> byIndex = new TreeMap<>();
    while (arrived.hasNext()) {
      StateSlice slice = arrived.next()._2();
      byIndex.computeIfAbsent(slice.index(), index -> new ArrayList<>()).add(slice);
    }
    return averaging.averages(byIndex.values(), start::value).toArray(AveragedSlice[]::new);
  }
}
