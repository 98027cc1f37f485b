package io.github.eduindicators.stats;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Sums of doubles and of products of doubles that lose nothing: the value of a sum is the mathematical one, rounded once when asked, so
 * it is the same whatever the order of the terms and however partial sums were merged.
 *
 * <p>Each sum is kept as a few doubles whose mathematical total it is (J. R. Shewchuk (1997), Discrete and Computational Geometry
 * 18:305-363, doi:10.1007/PL00009321). Exact while no term or product is above 1e200 or, unless 0, below 1e-200.
 */
final class ExactSums implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Wide enough for products of numbers of full precision that differ by several orders of magnitude. */
    private static final int USUAL_WIDTH = 4;

    private final int count;
    private int width = USUAL_WIDTH;
    private double[] parts;

    ExactSums(int count) {
        this.count = count;
        this.parts = new double[count * width];
    }

    void clear() {
        Arrays.fill(parts, 0);
    }

    void add(int sum, double term) {
        add(sum, 0, term);
    }

    /** Adds a term, beginning at one of the parts: the total is the same wherever it begins, and small terms need fewer steps further on. */
    private void add(int sum, int first, double term) {
        double[] all = parts;
        double rest = term;
        int end = (sum + 1) * width;
        for (int at = end - width + first; at < end && rest != 0; at++) {
            double part = all[at];
            double total = part + rest;
            double taken = total - part;
            rest = (part - (total - taken)) + (rest - taken);
            all[at] = total;
        }
        if (rest != 0) {
            tidy(sum, rest);
        }
    }

    void addProduct(int sum, double a, double b) {
        double product = a * b;
        add(sum, 0, product);
        add(sum, 1, Math.fma(a, b, -product));
    }

    void addAll(ExactSums other) {
        for (int sum = 0; sum < count; sum++) {
            addSum(sum, other, sum);
        }
    }

    void addSum(int sum, ExactSums other, int otherSum) {
        for (int i = 0; i < other.width; i++) {
            add(sum, other.parts[otherSum * other.width + i]);
        }
    }

    /** Adds a times another sum. */
    void addProduct(int sum, double a, ExactSums other, int otherSum) {
        for (int i = 0; i < other.width; i++) {
            addProduct(sum, a, other.parts[otherSum * other.width + i]);
        }
    }

    /** The sum, rounded correctly. */
    double rounded(int sum) {
        double[] disjoint = new double[width];
        int n = withoutOverlap(sum, disjoint);
        if (n == 0) {
            return 0;
        }
        double high = disjoint[--n];
        double low = 0;
        while (n > 0) {
            double before = high;
            double next = disjoint[--n];
            high = before + next;
            low = next - (high - before);
            if (low != 0) {
                break;
            }
        }
        // A half that rounded to even is not a half if more follows on its side.
        if (n > 0 && (low < 0 && disjoint[n - 1] < 0 || low > 0 && disjoint[n - 1] > 0)) {
            double twice = low * 2;
            double other = high + twice;
            if (twice == other - high) {
                high = other;
            }
        }
        return high;
    }

    private int withoutOverlap(int sum, double[] into) {
        int n = 0;
        for (int i = sum * width; i < (sum + 1) * width; i++) {
            n = grow(into, n, parts[i]);
        }
        return n;
    }

    /** Adds a term to parts that do not overlap and rise in size; zeros are dropped. */
    private static int grow(double[] disjoint, int n, double term) {
        double x = term;
        int kept = 0;
        for (int i = 0; i < n; i++) {
            double y = disjoint[i];
            double total = x + y;
            double taken = total - x;
            double rest = (x - (total - taken)) + (y - taken);
            if (rest != 0) {
                disjoint[kept++] = rest;
            }
            x = total;
        }
        if (x != 0) {
            disjoint[kept++] = x;
        }
        return kept;
    }

    /** Makes the parts of a sum free of overlap, so that the rest finds a place, and all sums wider if there is none. */
    private void tidy(int sum, double rest) {
        double[] disjoint = new double[width + 1];
        int n = grow(disjoint, withoutOverlap(sum, disjoint), rest);
        if (n > width) {
            double[] wider = new double[count * (width + 1)];
            for (int i = 0; i < count; i++) {
                System.arraycopy(parts, i * width, wider, i * (width + 1), width);
            }
            parts = wider;
            width++;
        }
        Arrays.fill(parts, sum * width, (sum + 1) * width, 0);
        for (int i = 0; i < n; i++) {
            parts[sum * width + i] = disjoint[n - 1 - i];
        }
    }
}
