package io.github.eduindicators.effectiveness;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Did the pupils of a school do better than pupils elsewhere who started from the same level? Value added of the Progress 8 family: the
 * simplest that can be explained to everybody.
 *
 * <p>Pupils are divided by their prior result into groups, by default twenty of about the same size. What is expected of a pupil is
 * the mean outcome of the group, over all schools; the pupil's gain is the outcome less that. A gain below
 * {@code -2.5 SD} of the outcomes of the own group counts as that, so that a pupil who was ill does not decide on a school. The gain of a
 * school is the mean of its pupils, {@code g +- 1.96 s / sqrt n} with s the SD (divisor N - 1) of the gains of all pupils and not the
 * school's own. Bands: WELL_ABOVE with g at least 0.5 and the whole interval above 0; ABOVE with the interval above 0; BELOW and
 * WELL_BELOW likewise; AVERAGE where the interval holds 0.
 *
 * <p>Beside it stands the shrunk gain: with the mean squares within and between schools, {@code n0 = (N - sum n^2 / N) / (J - 1)} and
 * {@code tau^2 = max(0, (MSB - MSW) / n0)}, the reliability is {@code r = tau^2 / (tau^2 + MSW / n)}, the gain {@code m + r (g - m)} with m
 * the mean of all pupils, and its error {@code sqrt(tau^2 (1 - r))}. Where schools differ by no more than chance all have m, with the
 * interval of m.
 *
 * <p>Inputs: {@link Pupils}, prior and outcome of any unit, whole or not; scores that are whole are kept as counts. Groups are divided
 * at the quantiles (type 7) of the prior results; a pupil at a quantile belongs to the group below it, and quantiles that ties make
 * equal are one, so there may be fewer groups. The threshold of 0.5 is in the unit of the outcome divided by {@link #withScale the scale}: choose it, or
 * {@link #inStandardDeviations}.
 *
 * <p>Doubtful schools are left out of all expectations and spreads; they have a gain against those of the others, with the note
 * {@code doubtful-results}. With fewer than two pupils to compare with no school has a gain. A group of one pupil has that pupil's outcome
 * for its expectation and no floor; a pupil in whose group nobody may be compared with has no gain, and is counted by
 * {@link Fit#unscored}. Where all gains are 0 every band is AVERAGE.
 *
 * <p>Caveats: the prior result is taken without error, which favours schools with strong entrants; context is not looked at; pupils
 * without a prior result are not here. The floor makes the mean of all gains a little more than 0. Complexity:
 * {@code O(N log N)} for sorting. Immutable and safe to share between threads; the same pupils in any order give the same bits.
 *
 * <p>Reference: Progress 8, Department for Education (England), 2016-2019, from memory in its details (the published floors are tables of
 * their own by group); S. W. Raudenbush, A. S. Bryk (2002), Hierarchical Linear Models, chapter 3, for shrinkage.
 */
public final class ResidualGain {
    private static final ResidualGain DEFAULTS = new ResidualGain(new Options(20, List.of(), 2.5, 1, 0.5));
    private static final int MOST_GROUPS = 1000;
    private static final int SMALL = 10;
    /** As the published method rounds it. */
    private static final double PUBLISHED_Z = 1.96;

    /** How far a school is from what is expected, and whether more than chance explains. */
    public enum Band {
        /** At least the threshold above, and surely above. */
        WELL_ABOVE,
        /** Surely above. */
        ABOVE,
        /** Not surely different. */
        AVERAGE,
        /** Surely below. */
        BELOW,
        /** At least the threshold below, and surely below. */
        WELL_BELOW;

        /**
         * Returns the code used in files.
         *
         * @return for example {@code well-above}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Cuts are empty for quantiles; a scale of 0 stands for the SD of the gains. */
    private record Options(int groups, List<Double> cuts, double floor, double scale, double threshold) {}

    private final Options options;

    private ResidualGain(Options options) {
        this.options = options;
    }

    /**
     * Returns the method with twenty groups, a floor of 2.5 SD, the outcome in its own unit and bands from 0.5.
     *
     * @return the method
     */
    public static ResidualGain withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses how many groups of about the same size the pupils are divided into.
     *
     * @param groups 1..1000
     * @return the method with them
     * @throws IllegalArgumentException if it is outside 1..1000
     */
    public ResidualGain withGroups(int groups) {
        if (groups < 1 || groups > MOST_GROUPS) {
            throw new IllegalArgumentException("groups must be within 1.." + MOST_GROUPS + ", got " + groups);
        }
        return new ResidualGain(new Options(groups, List.of(), options.floor, options.scale, options.threshold));
    }

    /**
     * Chooses the groups themselves.
     *
     * @param cuts the lowest prior results of the second group and those above it, rising strictly; at least one
     * @return the method with these groups, one more than cuts
     * @throws IllegalArgumentException if there is none, one is not finite or they do not rise
     */
    public ResidualGain withCuts(double... cuts) {
        for (int i = 0; i < cuts.length; i++) {
            if (!Double.isFinite(cuts[i]) || i > 0 && cuts[i] <= cuts[i - 1]) {
                throw new IllegalArgumentException("cuts must be finite and rise, got " + Arrays.toString(cuts));
            }
        }
        if (cuts.length == 0 || cuts.length >= MOST_GROUPS) {
            throw new IllegalArgumentException("there must be 1.." + (MOST_GROUPS - 1) + " cuts, got " + cuts.length);
        }
        List<Double> list = Arrays.stream(cuts).boxed().toList();
        return new ResidualGain(new Options(list.size() + 1, list, options.floor, options.scale, options.threshold));
    }

    /**
     * Chooses how far below the expectation a gain may count.
     *
     * @param deviations how many SDs of the pupil's own group, positive
     * @return the method with the floor
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public ResidualGain withFloor(double deviations) {
        positive("the floor", deviations);
        return new ResidualGain(new Options(options.groups, options.cuts, deviations, options.scale, options.threshold));
    }

    /**
     * Counts every gain as it is.
     *
     * @return the method without a floor
     */
    public ResidualGain withoutFloor() {
        return new ResidualGain(
                new Options(options.groups, options.cuts, Double.POSITIVE_INFINITY, options.scale, options.threshold));
    }

    /**
     * Chooses what gains are divided by: 10 where the outcome is a sum over ten subjects, as in Progress 8.
     *
     * @param divisor positive
     * @return the method with the scale
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public ResidualGain withScale(double divisor) {
        positive("the scale", divisor);
        return new ResidualGain(new Options(options.groups, options.cuts, options.floor, divisor, options.threshold));
    }

    /**
     * Divides gains by the SD of all pupils' gains.
     *
     * @return the method with gains in SDs
     */
    public ResidualGain inStandardDeviations() {
        return new ResidualGain(new Options(options.groups, options.cuts, options.floor, 0, options.threshold));
    }

    /**
     * Chooses from where a school is well above or below.
     *
     * @param threshold in units of the gain, positive
     * @return the method with the threshold
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public ResidualGain withThreshold(double threshold) {
        positive("the threshold", threshold);
        return new ResidualGain(new Options(options.groups, options.cuts, options.floor, options.scale, threshold));
    }

    private static void positive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be positive and finite, got " + value);
        }
    }

    /**
     * Names the method.
     *
     * @return the identity, the edition and the options
     */
    public MethodInfo method() {
        MethodInfo info = MethodInfo.of("effectiveness/residual-gain", "1", "Progress 8 (DfE, England), 2016-2019; details from memory")
                .with(Fact.of("groups", options.groups))
                .with(Fact.of("threshold", options.threshold));
        info = options.scale == 0 ? info.with(Fact.of("scale", "sd")) : info.with(Fact.of("scale", options.scale));
        return Double.isInfinite(options.floor) ? info : info.with(Fact.of("floor", options.floor));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Measures the gain of every school.
     *
     * @param pupils the pupils
     * @return the gains, and what they rest on
     */
    public Fit fit(Pupils pupils) {
        return fit(pupils, school -> false);
    }

    /**
     * Measures the gain of every school against those whose results are not in doubt.
     *
     * @param pupils the pupils
     * @param doubtful which schools have results that are in doubt; asked once a school
     * @return the gains, and what they rest on
     */
    public Fit fit(Pupils pupils, Predicate<SchoolId> doubtful) {
        TreeMap<SchoolId, double[]> reference = new TreeMap<>(pupils.schools);
        reference.keySet().removeIf(doubtful);
        double[] cuts = options.cuts.isEmpty()
                ? quantiles(reference.values(), options.groups)
                : options.cuts.stream().mapToDouble(Double::doubleValue).toArray();
        Expected[] groups = expected(reference.values(), cuts);
        double unit = options.scale > 0 ? options.scale : 1;
        TreeMap<SchoolId, Sums> sums = sums(pupils, groups, cuts, unit);
        Spread spread = spread(reference, sums);
        if (options.scale == 0 && spread.pupils >= 2 && spread.deviation > 0) {
            unit = spread.deviation;
            sums = sums(pupils, groups, cuts, unit);
            spread = spread(reference, sums);
        }
        TreeMap<SchoolId, Gain> gains = new TreeMap<>();
        TreeMap<SchoolId, Long> unscored = new TreeMap<>();
        for (Map.Entry<SchoolId, Sums> entry : sums.entrySet()) {
            Sums school = entry.getValue();
            boolean scored = spread.pupils >= 2 && school.n > 0;
            if (scored) {
                gains.put(entry.getKey(), gain(school, spread, reference.containsKey(entry.getKey()) ? "" : "doubtful-results"));
            }
            long without = scored ? school.without : school.n + school.without;
            if (without > 0) {
                unscored.put(entry.getKey(), without);
            }
        }
        List<Group> published = new ArrayList<>();
        for (int g = 0; g < groups.length; g++) {
            if (groups[g].n > 0) {
                published.add(new Group(
                        g == 0 ? OptionalDouble.empty() : OptionalDouble.of(cuts[g - 1]),
                        (long) groups[g].n,
                        groups[g].mean,
                        groups[g].n < 2 ? OptionalDouble.empty() : OptionalDouble.of(groups[g].deviation)));
            }
        }
        return new Fit(method(), published, spread, gains, unscored);
    }

    /** The lowest prior result of each group but the first: the lowest above each quantile. */
    private static double[] quantiles(Iterable<double[]> schools, int groups) {
        TreeMap<Double, Double> counts = new TreeMap<>();
        double n = 0;
        for (double[] cells : schools) {
            for (int at = 0; at < cells.length; at += Pupils.STRIDE) {
                counts.merge(cells[at], cells[at + 2], Double::sum);
                n += cells[at + 2];
            }
        }
        TreeSet<Double> cuts = new TreeSet<>();
        if (n > 0) {
            double[] values = counts.keySet().stream().mapToDouble(Double::doubleValue).toArray();
            double[] upTo = counts.values().stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.parallelPrefix(upTo, Double::sum);
            for (int k = 1; k < groups; k++) {
                // Of two neighbours among the sorted results the quantile is the lower one, or lies between them and below the upper.
                int below = indexOf(upTo, Math.multiplyExact((long) n - 1, (long) k) / groups);
                if (below + 1 < values.length) {
                    cuts.add(values[below + 1]);
                }
            }
        }
        return cuts.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Where the pupil with this number, from 0, stands among sorted values with their numbers added up. */
    private static int indexOf(double[] upTo, long pupil) {
        int found = Arrays.binarySearch(upTo, pupil + 0.5);
        return -found - 1;
    }

    /** What is expected of a group of pupils: n, mean and SD of their outcomes. */
    private static final class Expected {
        private double n;
        private double mean;
        private double deviation;
    }

    private static Expected[] expected(Iterable<double[]> schools, double[] cuts) {
        Expected[] groups = new Expected[cuts.length + 1];
        Sum[] sums = new Sum[groups.length];
        Arrays.setAll(groups, g -> new Expected());
        Arrays.setAll(sums, g -> new Sum());
        for (double[] cells : schools) {
            for (int at = 0; at < cells.length; at += Pupils.STRIDE) {
                int g = groupOf(cuts, cells[at]);
                groups[g].n += cells[at + 2];
                sums[g].add(cells[at + 1] * cells[at + 2]);
            }
        }
        for (int g = 0; g < groups.length; g++) {
            groups[g].mean = groups[g].n > 0 ? sums[g].value() / groups[g].n : 0;
        }
        Arrays.setAll(sums, g -> new Sum());
        for (double[] cells : schools) {
            for (int at = 0; at < cells.length; at += Pupils.STRIDE) {
                int g = groupOf(cuts, cells[at]);
                double residual = cells[at + 1] - groups[g].mean;
                sums[g].add(cells[at + 2] * residual * residual);
            }
        }
        for (int g = 0; g < groups.length; g++) {
            groups[g].deviation = groups[g].n < 2 ? 0 : Math.sqrt(sums[g].value() / (groups[g].n - 1));
        }
        return groups;
    }

    private static int groupOf(double[] cuts, double prior) {
        int found = Arrays.binarySearch(cuts, prior);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The gains of a school's pupils. */
    private static final class Sums {
        private double[] gains;
        private double[] counts;
        private long n;
        private long without;
        private long floored;
        private double mean;
    }

    private TreeMap<SchoolId, Sums> sums(Pupils pupils, Expected[] groups, double[] cuts, double unit) {
        TreeMap<SchoolId, Sums> all = new TreeMap<>();
        pupils.schools.forEach((school, cells) -> {
            Sums sums = new Sums();
            sums.gains = new double[cells.length / Pupils.STRIDE];
            sums.counts = new double[sums.gains.length];
            Sum total = new Sum();
            for (int at = 0, i = 0; at < cells.length; at += Pupils.STRIDE, i++) {
                Expected group = groups[groupOf(cuts, cells[at])];
                long count = (long) cells[at + 2];
                if (group.n == 0) {
                    sums.without += count;
                    continue;
                }
                double gain = cells[at + 1] - group.mean;
                if (group.n >= 2 && gain < -options.floor * group.deviation) {
                    gain = -options.floor * group.deviation;
                    sums.floored += count;
                }
                sums.gains[i] = gain / unit;
                sums.counts[i] = count;
                sums.n += count;
                total.add(sums.gains[i] * count);
            }
            sums.mean = sums.n == 0 ? 0 : total.value() / sums.n;
            all.put(school, sums);
        });
        return all;
    }

    /** What is common to all schools. */
    private record Spread(long pupils, long floored, double mean, double deviation, double within, double tauSquared) {}

    /** The spread between schools is NaN where it cannot be told from that within. */
    private static Spread spread(Map<SchoolId, double[]> reference, Map<SchoolId, Sums> sums) {
        long n = 0;
        long floored = 0;
        int schools = 0;
        Sum total = new Sum();
        Sum squaresOfSizes = new Sum();
        for (SchoolId id : reference.keySet()) {
            Sums school = sums.get(id);
            n += school.n;
            floored += school.floored;
            schools++;
            total.add(school.mean * school.n);
            squaresOfSizes.add((double) school.n * school.n);
        }
        double mean = n == 0 ? 0 : total.value() / n;
        Sum around = new Sum();
        Sum within = new Sum();
        Sum between = new Sum();
        for (SchoolId id : reference.keySet()) {
            Sums school = sums.get(id);
            for (int i = 0; i < school.gains.length; i++) {
                double all = school.gains[i] - mean;
                double own = school.gains[i] - school.mean;
                around.add(school.counts[i] * all * all);
                within.add(school.counts[i] * own * own);
            }
            between.add(school.n * (school.mean - mean) * (school.mean - mean));
        }
        double deviation = n < 2 ? 0 : Math.sqrt(around.value() / (n - 1));
        if (schools < 2 || n <= schools) {
            return new Spread(n, floored, mean, deviation, Double.NaN, Double.NaN);
        }
        double meanSquareWithin = within.value() / (n - schools);
        double meanSquareBetween = between.value() / (schools - 1);
        double size = (n - squaresOfSizes.value() / n) / (schools - 1);
        return new Spread(
                n, floored, mean, deviation, meanSquareWithin, Math.max(0, (meanSquareBetween - meanSquareWithin) / size));
    }

    private Gain gain(Sums school, Spread spread, String doubt) {
        Interval gain = Interval.normal(school.mean, spread.deviation / Math.sqrt(school.n), PUBLISHED_Z);
        String small = school.n < SMALL ? "small-n" : "";
        String note = doubt + (doubt.isEmpty() || small.isEmpty() ? "" : ";") + small;
        return new Gain(school.n, school.floored, gain, band(gain), shrunk(school, spread), note);
    }

    private Band band(Interval gain) {
        if (gain.lower() > 0) {
            return gain.value() >= options.threshold ? Band.WELL_ABOVE : Band.ABOVE;
        }
        if (gain.upper() < 0) {
            return gain.value() <= -options.threshold ? Band.WELL_BELOW : Band.BELOW;
        }
        return Band.AVERAGE;
    }

    private static Optional<Shrunk> shrunk(Sums school, Spread spread) {
        if (Double.isNaN(spread.tauSquared)) {
            return Optional.empty();
        }
        if (spread.tauSquared == 0) {
            return Optional.of(
                    new Shrunk(0, Interval.normal(spread.mean, Math.sqrt(spread.within / spread.pupils), Interval.Z95)));
        }
        double reliability = spread.tauSquared / (spread.tauSquared + spread.within / school.n);
        double value = spread.mean + reliability * (school.mean - spread.mean);
        return Optional.of(new Shrunk(
                reliability, Interval.normal(value, Math.sqrt(spread.tauSquared * (1 - reliability)), Interval.Z95)));
    }

    /** A sum with the rounding errors added up beside it (A. Neumaier 1974); exact for whole numbers. */
    private static final class Sum {
        private double sum;
        private double lost;

        private void add(double value) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        private double value() {
            return sum + lost;
        }
    }

    /**
     * What is expected of the pupils of one group.
     *
     * @param from the lowest prior result; empty for the lowest group
     * @param pupils how many pupils were compared with
     * @param expected the mean of their outcomes
     * @param deviation the SD of their outcomes; empty for one pupil
     */
    public record Group(OptionalDouble from, long pupils, double expected, OptionalDouble deviation) {}

    /**
     * The gain of a school drawn towards the mean of all, the more the less it tells.
     *
     * @param reliability the share of the spread between schools in the variance of this school's gain, 0..1
     * @param gain the shrunk gain with its interval of 95 %
     */
    public record Shrunk(double reliability, Interval gain) {}

    /**
     * The gain of one school.
     *
     * @param pupils how many pupils it rests on
     * @param floored how many of them count with the floor
     * @param gain the mean gain with its interval of 95 %
     * @param band where it stands
     * @param shrunk the gain drawn towards the mean; empty where the spread between schools cannot be known
     * @param note {@code doubtful-results}, {@code small-n}, both separated by a semicolon, or nothing
     */
    public record Gain(long pupils, long floored, Interval gain, Band band, Optional<Shrunk> shrunk, String note) {}

    /** The gains of all schools, and what they rest on. Immutable and safe to share between threads. */
    public static final class Fit {
        private final MethodInfo method;
        private final List<Group> groups;
        private final Spread spread;
        private final SortedMap<SchoolId, Gain> schools;
        private final SortedMap<SchoolId, Long> unscored;

        private Fit(
                MethodInfo method,
                List<Group> groups,
                Spread spread,
                SortedMap<SchoolId, Gain> schools,
                SortedMap<SchoolId, Long> unscored) {
            this.method = method;
            this.groups = ImmutableList.copyOf(groups);
            this.spread = spread;
            this.schools = ImmutableSortedMap.copyOfSorted(schools);
            this.unscored = ImmutableSortedMap.copyOfSorted(unscored);
        }

        /**
         * Names the method.
         *
         * @return the identity, the edition and the options
         */
        public MethodInfo method() {
            return method;
        }

        /**
         * Returns the groups by prior result.
         *
         * @return the groups that have pupils to compare with, from the lowest
         */
        public List<Group> groups() {
            return groups;
        }

        /**
         * Returns the gains.
         *
         * @return by school; empty with fewer than two pupils to compare with
         */
        public SortedMap<SchoolId, Gain> schools() {
            return schools;
        }

        /**
         * Returns how many pupils have no gain, because nobody in their group may be compared with.
         *
         * @return by school; only schools that have such pupils
         */
        public SortedMap<SchoolId, Long> unscored() {
            return unscored;
        }

        /**
         * Returns how many pupils were compared with.
         *
         * @return the pupils of schools whose results are not in doubt
         */
        public long pupils() {
            return spread.pupils;
        }

        /**
         * Returns how many of these pupils count with the floor.
         *
         * @return the count; about 6 in 1,000 where outcomes are normal and the floor is 2.5 SD
         */
        public long floored() {
            return spread.floored;
        }

        /**
         * Returns the SD of the gains of all pupils, which every interval rests on.
         *
         * @return the SD; empty with fewer than two pupils
         */
        public OptionalDouble deviation() {
            return spread.pupils < 2 ? OptionalDouble.empty() : OptionalDouble.of(spread.deviation);
        }

        /**
         * Returns the variance of pupils' gains within schools.
         *
         * @return the mean square; empty where every school has one pupil or there is one school
         */
        public OptionalDouble varianceWithin() {
            return Double.isNaN(spread.within) ? OptionalDouble.empty() : OptionalDouble.of(spread.within);
        }

        /**
         * Returns the variance of the gains of schools beyond chance.
         *
         * @return tau squared, 0 or more; empty where every school has one pupil or there is one school
         */
        public OptionalDouble varianceBetween() {
            return Double.isNaN(spread.tauSquared) ? OptionalDouble.empty() : OptionalDouble.of(spread.tauSquared);
        }

        /**
         * Returns how many pupils a school needs for a gain of some reliability.
         *
         * @param reliability between 0 and 1
         * @return the number, not rounded; empty where schools do not differ beyond chance or it is not known
         * @throws IllegalArgumentException if the reliability is not between 0 and 1
         */
        public OptionalDouble pupilsFor(double reliability) {
            if (!(reliability > 0 && reliability < 1)) {
                throw new IllegalArgumentException("reliability must be between 0 and 1, got " + reliability);
            }
            return spread.tauSquared > 0
                    ? OptionalDouble.of(reliability / (1 - reliability) * spread.within / spread.tauSquared)
                    : OptionalDouble.empty();
        }

        /**
         * Returns the gains as rows {@code residual_gain}, with the code of the band in the note.
         *
         * @param period the period of the outcome
         * @return a row a school; INSUFFICIENT_DATA where none of its pupils has a gain
         */
        public IndicatorValues values(Period period) {
            IndicatorValues.Builder builder = IndicatorValues.builder();
            schools.forEach((school, gain) -> builder.add(
                    school,
                    "residual_gain",
                    period,
                    IndicatorValue.of(gain.gain, gain.pupils)
                            .withNote(gain.band.code() + (gain.note.isEmpty() ? "" : ";" + gain.note))));
            unscored.forEach((school, pupils) -> {
                if (!schools.containsKey(school)) {
                    builder.add(school, "residual_gain", period, IndicatorValue.insufficient(pupils, "nobody-to-compare-with"));
                }
            });
            return builder.build();
        }

        @Override
        public String toString() {
            return "ResidualGain[" + schools.size() + " schools, " + spread.pupils + " pupils, " + groups.size() + " groups"
                    + (spread.pupils < 2 ? "" : String.format(Locale.ROOT, ", SD %.4g", spread.deviation)) + "]";
        }
    }

    /**
     * Pupils with a prior result and an outcome, counted by school: never with a name or code. Equal pairs are one row with a count, so
     * whole scores take little room, and tables are merged by adding counts. Immutable and safe to share between threads.
     */
    public static final class Pupils implements Serializable {
        private static final long serialVersionUID = 1L;
        private static final int STRIDE = 3;
        private static final double LARGEST = 1e9;

        /** By school: prior, outcome, count, sorted by the first two. */
        private final TreeMap<SchoolId, double[]> schools;

        private Pupils(TreeMap<SchoolId, double[]> schools) {
            this.schools = schools;
        }

        /**
         * Starts a table.
         *
         * @return an empty builder
         */
        public static Builder builder() {
            return new Builder();
        }

        /**
         * Returns the pupils of both tables.
         *
         * @param other other pupils
         * @return all of them
         */
        public Pupils plus(Pupils other) {
            Builder builder = builder();
            for (Pupils part : List.of(this, other)) {
                part.schools.forEach((school, cells) -> {
                    for (int at = 0; at < cells.length; at += STRIDE) {
                        builder.add(school, cells[at], cells[at + 1], (long) cells[at + 2]);
                    }
                });
            }
            return builder.build();
        }

        /**
         * Returns the number of pupils.
         *
         * @return the number over all schools
         */
        public long count() {
            double count = 0;
            for (double[] cells : schools.values()) {
                for (int at = 0; at < cells.length; at += STRIDE) {
                    count += cells[at + 2];
                }
            }
            return (long) count;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Pupils that
                    && schools.keySet().equals(that.schools.keySet())
                    && schools.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), that.schools.get(e.getKey())));
        }

        @Override
        public int hashCode() {
            return Objects.hash(schools.keySet(), count());
        }

        @Override
        public String toString() {
            return "Pupils[" + schools.size() + " schools, " + count() + " pupils]";
        }

        /** Collects pupils. Not safe for use by several threads. */
        public static final class Builder {
            private final Map<SchoolId, Buffer> buffers = new HashMap<>();
            private long total;

            private static final class Buffer {
                private double[] cells = new double[STRIDE * 16];
                private int used;
            }

            private Builder() {}

            /**
             * Adds a pupil.
             *
             * @param school the school
             * @param prior the prior result, at most 1e9 in size
             * @param outcome the outcome, at most 1e9 in size
             * @return this builder
             * @throws IllegalArgumentException if a number is not finite or too large
             */
            public Builder add(SchoolId school, double prior, double outcome) {
                return add(school, prior, outcome, 1);
            }

            /**
             * Adds pupils with the same results.
             *
             * @param school the school
             * @param prior the prior result, at most 1e9 in size
             * @param outcome the outcome, at most 1e9 in size
             * @param count how many pupils, not negative
             * @return this builder
             * @throws IllegalArgumentException if a number is not finite or too large, or pupils are negative or more than 2^40
             */
            public Builder add(SchoolId school, double prior, double outcome, long count) {
                if (!(Math.abs(prior) <= LARGEST) || !(Math.abs(outcome) <= LARGEST)) {
                    throw new IllegalArgumentException("results must be at most 1e9 in size, got " + prior + " and " + outcome);
                }
                if (count < 0 || count > (1L << 40) - total) {
                    throw new IllegalArgumentException("pupils must not be negative, nor more than 2^40 together, got " + count);
                }
                if (count > 0) {
                    total += count;
                    Buffer buffer = buffers.computeIfAbsent(school, id -> new Buffer());
                    if (buffer.used == buffer.cells.length) {
                        buffer.cells = Arrays.copyOf(buffer.cells, 2 * buffer.used);
                    }
                    // Adding 0 makes -0 and 0 one.
                    buffer.cells[buffer.used++] = prior + 0.0;
                    buffer.cells[buffer.used++] = outcome + 0.0;
                    buffer.cells[buffer.used++] = count;
                }
                return this;
            }

            /**
             * Makes the table.
             *
             * @return the table
             */
            public Pupils build() {
                TreeMap<SchoolId, double[]> schools = new TreeMap<>();
                buffers.forEach((school, buffer) -> schools.put(school, sorted(buffer.cells, buffer.used)));
                return new Pupils(schools);
            }

            private static double[] sorted(double[] buffer, int length) {
                double[][] rows = new double[length / STRIDE][];
                Arrays.setAll(rows, i -> Arrays.copyOfRange(buffer, i * STRIDE, (i + 1) * STRIDE));
                Arrays.sort(rows, Comparator.<double[]>comparingDouble(row -> row[0]).thenComparingDouble(row -> row[1]));
                double[] cells = new double[length];
                int end = 0;
                for (double[] row : rows) {
                    if (end > 0 && cells[end - STRIDE] == row[0] && cells[end - STRIDE + 1] == row[1]) {
                        cells[end - 1] += row[2];
                    } else {
                        System.arraycopy(row, 0, cells, end, STRIDE);
                        end += STRIDE;
                    }
                }
                return Arrays.copyOf(cells, end);
            }
        }
    }
}
