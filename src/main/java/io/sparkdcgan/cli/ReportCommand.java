package io.sparkdcgan.cli;

import io.sparkdcgan.artifact.RunFolder;
import io.sparkdcgan.report.RunReport;
import io.sparkdcgan.spark.JobContext;
import io.sparkdcgan.storage.ObjectStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code report RUN}: writes the run's page anew from what its folder holds. */
@Command(name = "report", description = "Rebuilds a run's page, report.html.")
final class ReportCommand implements JobCommand {
  @Parameters(paramLabel = "RUN", description = "The run's folder: hdfs:, s3a:, file: or a path.")
  private String run;

  @Override
  public Object run() {
    ObjectStore store = ObjectStore.at(run, JobContext.storage());
    String report = new RunReport(new RunFolder(store)).write();
    return new Result(store.uri(), report);
  }

  private record Result(String run, String report) {}
}
