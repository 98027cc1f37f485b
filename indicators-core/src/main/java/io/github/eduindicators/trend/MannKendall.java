package io.github.eduindicators.trend;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Do values go up, or down, year by year more often than years in a random order would, and could that have been shown at all?
 *
 * <p>One series: {@code S = sum of sgn(y(j) - y(i))} over pairs of years i before j. Its law is that of all equally likely orders of the
 * years, given which values are equal. Up to {@value #EXACT_YEARS} years it is counted in whole numbers, ties included (Gaussian
 * multinomial); above, it is normal with {@code Var S = (n (n - 1) (2 n + 5) - sum t (t - 1) (2 t + 5)) / 18}, t the sizes of groups of
 * equal values, and the correction for continuity. {@code tau-a = S / (n (n - 1) / 2)}; tau-b divides by the geometric mean of that number
 * of pairs and the number of pairs of different values.
 *
 * <p>Several series of one unit, such as its subjects: {@link #joint} adds up their scores and permutes the years, the same permutation in
 * all series; a missing year stays missing with its year. So what subjects of a year have in common stays together, and the year is the
 * unit of chance. Up to {@value #EXACT_JOINT} years all permutations are counted, above that some are drawn, and
 * {@code p = (1 + as extreme) / (1 + draws)}.
 *
 * <p>The test needs no standard errors and cannot use them, so it says little of short series: the smallest p that n years without ties
 * can give, two-sided, is 2/n!, that is .33 for 3, .083 for 4, .017 for 5 and .0028 for 6 years. Where even that is above alpha the answer
 * is {@link Answer#NOT_TESTABLE} with a reason, and where p is above alpha it is {@link Answer#NOT_SHOWN}: neither says that there is no
 * trend. Prefer {@link WlsTrend} where standard errors are known.
 *
 * <p>Input: series in any unit, points chosen by {@link YearSeries#comparable}. Gaps are legal: only the order of years counts. Without
 * points, with one, and with equal values S is 0 and p is 1.
 *
 * <p>Left out on purpose: variances modified for autocorrelation, because with 5 years only an autocorrelation beyond .88 differs from
 * noise; and the seasonal or regional sum of independent series, because with five subjects that have 30 % of their variance in common its
 * nominal 5 % are 14 % with 5 years and 17 % with 6.
 *
 * <p>Cost {@code O(n^2)} a series, laws are kept by the pattern of ties; jointly {@code O(series n^2)} plus at most 8! / 2 permutations
 * or {@code O(draws n^2)}. The same series give the same bits in any order. Immutable and safe to share between threads.
 *
 * <p>Reference: H. B. Mann (1945), Econometrica 13:245-259, doi:10.2307/1907187; M. G. Kendall, J. D. Gibbons (1990), Rank Correlation
 * Methods, 5th ed. That permutations of years are common to all series is our rule for short records.
 */
public final class MannKendall {
    /** Up to this number of years the law of one series is counted. */
    public static final int EXACT_YEARS = KendallLaw.EXACT;

    /** Up to this number of years all permutations of the joint test are counted. */
    public static final int EXACT_JOINT = 8;

    private static final MannKendall DEFAULTS = new MannKendall(0.05, YearSeries.Comparability.FULL, 9_999, 1_945);

    private final double alpha;
    private final YearSeries.Comparability atLeast;
    private final int draws;
    private final long seed;

    private MannKendall(double alpha, YearSeries.Comparability atLeast, int draws, long seed) {
        this.alpha = alpha;
        this.atLeast = atLeast;
        this.draws = draws;
        this.seed = seed;
    }

    /** What the test says at its alpha. */
    public enum Answer {
        /** Values go up more often than chance would make them. */
        RISING,
        /** Values go down more often than chance would make them. */
        FALLING,
        /** A trend could have been shown and was not; there may be one. */
        NOT_SHOWN,
        /** No order of these values could have shown a trend. */
        NOT_TESTABLE
    }

    /**
     * Returns the two-sided test at 5 % for values that can be compared as they are, with 9999 draws where permutations are drawn.
     *
     * @return the method
     */
    public static MannKendall withDefaults() {
        return DEFAULTS;
    }

    /**
     * Sets the level of the two-sided test.
     *
     * @param level strictly between 0 and 1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public MannKendall withAlpha(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("alpha must be between 0 and 1, got " + level);
        }
        return new MannKendall(level, atLeast, draws, seed);
    }

    /**
     * Chooses which points count.
     *
     * @param level {@link YearSeries.Comparability#RELATIVE_ONLY} where values are relative to the units of the same period and season
     * @return the method with it
     */
    public MannKendall admitting(YearSeries.Comparability level) {
        return new MannKendall(alpha, Objects.requireNonNull(level, "level"), draws, seed);
    }

    /**
     * Sets how many permutations are drawn where there are too many to count.
     *
     * @param number 99 to 1,000,000
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public MannKendall withDraws(int number) {
        if (number < 99 || number > 1_000_000) {
            throw new IllegalArgumentException("draws must be 99..1000000, got " + number);
        }
        return new MannKendall(alpha, atLeast, number, seed);
    }

    /**
     * Sets the seed of drawn permutations.
     *
     * @param of any number
     * @return the method with it
     */
    public MannKendall withSeed(long of) {
        return new MannKendall(alpha, atLeast, draws, of);
    }

    /**
     * Returns what the test of one series is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        return MethodInfo.of("trend/mann-kendall", "1", "Mann 1945, doi:10.2307/1907187; Kendall, Gibbons 1990")
                .with(Fact.of("alpha", alpha)).with(Fact.of("admitting", atLeast.name()));
    }

    /**
     * Returns what the joint test is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo jointMethod() {
        return MethodInfo.of("trend/mann-kendall-joint", "1", "Mann 1945, doi:10.2307/1907187; joint permutation of years")
                .with(Fact.of("alpha", alpha)).with(Fact.of("admitting", atLeast.name()))
                .with(Fact.of("draws", draws)).with(Fact.of("seed", seed));
    }

    /**
     * Tests one series.
     *
     * @param series the series
     * @return the result; it says itself whether anything could have been shown
     */
    public Result test(YearSeries series) {
        return new Result(series.key(), series.comparable(atLeast), alpha);
    }

    /**
     * Tests several series together, such as the subjects of a school.
     *
     * @param series the series, each key once, all in years or all in half-years; those with fewer than two usable points are left out
     * @return the result, the same whatever the order of the series
     * @throws IllegalArgumentException if a key stands twice or years are mixed with half-years
     */
    public Joint joint(Collection<YearSeries> series) {
        TreeMap<YearSeries.Key, YearSeries.Selection> chosen = new TreeMap<>();
        TreeSet<Period> periods = new TreeSet<>();
        for (YearSeries one : series) {
            YearSeries.Selection points = one.comparable(atLeast);
            if (chosen.put(one.key(), points) != null) {
                throw new IllegalArgumentException(one.key() + " stands twice");
            }
            if (points.used().size() > 1) {
                points.used().forEach(point -> periods.add(point.period()));
            }
        }
        if (periods.stream().map(period -> period.half() == 0).distinct().count() > 1) {
            throw new IllegalArgumentException("years and half-years cannot be permuted together, got " + periods);
        }
        return new Joint(chosen, List.copyOf(periods), this);
    }

    @Override
    public String toString() {
        return method().toString();
    }

    private static Answer answer(boolean testable, double p, double alpha, long score) {
        if (!testable) {
            return Answer.NOT_TESTABLE;
        }
        return p > alpha ? Answer.NOT_SHOWN : score > 0 ? Answer.RISING : Answer.FALLING;
    }

    private static OptionalDouble share(double part, double whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of(part / whole);
    }

    /** The test of one series. Immutable. */
    public static final class Result {
        private final YearSeries.Key key;
        private final YearSeries.Selection chosen;
        private final double alpha;
        private final int score;
        private final KendallLaw law;

        private Result(YearSeries.Key key, YearSeries.Selection chosen, double alpha) {
            this.key = key;
            this.chosen = chosen;
            this.alpha = alpha;
            double[] values = new double[chosen.used().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = chosen.used().get(i).value();
            }
            this.score = KendallLaw.score(values);
            this.law = KendallLaw.of(values);
        }

        /**
         * Returns what the series is about.
         *
         * @return the key
         */
        public YearSeries.Key key() {
            return key;
        }

        /**
         * Returns the points that were compared.
         *
         * @return by time
         */
        public List<YearSeries.Point> used() {
            return chosen.used();
        }

        /**
         * Returns the points left out.
         *
         * @return with their reasons
         */
        public List<YearSeries.Dropped> dropped() {
            return chosen.dropped();
        }

        /**
         * Returns the number of years used.
         *
         * @return the number of points
         */
        public int years() {
            return law.values;
        }

        /**
         * Returns Kendall's score.
         *
         * @return S: pairs of years with a rise, less pairs with a fall
         */
        public int score() {
            return score;
        }

        /**
         * Returns the variance of the score if the order of years did not matter.
         *
         * @return not negative, 0 where all values are equal
         */
        public double variance() {
            return law.variance;
        }

        /**
         * Returns the score over its standard deviation, after the correction for continuity.
         *
         * @return {@code (S - sgn S) / sqrt(Var S)}, or empty where the variance is 0
         */
        public OptionalDouble z() {
            return share(score - Integer.signum(score), Math.sqrt(law.variance));
        }

        /**
         * Returns the score as a share of all pairs of years.
         *
         * @return tau-a, -1..1, or empty with fewer than two years
         */
        public OptionalDouble tauA() {
            return share(score, pairs());
        }

        /**
         * Returns the rank correlation of values with time, which reaches 1 also where values are tied in pairs of ranks.
         *
         * @return tau-b, -1..1, or empty where all values are equal
         */
        public OptionalDouble tauB() {
            return share(score, Math.sqrt(pairs() * law.largest));
        }

        private double pairs() {
            return years() * (years() - 1.0) / 2;
        }

        /**
         * Returns how often a random order of these values has a score as far from 0.
         *
         * @return p, two-sided, positive
         */
        public double pTwoSided() {
            return law.beyond(score);
        }

        /**
         * Returns how often a random order of these values has a score as high.
         *
         * @return p against a rise, positive
         */
        public double pGreater() {
            return law.atLeast(score);
        }

        /**
         * Returns how often a random order of these values has a score as low.
         *
         * @return p against a fall, positive
         */
        public double pLess() {
            return law.atLeast(-score);
        }

        /**
         * Returns the two-sided p with half the weight of scores just as far from 0. It is right on average over series and does not
         * hold its level for one, so no answer is made of it.
         *
         * @return the mid-p
         */
        public double midP() {
            return law.middle(score);
        }

        /**
         * Tells whether the probabilities are counted.
         *
         * @return false where the normal law stands in for them, above {@value #EXACT_YEARS} years
         */
        public boolean exact() {
            return law.counted();
        }

        /**
         * Returns the p of the most telling order of these values.
         *
         * @return the smallest attainable two-sided p; one-sided it is half of that, unless it is 1
         */
        public double smallestP() {
            return law.beyond(law.largest);
        }

        /**
         * Tells whether any order of these values could have shown a trend.
         *
         * @return whether the smallest attainable p is at most alpha
         */
        public boolean testable() {
            return reason().isEmpty();
        }

        /**
         * Returns why nothing could have been shown.
         *
         * @return {@code fewer-than-two-years}, {@code all-equal}, {@code too-few-years}, or {@code too-many-ties} where as many
         *     different values would have done; empty if the series is testable
         */
        public Optional<String> reason() {
            return law.lack(alpha);
        }

        /**
         * Returns what the test says at its alpha, two-sided.
         *
         * @return the answer
         */
        public Answer answer() {
            return MannKendall.answer(testable(), pTwoSided(), alpha, score);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "Result[%s: %s, S %d of %d, %d years, p %.3g, smallest %.3g]",
                    key, answer(), score, law.largest, years(), pTwoSided(), smallestP());
        }
    }

    /** The test of several series under common permutations of the years. Immutable. */
    public static final class Joint {
        private final List<YearSeries.Key> series;
        private final List<YearSeries.Key> leftOut;
        private final SortedMap<YearSeries.Key, List<YearSeries.Dropped>> dropped;
        private final List<Period> periods;
        private final double alpha;
        private final long score;
        private final long pairs;
        private final Permutations law;

        private Joint(TreeMap<YearSeries.Key, YearSeries.Selection> chosen, List<Period> periods, MannKendall how) {
            List<YearSeries.Key> in = new ArrayList<>();
            List<YearSeries.Key> out = new ArrayList<>();
            TreeMap<YearSeries.Key, List<YearSeries.Dropped>> points = new TreeMap<>();
            int[][] rises = new int[periods.size()][periods.size()];
            long compared = 0;
            for (var entry : chosen.entrySet()) {
                List<YearSeries.Point> used = entry.getValue().used();
                (used.size() > 1 ? in : out).add(entry.getKey());
                if (!entry.getValue().dropped().isEmpty()) {
                    points.put(entry.getKey(), entry.getValue().dropped());
                }
                if (used.size() > 1) {
                    compared += addRises(used, periods, rises);
                }
            }
            this.series = List.copyOf(in);
            this.leftOut = List.copyOf(out);
            this.dropped = Collections.unmodifiableSortedMap(points);
            this.periods = periods;
            this.alpha = how.alpha;
            this.pairs = compared;
            this.law = new Permutations(rises);
            this.score = law.observed;
            if (periods.size() <= EXACT_JOINT) {
                law.countAll();
            } else {
                law.draw(how.draws, how.seed);
            }
        }

        /** Adds the signs of rises of one series between its periods, and returns how many pairs of them there are. */
        private static long addRises(List<YearSeries.Point> used, List<Period> periods, int[][] rises) {
            int[] place = used.stream().mapToInt(point -> Collections.binarySearch(periods, point.period())).toArray();
            for (int j = 1; j < place.length; j++) {
                for (int i = 0; i < j; i++) {
                    int rise = KendallLaw.score(new double[] {used.get(i).value(), used.get(j).value()});
                    rises[place[i]][place[j]] += rise;
                    rises[place[j]][place[i]] -= rise;
                }
            }
            return place.length * (place.length - 1L) / 2;
        }

        /**
         * Returns the series that were tested.
         *
         * @return their keys in order
         */
        public List<YearSeries.Key> series() {
            return series;
        }

        /**
         * Returns the series with fewer than two usable points.
         *
         * @return their keys in order
         */
        public List<YearSeries.Key> leftOut() {
            return leftOut;
        }

        /**
         * Returns the points left out.
         *
         * @return with their reasons, by series, only of series that lack any
         */
        public SortedMap<YearSeries.Key, List<YearSeries.Dropped>> dropped() {
            return dropped;
        }

        /**
         * Returns the periods that were permuted.
         *
         * @return all periods of the tested series, in order
         */
        public List<Period> periods() {
            return periods;
        }

        /**
         * Returns the sum of the scores of the series.
         *
         * @return S
         */
        public long score() {
            return score;
        }

        /**
         * Returns the score as a share of all pairs of years within series.
         *
         * @return -1..1, or empty if there is none
         */
        public OptionalDouble tau() {
            return share(score, pairs);
        }

        /**
         * Returns how often a permutation of the years gives a score as far from 0.
         *
         * @return p, two-sided, positive
         */
        public double pTwoSided() {
            return law.share(law.far);
        }

        /**
         * Returns how often a permutation of the years gives a score as high.
         *
         * @return p against a rise, positive
         */
        public double pGreater() {
            return law.share(law.high);
        }

        /**
         * Returns how often a permutation of the years gives a score as low.
         *
         * @return p against a fall, positive
         */
        public double pLess() {
            return law.share(law.low);
        }

        /**
         * Tells whether all permutations were counted.
         *
         * @return false where they were drawn, above {@value #EXACT_JOINT} years
         */
        public boolean exact() {
            return !law.drawn;
        }

        /**
         * Returns how many permutations there were.
         *
         * @return n!, or the number of draws
         */
        public long permutations() {
            return law.number;
        }

        /**
         * Returns the two-sided p of the most telling order of these years.
         *
         * @return the smallest attainable p; of drawn permutations, of the most extreme score met
         */
        public double smallestP() {
            return law.share(law.extreme);
        }

        /**
         * Tells whether any order of these years could have shown a trend.
         *
         * @return whether the smallest attainable p is at most alpha
         */
        public boolean testable() {
            return reason().isEmpty();
        }

        /**
         * Returns why nothing could have been shown.
         *
         * @return {@code no-series}, {@code all-equal} where no two years differ over all series, or {@code too-few-years}; empty if
         *     the series are testable
         */
        public Optional<String> reason() {
            if (series.isEmpty()) {
                return Optional.of("no-series");
            }
            if (law.furthest == 0) {
                return Optional.of("all-equal");
            }
            return smallestP() > alpha ? Optional.of("too-few-years") : Optional.empty();
        }

        /**
         * Returns what the test says at its alpha, two-sided.
         *
         * @return the answer
         */
        public Answer answer() {
            return MannKendall.answer(testable(), pTwoSided(), alpha, score);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "Joint[%s, S %d of %d, %d series, %d years, p %.3g, smallest %.3g]",
                    answer(), score, pairs, series.size(), periods.size(), pTwoSided(), smallestP());
        }
    }

    /** Scores under permutations of years, from how many more series rise than fall between each two of them. */
    private static final class Permutations {
        private final int[][] rises;
        private final long observed;
        private long number;
        private long high;
        private long low;
        private long far;
        private long furthest;
        private long extreme;
        private boolean drawn;

        Permutations(int[][] rises) {
            this.rises = rises;
            int[] order = new int[rises.length];
            Arrays.setAll(order, i -> i);
            this.observed = scoreOf(order);
        }

        private long scoreOf(int[] order) {
            long sum = 0;
            for (int j = 1; j < order.length; j++) {
                for (int i = 0; i < j; i++) {
                    sum += rises[order[i]][order[j]];
                }
            }
            return sum;
        }

        private void meet(long score) {
            number++;
            high += score >= observed ? 1 : 0;
            low += score <= observed ? 1 : 0;
            far += Math.abs(score) >= Math.abs(observed) ? 1 : 0;
            if (Math.abs(score) > furthest) {
                furthest = Math.abs(score);
                extreme = 0;
            }
            extreme += Math.abs(score) == furthest ? 1 : 0;
        }

        void countAll() {
            if (rises.length < 2) {
                meet(0);
            } else {
                place(0, 0, 0, new long[rises.length + 1][rises.length]);
            }
        }

        /**
         * Puts each year that is not placed next; {@code after[k]} has what each year adds to the score after the k placed ones. An order
         * and its reverse have opposite scores, so year 0 comes before year 1.
         */
        private void place(int placed, int count, long score, long[][] after) {
            int n = rises.length;
            if (count == n) {
                meet(score);
                meet(-score);
                return;
            }
            for (int year = 0; year < n; year++) {
                if ((placed >> year & 1) == 1 || year == 1 && (placed & 1) == 0) {
                    continue;
                }
                for (int other = 0; other < n; other++) {
                    after[count + 1][other] = after[count][other] + rises[year][other];
                }
                place(placed | 1 << year, count + 1, score + after[count][year], after);
            }
        }

        void draw(int draws, long seed) {
            drawn = true;
            furthest = Math.abs(observed);
            SplittableRandom random = new SplittableRandom(seed);
            int[] order = new int[rises.length];
            Arrays.setAll(order, i -> i);
            for (int draw = 0; draw < draws; draw++) {
                for (int i = order.length - 1; i > 0; i--) {
                    int j = random.nextInt(i + 1);
                    int year = order[i];
                    order[i] = order[j];
                    order[j] = year;
                }
                meet(scoreOf(order));
            }
        }

        double share(long count) {
            return drawn ? (1.0 + count) / (1.0 + number) : (double) count / number;
        }
    }
}
