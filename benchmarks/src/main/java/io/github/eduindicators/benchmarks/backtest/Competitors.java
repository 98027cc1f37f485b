package io.github.eduindicators.benchmarks.backtest;

import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.stats.Heterogeneity;
import java.util.List;

/** What anyone could forecast without a model of trends. */
final class Competitors {
    private Competitors() {}

    static double last(List<Point> points) {
        return points.get(points.size() - 1).value();
    }

    static double mean(List<Point> points) {
        return points.stream().mapToDouble(Point::value).average().orElseThrow();
    }

    static double meanOfPupils(List<Point> points) {
        double sum = 0;
        double all = 0;
        for (Point point : points) {
            double n = point.n().orElseThrow();
            sum += n * point.value();
            all += n;
        }
        return sum / all;
    }

    /** The random walk with drift: on from the last value by the mean step a year. */
    static double drift(List<Point> points, double time) {
        Point first = points.get(0);
        Point last = points.get(points.size() - 1);
        return last.time() > first.time()
                ? last.value() + (last.value() - first.value()) / (last.time() - first.time()) * (time - last.time())
                : last.value();
    }

    /** Levels without slopes, drawn towards their mean: one a series, each with a point at least. */
    static double[] drawnMeans(List<YearSeries> series, double shock) {
        int m = series.size();
        double[] level = new double[m];
        double[] variance = new double[m];
        for (int i = 0; i < m; i++) {
            double sum = 0;
            double weights = 0;
            for (Point point : series.get(i).points()) {
                double error = point.standardError().orElseThrow();
                double weight = 1 / (error * error + shock);
                sum += weight * point.value();
                weights += weight;
            }
            level[i] = sum / weights;
            variance[i] = 1 / weights;
        }
        double tau = Heterogeneity.tauSquared(level, variance).orElse(0);
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < m; i++) {
            sum += level[i] / (variance[i] + tau);
            weights += 1 / (variance[i] + tau);
        }
        double[] drawn = new double[m];
        for (int i = 0; i < m; i++) {
            drawn[i] = sum / weights + tau / (tau + variance[i]) * (level[i] - sum / weights);
        }
        return drawn;
    }
}
