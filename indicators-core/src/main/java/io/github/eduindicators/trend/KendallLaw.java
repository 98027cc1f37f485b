package io.github.eduindicators.trend;

import io.github.eduindicators.laws.NormalLaw;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The law of Kendall's score over all equally likely orders of the years, given which values are equal.
 *
 * <p>With t values in a group of equal ones, M the number of pairs of different values and {@code S = M - 2 inversions}, inversions of the
 * orders of a multiset are counted by the Gaussian multinomial coefficient {@code prod(1 - q^k) / prod prod(1 - q^j)}, k to n, j to t of
 * each group (MacMahon). Counts are whole numbers up to {@value #EXACT} values; above, the law is normal with Kendall's variance.
 */
final class KendallLaw {
    /** Up to this number of values the law is counted. */
    static final int EXACT = 40;

    /** Bounds the memory of the cache: a law is at most 6 KB. All patterns of up to 20 values are 2713. */
    private static final int CACHED = 4096;
    private static final double ROUNDING = 1e-12;
    private static final Map<Long, KendallLaw> CACHE = new ConcurrentHashMap<>();

    final int values;
    /** The number of pairs of different values, which is the largest score. */
    final int largest;
    final double variance;
    /** By inversions k, {@code P(S >= largest - 2 k)}; empty where the law is normal. */
    private final double[] upper;

    private KendallLaw(int[] ties, boolean counted) {
        int n = Arrays.stream(ties).sum();
        long pairs = pairs(n);
        long triples = n * (n - 1L) * (2L * n + 5);
        for (int t : ties) {
            pairs -= pairs(t);
            triples -= t * (t - 1L) * (2L * t + 5);
        }
        this.values = n;
        this.largest = Math.toIntExact(pairs);
        this.variance = triples / 18.0;
        this.upper = counted ? upper(ties, n, largest) : new double[0];
    }

    private static long pairs(long n) {
        return n * (n - 1) / 2;
    }

    /** The law for values, which are sorted in place. */
    static KendallLaw of(double[] values) {
        Arrays.sort(values);
        int[] ties = new int[values.length];
        int groups = 0;
        for (int i = 0; i < values.length; i++) {
            if (i > 0 && values[i] > values[i - 1]) {
                groups++;
            }
            ties[groups]++;
        }
        return of(Arrays.copyOf(ties, values.length == 0 ? 0 : groups + 1));
    }

    /** The law for sizes of groups of equal values, which are sorted in place. */
    private static KendallLaw of(int[] ties) {
        Arrays.sort(ties);
        long pattern = 0;
        int end = 0;
        for (int t : ties) {
            end += t;
            if (end > EXACT) {
                return new KendallLaw(ties, false);
            }
            pattern |= 1L << end;
        }
        KendallLaw known = CACHE.get(pattern);
        if (known == null) {
            known = new KendallLaw(ties, true);
            if (CACHE.size() >= CACHED) {
                CACHE.clear();
            }
            CACHE.put(pattern, known);
        }
        return known;
    }

    private static KendallLaw untied(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return of(ones);
    }

    private static double[] upper(int[] ties, int n, int degree) {
        BigInteger[] counts = new BigInteger[degree + 1];
        Arrays.fill(counts, BigInteger.ZERO);
        counts[0] = BigInteger.ONE;
        for (int k = 1; k <= n; k++) {
            int power = 1;
            for (int t : ties) {
                power -= t >= k ? 1 : 0;
            }
            if (power == 1) {
                for (int i = degree; i >= k; i--) {
                    counts[i] = counts[i].subtract(counts[i - k]);
                }
            }
            for (; power < 0; power++) {
                for (int i = k; i <= degree; i++) {
                    counts[i] = counts[i].add(counts[i - k]);
                }
            }
        }
        for (int i = 1; i <= degree; i++) {
            counts[i] = counts[i].add(counts[i - 1]);
        }
        double all = counts[degree].doubleValue();
        return Arrays.stream(counts).mapToDouble(count -> count.doubleValue() / all).toArray();
    }

    /** The score of values in the order of time: how many later ones are larger, less how many are smaller. */
    static int score(double[] values) {
        int score = 0;
        for (int j = 1; j < values.length; j++) {
            for (int i = 0; i < j; i++) {
                score += values[j] > values[i] ? 1 : values[j] < values[i] ? -1 : 0;
            }
        }
        return score;
    }

    boolean counted() {
        return upper.length > 0;
    }

    /** P(S >= s). */
    double atLeast(int s) {
        if (s > largest) {
            return 0;
        }
        if (s <= -largest) {
            return 1;
        }
        return counted() ? upper[(largest - s) / 2] : NormalLaw.upperTail((s - 1) / Math.sqrt(variance));
    }

    /** P(|S| >= |s|). */
    double beyond(int s) {
        return s == 0 ? 1 : Math.min(1, 2 * atLeast(Math.abs(s)));
    }

    /** P(|S| > |s|) + P(|S| = |s|) / 2. */
    double middle(int s) {
        return (beyond(s) + (Math.abs(s) == largest ? 0 : beyond(Math.abs(s) + 2))) / 2;
    }

    /** The smallest score that is met or exceeded with at most half of alpha, or empty. */
    Optional<Integer> critical(double alpha) {
        if (beyond(largest) > alpha + ROUNDING) {
            return Optional.empty();
        }
        int s = largest;
        while (beyond(s - 2) <= alpha + ROUNDING) {
            s -= 2;
        }
        return Optional.of(s);
    }

    /** Why nothing can be shown at alpha, two-sided; empty where something can. */
    Optional<String> lack(double alpha) {
        if (values < 2) {
            return Optional.of("fewer-than-two-years");
        }
        if (largest == 0) {
            return Optional.of("all-equal");
        }
        if (beyond(largest) <= alpha + ROUNDING) {
            return Optional.empty();
        }
        KendallLaw free = untied(values);
        return Optional.of(free.beyond(free.largest) <= alpha + ROUNDING ? "too-many-ties" : "too-few-years");
    }
}
