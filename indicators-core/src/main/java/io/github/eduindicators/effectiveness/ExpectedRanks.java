package io.github.eduindicators.effectiveness;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Ranks of units whose values are known with errors: where each may stand, and which pairs can be told apart at all.
 *
 * <p>The true value of a unit is taken as normal about its estimate a with its standard error s, independently of the others. Then
 * <ul>
 *   <li>{@code P(A > B) = Phi((a - b) / sqrt(s(A)^2 + s(B)^2))};
 *   <li>the expected rank is {@code 1 + sum over others of P(other > unit)}, 1 the highest value; it lies nearer to the middle than
 *       the rank of the estimate;
 *   <li>the percentile is {@code 100 (U - expected rank + 0.5) / U} of U units;
 *   <li>the 95 % interval of the rank comes from the law of {@code 1 + number of others above}: for each of 61 values that the unit may
 *       have the number above is a sum of independent yes-or-no draws, taken as normal with its mean and variance and a continuity
 *       correction, and these laws are averaged with the weights of the values. Nothing is drawn at random;
 *   <li>a pair can be told apart where the estimates differ by more than {@code 1.96 sqrt(s(A)^2 + s(B)^2)}: one pair at a time, not
 *       adjusted for the number of pairs.
 * </ul>
 *
 * <p>Input: estimates with 95 % intervals, at most {@value #MOST_UNITS} units; the standard error is the width of the interval over
 * 3.92. A higher value is a better rank 1; turn signs where less is better. One unit has rank 1. Units with equal values share the
 * mean of their expected ranks; where nothing is known with an error and all are equal, each may have any rank.
 *
 * <p>Caveats: posterior values of a model, such as value added, are already drawn to the mean, which is what this needs; errors that
 * units share make ranks more certain than this says, and a wrong model less. Intervals are close to simulated ones to a rank or two
 * from about ten units on.
 *
 * <p>Cost: up to {@value #PAIRWISE} units every pair is looked at for the expected ranks. Beyond that, as for all intervals, the number
 * of units above a value is tabulated at 2,048 values and interpolated, standard errors below about a five-hundredth of the whole range
 * being raised to that: expected ranks then differ from the pairwise sum by less than 0.001 % of the number of units where no error is
 * so small, and by less than 1 % of it otherwise. Counting pairs is {@code O(U^2)} comparisons, about a second for 40,000 units; memory
 * {@code O(U)}. The result does not depend on the order of the units. Immutable and safe to share between threads.
 *
 * <p>References: N. M. Laird, T. A. Louis (1989), J. Educational Statistics 14:29-46, doi:10.3102/10769986014001029; H. Goldstein,
 * D. J. Spiegelhalter (1996), JRSS A 159:385-443, doi:10.2307/2983325. The way to the interval is ours.
 */
public final class ExpectedRanks {
    private static final int MOST_UNITS = 100_000;
    private static final int PAIRWISE = 5_000;
    private static final int NODES = 2_048;
    /** A step of the table is at most this part of a standard error. */
    private static final int STEPS_AN_ERROR = 4;
    private static final int HALF_POINTS = 30;
    private static final double POINT_STEP = 0.2;
    private static final double TAIL = 0.025;

    private final TreeMap<Unit, Integer> index = new TreeMap<>(Unit.order());
    private final List<Unit> units;
    private final double[] value;
    private final double[] error;
    private final List<Rank> ranks;
    private final TreeMap<Unit, Rank> byUnit = new TreeMap<>(Unit.order());

    /**
     * The rank of a unit.
     *
     * @param unit the unit
     * @param expected the expected rank, 1..U
     * @param lower the lower end of its 95 % interval
     * @param upper the upper end of its 95 % interval
     * @param percentile the percentile that belongs to the expected rank, 0..100, the highest value the highest
     */
    public record Rank(Unit unit, double expected, int lower, int upper, double percentile) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.1f [%d; %d]", unit, expected, lower, upper);
        }
    }

    private ExpectedRanks(TreeMap<Unit, Interval> estimates) {
        if (estimates.size() > MOST_UNITS) {
            throw new IllegalArgumentException("at most " + MOST_UNITS + " units can be ranked, got " + estimates.size());
        }
        units = List.copyOf(estimates.keySet());
        value = new double[units.size()];
        error = new double[units.size()];
        for (int i = 0; i < value.length; i++) {
            Interval estimate = estimates.get(units.get(i));
            index.put(units.get(i), i);
            value[i] = estimate.value();
            error[i] = (estimate.upper() - estimate.lower()) / (2 * Interval.Z95);
        }
        ranks = value.length == 0 ? List.of() : rank();
        ranks.forEach(rank -> byUnit.put(rank.unit(), rank));
    }

    /**
     * Ranks units by their estimates.
     *
     * @param estimates the estimates with 95 % intervals, by unit
     * @return the ranks
     * @throws IllegalArgumentException if there are more than 100,000
     */
    public static ExpectedRanks of(Map<? extends Unit, Interval> estimates) {
        TreeMap<Unit, Interval> sorted = new TreeMap<>(Unit.order());
        sorted.putAll(estimates);
        return new ExpectedRanks(sorted);
    }

    /**
     * Ranks units by the values of one indicator, period and assessment. Rows without an interval are left out.
     *
     * @param values one value a unit
     * @return the ranks
     * @throws IllegalArgumentException if a unit has two, or there are more than 100,000 units
     */
    public static ExpectedRanks of(IndicatorValues values) {
        TreeMap<Unit, Interval> sorted = new TreeMap<>(Unit.order());
        values.values().forEach((key, row) -> row.interval().ifPresent(estimate -> {
            if (sorted.put(key.unit(), estimate) != null) {
                throw new IllegalArgumentException("each unit must have one value to be ranked by, got a second one: " + key);
            }
        }));
        return new ExpectedRanks(sorted);
    }

    /**
     * Returns the ranks.
     *
     * @return all units, by expected rank
     */
    public List<Rank> ranks() {
        return ranks;
    }

    /**
     * Returns the rank of a unit.
     *
     * @param unit the unit
     * @return its rank, or empty if it is not among these
     */
    public Optional<Rank> rank(Unit unit) {
        return Optional.ofNullable(byUnit.get(unit));
    }

    /**
     * Returns the probability that the true value of one unit is above that of another.
     *
     * @param one a unit
     * @param other another
     * @return 0..1; a half where neither has an error and they are equal
     * @throws IllegalArgumentException if one of them is not ranked
     */
    public double probabilityAbove(Unit one, Unit other) {
        return above(place(one), place(other));
    }

    private int place(Unit unit) {
        Integer place = index.get(unit);
        if (place == null) {
            throw new IllegalArgumentException("the unit is not ranked: " + unit);
        }
        return place;
    }

    private double above(int i, int k) {
        double difference = value[i] - value[k];
        if (difference == 0) {
            return 0.5;
        }
        double joint = Math.sqrt(error[i] * error[i] + error[k] * error[k]);
        return joint == 0 ? (difference > 0 ? 1 : 0) : NormalTable.below(difference / joint);
    }

    /**
     * Returns the share of pairs of units that can be told apart.
     *
     * @return 0..1, or empty if there are fewer than two units
     */
    public OptionalDouble shareTold() {
        if (value.length < 2) {
            return OptionalDouble.empty();
        }
        double[] limit = new double[value.length];
        for (int i = 0; i < limit.length; i++) {
            limit[i] = Interval.Z95 * Interval.Z95 * error[i] * error[i];
        }
        long told = 0;
        for (int i = 0; i < limit.length; i++) {
            int ofThis = 0;
            for (int k = 0; k < i; k++) {
                double difference = value[i] - value[k];
                ofThis += difference * difference > limit[i] + limit[k] ? 1 : 0;
            }
            told += ofThis;
        }
        return OptionalDouble.of(told / (0.5 * value.length * (value.length - 1)));
    }

    private List<Rank> rank() {
        int n = value.length;
        Above table = new Above();
        double[] expected = n <= PAIRWISE ? pairwise() : new double[n];
        ImmutableList.Builder<Rank> list = ImmutableList.builder();
        for (int i = 0; i < n; i++) {
            table.stand(i);
            double rank = Math.min(n, Math.max(1, n <= PAIRWISE ? expected[i] : table.expected()));
            list.add(new Rank(units.get(i), rank, table.quantile(TAIL), table.quantile(1 - TAIL), 100 * (n - rank + 0.5) / n));
        }
        return list.build().stream().sorted(Comparator.comparingDouble(Rank::expected)).toList();
    }

    private double[] pairwise() {
        double[] expected = new double[value.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] += 1;
            for (int k = 0; k < i; k++) {
                double p = above(i, k);
                expected[k] += p;
                expected[i] += 1 - p;
            }
        }
        return expected;
    }

    /** How many units are above a value, in the mean and with which variance, tabulated; and where a unit stands in that. */
    private final class Above {
        private final double first;
        private final double step;
        private final double[] mean = new double[NODES];
        private final double[] variance = new double[NODES];
        private final double[] weight = new double[2 * HALF_POINTS + 1];
        private final double[] others = new double[weight.length];
        private final double[] spread = new double[weight.length];

        Above() {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < value.length; i++) {
                low = Math.min(low, value[i] - NormalTable.LIMIT * error[i]);
                high = Math.max(high, value[i] + NormalTable.LIMIT * error[i]);
            }
            int margin = (int) (STEPS_AN_ERROR * NormalTable.LIMIT) + 2;
            double width = (high - low) / (NODES - 1 - 2 * margin);
            // Where all are equal and exact any step will do: every unit may then have any rank.
            step = width > 0 ? width : Math.max(1e-9, Math.abs(low) * 1e-9);
            first = low - margin * step;
            double[] certain = new double[NODES + 1];
            for (int i = 0; i < value.length; i++) {
                double s = raised(i);
                int from = Math.max(0, (int) Math.floor((value[i] - NormalTable.LIMIT * s - first) / step));
                int to = Math.min(NODES - 1, (int) Math.ceil((value[i] + NormalTable.LIMIT * s - first) / step));
                certain[0]++;
                certain[from]--;
                for (int node = from; node <= to; node++) {
                    double p = NormalTable.below((value[i] - first - node * step) / s);
                    mean[node] += p;
                    variance[node] += p * (1 - p);
                }
            }
            double sure = 0;
            for (int node = 0; node < NODES; node++) {
                sure += certain[node];
                mean[node] += sure;
            }
            double total = 0;
            for (int point = 0; point < weight.length; point++) {
                double z = (point - HALF_POINTS) * POINT_STEP;
                weight[point] = StrictMath.exp(-z * z / 2);
                total += weight[point];
            }
            for (int point = 0; point < weight.length; point++) {
                weight[point] /= total;
            }
        }

        private double raised(int i) {
            return Math.max(error[i], STEPS_AN_ERROR * step);
        }

        /** Sets the mean and the variance of the number of others above, for each of the values that the unit may have. */
        void stand(int i) {
            double s = raised(i);
            for (int point = 0; point < weight.length; point++) {
                double z = (point - HALF_POINTS) * POINT_STEP;
                double at = (value[i] + z * s - first) / step;
                double own = NormalTable.below(-z);
                others[point] = Math.max(0, interpolated(mean, at) - own);
                spread[point] = Math.sqrt(Math.max(0, interpolated(variance, at) - own * (1 - own)));
            }
        }

        private double interpolated(double[] table, double at) {
            int i = Math.min(NODES - 3, Math.max(1, (int) at));
            double t = at - i;
            double before = table[i - 1];
            double here = table[i];
            double next = table[i + 1];
            double after = table[i + 2];
            return here + t * ((next - before / 3 - here / 2 - after / 6)
                    + t * ((before + next) / 2 - here + t * ((here - next) / 2 + (after - before) / 6)));
        }

        double expected() {
            double sum = 1;
            for (int point = 0; point < weight.length; point++) {
                sum += weight[point] * others[point];
            }
            return sum;
        }

        /** The smallest rank that the unit has or is above with at least this probability. */
        int quantile(double probability) {
            int low = 1;
            int high = value.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (within(middle) >= probability) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        private double within(int rank) {
            double sum = 0;
            for (int point = 0; point < weight.length; point++) {
                double gap = rank - 0.5 - others[point];
                sum += weight[point] * (spread[point] > 0 ? NormalTable.below(gap / spread[point]) : gap > 0 ? 1 : 0);
            }
            return sum;
        }
    }

    @Override
    public String toString() {
        return "ExpectedRanks[" + value.length + " units" + (ranks.isEmpty() ? "" : ", first " + ranks.get(0)) + "]";
    }
}
