// How the notebooks show pictures and curves: `%load show.jsh`.

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.DefaultXYDataset;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Pictures [n, 3, S, S] in [-1, 1] on one sheet, a pixel of theirs as zoom x zoom of the sheet's. */
BufferedImage sheet(INDArray pictures, int columns, int zoom) {
  int count = (int) pictures.size(0), size = (int) pictures.size(2), cell = size * zoom + 2;
  var sheet = new BufferedImage(columns * cell, (count - 1) / columns * cell + cell, BufferedImage.TYPE_INT_RGB);
  Graphics2D pen = sheet.createGraphics();
  pen.setColor(Color.WHITE);
  pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
  for (int i = 0; i < count; i++) {
    float[][][] planes = planes(pictures, i);
    var picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        picture.setRGB(x, y, level(planes[0][y][x]) << 16 | level(planes[1][y][x]) << 8 | level(planes[2][y][x]));
      }
    }
    pen.drawImage(picture, i % columns * cell + 1, i / columns * cell + 1, size * zoom, size * zoom, null);
  }
  pen.dispose();
  return sheet;
}

/** Red, green and blue of one picture, row by row. */
float[][][] planes(INDArray pictures, int index) {
  INDArray picture = pictures.slice(index);
  return new float[][][] {
    picture.slice(0).toFloatMatrix(), picture.slice(1).toFloatMatrix(), picture.slice(2).toFloatMatrix()
  };
}

/** The inverse of how pixels become tensors, x / 127.5 - 1. */
int level(float value) {
  return Math.max(0, Math.min(255, Math.round((value + 1) * 127.5f)));
}

/** Curves over one axis: a name to its values, as many as there are of x. */
BufferedImage curves(String title, String across, double[] x, Map<String, double[]> lines) {
  var data = new DefaultXYDataset();
  lines.forEach((name, y) -> data.addSeries(name, new double[][] {x, y}));
  JFreeChart chart = ChartFactory.createXYLineChart(title, across, null, data);
  XYPlot plot = chart.getXYPlot();
  plot.setBackgroundPaint(Color.WHITE);
  plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
  plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
  Color[] colors = {new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7)};
  for (int i = 0; i < lines.size(); i++) {
    plot.getRenderer().setSeriesPaint(i, colors[i % colors.length]);
    plot.getRenderer().setSeriesStroke(i, new java.awt.BasicStroke(2));
  }
  return chart.createBufferedImage(640, 260);
}
