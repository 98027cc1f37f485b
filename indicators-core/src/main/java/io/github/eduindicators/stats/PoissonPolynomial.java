package io.github.eduindicators.stats;

import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;

/**
 * A smooth curve through a histogram of whole-number scores: {@code y(s) ~ Poisson(exp(polynomial in s))}, fitted by maximum
 * likelihood to the scores that are not left out.
 *
 * <p>Leaving scores out is the same as giving each a dummy of its own, whose coefficient is {@code ln(y / expected)} with variance
 * {@code 1 / y + variance of the logarithm of the expectation}. So the curve says what would be expected at a place if it were like
 * its surroundings. Orthonormal polynomials keep the fit well conditioned. Cost: {@code O(scores * degree^2)} a step, at most 100
 * steps; independent of the number of pupils.
 *
 * <p>The curve is meant for scores inside the range that was used; a polynomial means nothing beyond it.
 */
public final class PoissonPolynomial {
    private static final int MAX_STEPS = 100;

    private final double[][] basis;
    private final RealVector coefficients;
    private final RealMatrix covariance;
    private final double dispersion;

    private PoissonPolynomial(double[][] basis, RealVector coefficients, RealMatrix covariance, double dispersion) {
        this.basis = basis;
        this.coefficients = coefficients;
        this.covariance = covariance;
        this.dispersion = dispersion;
    }

    /**
     * Fits the curve.
     *
     * @param counts how often each of the scores 0, 1, 2, ... occurs; none negative
     * @param leftOut the scores that the curve must not follow
     * @param degree the degree of the polynomial, 1 or more
     * @return the curve, or empty if there are fewer than degree + 2 scores to fit, fewer of them than degree + 1 occur, or the fit
     *     does not converge
     * @throws IllegalArgumentException if a count is negative or the degree is less than 1
     */
    public static Optional<PoissonPolynomial> fit(int[] counts, BitSet leftOut, int degree) {
        if (degree < 1) {
            throw new IllegalArgumentException("degree must be at least 1, got " + degree);
        }
        int used = 0;
        int occurring = 0;
        for (int s = 0; s < counts.length; s++) {
            if (counts[s] < 0) {
                throw new IllegalArgumentException("counts must not be negative, got " + counts[s]);
            }
            used += leftOut.get(s) ? 0 : 1;
            occurring += !leftOut.get(s) && counts[s] > 0 ? 1 : 0;
        }
        if (used < degree + 2 || occurring < degree + 1) {
            return Optional.empty();
        }
        double[][] basis = orthonormal(counts.length, degree);
        double[][] x = new double[used][];
        double[] y = new double[used];
        for (int s = 0, i = 0; s < counts.length; s++) {
            if (!leftOut.get(s)) {
                x[i] = basis[s];
                y[i++] = counts[s];
            }
        }
        try {
            return maximise(basis, new Array2DRowRealMatrix(x, false), y);
        } catch (SingularMatrixException e) {
            return Optional.empty();
        }
    }

    private static Optional<PoissonPolynomial> maximise(double[][] basis, RealMatrix x, double[] y) {
        int n = y.length;
        double[] expected = new double[n];
        double[] eta = new double[n];
        for (int i = 0; i < n; i++) {
            expected[i] = y[i] + 0.1;
            eta[i] = Math.log(expected[i]);
        }
        double deviance = Double.POSITIVE_INFINITY;
        RealVector beta = null;
        for (int step = 0; step < MAX_STEPS; step++) {
            RealVector next = weighted(x, expected).getSolver().solve(working(y, expected, eta));
            double[] newEta = x.operate(next).toArray();
            double newDeviance = deviance(y, newEta);
            for (int half = 0; half < 30 && beta != null && !(newDeviance <= deviance + 1e-9 * (1 + deviance)); half++) {
                next = next.add(beta).mapMultiply(0.5);
                newEta = x.operate(next).toArray();
                newDeviance = deviance(y, newEta);
            }
            if (!Double.isFinite(newDeviance)) {
                return Optional.empty();
            }
            boolean done = Math.abs(deviance - newDeviance) <= 1e-12 * (newDeviance + 0.1);
            beta = next;
            deviance = newDeviance;
            eta = newEta;
            for (int i = 0; i < n; i++) {
                expected[i] = Math.exp(eta[i]);
            }
            if (done) {
                return Optional.of(result(basis, x, y, expected, beta));
            }
        }
        return Optional.empty();
    }

    private static QRDecomposition weighted(RealMatrix x, double[] expected) {
        RealMatrix scaled = x.copy();
        for (int i = 0; i < expected.length; i++) {
            double root = Math.sqrt(expected[i]);
            for (int j = 0; j < x.getColumnDimension(); j++) {
                scaled.multiplyEntry(i, j, root);
            }
        }
        return new QRDecomposition(scaled, 1e-12);
    }

    private static RealVector working(double[] y, double[] expected, double[] eta) {
        double[] z = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            z[i] = Math.sqrt(expected[i]) * (eta[i] + (y[i] - expected[i]) / expected[i]);
        }
        return new ArrayRealVector(z, false);
    }

    private static double deviance(double[] y, double[] eta) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double mu = Math.exp(eta[i]);
            sum += 2 * ((y[i] > 0 ? y[i] * (Math.log(y[i]) - eta[i]) : 0) - (y[i] - mu));
        }
        return sum;
    }

    private static PoissonPolynomial result(
            double[][] basis, RealMatrix x, double[] y, double[] expected, RealVector beta) {
        QRDecomposition qr = weighted(x, expected);
        int p = x.getColumnDimension();
        RealMatrix r = qr.getR().getSubMatrix(0, p - 1, 0, p - 1);
        DecompositionSolver solver = new QRDecomposition(r.transpose().multiply(r), 1e-14).getSolver();
        double pearson = 0;
        for (int i = 0; i < y.length; i++) {
            pearson += (y[i] - expected[i]) * (y[i] - expected[i]) / expected[i];
        }
        return new PoissonPolynomial(basis, beta, solver.getInverse(), pearson / (y.length - p));
    }

    /** Values of orthonormal polynomials at 0 .. points - 1, one row a point, by the modified Gram-Schmidt method. */
    private static double[][] orthonormal(int points, int degree) {
        double[][] columns = new double[degree + 1][points];
        for (int d = 0; d <= degree; d++) {
            for (int s = 0; s < points; s++) {
                double centred = points == 1 ? 0 : 2.0 * s / (points - 1) - 1;
                columns[d][s] = d == 0 ? 1 : columns[d - 1][s] * centred;
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int e = 0; e < d; e++) {
                    double projection = 0;
                    for (int s = 0; s < points; s++) {
                        projection += columns[d][s] * columns[e][s];
                    }
                    for (int s = 0; s < points; s++) {
                        columns[d][s] -= projection * columns[e][s];
                    }
                }
            }
            double norm = 0;
            for (int s = 0; s < points; s++) {
                norm += columns[d][s] * columns[d][s];
            }
            norm = Math.sqrt(norm);
            for (int s = 0; s < points; s++) {
                columns[d][s] /= norm;
            }
        }
        double[][] rows = new double[points][degree + 1];
        for (int s = 0; s < points; s++) {
            for (int d = 0; d <= degree; d++) {
                rows[s][d] = columns[d][s];
            }
        }
        return rows;
    }

    /**
     * Returns what the curve expects at a score.
     *
     * @param score a score of the histogram, left out or not
     * @return the expected count, positive
     * @throws IndexOutOfBoundsException if the histogram has no such score
     */
    public double expected(int score) {
        return Math.exp(coefficients.dotProduct(new ArrayRealVector(basis[score], false)));
    }

    /**
     * Returns the variance of the difference of the logarithms of two expectations, as the fit leaves it uncertain.
     *
     * @param one a score
     * @param other another score
     * @return the variance, not negative
     * @throws IndexOutOfBoundsException if the histogram has no such score
     */
    public double varianceOfLogRatio(int one, int other) {
        return quadratic(new ArrayRealVector(basis[one]).subtract(new ArrayRealVector(basis[other])));
    }

    /**
     * Returns the variance of the logarithm of an expectation, as the fit leaves it uncertain.
     *
     * @param score a score
     * @return the variance, not negative
     * @throws IndexOutOfBoundsException if the histogram has no such score
     */
    public double varianceOfLog(int score) {
        return quadratic(new ArrayRealVector(basis[score]));
    }

    private double quadratic(RealVector v) {
        return Math.max(0, v.dotProduct(covariance.operate(v)));
    }

    /**
     * Returns how much more the fitted scores scatter around the curve than a Poisson count does.
     *
     * @return Pearson's chi-squared by its degrees of freedom; about 1 for a smooth histogram, more for a lumpy one
     */
    public double dispersion() {
        return dispersion;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "PoissonPolynomial[degree=%d, dispersion=%.3f]", coefficients.getDimension() - 1, dispersion);
    }
}
