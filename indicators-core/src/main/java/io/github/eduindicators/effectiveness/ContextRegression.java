package io.github.eduindicators.effectiveness;

import io.github.eduindicators.effectiveness.ContextualExpectation.Estimator;
import io.github.eduindicators.effectiveness.ContextualExpectation.Weights;
import io.github.eduindicators.stats.Interval;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The regression of one set of variables: weights, fit, and what follows for each row. Of a row that is {@link #alone} only the
 * leverage may be asked.
 */
final class ContextRegression {
    private static final double BEND = 1.345;
    /** As MASS::rlm has it, so that its figures are met to the last digits. */
    private static final double NORMAL_MEDIAN = 0.6745;
    private static final int STEPS = 200;
    private static final double CLOSE = 1e-12;
    private static final int TAU_STEPS = 60;
    private static final double EXACT = 1e-26;
    private static final double ALONE = 1e-8;
    /** The least share of the residual variance that is taken to be left without a row. */
    private static final double LEAST_LEFT = 1e-12;

    private final LinearFit.Design design;
    private final double[] y;
    private final double[] weight;
    private final double[] sampling;
    private final int rows;
    private final int freedom;
    private final double[] residuals;
    private final double[] leverages;
    private final double[] ownLeverages;
    private final LinearFit last;
    private final OptionalDouble between;
    private final boolean robust;
    private final double scale;
    private final double errorScale;
    private final double r2;
    private final boolean exact;
    private final double quantile;
    private final double quantileWithout;

    /** Fits the rows; the sampling standard deviation of pupils is NaN where it is not known. */
    ContextRegression(LinearFit.Design design, double[] y, double[] n, double pupils, Estimator estimator, Weights weights) {
        this.design = design;
        this.y = y;
        this.rows = y.length;
        int k = design.covariates() + 1;
        this.freedom = rows - k;
        this.sampling = new double[rows];
        for (int i = 0; i < rows; i++) {
            sampling[i] = pupils * pupils / n[i];
        }
        this.weight = new double[rows];
        if (weights == Weights.PRECISION && !Double.isNaN(pupils)) {
            double tauSquared = tauSquared();
            this.between = OptionalDouble.of(Math.sqrt(tauSquared));
            for (int i = 0; i < rows; i++) {
                weight[i] = 1 / (tauSquared + sampling[i]);
            }
        } else {
            this.between = OptionalDouble.empty();
            for (int i = 0; i < rows; i++) {
                weight[i] = weights == Weights.EQUAL ? 1 : n[i];
            }
        }
        LinearFit plain = design.fit(y, weight);
        this.leverages = plain.leverages();
        this.robust = estimator == Estimator.HUBER;
        double[] used = weight.clone();
        if (robust) {
            this.last = huber(plain, used);
            this.ownLeverages = last.leverages();
            this.residuals = last.residuals();
            double squares = sumOfSquares(residuals, weight);
            double median = median(residuals);
            this.exact = exact(squares);
            this.scale = exact ? 0 : median > 0 ? median : Math.sqrt(squares / freedom);
            this.errorScale = exact ? 0 : huberError(k);
        } else {
            this.last = plain;
            this.ownLeverages = leverages;
            this.residuals = plain.residuals();
            double squares = sumOfSquares(residuals, weight);
            this.exact = exact(squares);
            this.scale = exact ? 0 : Math.sqrt(squares / freedom);
            this.errorScale = scale;
        }
        this.r2 = share(used);
        this.quantile = Interval.student(0, 1, freedom).upper();
        this.quantileWithout = Interval.student(0, 1, freedomWithout()).upper();
    }

    /** Paule and Mandel's estimate: the spread beside sampling with which the weighted squares come to what is expected. */
    private double tauSquared() {
        double tauSquared = 0;
        double[] w = new double[rows];
        for (int step = 0; step < TAU_STEPS; step++) {
            for (int i = 0; i < rows; i++) {
                w[i] = 1 / (tauSquared + sampling[i]);
            }
            double[] left = design.fit(y, w).residuals();
            double excess = sumOfSquares(left, w) - freedom;
            double slope = 0;
            for (int i = 0; i < rows; i++) {
                slope += w[i] * w[i] * left[i] * left[i];
            }
            if (!(excess > CLOSE * freedom) || !(slope > 0)) {
                break;
            }
            tauSquared += excess / slope;
        }
        return tauSquared;
    }

    /** Steps of weighted least squares until the residuals stay; leaves the weights of the last fit. */
    private LinearFit huber(LinearFit plain, double[] used) {
        LinearFit fit = plain;
        for (int step = 0; step < STEPS; step++) {
            double[] left = fit.residuals();
            double s = median(left);
            if (!(s > 0) || exact(sumOfSquares(left, weight))) {
                break;
            }
            for (int i = 0; i < rows; i++) {
                used[i] = weight[i] * psi(left[i] * Math.sqrt(weight[i]) / s);
            }
            fit = design.fit(y, used);
            double change = 0;
            double size = 0;
            for (int i = 0; i < rows; i++) {
                double moved = fit.residuals()[i] - left[i];
                change += weight[i] * moved * moved;
                size += weight[i] * left[i] * left[i];
            }
            if (Math.sqrt(change / size) <= CLOSE) {
                break;
            }
        }
        return fit;
    }

    /** Huber's weight of a residual in standard deviations. */
    private static double psi(double u) {
        return Math.abs(u) <= BEND ? 1 : BEND / Math.abs(u);
    }

    /** The median of the absolute weighted residuals in standard deviations of a normal law. */
    private double median(double[] left) {
        double[] sizes = new double[rows];
        for (int i = 0; i < rows; i++) {
            sizes[i] = Math.abs(left[i]) * Math.sqrt(weight[i]);
        }
        Arrays.sort(sizes);
        double median = rows % 2 == 1 ? sizes[rows / 2] : (sizes[rows / 2 - 1] + sizes[rows / 2]) / 2;
        return median / NORMAL_MEDIAN;
    }

    /** The standard deviation that the errors of Huber's coefficients rest on: that of summary.rlm, method XtX. */
    private double huberError(int k) {
        double squares = 0;
        double inside = 0;
        for (int i = 0; i < rows; i++) {
            double u = residuals[i] * Math.sqrt(weight[i]);
            double bent = u * psi(u / scale);
            squares += bent * bent;
            inside += Math.abs(u / scale) <= BEND ? 1 : 0;
        }
        double mean = inside / rows;
        if (!(mean > 0)) {
            return scale;
        }
        double variance = (inside * (1 - mean) * (1 - mean) + (rows - inside) * mean * mean) / (rows - 1);
        double kappa = 1 + k * variance / (rows * mean * mean);
        return Math.sqrt(squares / freedom) * kappa / mean;
    }

    /** Whether what is left is no more than rounding leaves. */
    private boolean exact(double squares) {
        return !(squares > EXACT * sumOfSquares(y, weight));
    }

    private static double sumOfSquares(double[] values, double[] w) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += w[i] * values[i] * values[i];
        }
        return sum;
    }

    /** The share of the weighted spread of the outcome that goes with the covariates. */
    private double share(double[] w) {
        double total = 0;
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            total += w[i];
            sum += w[i] * y[i];
        }
        double mean = sum / total;
        double all = 0;
        double left = 0;
        for (int i = 0; i < rows; i++) {
            all += w[i] * (y[i] - mean) * (y[i] - mean);
            left += w[i] * residuals[i] * residuals[i];
        }
        return design.covariates() == 0 || !(all > EXACT * sumOfSquares(y, w)) ? 0 : Math.max(0, Math.min(1, 1 - left / all));
    }

    /** The coefficients, the intercept first, and their standard errors. */
    double[][] coefficients() {
        double[] errors = design.coefficients(robust ? design.fit(y, weight) : last)[1];
        double[] values = design.coefficients(last)[0];
        for (int a = 0; a < errors.length; a++) {
            errors[a] = Math.min(Double.MAX_VALUE, errors[a] * errorScale);
        }
        return new double[][] {values, errors};
    }

    int freedom() {
        return freedom;
    }

    /** Degrees of freedom of the studentised residuals. */
    int freedomWithout() {
        return robust ? freedom : freedom - 1;
    }

    double r2() {
        return r2;
    }

    double residualError() {
        return scale;
    }

    OptionalDouble betweenError() {
        return between;
    }

    double residual(int i) {
        return residuals[i];
    }

    double leverage(int i) {
        return Math.min(1, leverages[i]);
    }

    /** Whether nothing is left of the covariates of the row without the row itself. */
    boolean alone(int i) {
        return !(1 - ownLeverages[i] > ALONE) || !(1 - leverages[i] > ALONE);
    }

    /** The row less what all other rows lead to expect; for Huber's fit with the robust weights as they are. */
    double difference(int i) {
        return residuals[i] / (1 - ownLeverages[i]);
    }

    double standardised(int i) {
        return exact ? 0 : residuals[i] * Math.sqrt(weight[i]) / (scale * Math.sqrt(1 - leverages[i]));
    }

    double spread(int i) {
        return exact ? 0 : Math.sqrt(spreadWithout(i) + expectationWithout(i));
    }

    /** The variance of the row about its expectation, from the other rows. */
    private double spreadWithout(int i) {
        if (robust) {
            return scale * scale / weight[i];
        }
        double own = residuals[i] * residuals[i] * weight[i] / (1 - leverages[i]) / (scale * scale);
        double share = Math.max(LEAST_LEFT, (freedom - own) / (freedom - 1));
        return scale * scale * share / weight[i];
    }

    /** The variance of what the other rows lead to expect. */
    private double expectationWithout(int i) {
        double unit = robust ? errorScale * errorScale / weight[i] : spreadWithout(i);
        return unit * leverages[i] / (1 - leverages[i]);
    }

    Interval prediction(int i) {
        double error = Math.sqrt((scale * scale + errorScale * errorScale * leverages[i]) / weight[i]);
        double fitted = y[i] - residuals[i];
        return new Interval(fitted, fitted - quantile * error, fitted + quantile * error);
    }

    /** The difference with its interval: sampling of the row and error of what is expected. */
    Interval differenceInterval(int i) {
        double difference = difference(i);
        double own = Double.isNaN(sampling[i]) ? exact ? 0 : spreadWithout(i) : sampling[i];
        double error = Math.sqrt(own + (exact ? 0 : expectationWithout(i)));
        return new Interval(difference, difference - quantileWithout * error, difference + quantileWithout * error);
    }
}
