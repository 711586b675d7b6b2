/**
 * What other programs call, and the command line too: import, tensors, training, drawing and
 * scoring in a Spark context of the caller's.
 *
 * <pre>{@code
 * SparkConf conf = DcganSpark.configure(new SparkConf().setAppName("nightly faces"));
 * try (JavaSparkContext spark = new JavaSparkContext(conf)) {
 *   ImportedShards faces =
 *       DcganImport.from("faces:hdfs://namenode/raw/img_align_celeba.zip")
 *           .imageSize(64)
 *           .into(spark, "hdfs://namenode/faces-64");
 *   JavaRDD<INDArray> batches = faces.tensors(spark, 128); // [n, 3, 64, 64] floats in [-1, 1]
 *
 *   TrainingOutcome.Finished trained =
 *       DcganTraining.of("conf/faces-64.conf")
 *           .set("training.rounds", 10)
 *           .on(faces)
 *           .listener(round -> log.info("round {} of {}", round.round(), round.rounds()))
 *           .train(spark, "s3a://bucket/runs/faces")
 *           .orThrow();
 *   trained.run().latest().draw(spark, 1000, "s3a://bucket/drawn/faces");
 * }
 * }</pre>
 *
 * <p>There is one style of builder: a static method gives an object with the usual settings, each
 * method that sets something gives a copy with that change and leaves the object as it is, and the
 * last call, which takes the context, does the work. So any of them may be kept and shared between
 * threads. What is given back is a record inside of the class that gives it.
 *
 * <p>Stable since 0.1: with semantic versioning, what compiles and runs against this room goes on
 * doing so until the next major version (before 1.0: the next minor one). Signatures name types of
 * this room, of the JDK, Spark, Hadoop and ND4J, and the values {@code Failure}, {@code ExitCode},
 * {@code StopRequest} and {@code TrainingResult}, which are as stable. Every other room may change
 * with any version.
 *
 * <p>Who makes a context or an RDD closes it; nothing that is returned here has to be closed. What
 * goes wrong is a {@code Failure} with an {@code ExitCode}. Nothing here prints to standard output,
 * catches signals or ends the process.
 */
package io.sparkdcgan.api;
