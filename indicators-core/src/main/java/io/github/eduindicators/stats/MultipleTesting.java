package io.github.eduindicators.stats;

import com.google.common.primitives.Ints;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adjusts p-values for the number of tests made: a test is chosen at level q if its adjusted p is at most q.
 *
 * <p>All three stay valid, and become more careful, where p-values are discrete and therefore larger than uniform under the null; give
 * them ordinary p-values, not mid-p. Cost: {@code O(m log m)} for m tests.
 */
public enum MultipleTesting {
    /**
     * Of the tests chosen at q, at most a share q are expected to be false alarms, when the tests are independent or positively
     * dependent. The i-th smallest of m p-values becomes {@code min over j >= i of p(j) m / j}, at most 1.
     *
     * <p>Reference: Y. Benjamini, Y. Hochberg (1995), JRSS B 57:289-300, doi:10.1111/j.2517-6161.1995.tb02031.x.
     */
    BENJAMINI_HOCHBERG {
        @Override
        double[] ordered(double[] sorted) {
            return stepUp(sorted, 1);
        }
    },
    /**
     * The same whatever the dependence: Benjamini-Hochberg times {@code 1 + 1/2 + ... + 1/m}.
     *
     * <p>Reference: Y. Benjamini, D. Yekutieli (2001), Annals of Statistics 29:1165-1188, doi:10.1214/aos/1013699998.
     */
    BENJAMINI_YEKUTIELI {
        @Override
        double[] ordered(double[] sorted) {
            double harmonic = 0;
            for (int i = sorted.length; i >= 1; i--) {
                harmonic += 1.0 / i;
            }
            return stepUp(sorted, harmonic);
        }
    },
    /**
     * The probability of even one false alarm among the tests chosen at q is at most q, whatever the dependence. The i-th smallest of m
     * p-values becomes {@code max over j <= i of p(j) (m - j + 1)}, at most 1.
     *
     * <p>Reference: S. Holm (1979), Scandinavian Journal of Statistics 6:65-70.
     */
    HOLM {
        @Override
        double[] ordered(double[] sorted) {
            double[] adjusted = new double[sorted.length];
            double largest = 0;
            for (int i = 0; i < sorted.length; i++) {
                largest = Math.max(largest, Math.min(1, sorted[i] * (sorted.length - i)));
                adjusted[i] = largest;
            }
            return adjusted;
        }
    };

    /** The adjusted values of p-values that rise. */
    abstract double[] ordered(double[] sorted);

    private static double[] stepUp(double[] sorted, double factor) {
        double[] adjusted = new double[sorted.length];
        double smallest = 1;
        for (int i = sorted.length - 1; i >= 0; i--) {
            smallest = Math.min(smallest, sorted[i] * (factor * sorted.length / (i + 1)));
            adjusted[i] = smallest;
        }
        return adjusted;
    }

    /**
     * Adjusts the p-values of a family of tests.
     *
     * @param p p-values of the whole family, each 0..1; may be none
     * @return the adjusted values in the same order
     * @throws IllegalArgumentException if a value is outside 0..1
     */
    public double[] adjust(double... p) {
        for (double value : p) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("p must be within 0..1, got " + value);
            }
        }
        List<Integer> list = IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble((Integer i) -> p[i])).toList();
        int[] order = Ints.toArray(list);
        double[] sorted = new double[p.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = p[order[i]];
        }
        double[] ordered = ordered(sorted);
        double[] adjusted = new double[p.length];
        for (int i = 0; i < order.length; i++) {
            adjusted[order[i]] = ordered[i];
        }
        return adjusted;
    }
}
