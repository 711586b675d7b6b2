package io.sparkdcgan.api;

import io.sparkdcgan.api.DcganExploration.ExploredFigures;
import io.sparkdcgan.api.DcganExploration.PickedImages;
import io.sparkdcgan.evaluation.ImageSet;
import io.sparkdcgan.evaluation.NearImage;
import io.sparkdcgan.evaluation.NearestSearch;
import io.sparkdcgan.explore.ArithmeticFigures;
import io.sparkdcgan.explore.AttributeTable;
import io.sparkdcgan.explore.DiscriminatorFilters;
import io.sparkdcgan.explore.Drawings;
import io.sparkdcgan.explore.ExplorePage;
import io.sparkdcgan.explore.Figure;
import io.sparkdcgan.explore.FilterFigure;
import io.sparkdcgan.explore.ForgettingFigure;
import io.sparkdcgan.explore.ForgottenObject;
import io.sparkdcgan.explore.LatentSpace;
import io.sparkdcgan.explore.NeighborFigure;
import io.sparkdcgan.explore.NeighborFigure.Neighbor;
import io.sparkdcgan.explore.NeighborFigure.Neighbors;
import io.sparkdcgan.explore.ObjectRegion;
import io.sparkdcgan.explore.TurnFigure;
import io.sparkdcgan.explore.WalkFigures;
import io.sparkdcgan.inference.GuidedBackpropagation;
import io.sparkdcgan.inference.HiddenMaps;
import io.sparkdcgan.model.GanNetworks;
import io.sparkdcgan.model.LatentSampler;
import io.sparkdcgan.model.NetworkState;
import io.sparkdcgan.spark.TensorRdd;
import io.sparkdcgan.spark.scoring.ImageChoice;
import io.sparkdcgan.spark.scoring.NearestJob;
import io.sparkdcgan.spark.scoring.SampleJob;
import io.sparkdcgan.storage.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** Draws the figures of one snapshot, one after the other, and writes each when it is drawn. */
final class ExplorationFigures {
  private static final String PAGE = "explore.html";
  private static final int REAL_IMAGES = 512;
  private static final int NEIGHBOR_ROWS = 8;
  private static final int NEIGHBORS = 5;

  private final DcganRun run;
  private final TrainedSnapshot snapshot;
  private final ImportedShards real;
  private final int count;
  private final long seed;
  private final ObjectRegion region;
  private final PickedImages picked;
  private final GanNetworks networks;
  private final int size;
  private final WorkProgress progress;

  ExplorationFigures(DcganExploration exploration, ImportedShards real, PickedImages picked) {
    this.run = exploration.run;
    this.snapshot = exploration.snapshot;
    this.real = real;
    this.count = exploration.count;
    this.seed = exploration.seed;
    this.region = exploration.region;
    this.picked = picked;
    this.networks = GanNetworks.of(snapshot.network());
    this.size = run.imageSize();
    this.progress = WorkProgress.of(exploration.listener);
  }

  ExploredFigures write(JavaSparkContext spark, ObjectStore target) {
    String name = run.config().name();
    ExplorePage page = new ExplorePage(name, snapshot.round(), seed);
    List<Figure> figures = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Map<String, String> written = new LinkedHashMap<>();
    SampleJob job = new SampleJob(spark, snapshot.network(), snapshot.generator(), seed);
    progress.at("drawing images", 0);
    ImageSet drawn = job.images(count);
    progress.at("choosing real images", 0.15);
    TensorRdd tensors = real.rdd(spark);
    ImageSet chosen = new ImageChoice(tensors, seed).of((int) Math.min(real.images(), REAL_IMAGES));
    Drawings drawings = drawings(job);
    progress.at("walking and reckoning with latents", 0.25);
    figures.addAll(latentFigures(drawings, drawn));
    progress.at("looking at filters", 0.4);
    figures.add(filters(images(chosen, chosen.count())));
    progress.at("forgetting an object", 0.6);
    forgetting(drawings)
        .ifPresentOrElse(
            figures::add,
            () -> missing.add("Nothing to forget: no place, or every place, is in the object."));
    progress.at("looking for neighbors", 0.8);
    figures.add(neighbors(new NearestJob(spark, tensors), drawn, chosen));
    progress.at("writing figures", 0.95);
    for (Figure figure : figures) {
      target.put(figure.name() + ".png", figure.png());
      target.put(figure.name() + ".json", page.numbers(figure));
      written.put(figure.name(), target.uri(figure.name() + ".png"));
    }
    for (String older : OlderImages.figures(target, PAGE)) {
      if (!written.containsKey(older)) {
        target.delete(older + ".png");
        target.delete(older + ".json");
      }
    }
    target.put(PAGE, page.html(figures, missing));
    return new ExploredFigures(target.uri(), snapshot.round(), written, target.uri(PAGE));
  }

  private Drawings drawings(SampleJob job) {
    LatentSpace space =
        new LatentSpace(snapshot.network().latentSize(), snapshot.network().latentDistribution());
    return new Drawings(space, job::draw, number -> job.latents(number, 1), size);
  }

  private List<Figure> latentFigures(Drawings drawings, ImageSet drawn) {
    LatentSpace space = drawings.space();
    float[] latents =
        LatentSampler.of(snapshot.network()).drawEach(seed, "walk latent", 0, WalkFigures.LATENTS);
    WalkFigures walks = new WalkFigures(space, drawings.artist(), size);
    AttributeTable table = new AttributeTable(drawn);
    List<Figure> figures = new ArrayList<>(List.of(walks.rows(latents), walks.closed(latents)));
    figures.addAll(new ArithmeticFigures(drawings, table, seed).of(picked.sums()));
    figures.add(new TurnFigure(drawings, table).of(picked.turns()));
    return figures;
  }

  /** Both discriminators normalize by the same real images; the random one is the run's first. */
  private Figure filters(List<float[]> images) {
    NetworkState first = networks.initialState(run.config().seed()).discriminator();
    float[] batch = joined(images);
    try (GuidedBackpropagation random = new GuidedBackpropagation(networks, first);
        GuidedBackpropagation trained =
            new GuidedBackpropagation(networks, snapshot.discriminator())) {
      random.calibrate(batch);
      trained.calibrate(batch);
      return new FilterFigure(images, size)
          .of(new DiscriminatorFilters(random, size), new DiscriminatorFilters(trained, size));
    }
  }

  private static float[] joined(List<float[]> images) {
    int batch = Math.min(images.size(), GuidedBackpropagation.BATCH);
    int length = images.get(0).length;
    float[] joined = new float[batch * length];
    for (int i = 0; i < batch; i++) {
      System.arraycopy(images.get(i), 0, joined, i * length, length);
    }
    return joined;
  }

  private Optional<Figure> forgetting(Drawings drawings) {
    try (HiddenMaps maps = new HiddenMaps(networks, snapshot.generator())) {
      ForgottenObject object =
          picked.boxes().isEmpty()
              ? ForgottenObject.of(drawings, maps, region)
              : ForgottenObject.of(drawings, maps, picked.boxes());
      return object
          .fit(seed)
          .map(dropped -> new ForgettingFigure(drawings, maps, seed).of(object, dropped));
    }
  }

  private Figure neighbors(NearestJob job, ImageSet drawn, ImageSet chosen) {
    return new NeighborFigure(size)
        .of(neighbors(job, drawn, true), neighbors(job, chosen, false), NEIGHBORS);
  }

  private static List<Neighbors> neighbors(NearestJob job, ImageSet set, boolean equalsCount) {
    ImageSet first = set.part(0, Math.min(NEIGHBOR_ROWS, set.count()));
    NearestSearch search = new NearestSearch(first).forImages(NEIGHBORS, equalsCount);
    List<List<NearImage>> found = job.found(search).images();
    return IntStream.range(0, first.count())
        .mapToObj(
            i ->
                new Neighbors(
                    first.nchw(i, i + 1),
                    found.get(i).stream().map(ExplorationFigures::neighbor).toList()))
        .toList();
  }

  private static Neighbor neighbor(NearImage near) {
    int side = (int) Math.round(Math.sqrt(near.pixels().length / 3.0));
    ImageSet one = ImageSet.of(Arrays.asList(new byte[][] {near.pixels()}), side);
    return new Neighbor(near.key(), near.distance(), one.nchw(0, 1));
  }

  private static List<float[]> images(ImageSet set, int most) {
    return IntStream.range(0, Math.min(most, set.count()))
        .mapToObj(i -> set.nchw(i, i + 1))
        .toList();
  }
}
