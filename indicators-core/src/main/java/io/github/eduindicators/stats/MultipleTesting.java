package io.github.eduindicators.stats;

import com.google.common.primitives.Ints;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Adjusts p-values for the number of tests made. */
public final class MultipleTesting {
    private MultipleTesting() {}

    /**
     * Benjamini-Hochberg: of the tests with an adjusted p at most q, at most a share q are expected to be false alarms when the tests
     * are independent or positively dependent.
     *
     * <p>The i-th smallest of m p-values becomes {@code min over j >= i of p(j) * m / j}, at most 1. Cost: {@code O(m log m)}.
     * Valid also, and more careful, where p-values are discrete.
     *
     * <p>Reference: Y. Benjamini, Y. Hochberg (1995), JRSS B 57:289-300, doi:10.1111/j.2517-6161.1995.tb02031.x.
     *
     * @param p p-values of the whole family, each 0..1; may be none
     * @return the adjusted values in the same order
     * @throws IllegalArgumentException if a value is outside 0..1
     */
    public static double[] benjaminiHochberg(double... p) {
        for (double value : p) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("p must be within 0..1, got " + value);
            }
        }
        List<Integer> order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> p[i]).reversed())
                .toList();
        double[] adjusted = new double[p.length];
        double smallest = 1;
        int rank = p.length;
        for (int i : Ints.toArray(order)) {
            smallest = Math.min(smallest, p[i] * ((double) p.length / rank--));
            adjusted[i] = smallest;
        }
        return adjusted;
    }
}
