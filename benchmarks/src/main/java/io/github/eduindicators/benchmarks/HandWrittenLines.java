package io.github.eduindicators.benchmarks;

import io.github.eduindicators.results.YearSeries;
import java.util.List;

/** What one would write by hand to fit lines by known errors: loops over arrays of times, values and variances, and nothing kept but |z|. */
final class HandWrittenLines {
    private final double[][] time;
    private final double[][] value;
    private final double[][] variance;

    private HandWrittenLines(int series) {
        time = new double[series][];
        value = new double[series][];
        variance = new double[series][];
    }

    static HandWrittenLines of(List<YearSeries> all) {
        HandWrittenLines lines = new HandWrittenLines(all.size());
        for (int i = 0; i < all.size(); i++) {
            List<YearSeries.Point> points = all.get(i).points();
            lines.time[i] = points.stream().mapToDouble(YearSeries.Point::time).toArray();
            lines.value[i] = points.stream().mapToDouble(YearSeries.Point::value).toArray();
            lines.variance[i] = points.stream().mapToDouble(point -> Math.pow(point.standardError().orElseThrow(), 2)).toArray();
        }
        return lines;
    }

    /** The sum of |z| of the slopes. */
    double sum(double shock) {
        double sum = 0;
        for (int i = 0; i < time.length; i++) {
            double weights = 0;
            double times = 0;
            double values = 0;
            for (int t = 0; t < time[i].length; t++) {
                double w = 1 / (variance[i][t] + shock);
                weights += w;
                times += w * time[i][t];
                values += w * value[i][t];
            }
            double spread = 0;
            double products = 0;
            for (int t = 0; t < time[i].length; t++) {
                double w = 1 / (variance[i][t] + shock);
                double apart = time[i][t] - times / weights;
                spread += w * apart * apart;
                products += w * apart * (value[i][t] - values / weights);
            }
            sum += Math.abs(products / spread * Math.sqrt(spread));
        }
        return sum;
    }
}
