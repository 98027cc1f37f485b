package io.github.eduindicators.effectiveness;

import com.google.common.collect.ImmutableSortedMap;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What share of the pupils passed, and how well did they do? The indicators that schools have always counted: успеваемость, качество
 * знаний, СОУ, mean mark and score, the bands of ГИА, high sums of three examinations, shares in the quarters of the region.
 *
 * <p>With {@code n5 n4 n3 n2} the counts of marks, a the absent or not attested pupils and {@code N = n5 + n4 + n3 + n2 + a}:
 *
 * <ul>
 *   <li>{@code pass_rate = (n5 + n4 + n3) / N}; with a minimum score alone, the share of pupils at or above it;
 *   <li>{@code quality_rate = (n5 + n4) / N};
 *   <li>{@code sou = (n5 + 0.64 n4 + 0.36 n3 + 0.16 n2 + 0.07 a) / N}, within 0..1 like every share;
 *   <li>{@code mean_mark = (5 n5 + 4 n4 + 3 n3 + 2 n2) / (N - a)}, {@code mean_score}: of the pupils who have a result;
 *   <li>on 100 points with a minimum score alone: {@code below_minimum}, {@code band_to_60} (from the minimum), {@code band_61_80},
 *       {@code band_81_100}, which together hold every pupil once, and {@code score_100}, a part of the last;
 *   <li>on 300 points without marks, read as sums of three examinations: {@code sum_from_190}, {@code _220}, {@code _250}, the shares
 *       at or above;
 *   <li>{@code mean_z = (mean - m) / s}, with m and s the mean and the SD (divisor n - 1) of all pupils of the school's region in that
 *       assessment;
 *   <li>{@code lower_quartile_share} and {@code upper_quartile_share}: the shares of pupils at or below the lower, and at or above the
 *       upper quartile (type 7) of all pupils of the region. Scores are whole and tie at the quartile, so the region's own share is as
 *       a rule more than a quarter: compare with it, not with 0.25.
 * </ul>
 *
 * <p>Intervals are of 95 %. A share has Wilson's. A mean has {@code 1.96 s / sqrt n} to each side, kept within the scale, with s the
 * spread of the region's pupils and not the school's own: so three pupils with one mark are not taken for certain, and one pupil has
 * an interval. Where the spread is not known the interval is the whole scale.
 *
 * <p>{@link #run} gives rows for schools, municipalities and regions, each for the year of the assessment, and rows pooled over the
 * year's assessments with the assessment left empty, whatever the procedure. There shares add counts: {@code pass_rate} over the assessments with
 * a minimum or marks, marks and СОУ over those with marks, bands over those of 100 points, sums over sums; {@code mean_z} is the mean weighted by results; scores have no pooled row, for
 * their scales differ. The n of a pooled row counts results. A pupil writes several works of one grade, so the
 * errors of these are taken to be wholly dependent, and those of two grades, whose pupils are others, to be independent: the interval
 * is as wide as for {@code (sum n)^2 / sum over grades (sum of sqrt n)^2} pupils; the truth is rather narrower.
 * Municipalities and regions add the counts of all their schools. A region has no {@code mean_z}, which would be 0. Schools without a
 * known municipality ({@code "-"}) are in no municipality; those without a known region are one region, {@code "-"}, and are compared
 * with each other.
 *
 * <p>These indicators describe and judge nothing. So a doubtful school keeps its numbers with the note {@code doubtful-results}, it is a
 * part of its region's mean and quartiles, and sums that contain such schools say {@code doubtful-schools=K}. Below 10 results the note
 * says {@code small-n}. Where all pupils of the region have one score {@code mean_z} is not applicable, {@code no-spread}. Units without
 * results have no rows.
 *
 * <p>Caveats: СОУ weighs a mark by {@code (mark / 5)^2}, the weight of the absent is a convention, and sources differ on whom it is
 * for and whether they are counted at all; no federal document fixes these formulas. A mean of marks takes the steps between marks for
 * equal. Complexity: linear in schools, assessments and scale; {@link #forEach} holds the counts of one school, and of every
 * municipality and region. Immutable and safe to share between threads; rows do not depend on the order of results.
 *
 * <p>Reference: V. P. Simonov, for СОУ, as handbooks for schools quote it; E. B. Wilson (1927), doi:10.1080/01621459.1927.10502953; R. J. Hyndman,
 * Y. Fan (1996), doi:10.1080/00031305.1996.10473566. Bands of ГИА as in the yearly statistical reports, from memory; lower and upper quarter
 * as in the regional system of Saint Petersburg (order 938-р of 14.07.2023), read in part; sums from 190 and 220 as in the Moscow list of 2014;
 * the rules of intervals and pooling are ours.
 */
public final class ClassicIndicators {
    private static final double[] WEIGHTS = {0.16, 0.36, 0.64, 1};
    private static final double ABSENT = 0.07;
    /** The name of the municipality of a school that no register places. */
    private static final String UNKNOWN = "-";
    private static final ClassicIndicators STANDARD =
            new ClassicIndicators(WEIGHTS, ABSENT, new int[] {190, 220, 250}, new int[] {5, 10});

    private final double[] weights;
    private final double absentWeight;
    private final int[] sums;
    /** Below the first not for the public, below the second with a note. */
    private final int[] small;
    private final List<ClassicMeasure> measures;

    private ClassicIndicators(double[] weights, double absentWeight, int[] sums, int[] small) {
        this.weights = weights;
        this.absentWeight = absentWeight;
        this.sums = sums;
        this.small = small;
        this.measures = ClassicMeasure.all(weights, sums);
    }

    /**
     * Returns the indicators with the usual weights of СОУ, sums from 190, 220 and 250, and the note {@code small-n} below 10 results.
     *
     * @return the indicators
     */
    public static ClassicIndicators standard() {
        return STANDARD;
    }

    /**
     * Chooses the weight of the mark 2 in СОУ.
     *
     * @param weight 0..1; 0.16 unless chosen, 0 where a pupil who failed is to count nothing
     * @return the indicators with it
     * @throws IllegalArgumentException if it is outside 0..1
     */
    public ClassicIndicators withWeightOfTwo(double weight) {
        double[] changed = weights.clone();
        changed[0] = share("the weight of 2", weight);
        return new ClassicIndicators(changed, absentWeight, sums, small);
    }

    /**
     * Chooses the weight of an absent or not attested pupil in СОУ.
     *
     * @param weight 0..1; 0.07 unless chosen
     * @return the indicators with it
     * @throws IllegalArgumentException if it is outside 0..1
     */
    public ClassicIndicators withWeightOfAbsent(double weight) {
        return new ClassicIndicators(weights, share("the weight of the absent", weight), sums, small);
    }

    /**
     * Chooses from which sums of three examinations shares are counted.
     *
     * @param from different sums within 1..300; may be none
     * @return the indicators with {@code sum_from_...} for each
     * @throws IllegalArgumentException if one is outside 1..300 or given twice
     */
    public ClassicIndicators withSumsFrom(int... from) {
        int[] sorted = Arrays.stream(from).sorted().distinct().toArray();
        if (sorted.length < from.length || from.length > 0 && (sorted[0] < 1 || sorted[sorted.length - 1] > ClassicPool.SUM_OF_THREE)) {
            throw new IllegalArgumentException("sums must differ and be within 1..300, got " + Arrays.toString(from));
        }
        return new ClassicIndicators(weights, absentWeight, sorted, small);
    }

    /**
     * Chooses which results are few.
     *
     * @param hidden below so many results a value is not for the public; see {@link #forPublic}
     * @param noted below so many it has the note {@code small-n}; not less than the other
     * @return the indicators with the rule
     * @throws IllegalArgumentException if a number is negative or the second less than the first
     */
    public ClassicIndicators withSmallCells(int hidden, int noted) {
        if (hidden < 0 || noted < hidden) {
            throw new IllegalArgumentException("small cells need 0 <= hidden <= noted, got " + hidden + " and " + noted);
        }
        return new ClassicIndicators(weights, absentWeight, sums, new int[] {hidden, noted});
    }

    private static double share(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " must be within 0..1, got " + value);
        }
        return value;
    }

    /**
     * Names the method.
     *
     * @return the identity, the edition and the options
     */
    public MethodInfo method() {
        return MethodInfo.of("effectiveness/classic", "1", "Simonov, for СОУ; Wilson (1927), doi:10.1080/01621459.1927.10502953")
                .with(Fact.of("weight_of_two", weights[0]))
                .with(Fact.of("weight_of_absent", absentWeight));
    }

    /**
     * Counts the indicators of one group of pupils by itself: all but those that compare with a region. The intervals of means rest on
     * the group's own spread, by Student's law; a group of one has the whole scale, and a group of equal results an interval without
     * width, which says nothing.
     *
     * @param scores the group's results
     * @return the indicators that the scale has
     */
    public Result of(ScoreDistribution scores) {
        return of(scores, 0);
    }

    /**
     * Counts the indicators of one group of pupils of whom some were absent or not attested: they are in the denominator of the shares
     * and of СОУ, and in no mean.
     *
     * @param scores the results of those who were there
     * @param absent how many were not, not negative
     * @return the indicators that the scale has; without results and absent pupils those of INSUFFICIENT_DATA
     * @throws IllegalArgumentException if absent is negative
     */
    public Result of(ScoreDistribution scores, long absent) {
        if (absent < 0) {
            throw new IllegalArgumentException("absent must not be negative, got " + absent);
        }
        ClassicCell cell = new ClassicCell(scores.scale(), scores.histogram());
        TreeMap<String, IndicatorValue> values = new TreeMap<>();
        for (ClassicMeasure measure : measures) {
            if (measure.applies(scores.scale()) && !measure.compares) {
                values.put(measure.code, noted(own(measure, cell, absent), ""));
            }
        }
        return new Result(scores, values);
    }

    private IndicatorValue own(ClassicMeasure measure, ClassicCell cell, long absent) {
        boolean share = measure.code.equals("pass_rate") || measure.code.equals("quality_rate");
        boolean sou = measure.code.equals("sou");
        if (absent > 0 && sou) {
            return souWith(cell, absent);
        }
        if (cell.n == 0) {
            return share && absent > 0 ? IndicatorValue.ratio(0, absent) : IndicatorValue.insufficient(0, "no-results");
        }
        ClassicReference own = new ClassicReference(cell, weights);
        IndicatorValue value = measure.of(List.of(cell), List.of(cell.n < 2 ? own : own.widened(student(cell.n))));
        return share && absent > 0 ? IndicatorValue.ratio(value.numerator().orElseThrow(), cell.n + absent) : value;
    }

    /** How many times wider an interval is by Student's law than by the normal one. */
    private static double student(long n) {
        return Interval.student(0, 1, n - 1.0).upper() / Interval.Z95;
    }

    private IndicatorValue souWith(ClassicCell cell, long absent) {
        long[] counts = Arrays.copyOf(cell.marks(), WEIGHTS.length + 1);
        double[] all = Arrays.copyOf(weights, WEIGHTS.length + 1);
        counts[WEIGHTS.length] = absent;
        all[WEIGHTS.length] = absentWeight;
        long n = cell.n + absent;
        double error = n < 2
                ? Double.NaN
                : ClassicReference.deviation(counts, all) / Math.sqrt(n) * student(n);
        double least = Arrays.stream(all).min().orElseThrow();
        return ClassicMeasure.value(ClassicMeasure.weighted(counts, all), error, n, least, Arrays.stream(all).max().orElseThrow());
    }

    /**
     * Counts the indicators of a school among its region: also those that compare with it.
     *
     * @param scores the school's results
     * @param region the results of all pupils of the region, the school's among them
     * @return the indicators that the scale has
     * @throws IllegalArgumentException if the scales differ, or the school's pupils are not among the region's
     */
    public Result of(ScoreDistribution scores, ScoreDistribution region) {
        region.minus(scores);
        TreeMap<String, IndicatorValue> values = new TreeMap<>();
        List<ClassicCell> cell = List.of(new ClassicCell(scores.scale(), scores.histogram()));
        List<ClassicReference> among = scores.count() == 0
                ? List.of()
                : List.of(new ClassicReference(new ClassicCell(region.scale(), region.histogram()), weights));
        for (ClassicMeasure measure : measures) {
            if (measure.applies(scores.scale())) {
                values.put(measure.code, among.isEmpty()
                        ? IndicatorValue.insufficient(0, "no-results")
                        : noted(measure.of(cell, among), ""));
            }
        }
        return new Result(scores, values);
    }

    /**
     * Counts the indicators of all schools, municipalities and regions into one table. For a whole country use {@link #forEach}: a
     * table of ten million rows does not fit.
     *
     * @param results the results
     * @param doubtful which schools have results that are in doubt
     * @return the table
     */
    public IndicatorValues run(SchoolResults results, Predicate<SchoolId> doubtful) {
        IndicatorValues.Builder builder = IndicatorValues.builder();
        forEach(results, doubtful, builder::add);
        return builder.build();
    }

    /**
     * Counts the indicators of all schools, municipalities and regions and hands them on row by row, in the order of the table.
     *
     * @param results the results
     * @param doubtful which schools have results that are in doubt; asked once a school
     * @param row takes each row
     */
    public void forEach(
            SchoolResults results, Predicate<SchoolId> doubtful, BiConsumer<IndicatorValues.Key, IndicatorValue> row) {
        List<School> schools = results.schools();
        BitSet doubts = new BitSet(schools.size());
        Map<Region, ClassicUnit> regions = new TreeMap<>();
        Map<Municipality, ClassicUnit> municipalities = new TreeMap<>(Unit.order());
        for (int i = 0; i < schools.size(); i++) {
            School school = schools.get(i);
            List<SchoolResult> ofSchool = results.results(school.id());
            if (ofSchool.isEmpty()) {
                continue;
            }
            doubts.set(i, doubtful.test(school.id()));
            List<ClassicUnit> places = new ArrayList<>(2);
            places.add(regions.computeIfAbsent(school.region(), region -> new ClassicUnit(region, region)));
            if (!school.municipality().name().equals(UNKNOWN)) {
                places.add(municipalities.computeIfAbsent(school.municipality(), place -> new ClassicUnit(place, school.region())));
            }
            for (ClassicUnit place : places) {
                place.add(ofSchool);
                if (doubts.get(i)) {
                    place.doubt(ofSchool.stream().map(SchoolResult::assessment).toList());
                }
            }
        }
        Map<Region, Map<Assessment, ClassicReference>> references = new TreeMap<>();
        regions.forEach((region, unit) -> {
            Map<Assessment, ClassicReference> ofRegion = new TreeMap<>();
            unit.cells().forEach((assessment, cell) -> ofRegion.put(assessment, new ClassicReference(cell, weights)));
            references.put(region, ofRegion);
        });
        Rows rows = new Rows(references, row);
        for (int i = 0; i < schools.size(); i++) {
            School school = schools.get(i);
            TreeMap<Assessment, ClassicCell> cells = new TreeMap<>();
            for (SchoolResult result : results.results(school.id())) {
                cells.put(result.assessment(), new ClassicCell(result.assessment(), result.scores().histogram()));
            }
            rows.add(school.id(), school.region(), cells, doubts.get(i) ? "doubtful-results" : "");
        }
        municipalities.values().forEach(rows::add);
        regions.values().forEach(rows::add);
    }

    /** Makes the rows of one unit after another, each in the order of the table. */
    private final class Rows {
        private final Map<Region, Map<Assessment, ClassicReference>> references;
        private final BiConsumer<IndicatorValues.Key, IndicatorValue> row;

        private Rows(
                Map<Region, Map<Assessment, ClassicReference>> references, BiConsumer<IndicatorValues.Key, IndicatorValue> row) {
            this.references = references;
            this.row = row;
        }

        private void add(ClassicUnit unit) {
            add(unit.unit, unit.region, unit.cells(), new Notes() {
                @Override
                public String of(Assessment assessment) {
                    return containing(unit.doubtful(assessment));
                }

                @Override
                public String of(int year, ClassicPool pool) {
                    return containing(unit.doubtful(year, pool));
                }
            });
        }

        private void add(SchoolId school, Region region, SortedMap<Assessment, ClassicCell> cells, String note) {
            add(school, region, cells, new Notes() {
                @Override
                public String of(Assessment assessment) {
                    return note;
                }

                @Override
                public String of(int year, ClassicPool pool) {
                    return note;
                }
            });
        }

        private void add(Unit unit, Region region, SortedMap<Assessment, ClassicCell> cells, Notes notes) {
            Map<Assessment, ClassicReference> ofRegion = references.getOrDefault(region, Map.of());
            Map<Integer, List<Part>> years = new TreeMap<>();
            cells.forEach((assessment, cell) -> years.computeIfAbsent(assessment.year(), year -> new ArrayList<>())
                    .add(new Part(assessment, List.of(cell), List.of(ofRegion.get(assessment)), notes.of(assessment))));
            for (ClassicMeasure measure : measures) {
                if (unit instanceof Region && measure instanceof ClassicMeasure.MeanInDeviations) {
                    continue;
                }
                years.forEach((year, parts) -> {
                    Period period = Period.of(year);
                    List<ClassicCell> pooled = new ArrayList<>();
                    List<ClassicReference> among = new ArrayList<>();
                    for (Part part : parts) {
                        if (measure.pool.has(part.assessment.scale())) {
                            pooled.addAll(part.cell);
                            among.addAll(part.region);
                        }
                    }
                    if (!pooled.isEmpty()) {
                        row.accept(
                                new IndicatorValues.Key(unit, measure.code, period, ""),
                                noted(measure.of(pooled, among), notes.of(year, measure.pool)));
                    }
                    for (Part part : parts) {
                        if (measure.applies(part.assessment.scale())) {
                            row.accept(
                                    new IndicatorValues.Key(unit, measure.code, period, part.assessment.id().value()),
                                    noted(measure.of(part.cell, part.region), part.note));
                        }
                    }
                });
            }
        }
    }

    /** One assessment of a unit. */
    private record Part(Assessment assessment, List<ClassicCell> cell, List<ClassicReference> region, String note) {}

    /** What is to be noted of a row beside its size. */
    private interface Notes {
        String of(Assessment assessment);

        String of(int year, ClassicPool pool);
    }

    private static String containing(int doubtful) {
        return doubtful == 0 ? "" : "doubtful-schools=" + doubtful;
    }

    private IndicatorValue noted(IndicatorValue value, String note) {
        String few = value.n().isPresent() && value.n().getAsLong() < small[1] ? "small-n" : "";
        if (note.isEmpty() && few.isEmpty()) {
            return value;
        }
        return value.withNote(Stream.of(value.note(), note, few).filter(part -> !part.isEmpty()).collect(Collectors.joining(";")));
    }

    /**
     * Returns what of a value may be shown to everybody: itself, or INSUFFICIENT_DATA with the note {@code small-n} where it rests on
     * too few results. That a hidden value could be found as the difference of shown ones is not looked at.
     *
     * @param value a value of this method
     * @return the value, or that there are too few results
     */
    public IndicatorValue forPublic(IndicatorValue value) {
        return value.n().isPresent() && value.n().getAsLong() < small[0]
                ? IndicatorValue.insufficient(value.n().getAsLong(), "small-n")
                : value;
    }

    @Override
    public String toString() {
        return "ClassicIndicators" + measures.stream().map(measure -> measure.code).toList();
    }

    /** The indicators of one group of pupils in one assessment. Immutable and safe to share between threads. */
    public static final class Result {
        private final ScoreDistribution scores;
        private final SortedMap<String, IndicatorValue> values;

        private Result(ScoreDistribution scores, SortedMap<String, IndicatorValue> values) {
            this.scores = scores;
            this.values = ImmutableSortedMap.copyOfSorted(values);
        }

        /**
         * Returns all indicators that the scale has.
         *
         * @return the values by code, sorted
         */
        public SortedMap<String, IndicatorValue> values() {
            return values;
        }

        /**
         * Returns one indicator.
         *
         * @param code such as {@code band_81_100}
         * @return the value, or empty if the scale does not have it
         */
        public Optional<IndicatorValue> value(String code) {
            return Optional.ofNullable(values.get(code));
        }

        private IndicatorValue orNone(String code) {
            return value(code).orElseGet(() -> IndicatorValue.notApplicable("no-marks"));
        }

        /**
         * Returns the share of pupils who passed, {@code pass_rate} (успеваемость).
         *
         * @return the share; NOT_APPLICABLE without cut scores
         */
        public IndicatorValue passRate() {
            return orNone("pass_rate");
        }

        /**
         * Returns the share of pupils with 4 or 5, {@code quality_rate} (качество знаний).
         *
         * @return the share; NOT_APPLICABLE without marks
         */
        public IndicatorValue qualityRate() {
            return orNone("quality_rate");
        }

        /**
         * Returns the mean weight of the marks, {@code sou} (степень обученности учащихся).
         *
         * @return the mean, 0..1; NOT_APPLICABLE without marks
         */
        public IndicatorValue sou() {
            return orNone("sou");
        }

        /**
         * Returns the mean mark, {@code mean_mark}.
         *
         * @return the mean, 2..5; NOT_APPLICABLE without marks
         */
        public IndicatorValue meanMark() {
            return orNone("mean_mark");
        }

        /**
         * Returns the mean score, {@code mean_score}.
         *
         * @return the mean, 0..max
         */
        public IndicatorValue meanScore() {
            return orNone("mean_score");
        }

        /**
         * Returns the share of pupils at or above any score.
         *
         * @param score the score, 0..max
         * @return the share; INSUFFICIENT_DATA without results
         * @throws IllegalArgumentException if the score is outside 0..max
         */
        public IndicatorValue shareFrom(int score) {
            int max = scores.scale().max();
            if (score < 0 || score > max) {
                throw new IllegalArgumentException("score must be within 0.." + max + ", got " + score);
            }
            return scores.count() == 0
                    ? IndicatorValue.insufficient(0, "no-results")
                    : IndicatorValue.ratio(new ClassicCell(scores.scale(), scores.histogram()).within(score, max), scores.count());
        }

        @Override
        public String toString() {
            return values.entrySet().stream()
                    .map(entry -> String.format(Locale.ROOT, "%-21s %s", entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining("\n"));
        }
    }
}
