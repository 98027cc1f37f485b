package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.trend.MannKendall.Answer;
import io.github.eduindicators.trend.MannKendall.Joint;
import io.github.eduindicators.trend.MannKendall.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class MannKendallTest {
    static final Path SHARED = Path.of("..", "..", "shared", "vectors", "trend");
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final MannKendall TEST = MannKendall.withDefaults();
    /** Flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978; {@code Nile} of R). */
    static final double[] NILE = {
        1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100, 1210, 1150,
        1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832,
        764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742,
        801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
    };

    static YearSeries series(String subject, int first, double... values) {
        return YearSeries.of(
                new YearSeries.Key(SchoolId.of("edu280417"), "mean_score", "", subject, 0),
                IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i]))
                        .mapToObj(i -> YearSeries.Point.of(first + i, values[i])).toList());
    }

    static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private static Result test(double... values) {
        return TEST.test(series("", 2010, values));
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/io/github/eduindicators/trend/mann-kendall-cases.csv", useHeadersInDisplayName = true)
    void seriesHaveTheNumbersCountedOutElsewhere(
            String id, String values, int score, double variance, Double z, double tauA, Double tauB, double two, double greater,
            double less) {
        Result result = test(numbers(values));
        assertThat(result.score()).as(id).isEqualTo(score);
        assertThat(result.variance()).isCloseTo(variance, CLOSE);
        assertThat(result.z().isPresent()).isEqualTo(z != null);
        assertThat(result.z().orElse(0)).isCloseTo(z == null ? 0 : z, CLOSE);
        assertThat(result.tauA()).hasValueCloseTo(tauA, CLOSE);
        assertThat(result.tauB().isPresent()).isEqualTo(tauB != null);
        assertThat(result.tauB().orElse(0)).isCloseTo(tauB == null ? 0 : tauB, CLOSE);
        assertThat(result.pTwoSided()).isCloseTo(two, CLOSE);
        assertThat(result.pGreater()).isCloseTo(greater, CLOSE);
        assertThat(result.pLess()).isCloseTo(less, CLOSE);
        assertThat(result.exact()).isTrue();
    }

    private static KendallLaw lawOf(String[] ties) {
        return KendallLaw.of(IntStream.range(0, ties.length).boxed()
                .flatMapToDouble(group -> DoubleStream.generate(() -> group).limit(Integer.parseInt(ties[group]))).toArray());
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/io/github/eduindicators/trend/kendall-counts.csv", useHeadersInDisplayName = true)
    void lawsAreCountedWithAndWithoutTies(String ties, int lowest, String counts) {
        KendallLaw law = lawOf(ties.split(" "));
        long[] expected = Arrays.stream(counts.split(" ")).mapToLong(Long::parseLong).toArray();
        double all = LongStream.rangeClosed(1, law.values).asDoubleStream().reduce(1, (a, b) -> a * b);
        double tail = 0;
        assertThat(law.largest).isEqualTo(lowest + 2 * (expected.length - 1));
        for (int i = expected.length - 1; i >= 0; i--) {
            tail += expected[i];
            int score = lowest + 2 * i;
            assertThat(law.atLeast(score)).as("P(S >= %d)", score).isCloseTo(tail / all, within(1e-15));
            assertThat(law.atLeast(2 - score)).as("P(S > %d)", -score).isCloseTo(1 - tail / all, within(1e-15));
        }
    }

    /** Smallest two-sided p 2 / n!, and the score needed at 5 % and at 10 %, two-sided; from the exact law in Python. */
    @ParameterizedTest
    @CsvSource({
        "3, 0.3333333333333333, ,", "4, 0.08333333333333333, , 6", "5, 0.016666666666666666, 10, 8", "6, 0.002777777777777778, 13, 11",
        "7, 0.0003968253968253968, 15, 13", "8, 4.96031746031746e-05, 18, 16", "9, 5.5114638447971785e-06, 20, 18",
        "10, 5.511463844797178e-07, 23, 21"
    })
    void whatCanBeShownDependsOnTheNumberOfYears(int years, double smallest, Integer at5, Integer at10) {
        double[] rising = IntStream.range(0, years).asDoubleStream().toArray();
        Result result = test(rising);
        assertThat(result.smallestP()).isCloseTo(smallest, within(1e-17)).isEqualTo(result.pTwoSided());
        assertThat(result.answer()).isEqualTo(at5 == null ? Answer.NOT_TESTABLE : Answer.RISING);
        assertThat(result.reason()).isEqualTo(at5 == null ? Optional.of("too-few-years") : Optional.empty());
        KendallLaw law = KendallLaw.of(rising);
        assertThat(law.critical(0.05)).isEqualTo(Optional.ofNullable(at5));
        assertThat(law.critical(0.10)).isEqualTo(Optional.ofNullable(at10));
    }

    @Test
    void fourYearsAreNotTestableAtFivePercentButAtTen() {
        YearSeries falling = series("", 2019, 4, 3, 2, 1);
        assertThat(TEST.test(falling).answer()).isEqualTo(Answer.NOT_TESTABLE);
        assertThat(TEST.test(falling).testable()).isFalse();
        assertThat(TEST.withAlpha(0.1).test(falling).answer()).isEqualTo(Answer.FALLING);
        assertThat(TEST.test(falling)).hasToString("Result[edu280417 mean_score: NOT_TESTABLE, S -6 of 6, 4 years, p 0.0833, smallest 0.0833]");
    }

    @Test
    void aLargePIsNotShownNeverNoTrend() {
        assertThat(test(1, 3, 2, 5, 4).answer()).isEqualTo(Answer.NOT_SHOWN);
        assertThat(test(2, 2, 2, 2, 3).reason()).as("2/5 at best").contains("too-many-ties");
        assertThat(test(2, 2, 2, 3, 3).reason()).as("2/10 at best").contains("too-many-ties");
        assertThat(test(2, 2, 3).reason()).contains("too-few-years");
    }

    @Test
    void nothingOneValueAndEqualValuesAreAnswers() {
        for (Result result : List.of(test(), test(3), test(5, 5, 5, 5, 5, 5))) {
            assertThat(result.score()).isZero();
            assertThat(result.variance()).isZero();
            assertThat(List.of(result.pTwoSided(), result.pGreater(), result.pLess(), result.smallestP())).containsOnly(1.0);
            assertThat(result.z()).isEmpty();
            assertThat(result.tauB()).isEmpty();
            assertThat(result.answer()).isEqualTo(Answer.NOT_TESTABLE);
        }
        assertThat(test().tauA()).isEmpty();
        assertThat(test(3).reason()).contains("fewer-than-two-years");
        assertThat(test(5, 5, 5, 5, 5, 5).reason()).contains("all-equal");
    }

    /** By hand: of 120 orders 4 have S = 8 and 1 has S = 10, 15 have 4, 9 have 6, 22 have 0. */
    @Test
    void midPGivesScoresJustAsFarHalfTheirWeight() {
        assertThat(test(1, 2, 4, 3, 5).midP()).isCloseTo((2 * 1 + 2 * 4 / 2.0) / 120, CLOSE);
        assertThat(test(5, 4, 3, 2, 1).midP()).isCloseTo(1 / 120.0, CLOSE);
        assertThat(test(3, 1, 5, 2, 4).score()).isEqualTo(2);
        assertThat(test(3, 5, 1, 4, 2).score()).isEqualTo(-2);
        assertThat(test(3, 1, 5, 4, 2).score()).isZero();
        assertThat(test(3, 1, 5, 4, 2).midP()).isCloseTo(1 - 22 / 240.0, CLOSE);
    }

    /** R package trend 1.1.6, {@code mk.test(Nile)}: S, varS, z, p; tau-a of modifiedmk 1.6, tau-b of {@code cor}. */
    @Test
    void aLongSeriesIsTestedByTheNormalLaw() {
        Result result = test(NILE.length, NILE);
        assertThat(result.exact()).isFalse();
        assertThat(result.score()).isEqualTo(-1387);
        assertThat(result.variance()).isCloseTo(112728.333333333, within(1e-9));
        assertThat(result.z()).hasValueCloseTo(-4.1280665228441, within(1e-12));
        assertThat(result.pTwoSided()).isCloseTo(3.65826292166433e-05, within(1e-16));
        assertThat(result.pLess()).isCloseTo(3.65826292166433e-05 / 2, within(1e-16));
        assertThat(result.pGreater()).isCloseTo(1 - 3.65826292166433e-05 / 2, within(1e-3));
        assertThat(result.tauA()).hasValueCloseTo(-0.28020202020202, CLOSE);
        assertThat(result.tauB()).hasValueCloseTo(-0.280741334724613, CLOSE);
        assertThat(result.answer()).isEqualTo(Answer.FALLING);
    }

    private static Result test(int years, double[] values) {
        return TEST.test(series("", 1990, Arrays.copyOf(values, years)));
    }

    /** The first 40 values have ties; their law as a product of Gaussian binomials by Pascal's rule, in whole numbers of Python. */
    @Test
    void fortyYearsAreStillCounted() {
        Result counted = test(40, NILE);
        assertThat(counted.exact()).isTrue();
        assertThat(counted.score()).isEqualTo(-223);
        assertThat(counted.variance()).isEqualTo(7359);
        assertThat(counted.pTwoSided()).isCloseTo(0.009035602491198946, within(1e-15));
        assertThat(test(41, NILE).exact()).isFalse();
    }

    /** R packages rkt 1.7 and trend 1.1.6: S and variance of series with missing years. */
    @Test
    void missingYearsOnlyLackTheirPairs() {
        double no = Double.NaN;
        Result a = test(3.41, 3.52, 3.5, no, 3.61, no, 3.73);
        assertThat(a.score()).isEqualTo(8);
        assertThat(a.variance()).isCloseTo(16.6666666666667, within(1e-12));
        assertThat(a.tauA()).hasValueCloseTo(0.8, CLOSE);
        Result b = test(61, 58, no, 59, no, 55, no, 54, 55);
        assertThat(b.score()).isEqualTo(-10);
        assertThat(b.variance()).isCloseTo(27.3333333333333, within(1e-12));
        assertThat(b.years()).isEqualTo(6);
    }

    @Test
    void pointsThatCannotBeComparedAreLeftOutAndNamed() {
        YearSeries series = YearSeries.builder(SchoolId.of("edu280417"), "mean_z")
                .add(YearSeries.Point.of(2018, 1)).add(YearSeries.Point.of(2019, 2))
                .add(YearSeries.Point.of(2020, 9).withComparability(YearSeries.Comparability.RELATIVE_ONLY))
                .add(YearSeries.Point.of(2021, 3)).build();
        Result result = TEST.test(series);
        assertThat(result.score()).isEqualTo(3);
        assertThat(result.used()).hasSize(3);
        assertThat(result.dropped()).extracting(YearSeries.Dropped::reason).containsExactly("not-comparable");
        assertThat(TEST.admitting(YearSeries.Comparability.RELATIVE_ONLY).test(series).score()).isEqualTo(4);
        Joint joint = TEST.joint(List.of(series));
        assertThat(joint.dropped()).containsOnlyKeys(series.key());
        assertThat(joint.periods()).hasSize(3);
    }

    /** Six years of three subjects: rkt 1.7 gives S 13 and tau .28889; full enumeration in Python 114 and 228 of 720 orders. */
    private static final List<YearSeries> SUBJECTS = List.of(
            series("ma", 2019, 2.8, 1.11, 0.49, 1.31, 2.01, 4.61),
            series("ru", 2019, 2.18, 0.82, 2.14, 2.21, 1.03, 3.35),
            series("bi", 2019, 0.08, 0.04, 1.7, -0.31, 0.76, 1.31));

    @Test
    void subjectsOfASchoolAreTestedTogether() {
        Joint joint = TEST.joint(SUBJECTS);
        assertThat(joint.score()).isEqualTo(13);
        assertThat(joint.tau()).hasValueCloseTo(0.288888888888889, CLOSE);
        assertThat(joint.pTwoSided()).isEqualTo(228 / 720.0);
        assertThat(joint.pGreater()).isEqualTo(114 / 720.0);
        assertThat(joint.permutations()).isEqualTo(720);
        assertThat(joint.exact()).isTrue();
        assertThat(joint.answer()).isEqualTo(Answer.NOT_SHOWN);
        assertThat(joint.series()).extracting(YearSeries.Key::subject).containsExactly("bi", "ma", "ru");
    }

    /** As before; rkt 1.7, which leaves out blocks of fewer than four years, gives 19 and .76 for the first two. */
    @Test
    void missingYearsTravelWithTheirYear() {
        double no = Double.NaN;
        YearSeries first = series("ma", 2019, 50, 52, 51, 54, 55, 57);
        YearSeries second = series("ru", 2019, 40, no, 41, 39, 44, 45);
        Joint joint = TEST.joint(List.of(first, second, series("bi", 2020, 60, 62, 61), series("ge", 2024, 7)));
        assertThat(joint.score()).isEqualTo(20);
        assertThat(joint.pTwoSided()).isEqualTo(10 / 720.0);
        assertThat(joint.pGreater()).isEqualTo(5 / 720.0);
        assertThat(joint.leftOut()).extracting(YearSeries.Key::subject).containsExactly("ge");
        assertThat(joint.answer()).isEqualTo(Answer.RISING);
        Joint two = TEST.joint(List.of(first, second));
        assertThat(two.score()).isEqualTo(19);
        assertThat(two.tau()).hasValueCloseTo(0.76, CLOSE);
    }

    @Test
    void moreSubjectsDoNotMakeMoreYears() {
        List<YearSeries> rising = new ArrayList<>();
        for (String subject : List.of("ma", "ru", "bi")) {
            rising.add(series(subject, 2018, 0, 1, 2, 3, 4));
        }
        assertThat(TEST.joint(rising).pTwoSided()).isEqualTo(2 / 120.0);
        List<YearSeries> four = rising.stream().map(one -> YearSeries.of(one.key(), one.points().subList(0, 4))).toList();
        assertThat(TEST.joint(four).answer()).isEqualTo(Answer.NOT_TESTABLE);
        assertThat(TEST.joint(four).reason()).contains("too-few-years");
        assertThat(TEST.joint(four).smallestP()).isEqualTo(2 / 24.0);
    }

    /** rkt 1.7: S 1 of ten years in three subjects, tau 1/135; the score is odd, so no order is nearer to 0. */
    @Test
    void manyYearsAreDrawnFromASeed() {
        List<YearSeries> ten = List.of(
                series("ma", 2015, 2.03, 3.97, 3.42, 1.51, 2.8, 1.11, 0.49, 1.31, 2.01, 4.61),
                series("ru", 2015, 2.51, 1.96, 2.44, -0.2, 2.18, 0.82, 2.14, 2.21, 1.03, 3.35),
                series("bi", 2015, -0.77, 0.92, 0.41, 0.32, 0.08, 0.04, 1.7, -0.31, 0.76, 1.31));
        Joint joint = TEST.joint(ten);
        assertThat(joint.score()).isEqualTo(1);
        assertThat(joint.tau()).hasValueCloseTo(0.00740740740740741, CLOSE);
        assertThat(joint.pTwoSided()).isEqualTo(1);
        assertThat(joint.permutations()).isEqualTo(9999);
        assertThat(joint.exact()).isFalse();
        assertThat(joint.pGreater()).isEqualTo(TEST.joint(ten).pGreater()).isNotEqualTo(TEST.withSeed(3).joint(ten).pGreater());
        assertThat(TEST.withDraws(499).joint(ten).permutations()).isEqualTo(499);
    }

    /** The joint test of one series is its own test, so draws can be held against the counted law of n = 9. */
    @Test
    void drawsAreNearTheCountedLaw() {
        YearSeries nine = series("ma", 2015, 2, 1, 3, 5, 4, 7, 9, 8, 6);
        double p = TEST.test(nine).pTwoSided();
        Joint joint = TEST.withDraws(99_999).joint(List.of(nine));
        assertThat(joint.exact()).isFalse();
        assertThat(joint.pTwoSided()).isCloseTo(p, within(5 * Math.sqrt(p / 99_999)));
        assertThat(joint.pGreater()).isCloseTo(p / 2, within(5 * Math.sqrt(p / 99_999)));
        assertThat(joint.smallestP()).isLessThan(1e-4).isGreaterThanOrEqualTo(1e-5);
        // Five pairs of years, each of a subject of its own: 2 of 32 sign patterns are all the same.
        List<YearSeries> pairs = IntStream.range(0, 5).mapToObj(i -> series("s" + i, 2010 + 2 * i, 1, 2)).toList();
        assertThat(TEST.joint(pairs).smallestP()).isCloseTo(2 / 32.0, within(0.01));
        assertThat(TEST.joint(pairs).answer()).isEqualTo(Answer.NOT_TESTABLE);
    }

    @Test
    void jointTestsOfNothingOfEqualValuesAndOfMixedPeriods() {
        assertThat(TEST.joint(List.of()).reason()).contains("no-series");
        assertThat(TEST.joint(List.of()).pTwoSided()).isEqualTo(1);
        assertThat(TEST.joint(List.of(series("ma", 2020, 5))).reason()).contains("no-series");
        assertThat(TEST.joint(List.of(series("ma", 2010, 5, 5, 5, 5))).reason()).contains("all-equal");
        assertThat(TEST.joint(List.of(series("ma", 2010, 1, 2, 3, 4, 5), series("ru", 2010, 5, 4, 3, 2, 1))).reason()).contains("all-equal");
        assertThat(TEST.joint(List.of(series("ma", 2010, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5))).smallestP()).isEqualTo(1);
        YearSeries halves = YearSeries.builder(SchoolId.of("edu280417"), "mean_z")
                .add(YearSeries.Point.of(2020, 1).inHalf(1)).add(YearSeries.Point.of(2020, 2).inHalf(2)).build();
        assertThatIllegalArgumentException().isThrownBy(() -> TEST.joint(List.of(halves, SUBJECTS.get(0))))
                .withMessageContaining("half-years");
        assertThatIllegalArgumentException().isThrownBy(() -> TEST.joint(List.of(halves, halves))).withMessageContaining("stands twice");
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TEST.withAlpha(1)).withMessageContaining("alpha");
        assertThatIllegalArgumentException().isThrownBy(() -> TEST.withAlpha(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> TEST.withDraws(98)).withMessageContaining("98");
        assertThat(TEST.withSeed(3).jointMethod().toString()).contains("trend/mann-kendall-joint", "seed", "9999");
        assertThat(TEST.withAlpha(0.1).method()).isNotEqualTo(TEST.method());
    }

    /** R package trend 1.1.6 on its own data {@code maxau}, read where the shared vectors are. */
    @Test
    void yearlyMaximaAsInRWhereTheSharedVectorsAre() throws IOException {
        assumeTrue(Files.exists(SHARED), "the shared vectors are not here: the check is skipped");
        Result result = test(45, maxau());
        assertThat(result.score()).isEqualTo(-394);
        assertThat(result.variance()).isCloseTo(10450, CLOSE);
        assertThat(result.z()).hasValueCloseTo(-3.84445166602992, CLOSE);
        assertThat(result.pTwoSided()).isCloseTo(0.000120822295002528, within(1e-15));
    }

    static double[] maxau() throws IOException {
        String text = Files.readString(SHARED.resolve("published_series.json"));
        int from = text.indexOf("[", text.indexOf("\"maxau\"")) + 1;
        return numbers(text.substring(from, text.indexOf("]", from)).replace(",", ""));
    }

    @Test
    void allTiePatternsAsEnumeratedWhereTheSharedVectorsAre() throws IOException {
        assumeTrue(Files.exists(SHARED), "the shared vectors are not here: the check is skipped");
        List<String> lines = Files.readAllLines(SHARED.resolve("mk_exact_ties.csv"));
        assertThat(lines).hasSize(429);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            KendallLaw law = lawOf(cells[1].split("\\+"));
            assertThat(law.atLeast(Integer.parseInt(cells[2]))).as(line).isCloseTo(Double.parseDouble(cells[5]), within(1e-15));
            assertThat(law.beyond(Integer.parseInt(cells[2]))).as(line).isCloseTo(Double.parseDouble(cells[6]), within(1e-15));
        }
    }
}
