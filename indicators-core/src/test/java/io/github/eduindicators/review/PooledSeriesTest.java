package io.github.eduindicators.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.trend.WlsTrend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PooledSeriesTest {
    private static final SchoolId A = SchoolId.of("a");
    private static final SchoolId B = SchoolId.of("b");
    private static final SchoolId C = SchoolId.of("c");

    private static YearSeries.Point point(int year, double value, double error, long n) {
        return YearSeries.Point.ofMean(year, value, error * Math.sqrt(n), n).withScale("z")
                .withComparability(YearSeries.Comparability.RELATIVE_ONLY);
    }

    private static YearSeries work(Unit unit, Subject subject, int grade, YearSeries.Point... points) {
        return YearSeries.of(YearSeries.Key.of(unit, "mean_z").withWork(Procedure.VPR, subject, grade), List.of(points));
    }

    /** The changes of a school from 2020 to 2021, each over its error, in mathematics of grade 5 and in another work. */
    private static List<YearSeries> changes(SchoolId school, double error, YearSeries.Key other, double first, double second) {
        double unit = error * Math.sqrt(2);
        return List.of(
                work(school, Subject.MATHEMATICS, 5, point(2020, 0, error, 25), point(2021, first * unit, error, 25)),
                YearSeries.of(other, List.of(point(2020, 0.1, error, 25), point(2021, 0.1 + second * unit, error, 25))));
    }

    private static YearSeries.Key russian(SchoolId school) {
        return YearSeries.Key.of(school, "mean_z").withWork(Procedure.VPR, Subject.RUSSIAN, 5);
    }

    /** Mathematics of another grade, which no cohort writes in both years. */
    private static YearSeries.Key seven(SchoolId school) {
        return YearSeries.Key.of(school, "mean_z").withWork(Procedure.VPR, Subject.MATHEMATICS, 7);
    }

    /** Two changes with a given product and a given mean of their squares. */
    private static List<YearSeries> products(SchoolId school, double error, YearSeries.Key other, double product, double square) {
        double sum = Math.sqrt(2 * square + 2 * product);
        double difference = Math.sqrt(2 * square - 2 * product);
        return changes(school, error, other, (sum + difference) / 2, (sum - difference) / 2);
    }

    private static List<YearSeries> all(List<List<YearSeries>> schools) {
        return schools.stream().flatMap(List::stream).toList();
    }

    /**
     * Where both years of two works have the error s, the product of their changes has the mean {@code together + (cohort + shock) / s^2} in one
     * grade, {@code shock / s^2} in grades without a cohort in common, and the square of a change
     * {@code 1 + (cohort + shock + own) / s^2}. With s = 0.1 in a and c and s = 0.2 in b, these are met exactly by the cohort 0.01, together
     * 0.5, the shock 0.005 and own 0.0025.
     */
    private static PooledSeries known() {
        return PooledSeries.of(all(List.of(
                products(A, 0.1, russian(A), 2, 2.75), products(B, 0.2, russian(B), 0.875, 1.4375), products(C, 0.1, seven(C), 0.5, 2.75))));
    }

    private static double variance(YearSeries.Point point) {
        return Math.pow(point.standardError().orElseThrow(), 2);
    }

    private static YearSeries only(List<YearSeries> series) {
        assertThat(series).hasSize(1);
        return series.get(0);
    }

    @Test
    void whereErrorsComeFromIsToldByProductsOfChanges() {
        PooledSeries.Sources sources = known().sources();
        assertThat(sources.cohort()).isCloseTo(0.01, within(1e-10));
        assertThat(sources.together()).isCloseTo(0.5, within(1e-8));
        assertThat(sources.shock()).isCloseTo(0.005, within(1e-10));
        assertThat(sources.own()).isCloseTo(0.0025, within(1e-10));
    }

    @Test
    void changesThatErrorsOfPupilsExplainHaveNoOtherSource() {
        PooledSeries.Sources none = PooledSeries.of(products(A, 0.1, russian(A), 0, 1)).sources();
        assertThat(none.cohort() + none.together() + none.shock() + none.own()).isCloseTo(0, within(1e-15));
        assertThat(PooledSeries.of(changes(A, 0.1, russian(A), 0.5, -0.5)).sources()).as("none is negative")
                .isEqualTo(new PooledSeries.Sources(0, 0, 0, 0));
        assertThat(PooledSeries.of(List.of()).sources()).isEqualTo(new PooledSeries.Sources(0, 0, 0, 0));
    }

    @Test
    void oneWorkTellsOnlyTheWhole() {
        // (change / error)^2 = 4 = 1 + sources / 0.01.
        PooledSeries.Sources sources = PooledSeries.of(changes(A, 0.1, russian(A), 2, 0).subList(0, 1)).sources();
        assertThat(sources.cohort() + sources.shock() + sources.own()).isCloseTo(0.03, within(1e-12));
    }

    @Test
    void oneLeapIsCutAtFiveErrors() {
        PooledSeries cut = PooledSeries.of(changes(A, 0.1, russian(A), 200, 0).subList(0, 1));
        PooledSeries five = PooledSeries.of(changes(A, 0.1, russian(A), 5, 0).subList(0, 1));
        assertThat(cut.sources().cohort() + cut.sources().shock() + cut.sources().own()).isCloseTo(0.24, within(1e-12));
        assertThat(cut.sources()).isEqualTo(five.sources());
    }

    @Test
    void schoolsTellNothingOfEachOther() {
        List<YearSeries> apart = List.of(changes(A, 0.1, russian(A), 2, 0).get(0), changes(B, 0.1, russian(B), 2, 0).get(0));
        assertThat(PooledSeries.of(apart).sources().together()).isZero();
    }

    @Test
    void theValueOfAYearIsTheMeanOfItsWorksByResultsWithTheVarianceOfBoth() {
        YearSeries pooled = only(known().pool(List.of(
                work(C, Subject.MATHEMATICS, 5, point(2020, 0.2, 0.1, 10)), work(C, Subject.RUSSIAN, 5, point(2020, 0.4, 0.2, 30)))));
        assertThat(pooled.key()).isEqualTo(YearSeries.Key.of(C, "mean_z"));
        YearSeries.Point year = pooled.points().get(0);
        assertThat(year.value()).isCloseTo(0.25 * 0.2 + 0.75 * 0.4, within(1e-15));
        // cohort + shock + (0.25^2 + 0.75^2) own + 0.25^2 0.1^2 + 0.75^2 0.2^2 + 2 together 0.25 * 0.1 * 0.75 * 0.2
        assertThat(variance(year)).isCloseTo(0.015 + 0.625 * 0.0025 + 0.000625 + 0.0225 + 0.00375, within(1e-9));
        assertThat(year.n()).hasValue(40);
        assertThat(year.comparability()).isEqualTo(YearSeries.Comparability.RELATIVE_ONLY);
    }

    @Test
    void worksOfTwoCohortsOfAYearShareItsShockAlone() {
        YearSeries pooled = only(known().pool(List.of(
                work(C, Subject.MATHEMATICS, 5, point(2020, 0.2, 0.1, 10)), work(C, Subject.MATHEMATICS, 6, point(2020, 0.4, 0.2, 30)))));
        // shock + (0.25^2 + 0.75^2) (cohort + own) + 0.25^2 0.1^2 + 0.75^2 0.2^2
        assertThat(variance(pooled.points().get(0))).isCloseTo(0.005 + 0.625 * 0.0125 + 0.000625 + 0.0225, within(1e-9));
    }

    @Test
    void ofManySchoolsLessIsLeftOfWhatEachHasOfItsOwn() {
        YearSeries pooled = only(known().pool(List.of(
                work(C, Subject.MATHEMATICS, 5, point(2020, 0.2, 0.1, 10)), work(C, Subject.RUSSIAN, 5, point(2020, 0.4, 0.2, 30))), unit -> 0.25));
        assertThat(variance(pooled.points().get(0)))
                .isCloseTo(0.25 * (0.015 + 0.625 * 0.0025) + 0.000625 + 0.0225 + 0.00375, within(1e-9));
    }

    @Test
    void cohortsThatComeBackMakeErrorsLargerByTheirFactorInTheSlope() {
        // A cohort writes in grade 5 in 2020 and in grade 6 in 2021, another one in 2022 and 2023. Each year has the
        // variance 0.01 + 0.0175, two years of one cohort the covariance 0.01 + 0.5 * 0.01. With c = (-1.5, -0.5, 0.5, 1.5):
        // c'Dc = 0.0275 * 5 and c'Vc = 0.1375 + 2 * 0.015 * (0.75 + 0.75) = 0.1825.
        YearSeries pooled = only(known().pool(List.of(
                work(C, Subject.MATHEMATICS, 5, point(2020, 0, 0.1, 10), point(2022, 0, 0.1, 10)),
                work(C, Subject.MATHEMATICS, 6, point(2021, 0, 0.1, 10), point(2023, 0, 0.1, 10)))));
        assertThat(pooled.points()).hasSize(4).allSatisfy(
                point -> assertThat(variance(point)).isCloseTo(0.0275 * 0.1825 / 0.1375, within(1e-9)));
        // The slope has the variance that generalised sums give: c'Vc / 25 with c'c = 5.
        WlsTrend.Fit fit = WlsTrend.withDefaults().admitting(YearSeries.Comparability.RELATIVE_ONLY).fit(pooled);
        assertThat(Math.pow(fit.slopeError().orElseThrow(), 2)).isCloseTo(0.1825 / 25, within(1e-9));
    }

    @Test
    void aGapCountsWithTheCalendar() {
        // The same cohorts with two years between them: c = (-2, -1, 1, 2), c'Dc = 0.0275 * 10 and
        // c'Vc = 0.275 + 2 * 0.015 * (2 + 2).
        YearSeries pooled = only(known().pool(List.of(
                work(C, Subject.MATHEMATICS, 5, point(2020, 0, 0.1, 10), point(2023, 0, 0.1, 10)),
                work(C, Subject.MATHEMATICS, 6, point(2021, 0, 0.1, 10), point(2024, 0, 0.1, 10)))));
        assertThat(pooled.points()).extracting(point -> point.period().year()).containsExactly(2020, 2021, 2023, 2024);
        assertThat(pooled.points()).allSatisfy(
                point -> assertThat(variance(point)).isCloseTo(0.0275 * 0.395 / 0.275, within(1e-9)));
    }

    @Test
    void errorsAreNeverMadeSmaller() {
        // One cohort in both years: the change is surer than the years, but the level is not.
        YearSeries pooled = only(known().pool(List.of(
                work(C, Subject.MATHEMATICS, 5, point(2020, 0, 0.1, 10)), work(C, Subject.MATHEMATICS, 6, point(2021, 0, 0.1, 10)))));
        assertThat(pooled.points()).hasSize(2).allSatisfy(
                point -> assertThat(variance(point)).isCloseTo(0.0275, within(1e-9)));
    }

    @Test
    void oneWorkIsItself() {
        YearSeries one = work(C, Subject.MATHEMATICS, 5,
                point(2018, 0.03, 0.11, 17).withSeason(Season.AUTUMN), point(2019, -0.02, 0.13, 19), point(2022, 0.1, 0.17, 23));
        PooledSeries pooling = PooledSeries.of(List.of(one));
        assertThat(pooling.sources()).as("its changes are smaller than their errors").isEqualTo(new PooledSeries.Sources(0, 0, 0, 0));
        YearSeries pooled = only(pooling.pool(List.of(one)));
        assertThat(pooled.points()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            YearSeries.Point was = one.points().get(i);
            YearSeries.Point is = pooled.points().get(i);
            assertThat(is.period()).isEqualTo(was.period());
            assertThat(is.season()).isEqualTo(was.season());
            assertThat(is.n()).isEqualTo(was.n());
            assertThat(is.value()).isCloseTo(was.value(), within(1e-15));
            assertThat(is.standardError().orElseThrow()).isCloseTo(was.standardError().orElseThrow(), within(1e-15));
        }
    }

    @Test
    void whatCannotBeComparedOrHasNoErrorIsLeftOut() {
        YearSeries bad = work(C, Subject.RUSSIAN, 5,
                point(2020, 3, 0.1, 10).withComparability(YearSeries.Comparability.NONE), point(2021, 3, 0, 10));
        YearSeries good = work(C, Subject.MATHEMATICS, 5, point(2020, 0.2, 0.1, 10));
        YearSeries pooled = only(known().pool(List.of(bad, good)));
        assertThat(pooled.points()).hasSize(1);
        assertThat(pooled.points().get(0).value()).isCloseTo(0.2, within(1e-15));
        assertThat(only(known().pool(List.of(bad))).points()).as("a series without points is kept, empty").isEmpty();
        assertThat(known().pool(List.of())).isEmpty();
    }

    /** Schools whose level stands still; what their cohorts are, and how able their pupils, they take from work to work and year to year. */
    private static final class World {
        static final PooledSeries.Sources LIVELY = new PooledSeries.Sources(0.02, 0.5, 0.01, 0.005);
        static final List<Subject> SUBJECTS = List.of(Subject.MATHEMATICS, Subject.RUSSIAN);

        final List<YearSeries> schools = new ArrayList<>();
        final List<YearSeries> municipalities = new ArrayList<>();
        final Map<Unit, Double> left = new TreeMap<>(Unit.order());

        private final Random random;
        private final PooledSeries.Sources truth;

        /** A municipality has the mean of its pupils. */
        World(long seed, int municipalities, int schoolsEach, PooledSeries.Sources truth) {
            this.random = new Random(seed);
            this.truth = truth;
            for (int place = 0; place < municipalities; place++) {
                Map<YearSeries.Key, Map<Integer, double[]>> sums = new TreeMap<>();
                Municipality unit = Municipality.of(Region.of("R"), String.format(Locale.ROOT, "M%03d", place));
                double squares = 0;
                double all = 0;
                for (int school = 0; school < schoolsEach; school++) {
                    double n = school(SchoolId.of(String.format(Locale.ROOT, "s%03d-%02d", place, school)), unit, sums);
                    squares += n * n;
                    all += n;
                }
                left.put(unit, squares / (all * all));
                sums.forEach((key, years) -> {
                    YearSeries.Builder builder = YearSeries.builder(key);
                    years.forEach((year, sum) -> builder.add(point(year, sum[0] / sum[1], 1 / Math.sqrt(sum[1]), (long) sum[1])));
                    this.municipalities.add(builder.build());
                });
            }
        }

        private double normal(double variance) {
            return Math.sqrt(variance) * random.nextGaussian();
        }

        private double school(SchoolId id, Municipality place, Map<YearSeries.Key, Map<Integer, double[]>> sums) {
            double level = normal(0.16);
            int usual = 12 + random.nextInt(60);
            double all = 0;
            Map<Integer, Double> shocks = new TreeMap<>();
            Map<YearSeries.Key, YearSeries.Builder> builders = new TreeMap<>();
            for (int cohort = 2011; cohort <= 2018; cohort++) {
                double own = level + normal(truth.cohort());
                int n = usual + random.nextInt(5);
                double[] abilities = random.doubles(n).map(x -> random.nextGaussian()).toArray();
                for (int grade = 4; grade <= 7; grade++) {
                    int year = cohort + grade;
                    // 2020 is a year without works.
                    if (year < 2017 || year > 2022 || year == 2020) {
                        continue;
                    }
                    double shock = shocks.computeIfAbsent(year, of -> normal(truth.shock()));
                    for (Subject subject : SUBJECTS) {
                        double mean = own + shock + normal(truth.own());
                        for (double ability : abilities) {
                            mean += (Math.sqrt(truth.together()) * ability + normal(1 - truth.together())) / n;
                        }
                        YearSeries.Key key = YearSeries.Key.of(id, "mean_z").withWork(Procedure.VPR, subject, grade);
                        builders.computeIfAbsent(key, YearSeries::builder).add(point(year, mean, 1 / Math.sqrt(n), n));
                        double[] whole = sums.computeIfAbsent(
                                        YearSeries.Key.of(place, "mean_z").withWork(Procedure.VPR, subject, grade), of -> new TreeMap<>())
                                .computeIfAbsent(year, of -> new double[2]);
                        whole[0] += mean * n;
                        whole[1] += n;
                        all += n;
                    }
                }
            }
            builders.values().forEach(builder -> schools.add(builder.build()));
            return all;
        }

        /** The variance of slopes, each over its error; the true slopes are 0. */
        static double spread(List<YearSeries> pooled) {
            WlsTrend line = WlsTrend.withDefaults().admitting(YearSeries.Comparability.RELATIVE_ONLY);
            return pooled.stream().map(line::fit)
                    .mapToDouble(fit -> Math.pow(fit.slope().orElseThrow().value() / fit.slopeError().orElseThrow(), 2))
                    .average().orElseThrow();
        }
    }

    @Test
    void pooledSlopesOfSchoolsVaryAsTheirErrorsSayWhereCohortsComeBack() {
        World world = new World(20_250_729, 60, 10, World.LIVELY);
        PooledSeries pooling = PooledSeries.of(world.schools);
        assertThat(pooling.sources().cohort()).isBetween(0.01, 0.03);
        assertThat(pooling.sources().together()).isBetween(0.25, 0.75);
        assertThat(pooling.sources().shock()).isBetween(0.005, 0.015);
        assertThat(pooling.sources().own()).isBetween(0.001, 0.009);
        List<YearSeries> pooled = pooling.pool(world.schools);
        assertThat(pooled).hasSize(600);
        // The mean of 600 squares of about 1 has the error sqrt(2 / 600) = 0.06.
        assertThat(World.spread(pooled)).isBetween(0.85, 1.2);
        assertThat(World.spread(world.schools)).as("a work alone, with the errors of pupils only").isGreaterThan(1.4);
    }

    @Test
    void pooledSlopesVaryAsTheirErrorsSayWherePupilsAreAllThatDiffers() {
        World world = new World(5, 60, 10, new PooledSeries.Sources(0, 0.5, 0, 0));
        PooledSeries.Sources sources = PooledSeries.of(world.schools).sources();
        assertThat(sources.cohort() + sources.shock() + sources.own()).isLessThan(0.006);
        assertThat(sources.together()).isBetween(0.3, 0.7);
        assertThat(World.spread(PooledSeries.of(world.schools).pool(world.schools))).isBetween(0.85, 1.2);
    }

    @Test
    void pooledSlopesOfMunicipalitiesVaryAsTheirErrorsSay() {
        for (PooledSeries.Sources truth : List.of(World.LIVELY, new PooledSeries.Sources(0, 0.5, 0, 0))) {
            World world = new World(20_250_730, 60, 10, truth);
            // The mean of 60 squares of about 1 has the error sqrt(2 / 60) = 0.18.
            assertThat(World.spread(PooledSeries.of(world.schools).pool(world.municipalities, world.left::get))).as(truth.toString())
                    .isBetween(0.55, 1.6);
        }
    }

    @Test
    void theOrderOfSeriesChangesNoBit() {
        World world = new World(7, 6, 5, World.LIVELY);
        List<YearSeries> shuffled = new ArrayList<>(world.schools);
        Collections.shuffle(shuffled, new Random(1));
        PooledSeries one = PooledSeries.of(world.schools);
        PooledSeries other = PooledSeries.of(shuffled);
        assertThat(other.sources()).isEqualTo(one.sources());
        assertThat(one.sources().cohort() + one.sources().shock()).isPositive();
        assertThat(other.pool(shuffled)).isEqualTo(one.pool(world.schools)).hasSize(30);
    }
}
