package io.github.eduindicators.stats;

import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.special.Gamma;

/**
 * The Stuart-Maxwell test: do the two classifications of the same objects have the same distribution?
 *
 * <p>With the differences of row and column totals {@code d} of all but one category, and
 * {@code S(ii) = r(i) + c(i) - 2 n(ii)}, {@code S(ij) = -(n(ij) + n(ji))}, the statistic is {@code d' S^-1 d}, about chi-squared under
 * equality of the margins. Categories that nobody moved into or out of are dropped; where the moves fall into several parts that are
 * not connected, the generalised inverse is used and the degrees of freedom are its rank. With fewer than about 30 pairs off the
 * diagonal the p-value is only a guide: use the exact sign test beside it.
 *
 * <p>Reference: A. Stuart (1955), Biometrika 42:412-416, doi:10.1093/biomet/42.3-4.412; A. E. Maxwell (1970), British Journal of
 * Psychiatry 116:651-655, doi:10.1192/bjp.116.535.651.
 *
 * @param statistic the statistic, not negative
 * @param degreesOfFreedom the degrees of freedom, positive
 * @param p the p-value, 0..1
 */
public record MarginalHomogeneity(double statistic, int degreesOfFreedom, double p) {

    /**
     * Tests a square table.
     *
     * @param table counts of pairs, rows and columns in the same order of categories; none negative
     * @return the result, or empty if nobody is off the diagonal
     * @throws IllegalArgumentException if the table is not square or a count is negative
     */
    public static Optional<MarginalHomogeneity> test(int[][] table) {
        int k = table.length;
        RealMatrix covariance = new Array2DRowRealMatrix(Math.max(k, 1), Math.max(k, 1));
        RealVector difference = new ArrayRealVector(Math.max(k, 1));
        for (int i = 0; i < k; i++) {
            if (table[i].length != k) {
                throw new IllegalArgumentException("the table must be square, got a row of " + table[i].length + " of " + k);
            }
            for (int j = 0; j < k; j++) {
                int count = table[i][j];
                if (count < 0) {
                    throw new IllegalArgumentException("counts must not be negative, got " + count);
                }
                if (i != j) {
                    difference.addToEntry(i, count);
                    difference.addToEntry(j, -count);
                    covariance.addToEntry(i, i, count);
                    covariance.addToEntry(j, j, count);
                    covariance.addToEntry(i, j, -count);
                    covariance.addToEntry(j, i, -count);
                }
            }
        }
        EigenDecomposition eigen = new EigenDecomposition(covariance);
        double largest = eigen.getRealEigenvalue(0);
        double statistic = 0;
        int rank = 0;
        for (int i = 0; i < covariance.getRowDimension(); i++) {
            double value = eigen.getRealEigenvalue(i);
            if (value > 1e-9 * Math.max(1, largest)) {
                double projection = eigen.getEigenvector(i).dotProduct(difference);
                statistic += projection * projection / value;
                rank++;
            }
        }
        if (rank == 0) {
            return Optional.empty();
        }
        double p = Gamma.regularizedGammaQ(rank / 2.0, statistic / 2);
        return Optional.of(new MarginalHomogeneity(statistic, rank, p));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "MarginalHomogeneity[chi2=%.4f, df=%d, p=%.4g]", statistic, degreesOfFreedom, p);
    }
}
