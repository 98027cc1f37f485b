package io.github.eduindicators.composite;

import io.github.eduindicators.composite.CompositeResult.Stage;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.stats.QuantileType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far does the place of a unit hang on choices that could have been made otherwise? Ranks of a composite indicator, each with
 * its interval.
 *
 * <p>The composite indicator and its variants (another normalisation, aggregation, treatment, weighting) are computed; then every
 * weight of every group is disturbed, {@code w (1 + f u)} with u even on -1..1 and {@code f = 0.25}, 1,000 times, each method in
 * turn having the same number of runs (one more or less). Without disturbance ({@code f = 0}) each method runs once. Weights
 * found by the data are found once and disturbed like the others.
 *
 * <p>Rank 1 is the largest figure; units whose figures differ by less than a part in 10^12 of the largest share the smallest
 * rank. Ranked are the units that have a figure by every method, among themselves; the others are told apart as unranked. For
 * each unit: the nominal rank, the median and the 5 % and 95 % quantiles (type 7, so they need not be whole) of its ranks over
 * the runs, the mean size of its shift from the nominal rank and the share of runs in which it moved by more than k places. For
 * each variant under its own weights: Spearman's correlation and Kendall's tau-b with the nominal ranks, the mean size of the
 * shifts and the share of units that moved by more than k.
 *
 * <p>One unit has rank 1..1; where all are equal all have rank 1 and there is no correlation. No unit: an empty result.
 *
 * <p>Caveats: the interval is of the choices looked at, not of the measurement: a rank that is firm here may still be chance with
 * few pupils. The nominal rank can lie outside its interval, which says that the nominal choice is a special one.
 *
 * <p>Complexity: O(runs n (k + log n)) for n units and k indicators, for Copeland O(runs n^2 k); O(n^2) for tau of each variant.
 * Seeded: the same input gives the same bits. Reference: M. Saisana, A. Saltelli, S. Tarantola (2005), JRSS A 168:307-323,
 * doi:10.1111/j.1467-985X.2005.00350.x. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * var study = RankStudy.withDefaults().withVariant("geometric", quality.withAggregation(Aggregation.geometric()))
 *     .run(quality, values, Period.of(2021));
 * study.rank(SchoolId.of("edu280417"));                             // Optional[school edu280417 rank 12 [8.0; 19.0] median 12.0]
 * study.variants();                                                 // how far each variant agrees
 * }</pre>
 */
public final class RankStudy {
    private static final double USUAL_NOISE = 0.25;
    private static final int USUAL_RUNS = 1000;
    private static final int MOST_RUNS = 1_000_000;
    private static final long MOST_RANKS = 200_000_000;
    private static final long USUAL_SEED = 20_210_901;
    private static final int USUAL_PLACES = 5;
    private static final double LOWER = 0.05;
    private static final double UPPER = 0.95;
    private static final RankStudy DEFAULTS = new RankStudy(Map.of(), USUAL_NOISE, USUAL_RUNS, new long[] {USUAL_SEED, USUAL_PLACES});

    private final Map<String, CompositeIndicator> variants;
    private final double noise;
    private final int runs;
    private final long seed;
    private final int places;

    private RankStudy(Map<String, CompositeIndicator> variants, double noise, int runs, long[] seedAndPlaces) {
        this.variants = variants;
        this.noise = noise;
        this.runs = runs;
        this.seed = seedAndPlaces[0];
        this.places = (int) seedAndPlaces[1];
    }

    private RankStudy with(double otherNoise, int otherRuns, long otherSeed, int otherPlaces) {
        return new RankStudy(variants, otherNoise, otherRuns, new long[] {otherSeed, otherPlaces});
    }

    /**
     * Returns the study with 1,000 runs, weights disturbed by up to a quarter, no variants, moves by more than 5 places.
     *
     * @return the study
     */
    public static RankStudy withDefaults() {
        return DEFAULTS;
    }

    /**
     * Adds a way in which the composite indicator could also have been made.
     *
     * @param name its name, not blank, not used before
     * @param variant the composite indicator made otherwise
     * @return the study with the variant
     * @throws IllegalArgumentException if the name is blank or there is a variant of this name
     */
    public RankStudy withVariant(String name, CompositeIndicator variant) {
        if (name.isBlank() || variants.containsKey(name)) {
            throw new IllegalArgumentException("variants need names that differ, got '" + name + "'");
        }
        Map<String, CompositeIndicator> more = new LinkedHashMap<>(variants);
        more.put(name, Objects.requireNonNull(variant, "variant"));
        return new RankStudy(Collections.unmodifiableMap(more), noise, runs, new long[] {seed, places});
    }

    /**
     * Changes how far weights are disturbed.
     *
     * @param share up to which share of itself a weight is changed, 0..1; 0 for not at all
     * @return the study with the share
     * @throws IllegalArgumentException if the share is outside 0..1
     */
    public RankStudy withWeightNoise(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share by which weights are disturbed must be within 0..1, got " + share);
        }
        return with(share, runs, seed, places);
    }

    /**
     * Changes how many times weights are disturbed.
     *
     * @param number 1..1,000,000
     * @return the study with the number
     * @throws IllegalArgumentException if the number is out of range
     */
    public RankStudy withRuns(int number) {
        if (number < 1 || number > MOST_RUNS) {
            throw new IllegalArgumentException("the number of runs must be within 1..1,000,000, got " + number);
        }
        return with(noise, number, seed, places);
    }

    /**
     * Changes the seed.
     *
     * @param number any number
     * @return the study with the seed
     */
    public RankStudy withSeed(long number) {
        return with(noise, runs, number, places);
    }

    /**
     * Changes from which shift on a unit is said to have moved.
     *
     * @param number it moved by more than so many places; not negative
     * @return the study with the number
     * @throws IllegalArgumentException if it is negative
     */
    public RankStudy withPlaces(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("the number of places must not be negative, got " + number);
        }
        return with(noise, runs, seed, number);
    }

    /**
     * Names the method with its parameters.
     *
     * @return the method
     */
    public MethodInfo method() {
        return MethodInfo.of("rank-study", "1", "M. Saisana, A. Saltelli, S. Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x")
                .with(Fact.of("weight-noise", noise))
                .with(Fact.of("runs", (long) runs))
                .with(Fact.of("seed", seed))
                .with(Fact.of("places", (long) places))
                .with(Fact.of("variants", String.join(", ", variants.keySet())));
    }

    /**
     * Ranks the units of a period.
     *
     * @param nominal the composite indicator as it is
     * @param values the values of its indicators and of those of the variants
     * @param period the period
     * @return the ranks with their intervals
     * @throws IllegalArgumentException if a variant is of another type of unit, or units times runs are more than 200 million
     */
    public Result run(CompositeIndicator nominal, IndicatorValues values, Period period) {
        List<Evaluation> methods = new ArrayList<>();
        methods.add(Evaluation.of(nominal, values, period));
        variants.forEach((name, variant) -> {
            if (variant.unitType() != nominal.unitType()) {
                throw new IllegalArgumentException("a variant must be of the same units, got " + variant.unitType() + " in " + name);
            }
            methods.add(Evaluation.of(variant, values, period));
        });
        List<Unit> units = methods.get(0).units();
        List<double[]> figures = methods.stream()
                .map(method -> aligned(method, units, method.column(Stage.AGGREGATED, method.root())))
                .toList();
        int[] ranked = IntStream.range(0, units.size())
                .filter(unit -> figures.stream().noneMatch(column -> Double.isNaN(column[unit])))
                .toArray();
        int all = noise == 0 ? methods.size() : Math.max(runs, methods.size());
        if ((long) ranked.length * all > MOST_RANKS) {
            throw new IllegalArgumentException("units times runs must be at most 200 million, got " + ranked.length + " times " + all);
        }
        List<int[]> own = figures.stream().map(column -> Columns.placings(picked(column, ranked))).toList();
        int[][] ranks = new int[all][];
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int run = 0; run < all; run++) {
            SplittableRandom random = seeds.split();
            int method = run % methods.size();
            ranks[run] = noise == 0 ? own.get(method) : disturbed(methods.get(method), units, ranked, random);
        }
        return result(methods.get(0), ranked, picked(figures.get(0), ranked), own, ranks);
    }

    private int[] disturbed(Evaluation method, List<Unit> units, int[] ranked, SplittableRandom random) {
        double[][] shares = new double[method.root() + 1][];
        for (int node = 0; node <= method.root(); node++) {
            if (method.children(node).length > 0) {
                shares[node] = method.weights(node).shares().clone();
                for (int c = 0; c < shares[node].length; c++) {
                    shares[node][c] *= 1 + noise * (2 * random.nextDouble() - 1);
                }
            }
        }
        return Columns.placings(picked(aligned(method, units, method.rerun(shares)), ranked));
    }

    /** A variant may have other units, having other indicators. */
    private static double[] aligned(Evaluation method, List<Unit> units, double[] column) {
        if (method.units().equals(units)) {
            return column;
        }
        double[] out = new double[units.size()];
        for (int i = 0; i < out.length; i++) {
            int place = Collections.binarySearch(method.units(), units.get(i), Unit.order());
            out[i] = place < 0 ? Double.NaN : column[place];
        }
        return out;
    }

    private static double[] picked(double[] column, int[] places) {
        return Arrays.stream(places).mapToDouble(i -> column[i]).toArray();
    }

    private Result result(Evaluation nominal, int[] ranked, double[] figures, List<int[]> own, int[][] ranks) {
        int[] base = own.get(0);
        List<Rank> rows = new ArrayList<>();
        double shifts = 0;
        double moves = 0;
        for (int i = 0; i < ranked.length; i++) {
            double[] of = new double[ranks.length];
            double shift = 0;
            int moved = 0;
            for (int run = 0; run < ranks.length; run++) {
                of[run] = ranks[run][i];
                shift += Math.abs(ranks[run][i] - base[i]);
                moved += Math.abs(ranks[run][i] - base[i]) > places ? 1 : 0;
            }
            shifts += shift / ranks.length / ranked.length;
            moves += (double) moved / ranks.length / ranked.length;
            double[] quantiles = {QuantileType.TYPE_7.of(of, LOWER), Columns.median(of), QuantileType.TYPE_7.of(of, UPPER)};
            Unit unit = nominal.units().get(ranked[i]);
            rows.add(new Rank(unit, figures[i], base[i], quantiles, shift / ranks.length, (double) moved / ranks.length));
        }
        rows.sort(Comparator.comparingInt(Rank::rank).thenComparing(Rank::unit, Unit.order()));
        List<Agreement> agreements = new ArrayList<>();
        List<String> names = List.copyOf(variants.keySet());
        for (int variant = 0; variant < names.size(); variant++) {
            agreements.add(agreement(names.get(variant), base, own.get(variant + 1)));
        }
        List<Unit> unranked = IntStream.range(0, nominal.units().size())
                .filter(unit -> Arrays.binarySearch(ranked, unit) < 0)
                .mapToObj(nominal.units()::get)
                .toList();
        double[] overall = {shifts, Math.min(moves, 1)};
        return new Result(nominal.spec(), nominal.period(), rows, unranked, agreements, overall, concordance(own));
    }

    private Agreement agreement(String name, int[] base, int[] other) {
        double shift = 0;
        double moved = 0;
        for (int i = 0; i < base.length; i++) {
            shift += Math.abs(other[i] - base[i]);
            moved += Math.abs(other[i] - base[i]) > places ? 1 : 0;
        }
        int n = Math.max(1, base.length);
        double spearman = Columns.correlation(Columns.midRanks(base), Columns.midRanks(other));
        OptionalDouble rho = Double.isNaN(spearman) ? OptionalDouble.empty() : OptionalDouble.of(spearman);
        return new Agreement(name, rho, tauB(base, other), shift / n, moved / n);
    }

    /** Kendall's tau-b, or empty where one of the rankings does not tell the units apart. */
    static OptionalDouble tauB(int[] one, int[] other) {
        long agreeing = 0;
        long tellingOne = 0;
        long tellingOther = 0;
        for (int i = 0; i < one.length; i++) {
            for (int j = 0; j < i; j++) {
                int a = Integer.compare(one[i], one[j]);
                int b = Integer.compare(other[i], other[j]);
                agreeing += a * b;
                tellingOne += a * a;
                tellingOther += b * b;
            }
        }
        return tellingOne == 0 || tellingOther == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(-1, Math.min(1, agreeing / (Math.sqrt(tellingOne) * Math.sqrt(tellingOther)))));
    }

    /** Kendall's W of rankings, corrected for ties; empty for one ranking or where none tells the units apart. */
    static OptionalDouble concordance(List<int[]> rankings) {
        int n = rankings.get(0).length;
        int m = rankings.size();
        double[] sums = new double[n];
        double ties = 0;
        for (int[] ranking : rankings) {
            double[] ranks = Columns.midRanks(ranking);
            for (int i = 0; i < n; i++) {
                sums[i] += ranks[i];
            }
            int[] members = new int[n + 1];
            for (int rank : ranking) {
                members[rank]++;
            }
            for (double t : members) {
                ties += t * t * t - t;
            }
        }
        double most = (double) m * m * ((double) n * n * n - n) - m * ties;
        if (m < 2 || n < 2 || !(most > 0)) {
            return OptionalDouble.empty();
        }
        double mean = Columns.mean(sums);
        return OptionalDouble.of(12 * Columns.sum(Arrays.stream(sums).map(sum -> (sum - mean) * (sum - mean)).toArray()) / most);
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /** The place of a unit, with how far it hangs on the choices. */
    public static final class Rank {
        private final Unit unit;
        private final double figure;
        private final int rank;
        private final double[] quantiles;
        private final double shift;
        private final double moved;

        private Rank(Unit unit, double figure, int rank, double[] quantiles, double shift, double moved) {
            this.unit = unit;
            this.figure = figure;
            this.rank = rank;
            this.quantiles = quantiles;
            this.shift = shift;
            this.moved = moved;
        }

        /**
         * Returns the unit.
         *
         * @return the unit
         */
        public Unit unit() {
            return unit;
        }

        /**
         * Returns the composite figure.
         *
         * @return the figure of the nominal composite indicator
         */
        public double figure() {
            return figure;
        }

        /**
         * Returns the nominal rank.
         *
         * @return from 1, the largest figure; ties share the smallest
         */
        public int rank() {
            return rank;
        }

        /**
         * Returns the lower end of the interval.
         *
         * @return the 5 % quantile of the ranks over the runs
         */
        public double lower() {
            return quantiles[0];
        }

        /**
         * Returns the middle.
         *
         * @return the median of the ranks over the runs
         */
        public double median() {
            return quantiles[1];
        }

        /**
         * Returns the upper end of the interval.
         *
         * @return the 95 % quantile of the ranks over the runs
         */
        public double upper() {
            return quantiles[2];
        }

        /**
         * Returns how far the unit moves.
         *
         * @return the mean size of the shift from the nominal rank
         */
        public double meanShift() {
            return shift;
        }

        /**
         * Returns how often the unit moves by more than k places.
         *
         * @return the share of the runs, 0..1
         */
        public double movedShare() {
            return moved;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%s %s rank %d [%.1f; %.1f] median %.1f",
                    unit.unitType().code(), unit.code(), rank, lower(), upper(), median());
        }
    }

    /**
     * How far a variant gives the same ranks.
     *
     * @param variant the name of the variant
     * @param spearman Spearman's correlation of the ranks; empty where one of them does not tell the units apart
     * @param kendall Kendall's tau-b; empty likewise
     * @param meanShift the mean size of the shifts, in places
     * @param movedShare the share of units that moved by more than k places
     */
    public record Agreement(String variant, OptionalDouble spearman, OptionalDouble kendall, double meanShift, double movedShare) {
        /**
         * Checks that nothing is null.
         *
         * @param variant the name
         * @param spearman Spearman's correlation
         * @param kendall Kendall's tau-b
         * @param meanShift the mean size of the shifts
         * @param movedShare the share of units that moved
         */
        public Agreement {
            Objects.requireNonNull(variant, "variant");
            Objects.requireNonNull(spearman, "spearman");
            Objects.requireNonNull(kendall, "kendall");
        }
    }

    /** Ranks with their intervals, and how far the variants agree. Immutable. */
    public static final class Result {
        private static final int SHOWN = 20;

        private final CompositeIndicator composite;
        private final Period period;
        private final List<Rank> ranks;
        private final List<Unit> unranked;
        private final List<Agreement> variants;
        private final double[] overall;
        private final OptionalDouble concordance;

        private Result(CompositeIndicator composite, Period period, List<Rank> ranks, List<Unit> unranked, List<Agreement> variants,
                double[] overall, OptionalDouble concordance) {
            this.composite = composite;
            this.period = period;
            this.ranks = List.copyOf(ranks);
            this.unranked = List.copyOf(unranked);
            this.variants = List.copyOf(variants);
            this.overall = overall;
            this.concordance = concordance;
        }

        /**
         * Returns all ranks.
         *
         * @return the ranked units, the first first
         */
        public List<Rank> ranks() {
            return ranks;
        }

        /**
         * Returns the rank of a unit.
         *
         * @param unit the unit
         * @return its rank, or empty if it is not ranked
         */
        public Optional<Rank> rank(Unit unit) {
            return ranks.stream().filter(rank -> rank.unit().equals(unit)).findFirst();
        }

        /**
         * Returns the units that lack a figure by one of the methods.
         *
         * @return the units without rank, in the order of lists
         */
        public List<Unit> unranked() {
            return unranked;
        }

        /**
         * Returns how far the variants agree with the nominal ranks.
         *
         * @return one row for each variant, in the order in which they were added
         */
        public List<Agreement> variants() {
            return variants;
        }

        /**
         * Returns how far units move.
         *
         * @return the mean size of the shift from the nominal rank over all units and runs, in places
         */
        public double meanShift() {
            return overall[0];
        }

        /**
         * Returns how often units move by more than k places.
         *
         * @return the share of all units and runs, 0..1
         */
        public double movedShare() {
            return overall[1];
        }

        /**
         * Returns how far the nominal ranks and those of all variants agree.
         *
         * @return Kendall's W, 0..1; empty without variants
         */
        public OptionalDouble concordance() {
            return concordance;
        }

        /**
         * Returns the ranks as values with their intervals, the code being that of the composite indicator with {@code .rank}
         * after it. The interval is widened to the nominal rank where that lies outside, with the note {@code outside-interval};
         * n is the number of ranked units.
         *
         * @return the ranks by unit
         */
        public IndicatorValues values() {
            IndicatorValues.Builder values = IndicatorValues.builder();
            for (Rank rank : ranks) {
                Interval interval = new Interval(rank.rank(), Math.min(rank.rank(), rank.lower()), Math.max(rank.rank(), rank.upper()));
                boolean outside = rank.rank() < rank.lower() || rank.rank() > rank.upper();
                values.add(rank.unit(), composite.id() + ".rank", period,
                        IndicatorValue.of(interval, ranks.size()).withNote(outside ? "outside-interval" : ""));
            }
            return values.build();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s %s: %d ranked, %d not; mean shift %.3g",
                    composite.id(), period, ranks.size(), unranked.size(), meanShift()));
            ranks.stream().limit(SHOWN).forEach(rank -> text.append(System.lineSeparator()).append(rank));
            return ranks.size() > SHOWN ? text.append(System.lineSeparator()).append("...").toString() : text.toString();
        }
    }
}
