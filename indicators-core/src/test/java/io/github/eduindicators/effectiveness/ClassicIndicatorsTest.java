package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClassicIndicatorsTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final Period YEAR = Period.of(2021);
    /** A scale on which the scores 0 1 2 3 are the marks 2 3 4 5. */
    private static final ScoreScale MARKS = ScoreScale.of(3, 1, 2, 3);
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, MARKS);
    private static final Assessment RUSSIAN = Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(6, 2, 3, 5));
    private static final Assessment EXAM =
            Assessment.builder(Procedure.of("EGE"), 2021, Subject.MATHEMATICS).grade(11).scale(ScoreScale.of(100, 27)).build();
    private static final Region REGION = Region.of("R");
    private static final Municipality TOWN = Municipality.of(REGION, "T");
    private static final SchoolId A = SchoolId.of("a");
    private static final SchoolId B = SchoolId.of("b");
    private static final SchoolId C = SchoolId.of("c");
    private static final ClassicIndicators CLASSIC = ClassicIndicators.standard();

    private static double value(IndicatorValue value) {
        return value.value().orElseThrow();
    }

    /** Nine of 3, eight of 4, five of 5, two of 2, and one absent: СОУ 55.0 %, КЗ 52 %, У 88 %, СБ over 24 marks 3.6667. */
    @Test
    void publishedExampleIsCountedWithItsAbsentPupil() {
        ClassicIndicators.Result result = CLASSIC.of(ScoreDistribution.of(MARKS, 2, 9, 8, 5), 1);
        assertThat(value(result.sou())).isCloseTo(0.55, CLOSE);
        assertThat(value(result.qualityRate())).isEqualTo(0.52);
        assertThat(value(result.passRate())).isEqualTo(0.88);
        assertThat(value(result.meanMark())).isCloseTo(88 / 24.0, CLOSE);
        assertThat(result.sou().n()).hasValue(25);
        assertThat(result.meanMark().n()).hasValue(24);
        assertThat(result.passRate().interval()).contains(Interval.wilson(22, 25));
    }

    /** Without the absent pupil: (5 + 0.64 8 + 0.36 9 + 0.16 2) / 24; with other weights 0 for the mark 2 and 0.04 for the absent. */
    @Test
    void weightsOfTheFailedAndOfTheAbsentAreOptions() {
        ScoreDistribution scores = ScoreDistribution.of(MARKS, 2, 9, 8, 5);
        assertThat(value(CLASSIC.of(scores).sou())).isCloseTo(13.68 / 24, CLOSE);
        ClassicIndicators other = CLASSIC.withWeightOfTwo(0).withWeightOfAbsent(0.04);
        assertThat(value(other.of(scores, 1).sou())).isCloseTo((13.68 - 0.32 + 0.04) / 25, CLOSE);
    }

    /** R 4.2.2: t.test(c(2,2,rep(3,9),rep(4,8),rep(5,5)))$conf.int, and of the same with weights .16 .36 .64 1 and a .07. */
    @Test
    void meansOfOneGroupHaveStudentsInterval() {
        ScoreDistribution scores = ScoreDistribution.of(MARKS, 2, 9, 8, 5);
        Interval mark = CLASSIC.of(scores).meanMark().interval().orElseThrow();
        assertThat(mark.lower()).isCloseTo(3.27952274430105, CLOSE);
        assertThat(mark.upper()).isCloseTo(4.05381058903228, CLOSE);
        Interval sou = CLASSIC.of(scores, 1).sou().interval().orElseThrow();
        assertThat(sou.lower()).isCloseTo(0.432738590166056, CLOSE);
        assertThat(sou.upper()).isCloseTo(0.667261409833944, CLOSE);
    }

    @Test
    void onePupilHasTheWholeScaleForAnInterval() {
        ClassicIndicators.Result result = CLASSIC.of(ScoreDistribution.of(MARKS, 0, 0, 1, 0));
        assertThat(result.meanMark().interval()).contains(new Interval(4, 2, 5));
        assertThat(result.meanScore().interval()).contains(new Interval(2, 0, 3));
        assertThat(result.sou().interval()).contains(new Interval(0.64, 0.16, 1));
        assertThat(result.sou().note()).isEqualTo("small-n");
    }

    @Test
    void nobodyIsInsufficientAndOnlyAbsentPupilsAreNot() {
        ClassicIndicators.Result nobody = CLASSIC.of(ScoreDistribution.empty(MARKS));
        assertThat(nobody.values().values()).extracting(IndicatorValue::state).containsOnly(IndicatorValue.State.INSUFFICIENT_DATA);
        assertThat(nobody.shareFrom(1).state()).isEqualTo(IndicatorValue.State.INSUFFICIENT_DATA);
        ClassicIndicators.Result absent = CLASSIC.of(ScoreDistribution.empty(MARKS), 3);
        assertThat(value(absent.passRate())).isZero();
        assertThat(value(absent.sou())).isCloseTo(0.07, CLOSE);
        assertThat(absent.meanMark().state()).isEqualTo(IndicatorValue.State.INSUFFICIENT_DATA);
    }

    /** By hand: one pupil each with 26 27 60 61 80 81 99 100 and two with 100 more. */
    @Test
    void bandsOfAnExaminationHoldEveryPupilOnce() {
        int[] counts = new int[101];
        for (int score : new int[] {26, 27, 60, 61, 80, 81, 99}) {
            counts[score] = 1;
        }
        counts[100] = 3;
        ClassicIndicators.Result result = CLASSIC.of(ScoreDistribution.of(EXAM.scale(), counts));
        assertThat(result.values().keySet()).containsExactly(
                "band_61_80", "band_81_100", "band_to_60", "below_minimum", "mean_score", "pass_rate", "score_100");
        assertThat(value(result.value("below_minimum").orElseThrow())).isEqualTo(0.1);
        assertThat(value(result.value("band_to_60").orElseThrow())).isEqualTo(0.2);
        assertThat(value(result.value("band_61_80").orElseThrow())).isEqualTo(0.2);
        assertThat(value(result.value("band_81_100").orElseThrow())).isEqualTo(0.5);
        assertThat(value(result.value("score_100").orElseThrow())).isEqualTo(0.3);
        assertThat(value(result.passRate())).isEqualTo(0.9);
        assertThat(result.qualityRate().state()).isEqualTo(IndicatorValue.State.NOT_APPLICABLE);
        assertThat(value(result.shareFrom(61))).isEqualTo(0.7);
    }

    @Test
    void bandsBeginAtAMinimumAboveSixty() {
        int[] counts = new int[101];
        counts[60] = 1;
        counts[65] = 1;
        counts[70] = 2;
        ClassicIndicators.Result result = CLASSIC.of(ScoreDistribution.of(ScoreScale.of(100, 70), counts));
        assertThat(value(result.value("below_minimum").orElseThrow())).isEqualTo(0.5);
        assertThat(value(result.value("band_to_60").orElseThrow())).isZero();
        assertThat(value(result.value("band_61_80").orElseThrow())).isEqualTo(0.5);
    }

    @Test
    void sumsOfThreeExaminationsAreCountedFromTheirThresholds() {
        int[] counts = new int[301];
        counts[189] = 4;
        counts[190] = 3;
        counts[220] = 2;
        counts[300] = 1;
        ClassicIndicators.Result result = CLASSIC.of(ScoreDistribution.of(ScoreScale.of(300), counts));
        assertThat(value(result.value("sum_from_190").orElseThrow())).isEqualTo(0.6);
        assertThat(value(result.value("sum_from_220").orElseThrow())).isEqualTo(0.3);
        assertThat(value(result.value("sum_from_250").orElseThrow())).isEqualTo(0.1);
        assertThat(CLASSIC.withSumsFrom(221).of(ScoreDistribution.of(ScoreScale.of(300), counts)).values().keySet())
                .containsExactly("mean_score", "sum_from_221");
        assertThat(result.passRate().state()).isEqualTo(IndicatorValue.State.NOT_APPLICABLE);
    }

    /**
     * By hand: the region has 2 4 1 1 pupils with 0 1 2 3, mean 9/8, SD sqrt(55/56); sorted 0 0 1 1 1 1 2 3, so the quartiles are 0.75 and
     * 1.25: at or below the first are two of eight, at or above the second two.
     */
    @Test
    void aSchoolStandsAmongThePupilsOfItsRegion() {
        ScoreDistribution region = ScoreDistribution.of(MARKS, 2, 4, 1, 1);
        ClassicIndicators.Result result = CLASSIC.of(ScoreDistribution.of(MARKS, 0, 1, 1, 1), region);
        IndicatorValue z = result.value("mean_z").orElseThrow();
        double deviation = Math.sqrt(55 / 56.0);
        assertThat(value(z)).isCloseTo((2 - 1.125) / deviation, CLOSE);
        assertThat(z.interval().orElseThrow().upper() - value(z)).isCloseTo(1.959963984540054 / Math.sqrt(3), CLOSE);
        assertThat(value(result.value("lower_quartile_share").orElseThrow())).isZero();
        assertThat(value(result.value("upper_quartile_share").orElseThrow())).isCloseTo(2 / 3.0, CLOSE);
        ClassicIndicators.Result all = CLASSIC.of(region, region);
        assertThat(value(all.value("lower_quartile_share").orElseThrow())).isEqualTo(0.25);
        assertThat(value(all.value("upper_quartile_share").orElseThrow())).isEqualTo(0.25);
        Interval score = result.meanScore().interval().orElseThrow();
        assertThat(score.lower()).isCloseTo(2 - 1.959963984540054 * deviation / Math.sqrt(3), CLOSE);
        assertThat(score.upper()).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> CLASSIC.of(region, ScoreDistribution.of(MARKS, 0, 1, 1, 1)));
    }

    /** Ten pupils, six with the lowest score: all six are in the lower quarter. */
    @Test
    void tiesMakeTheQuarterOfTheRegionLargerThanAQuarter() {
        ScoreDistribution region = ScoreDistribution.of(MARKS, 6, 2, 1, 1);
        assertThat(value(CLASSIC.of(region, region).value("lower_quartile_share").orElseThrow())).isEqualTo(0.6);
    }

    private static final class World {
        private final ScoreTally tally = ScoreTally.create();
        private final List<School> register = new ArrayList<>();

        World school(SchoolId id, Municipality place) {
            register.add(School.builder(id).municipality(place).build());
            return this;
        }

        World results(SchoolId id, Assessment assessment, int... counts) {
            for (int score = 0; score < counts.length; score++) {
                for (int i = 0; i < counts[score]; i++) {
                    tally.add(id, assessment, score);
                }
            }
            return this;
        }

        SchoolResults build() {
            return tally.snapshot().withSchools(register);
        }
    }

    private static SchoolResults small() {
        return new World()
                .school(A, TOWN)
                .school(B, TOWN)
                .school(C, Municipality.of(REGION, "U"))
                .results(A, MATHS, 1, 2, 3, 4)
                .results(A, RUSSIAN, 0, 1, 1, 2, 0, 0, 1)
                .results(B, MATHS, 4, 3, 2, 1)
                .results(C, MATHS, 5, 5, 5, 5)
                .results(C, RUSSIAN, 2, 2, 2, 2, 2, 2, 2)
                .results(C, EXAM, 1)
                .build();
    }

    private static IndicatorValue row(IndicatorValues rows, Unit unit, String code, String assessment) {
        return rows.values().get(new IndicatorValues.Key(unit, code, YEAR, assessment));
    }

    @Test
    void municipalitiesAndRegionsAddTheCountsOfTheirSchools() {
        IndicatorValues rows = CLASSIC.run(small(), school -> false);
        String maths = MATHS.id().value();
        assertThat(row(rows, A, "pass_rate", maths)).isEqualTo(IndicatorValue.ratio(9, 10));
        assertThat(row(rows, TOWN, "pass_rate", maths)).isEqualTo(IndicatorValue.ratio(15, 20));
        assertThat(row(rows, REGION, "pass_rate", maths)).isEqualTo(IndicatorValue.ratio(30, 40));
        assertThat(value(row(rows, REGION, "mean_mark", maths))).isCloseTo((10 * 2 + 10 * 3 + 10 * 4 + 10 * 5) / 40.0, CLOSE);
        assertThat(value(row(rows, TOWN, "sou", maths))).isCloseTo(5 * (0.16 + 0.36 + 0.64 + 1) / 20, CLOSE);
        assertThat(row(rows, REGION, "mean_z", maths)).isNull();
        // The region's mean is 1.5 and its SD sqrt(40 (1.5^2 + 0.5^2) / 2 / 39).
        assertThat(value(row(rows, A, "mean_z", maths))).isCloseTo(0.5 / Math.sqrt(50 / 39.0), CLOSE);
    }

    /** By hand: a in mathematics 9 of 10 passed, in Russian 4 of 5. */
    @Test
    void pooledSharesAddCountsAndHaveTheIntervalOfDependentErrors() {
        IndicatorValues rows = CLASSIC.run(small(), school -> false);
        IndicatorValue pooled = row(rows, A, "pass_rate", "");
        assertThat(pooled.numerator()).hasValue(13);
        assertThat(pooled.denominator()).hasValue(15);
        assertThat(pooled.n()).hasValue(15);
        double roots = Math.sqrt(10) + Math.sqrt(5);
        Interval wide = Interval.wilson(13 / 15.0, 225 / (roots * roots), Interval.Z95);
        assertThat(pooled.interval().orElseThrow().lower()).isCloseTo(wide.lower(), CLOSE);
        assertThat(pooled.interval().orElseThrow().lower()).isLessThan(Interval.wilson(13, 15).lower());
        // The examination of c has a minimum and no marks: it can be passed, and is not in the share of marks 4 and 5.
        assertThat(row(rows, C, "pass_rate", "").denominator()).hasValue(35);
        assertThat(row(rows, C, "quality_rate", "").denominator()).hasValue(34);
        assertThat(row(rows, C, "pass_rate", EXAM.id().value())).isEqualTo(IndicatorValue.ratio(0, 1).withNote("small-n"));
        assertThat(row(rows, C, "below_minimum", "").denominator()).hasValue(1);
        assertThat(row(rows, A, "mean_score", "")).isNull();
    }

    /** Other grades are other pupils: the shares of two of them have the plain interval of all their results together. */
    @Test
    void worksOfTwoGradesAreIndependent() {
        Assessment sixth = Assessment.vpr(2021, Subject.MATHEMATICS, 6, MARKS);
        IndicatorValues rows = CLASSIC.run(
                new World().school(A, TOWN).results(A, MATHS, 1, 2, 3, 4).results(A, sixth, 2, 2, 1, 0).build(), school -> false);
        Interval share = row(rows, A, "pass_rate", "").interval().orElseThrow();
        assertThat(share.lower()).isCloseTo(Interval.wilson(12, 15).lower(), CLOSE);
        assertThat(share.upper()).isCloseTo(Interval.wilson(12, 15).upper(), CLOSE);
        Interval z = row(rows, A, "mean_z", "").interval().orElseThrow();
        assertThat(z.upper() - z.value()).isCloseTo(1.959963984540054 / Math.sqrt(15), CLOSE);
    }

    @Test
    void pooledMeanInDeviationsWeighsByResultsAndAddsErrors() {
        IndicatorValues rows = CLASSIC.run(small(), school -> false);
        double maths = value(row(rows, A, "mean_z", MATHS.id().value()));
        double russian = value(row(rows, A, "mean_z", RUSSIAN.id().value()));
        IndicatorValue pooled = row(rows, A, "mean_z", "");
        assertThat(value(pooled)).isCloseTo((10 * maths + 5 * russian) / 15, CLOSE);
        assertThat(pooled.interval().orElseThrow().upper() - value(pooled))
                .isCloseTo(1.959963984540054 * (Math.sqrt(10) + Math.sqrt(5)) / 15, CLOSE);
        // One pupil alone in an examination has no spread: it is left out, and its own row says so.
        assertThat(row(rows, C, "mean_z", EXAM.id().value()).note()).isEqualTo("no-spread");
        assertThat(row(rows, C, "mean_z", "").n()).hasValue(34);
        assertThat(row(rows, B, "mean_z", "").interval()).isEqualTo(row(rows, B, "mean_z", MATHS.id().value()).interval());
    }

    @Test
    void doubtfulSchoolsKeepTheirNumbersAndAreCountedInSums() {
        IndicatorValues plain = CLASSIC.run(small(), school -> false);
        IndicatorValues rows = CLASSIC.run(small(), Set.of(A, C)::contains);
        String maths = MATHS.id().value();
        assertThat(row(rows, A, "pass_rate", maths)).isEqualTo(row(plain, A, "pass_rate", maths).withNote("doubtful-results"));
        assertThat(row(rows, A, "pass_rate", RUSSIAN.id().value()).note()).isEqualTo("doubtful-results;small-n");
        assertThat(row(rows, B, "pass_rate", maths)).isEqualTo(row(plain, B, "pass_rate", maths));
        assertThat(row(rows, TOWN, "pass_rate", maths).note()).isEqualTo("doubtful-schools=1");
        assertThat(row(rows, REGION, "pass_rate", maths).note()).isEqualTo("doubtful-schools=2");
        assertThat(row(rows, REGION, "pass_rate", "").note()).isEqualTo("doubtful-schools=2");
        assertThat(row(rows, REGION, "below_minimum", "").note()).isEqualTo("doubtful-schools=1;small-n");
        assertThat(row(rows, REGION, "pass_rate", maths).value()).isEqualTo(row(plain, REGION, "pass_rate", maths).value());
    }

    @Test
    void schoolsOfUnknownPlaceAreInNoMunicipalityButInTheUnknownRegion() {
        SchoolResults results = new World().results(A, MATHS, 1, 1, 1, 1).build();
        IndicatorValues rows = CLASSIC.run(results, school -> false);
        assertThat(rows.units()).containsExactly(A, Region.of("-"));
    }

    @Test
    void schoolsAreComparedWithTheirOwnRegion() {
        Municipality far = Municipality.of(Region.of("S"), "T");
        SchoolResults results = new World()
                .school(A, TOWN).school(B, far)
                .results(A, MATHS, 0, 0, 5, 5).results(B, MATHS, 5, 5, 0, 0)
                .build();
        IndicatorValues rows = CLASSIC.run(results, school -> false);
        assertThat(value(row(rows, A, "mean_z", MATHS.id().value()))).isZero();
        assertThat(value(row(rows, B, "mean_z", MATHS.id().value()))).isZero();
        assertThat(row(rows, TOWN, "pass_rate", "").numerator()).hasValue(10);
        assertThat(row(rows, far, "pass_rate", "").numerator()).hasValue(5);
    }

    @Test
    void yearsAreNotPooled() {
        Assessment before = Assessment.vpr(2020, Subject.MATHEMATICS, 5, MARKS);
        SchoolResults results = new World().results(A, MATHS, 1, 1, 1, 1).results(A, before, 4).build();
        IndicatorValues rows = CLASSIC.run(results, school -> false);
        assertThat(rows.value(A, "pass_rate", Period.of(2020)).orElseThrow().numerator()).hasValue(0);
        assertThat(rows.value(A, "pass_rate", Period.of(2021)).orElseThrow().numerator()).hasValue(3);
        assertThat(rows.value(A, "pass_rate", Period.of(2020), AssessmentId.of(before.id().value()))).isPresent();
    }

    @Test
    void smallCellsAreNotedAndHiddenFromThePublic() {
        IndicatorValue four = CLASSIC.of(ScoreDistribution.of(MARKS, 0, 1, 1, 2)).passRate();
        assertThat(four.note()).isEqualTo("small-n");
        assertThat(CLASSIC.forPublic(four).value()).isEmpty();
        IndicatorValue five = CLASSIC.of(ScoreDistribution.of(MARKS, 0, 1, 1, 3)).passRate();
        assertThat(CLASSIC.forPublic(five)).isEqualTo(five);
        assertThat(CLASSIC.withSmallCells(0, 5).of(ScoreDistribution.of(MARKS, 0, 1, 1, 3)).passRate().note()).isEmpty();
    }

    @Test
    void anIntervalOfAnotherNumberIsRefused() {
        IndicatorValue half = IndicatorValue.ratio(5, 10);
        assertThat(half.withInterval(new Interval(0.5, 0, 1)).numerator()).hasValue(5);
        assertThatIllegalArgumentException().isThrownBy(() -> half.withInterval(new Interval(0.6, 0, 1))).withMessageContaining("itself");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IndicatorValue.notApplicable("x").withInterval(new Interval(0.6, 0, 1)));
    }

    @Test
    void unusableOptionsAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> CLASSIC.withWeightOfTwo(1.1)).withMessageContaining("weight of 2");
        assertThatIllegalArgumentException().isThrownBy(() -> CLASSIC.withWeightOfAbsent(Double.NaN)).withMessageContaining("absent");
        assertThatIllegalArgumentException().isThrownBy(() -> CLASSIC.withSumsFrom(190, 190)).withMessageContaining("sums");
        assertThatIllegalArgumentException().isThrownBy(() -> CLASSIC.withSumsFrom(301)).withMessageContaining("1..300");
        assertThatIllegalArgumentException().isThrownBy(() -> CLASSIC.withSmallCells(6, 5)).withMessageContaining("hidden");
        ScoreDistribution scores = ScoreDistribution.of(MARKS, 0, 1, 1, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> CLASSIC.of(scores, -1)).withMessageContaining("absent");
        assertThatIllegalArgumentException().isThrownBy(() -> CLASSIC.of(scores).shareFrom(4)).withMessageContaining("0..3");
    }
}
