package io.github.eduindicators.trend;

/**
 * A straight line through points with known variances, by weighted least squares; times are reckoned from the first one, so that moving
 * all years changes no bit of the slope.
 */
final class Line {
    final double first;
    /** The sum of weights. */
    final double weight;
    /** The weighted mean of times since the first. */
    final double meanTime;
    final double meanValue;
    /** The weighted sum of squares of times; 0 of a single time. */
    final double spread;
    final double slope;

    private Line(double first, double weight, double meanTime, double meanValue, double spread, double slope) {
        this.first = first;
        this.weight = weight;
        this.meanTime = meanTime;
        this.meanValue = meanValue;
        this.spread = spread;
        this.slope = slope;
    }

    /** Fits; at least one point, variances positive. Without two different times the slope is 0 and the spread 0. */
    static Line fit(double[] time, double[] value, double[] variance) {
        double first = time[0];
        double weight = 0;
        double times = 0;
        double values = 0;
        for (int i = 0; i < time.length; i++) {
            double w = 1 / variance[i];
            weight += w;
            times += w * (time[i] - first);
            values += w * value[i];
        }
        double meanTime = times / weight;
        double meanValue = values / weight;
        double spread = 0;
        double products = 0;
        for (int i = 0; i < time.length; i++) {
            double w = 1 / variance[i];
            double apart = time[i] - first - meanTime;
            spread += w * apart * apart;
            products += w * apart * (value[i] - meanValue);
        }
        boolean sloped = time[time.length - 1] > first;
        return new Line(first, weight, meanTime, meanValue, sloped ? spread : 0, sloped ? products / spread : 0);
    }

    double at(double time) {
        return meanValue + slope * (time - first - meanTime);
    }

    /** The variance of the line at a time; without a spread, of its mean. */
    double varianceAt(double time) {
        double apart = time - first - meanTime;
        return 1 / weight + (spread > 0 ? apart * apart / spread : 0);
    }

    /** The weighted sum of squares of what the line leaves. */
    double misfit(double[] time, double[] value, double[] variance) {
        double sum = 0;
        for (int i = 0; i < time.length; i++) {
            double rest = value[i] - at(time[i]);
            sum += rest * rest / variance[i];
        }
        return sum;
    }
}
