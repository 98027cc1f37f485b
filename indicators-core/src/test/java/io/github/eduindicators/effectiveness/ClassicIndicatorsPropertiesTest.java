package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ClassicIndicatorsPropertiesTest {
    private static final ScoreScale MARKS = ScoreScale.of(3, 1, 2, 3);
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final Assessment RUSSIAN = Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(45, 18, 29, 39));
    private static final Assessment EARLIER = Assessment.vpr(2020, Subject.RUSSIAN, 5, ScoreScale.of(38));
    private static final ClassicIndicators CLASSIC = ClassicIndicators.standard();

    private static double value(IndicatorValue value) {
        return value.value().orElseThrow();
    }

    @Property(tries = 200)
    void ratesLieInTheirOrderAndSouBetweenItsWeights(@ForAll @Size(4) List<@IntRange(max = 40) Integer> marks) {
        marks = marks.stream().map(Math::abs).toList();
        ScoreDistribution scores = ScoreDistribution.of(MARKS, marks.stream().mapToInt(Integer::intValue).toArray());
        if (scores.count() == 0) {
            return;
        }
        ClassicIndicators.Result result = CLASSIC.of(scores);
        assertThat(value(result.qualityRate())).isBetween(0.0, value(result.passRate()));
        assertThat(value(result.passRate())).isLessThanOrEqualTo(1);
        assertThat(value(result.sou())).isBetween(0.16 - 1e-12, 1.0);
        result.values().values().forEach(indicator -> assertThat(indicator.interval()).isPresent());
    }

    @Property(tries = 200)
    void raisingOneMarkRaisesSouAndLowersNothing(
            @ForAll @Size(4) List<@IntRange(max = 40) Integer> marks, @ForAll @IntRange(max = 2) int from) {
        int[] before = marks.stream().mapToInt(Integer::intValue).toArray();
        before[from]++;
        int[] after = before.clone();
        after[from]--;
        after[from + 1]++;
        ClassicIndicators.Result low = CLASSIC.of(ScoreDistribution.of(MARKS, before));
        ClassicIndicators.Result high = CLASSIC.of(ScoreDistribution.of(MARKS, after));
        assertThat(value(high.sou())).isGreaterThan(value(low.sou()));
        assertThat(value(high.meanMark())).isGreaterThan(value(low.meanMark()));
        assertThat(value(high.passRate())).isGreaterThanOrEqualTo(value(low.passRate()));
        assertThat(value(high.qualityRate())).isGreaterThanOrEqualTo(value(low.qualityRate()));
    }

    @Property(tries = 50)
    void everyAbsentPupilLowersThePassRateAndSou(@ForAll @IntRange(max = 30) int fives, @ForAll @IntRange(max = 30) int absent) {
        ScoreDistribution scores = ScoreDistribution.of(MARKS, 0, 0, 1, fives);
        ClassicIndicators.Result one = CLASSIC.of(scores, absent);
        ClassicIndicators.Result more = CLASSIC.of(scores, absent + 1);
        assertThat(value(more.passRate())).isLessThan(value(one.passRate()));
        assertThat(value(more.sou())).isLessThan(value(one.sou()));
        assertThat(more.meanMark()).isEqualTo(one.meanMark());
    }

    private record Result(SchoolId school, Assessment assessment, int score) {}

    private static List<Result> world(long seed, int schools) {
        Random random = new Random(seed);
        List<Result> results = new ArrayList<>();
        for (int s = 0; s < schools; s++) {
            for (Assessment assessment : List.of(MATHS, RUSSIAN, EARLIER)) {
                int n = random.nextInt(25);
                for (int i = 0; i < n; i++) {
                    results.add(new Result(SchoolId.of("s" + s), assessment, random.nextInt(assessment.scale().max() + 1)));
                }
            }
        }
        return results;
    }

    private static SchoolResults collected(List<Result> results, int municipalities) {
        ScoreTally tally = ScoreTally.create();
        results.forEach(result -> tally.add(result.school, result.assessment, result.score));
        List<School> register = results.stream()
                .map(Result::school)
                .distinct()
                .map(id -> School.builder(id)
                        .municipality(Municipality.of(Region.of("R" + id.hashCode() % 2), "M" + Math.floorMod(id.hashCode(), municipalities)))
                        .build())
                .toList();
        return tally.snapshot().withSchools(register);
    }

    @Property(tries = 10)
    void theOrderOfResultsChangesNoBit(@ForAll long seed) {
        List<Result> results = world(seed, 12);
        IndicatorValues rows = CLASSIC.run(collected(results, 3), school -> false);
        Collections.shuffle(results, new Random(seed + 1));
        assertThat(CLASSIC.run(collected(results, 3), school -> false)).isEqualTo(rows);
    }

    @Property(tries = 10)
    void streamedRowsAreTheTableInItsOrder(@ForAll long seed) {
        SchoolResults results = collected(world(seed, 12), 3);
        List<IndicatorValues.Key> keys = new ArrayList<>();
        CLASSIC.forEach(results, school -> school.value().endsWith("3"), (key, value) -> keys.add(key));
        IndicatorValues table = CLASSIC.run(results, school -> school.value().endsWith("3"));
        assertThat(keys).containsExactlyElementsOf(table.values().keySet());
    }

    @Property(tries = 10)
    void countsOfRegionsAreTheSumsOfTheirMunicipalitiesAndTheseOfTheirSchools(@ForAll long seed) {
        SchoolResults results = collected(world(seed, 12), 3);
        IndicatorValues rows = CLASSIC.run(results, school -> false);
        for (String code : List.of("pass_rate", "quality_rate", "upper_quartile_share")) {
            double[] sums = new double[UnitType.values().length];
            rows.values().forEach((key, value) -> {
                if (key.indicator().equals(code) && key.assessment().isEmpty()) {
                    sums[key.unit().unitType().ordinal()] += value.numerator().orElseThrow();
                }
            });
            assertThat(sums[UnitType.SCHOOL.ordinal()])
                    .isEqualTo(sums[UnitType.MUNICIPALITY.ordinal()])
                    .isEqualTo(sums[UnitType.REGION.ordinal()]);
        }
    }

    @Property(tries = 10)
    void oneSchoolIsItsMunicipality(@ForAll long seed) {
        SchoolResults results = collected(world(seed, 1), 1);
        IndicatorValues rows = CLASSIC.run(results, school -> false);
        rows.values().forEach((key, value) -> {
            if (key.unit() instanceof SchoolId school) {
                Municipality place = results.school(school).orElseThrow().municipality();
                assertThat(rows.values().get(new IndicatorValues.Key(place, key.indicator(), key.period(), key.assessment()))).isEqualTo(value);
            }
        });
    }

    @Property(tries = 10)
    void meansInDeviationsOfARegionAverageToNothing(@ForAll long seed) {
        SchoolResults results = collected(world(seed, 12), 3);
        IndicatorValues rows = CLASSIC.run(results, school -> false);
        for (Region region : results.regions()) {
            double sum = 0;
            for (School school : results.schools(region)) {
                IndicatorValue z = rows.value(school.id(), "mean_z", Period.of(2021), MATHS.id()).orElse(IndicatorValue.notApplicable(""));
                sum += z.value().orElse(0) * z.n().orElse(0);
            }
            assertThat(sum).isCloseTo(0, within(1e-9));
        }
    }

    @Property(tries = 10)
    void atLeastAQuarterOfARegionIsInEachOuterQuarter(@ForAll long seed) {
        IndicatorValues rows = CLASSIC.run(collected(world(seed, 12), 3), school -> false);
        rows.values().forEach((key, value) -> {
            if (key.unit() instanceof Region && key.indicator().endsWith("quartile_share")) {
                assertThat(4 * value.numerator().orElseThrow()).isGreaterThanOrEqualTo(value.denominator().orElseThrow());
            }
        });
    }
}
