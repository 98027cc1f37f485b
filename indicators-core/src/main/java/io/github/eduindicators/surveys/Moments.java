package io.github.eduindicators.surveys;

import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/** Weighted variances and covariance of the values and a covariate, over the pupils of whom it is known. */
record Moments(double xx, double xy, double yy) {
    /** A variance below this part of the mean square is what rounding leaves of equal numbers. */
    private static final double ROUNDING = 1e-24;

    static Moments of(Statistic.Sample sample, IntToDoubleFunction covariate) {
        double total = 0;
        double sumX = 0;
        double sumY = 0;
        double squareX = 0;
        double squareY = 0;
        for (int i = 0; i < sample.size(); i++) {
            double x = covariate.applyAsDouble(i);
            double weight = Double.isNaN(x) ? 0 : sample.weight(i);
            if (weight > 0) {
                double y = sample.value(i);
                total += weight;
                sumX += weight * x;
                sumY += weight * y;
                squareX += weight * x * x;
                squareY += weight * y * y;
            }
        }
        if (!(total > 0)) {
            return new Moments(0, 0, 0);
        }
        double meanX = sumX / total;
        double meanY = sumY / total;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < sample.size(); i++) {
            double x = covariate.applyAsDouble(i);
            double weight = Double.isNaN(x) ? 0 : sample.weight(i);
            if (weight > 0) {
                double fromX = x - meanX;
                double fromY = sample.value(i) - meanY;
                xx += weight * fromX * fromX;
                xy += weight * fromX * fromY;
                yy += weight * fromY * fromY;
            }
        }
        return new Moments(xx > ROUNDING * squareX ? xx : 0, xy, yy > ROUNDING * squareY ? yy : 0);
    }

    OptionalDouble slope() {
        return xx > 0 ? OptionalDouble.of(xy / xx) : OptionalDouble.empty();
    }

    OptionalDouble correlation() {
        return xx > 0 && yy > 0
                ? OptionalDouble.of(Math.max(-1, Math.min(1, xy / (Math.sqrt(xx) * Math.sqrt(yy)))))
                : OptionalDouble.empty();
    }

    OptionalDouble rSquared() {
        OptionalDouble r = correlation();
        return r.isPresent() ? OptionalDouble.of(r.getAsDouble() * r.getAsDouble()) : r;
    }
}
