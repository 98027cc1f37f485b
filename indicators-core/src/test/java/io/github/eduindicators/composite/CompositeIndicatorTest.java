package io.github.eduindicators.composite;

import static io.github.eduindicators.composite.Tables.YEAR;
import static io.github.eduindicators.composite.Tables.cells;
import static io.github.eduindicators.composite.Tables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.composite.CompositeIndicator.Imputation;
import io.github.eduindicators.composite.CompositeIndicator.MissingPolicy;
import io.github.eduindicators.composite.CompositeResult.Change;
import io.github.eduindicators.composite.CompositeResult.Stage;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The steps between the formulas; expected numbers computed by hand. */
class CompositeIndicatorTest {
    private static final double NONE = Double.NaN;
    private static final String[] ABC = {"a", "b", "c"};

    private static Component posts(String code) {
        return Component.higher(code).withGoalposts(0, 100);
    }

    private static CompositeIndicator.Builder three() {
        return Tables.builder("index").add(posts("a").withWeight(2)).add(posts("b")).add(posts("c"));
    }

    private static String note(IndicatorValues values, int row) {
        return values.value(row(row), "index", YEAR).orElseThrow().note();
    }

    @Test
    void exampleOfThePackage() {
        IndicatorValues values = IndicatorValues.builder()
                .add(SchoolId.of("edu280417"), "pass_rate", YEAR, IndicatorValue.ratio(45, 50))
                .add(SchoolId.of("edu280417"), "mean_score", YEAR, IndicatorValue.of(62))
                .add(SchoolId.of("edu280417"), "absence", YEAR, IndicatorValue.of(30))
                .add(SchoolId.of("edu280417"), "pupils", YEAR, IndicatorValue.of(600))
                .build();
        var quality = CompositeIndicator.builder("school-quality")
                .add(Component.group("results", Component.higher("pass_rate").withGoalposts(0, 1), Component.higher("mean_score").withGoalposts(20, 80)))
                .add(Component.lower("absence").per("pupils").withGoalposts(0, 0.2).withWeight(0.5)).build();
        var result = quality.evaluate(values, Period.of(2021));
        // results (90 + 70) / 2; absence 0.05 of 0.2, turned: 75; (80 + 75 / 2) / 1.5
        assertThat(Tables.number(result.values(), SchoolId.of("edu280417"), "results")).isCloseTo(80, within(1e-12));
        assertThat(Tables.number(result.values(), SchoolId.of("edu280417"), "school-quality")).isCloseTo(117.5 / 1.5, within(1e-12));
        assertThat(result.values().indicators()).containsExactly("results", "school-quality");
        assertThat(RankStudy.withDefaults().run(quality, values, Period.of(2021)).ranks()).hasSize(1);
    }

    @Test
    void goalpostsCutOffAndDoNotDependOnTheOthers() {
        CompositeIndicator one = Tables.builder("index").add(Component.lower("x").withGoalposts(10, 30)).build();
        assertThat(cells(one.evaluate(Tables.column(5, 10, 15, 30, 40), YEAR).values(), "index", 5)).containsExactly(100, 100, 75, 0, 0);
        assertThat(cells(one.evaluate(Tables.column(15), YEAR).values(), "index", 1)).containsExactly(75);
        assertThat(cells(one.withNormalisation(Normalisation.goalposts().untruncated()).evaluate(Tables.column(5, 40), YEAR).values(), "index", 2))
                .containsExactly(125, -50);
    }

    @Test
    void targetsAndFractionsOfTheBestInBothDirections() {
        Normalisation target = Normalisation.distanceToTarget();
        CompositeIndicator more = Tables.builder("index").add(Component.higher("x").withTarget(8)).normalise(target).build();
        CompositeIndicator less = Tables.builder("index").add(Component.lower("x").withTarget(2)).normalise(target).build();
        IndicatorValues x = Tables.column(0, 2, 4, 10);
        assertThat(cells(more.evaluate(x, YEAR).values(), "index", 4)).containsExactly(0, 25, 50, 125);
        assertThat(cells(more.withNormalisation(target.truncated()).evaluate(x, YEAR).values(), "index", 4)).containsExactly(0, 25, 50, 100);
        assertThat(cells(less.evaluate(x, YEAR).values(), "index", 4)).containsExactly(125, 100, 75, 0);
        IndicatorValues y = Tables.column(1, 2, 5);
        assertThat(cells(more.withNormalisation(Normalisation.fractionOfBest()).evaluate(y, YEAR).values(), "index", 3)).containsExactly(20, 40, 100);
        assertThat(cells(less.withNormalisation(Normalisation.fractionOfBest()).evaluate(y, YEAR).values(), "index", 3)).containsExactly(100, 50, 20);
    }

    @Test
    void aColumnWithoutVariationHasItsDocumentedFigureAndANote() {
        Map<Normalisation, Double> expected = Map.of(
                Normalisation.minMax(), 50.0, Normalisation.zScore(), 0.0, Normalisation.rank(), 1.0, Normalisation.borda(), 0.0,
                Normalisation.percentileRank(), 0.0, Normalisation.distanceToTarget(), 0.0, Normalisation.fractionOfBest(), 100.0);
        expected.forEach((normalisation, figure) -> {
            CompositeIndicator one = Tables.builder("index").add(Component.higher("x").withTarget(9)).normalise(normalisation).build();
            CompositeResult result = one.evaluate(Tables.column(7, 7, 7), YEAR);
            assertThat(cells(result.values(), "index", 3)).as(normalisation.toString()).containsExactly(figure, figure, figure);
            assertThat(result.changes()).extracting(Change::what).containsExactly("constant-column");
        });
        CompositeIndicator target = Tables.builder("index").add(Component.higher("x").withTarget(7)).normalise(Normalisation.distanceToTarget()).build();
        assertThat(cells(target.evaluate(Tables.column(7, 7), YEAR).values(), "index", 2)).containsExactly(100, 100);
        CompositeIndicator best = target.withNormalisation(Normalisation.fractionOfBest());
        assertThat(cells(best.evaluate(Tables.column(0, 0), YEAR).values(), "index", 2)).containsExactly(0, 0);
    }

    @Test
    void aSumWrittenTwiceIsATie() {
        CompositeIndicator ranks = Tables.builder("index").add(Component.higher("x")).normalise(Normalisation.rank()).build();
        assertThat(0.1 + 0.2).isNotEqualTo(0.3);
        assertThat(cells(ranks.evaluate(Tables.column(0.1 + 0.2, 0.3, 0.5), YEAR).values(), "index", 3)).containsExactly(1, 1, 3);
    }

    @Test
    void fractionsOfTheBestAreRefusedForNegativeValues() {
        CompositeIndicator best = Tables.builder("index").add(Component.higher("x")).normalise(Normalisation.fractionOfBest()).build();
        CompositeResult result = best.evaluate(Tables.column(-1, 4), YEAR);
        assertThat(result.values().value(row(1), "index", YEAR).orElseThrow().state()).isEqualTo(IndicatorValue.State.INSUFFICIENT_DATA);
        assertThat(result.changes()).extracting(Change::what).containsExactly("negative-value");
    }

    @Test
    void weightsGoToThePartsThatAreThere() {
        IndicatorValues values = Tables.columns(ABC, new double[] {10, NONE, 40}, new double[] {20, 30, NONE}, new double[] {60, 50, NONE});
        IndicatorValues figures = three().build().evaluate(values, YEAR).values();
        assertThat(cells(figures, "index", 3)).containsExactly(new double[] {25, 40, NONE}, within(1e-12));
        assertThat(note(figures, 0)).isEmpty();
        assertThat(note(figures, 1)).isEqualTo("reweighted");
        assertThat(note(figures, 2)).isEqualTo("few-indicators");
        assertThat(figures.value(row(2), "index", YEAR).orElseThrow().n()).hasValue(1);
        assertThat(cells(three().minimumShare(0.3).build().evaluate(values, YEAR).values(), "index", 3)[2]).isEqualTo(40);
    }

    @Test
    void otherPoliciesFailOrPutTheMiddleIn() {
        IndicatorValues values = Tables.columns(ABC, new double[] {10, NONE}, new double[] {20, 30}, new double[] {60, 50});
        IndicatorValues failed = three().missing(MissingPolicy.FAIL).build().evaluate(values, YEAR).values();
        assertThat(cells(failed, "index", 2)).containsExactly(25, NONE);
        assertThat(note(failed, 1)).isEqualTo("missing-indicator");
        IndicatorValues neutral = three().build().withMissing(MissingPolicy.NEUTRAL).evaluate(values, YEAR).values();
        assertThat(cells(neutral, "index", 2)).containsExactly(25, 45);
        assertThat(note(neutral, 1)).isEqualTo("neutral");
    }

    @Test
    void whatDoesNotApplyIsNeitherImputedNorMissing() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int i = 0; i < 3; i++) {
            values.add(row(i), "b", YEAR, IndicatorValue.of(40 + i)).add(row(i), "c", YEAR, IndicatorValue.of(60));
        }
        values.add(row(0), "a", YEAR, IndicatorValue.of(10)).add(row(1), "a", YEAR, IndicatorValue.notApplicable("no-grade-11"));
        values.add(row(3), "a", YEAR, IndicatorValue.notApplicable("no-grade-11"));
        CompositeIndicator composite = three().impute(Imputation.MEAN).missing(MissingPolicy.FAIL).minimumAvailability(0.6).build();
        CompositeResult result = composite.evaluate(values.build(), YEAR);
        // a of u02 is imputed with 10, a of u01 is left out: (41 + 60) / 2.
        assertThat(cells(result.values(), "index", 3)).containsExactly(new double[] {30, 50.5, (20 + 42 + 60) / 4.0}, within(1e-12));
        assertThat(note(result.values(), 1)).isEmpty();
        assertThat(note(result.values(), 2)).isEqualTo("imputed");
        assertThat(result.values().value(row(3), "index", YEAR).orElseThrow().note()).isEqualTo("screened-out");
        IndicatorValues nothing = IndicatorValues.builder().add(row(0), "a", YEAR, IndicatorValue.notApplicable("no-grade-11"))
                .add(row(0), "b", YEAR, IndicatorValue.notApplicable("x")).add(row(0), "c", YEAR, IndicatorValue.notApplicable("x")).build();
        assertThat(composite.evaluate(nothing, YEAR).values().value(row(0), "index", YEAR).orElseThrow().state())
                .isEqualTo(IndicatorValue.State.NOT_APPLICABLE);
    }

    @Test
    void unitsWithFewIndicatorsTakeNoPartInTheScale() {
        IndicatorValues values = Tables.columns(ABC, new double[] {0, 10, 1000}, new double[] {1, 2, NONE}, new double[] {1, 2, NONE});
        CompositeIndicator composite = three().minimumAvailability(0.5).normalise(Normalisation.minMax()).build();
        CompositeResult result = composite.evaluate(values, YEAR);
        assertThat(cells(result.values(), "index", 3)).containsExactly(0, 100, NONE);
        assertThat(result.changes()).hasToString("[screened index of organisation u02: screened-out 0.333333 -> -]");
        assertThat(Tables.number(result.stage(Stage.DENOMINATED), row(2), "a")).isEqualTo(1000);
        assertThat(result.stage(Stage.SCREENED).value(row(2), "a", YEAR).orElseThrow().note()).isEqualTo("screened-out");
    }

    @Test
    void imputationByAllAndByGroup() {
        double[] x = {1, 2, 9, NONE, 20, NONE, NONE};
        IndicatorValues values = Tables.columns(new String[] {"x", "y"}, x, new double[] {1, 1, 1, 1, 1, 1, 1});
        CompositeIndicator.Builder two = Tables.builder("index").add(Component.higher("x")).add(Component.higher("y")).normalise(Normalisation.none());
        PeerGroups groups = PeerGroups.of(Map.of(row(0), "town", row(1), "town", row(2), "town", row(3), "town", row(4), "village", row(5), "village"));
        assertThat(imputed(two.impute(Imputation.MEAN), values)).containsExactly(1, 2, 9, 8, 20, 8, 8);
        assertThat(imputed(two.impute(Imputation.MEDIAN), values)).containsExactly(1, 2, 9, 5.5, 20, 5.5, 5.5);
        assertThat(imputed(two.impute(Imputation.GROUP_MEAN, groups), values)).containsExactly(1, 2, 9, 4, 20, 20, NONE);
        assertThat(imputed(two.impute(Imputation.GROUP_MEDIAN, groups), values)).containsExactly(1, 2, 9, 2, 20, 20, NONE);
        assertThat(two.build().evaluate(values, YEAR).changes()).extracting(Change::what)
                .containsExactly("low-availability", "imputed", "imputed", "nothing-to-impute");
    }

    private static double[] imputed(CompositeIndicator.Builder builder, IndicatorValues values) {
        return cells(builder.build().evaluate(values, YEAR).stage(Stage.IMPUTED), "x", 7);
    }

    @Test
    void denominatorsThatAreNoneLeaveNoValue() {
        IndicatorValues values = Tables.columns(new String[] {"x", "n"}, new double[] {6, 6, 6, NONE, 1e90}, new double[] {3, 0, NONE, 2, 1e-90});
        CompositeIndicator composite = Tables.builder("index").add(Component.higher("x").per("n").withGoalposts(0, 4)).build();
        CompositeResult result = composite.evaluate(values, YEAR);
        assertThat(cells(result.stage(Stage.DENOMINATED), "x", 5)).containsExactly(2, NONE, NONE, NONE, NONE);
        assertThat(cells(result.values(), "index", 5)).containsExactly(50, NONE, NONE, NONE, NONE);
        assertThat(result.changes()).extracting(Change::what)
                .containsExactly("denominator-not-positive", "no-denominator", "out-of-range", "low-availability");
        assertThat(result.units()).as("a unit with nothing but a denominator is none").hasSize(4);
    }

    @Test
    void zeroAndNegativePartsOfMeansThatNeedPositiveOnes() {
        IndicatorValues values = Tables.columns(new String[] {"a", "b"}, new double[] {0, 25, -25}, new double[] {50, 100, 50});
        CompositeIndicator two = Tables.builder("index").add(Component.higher("a")).add(Component.higher("b")).normalise(Normalisation.none()).build();
        for (Aggregation aggregation : List.of(Aggregation.geometric(), Aggregation.harmonic(), Aggregation.power(-1))) {
            IndicatorValues figures = two.withAggregation(aggregation).evaluate(values, YEAR).values();
            double[] cells = cells(figures, "index", 3);
            assertThat(cells[0]).as(aggregation.toString()).isZero();
            assertThat(cells[1]).isCloseTo(aggregation.equals(Aggregation.geometric()) ? 50 : 40, within(1e-12));
            assertThat(note(figures, 2)).isEqualTo("not-positive");
        }
    }

    @Test
    void otherPeriodsUnitsAndAssessmentsAreNotLookedAt() {
        IndicatorValues values = IndicatorValues.builder()
                .add(row(0), "x", YEAR, IndicatorValue.of(50))
                .add(row(0), "x", Period.of(2020), IndicatorValue.of(90))
                .add(SchoolId.of("edu280417"), "x", YEAR, IndicatorValue.of(90))
                .add(new IndicatorValues.Key(row(0), "x", YEAR, "vpr-2021"), IndicatorValue.of(90))
                .add(row(1), "other", YEAR, IndicatorValue.of(90))
                .build();
        CompositeIndicator one = Tables.builder("index").add(posts("x")).build();
        assertThat(one.evaluate(values, YEAR).values().values()).hasSize(1);
        assertThat(one.evaluate(values, YEAR).toString()).isEqualTo("CompositeResult[index 2021, 1 of 1 units, 0 changes]");
        assertThat(one.evaluate(IndicatorValues.empty(), YEAR).values().isEmpty()).isTrue();
    }

    @Test
    void aNegativeLoadingIsRefusedUnlessKept() {
        IndicatorValues values = Tables.columns(ABC, new double[] {1, 2, 3, 4}, new double[] {1, 2, 4, 3}, new double[] {4, 3, 1, 2});
        CompositeIndicator.Builder builder = Tables.builder("index").add(Component.higher("a")).add(Component.higher("b")).add(Component.higher("c"))
                .normalise(Normalisation.zScore());
        CompositeResult refused = builder.weigh(Weighting.firstComponent("a")).build().evaluate(values, YEAR);
        assertThat(note(refused.values(), 0)).isEqualTo("negative-loading");
        assertThat(refused.weights("index")).isEmpty();
        CompositeResult kept = builder.weigh(Weighting.firstComponent("a").keepingNegative()).build().evaluate(values, YEAR);
        assertThat(kept.weights("index").get("c")).isNegative();
        assertThat(kept.weights("index").get("b")).isPositive();
        assertThat(kept.changes()).extracting(Change::what).contains("negative-loading", "negative-alpha");
        assertThat(kept.alpha("index").orElseThrow()).isNegative();
        assertThatThrownBy(() -> builder.aggregate(Aggregation.geometric()).build())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("arithmetic mean only");
    }

    @Test
    void weightsThatTheDataDoNotSayLeaveNoFigure() {
        IndicatorValues uncorrelated = Tables.columns(new String[] {"a", "b"}, new double[] {1, 1, -1, -1}, new double[] {1, -1, 1, -1});
        CompositeIndicator two = Tables.builder("index").add(Component.higher("a")).add(Component.higher("b")).normalise(Normalisation.minMax()).build();
        assertThat(note(two.withWeighting(Weighting.firstComponent("a")).evaluate(uncorrelated, YEAR).values(), 0)).isEqualTo("weights-not-determined");
        IndicatorValues constant = Tables.columns(new String[] {"a", "b"}, new double[] {1, 1, 1, 1}, new double[] {2, 2, 2, 2});
        assertThat(note(two.withWeighting(Weighting.critic()).evaluate(constant, YEAR).values(), 0)).isEqualTo("weights-not-determined");
        assertThat(note(two.withWeighting(Weighting.entropy()).evaluate(constant, YEAR).values(), 0)).isEqualTo("weights-not-determined");
    }

    @Test
    void groupsMayBeWeighedAndAggregatedInTheirOwnWay() {
        Component results = Component.group("results", posts("a"), posts("b")).withAggregation(Aggregation.min()).withWeight(3);
        CompositeIndicator composite = Tables.builder("index").add(results).add(posts("c")).build();
        IndicatorValues values = Tables.columns(ABC, new double[] {10}, new double[] {20}, new double[] {50});
        CompositeResult result = composite.evaluate(values, YEAR);
        assertThat(Tables.number(result.values(), row(0), "results")).isEqualTo(10);
        assertThat(Tables.number(result.values(), row(0), "index")).isEqualTo(20);
        assertThat(result.importance().get("a").weight()).hasValue(0.375);
        assertThat(composite.withAggregation(Aggregation.geometric()).root().children().get(0).aggregation()).contains(Aggregation.min());
    }

    @Test
    void whatCannotBeIsRefusedWhenBuilt() {
        assertRefused(() -> Tables.builder("index").build(), "at least one part");
        assertRefused(() -> Tables.builder("index").add(posts("a")).add(posts("a")).build(), "got a twice in index");
        assertRefused(() -> Tables.builder("a").add(posts("a")).build(), "got a twice in a");
        assertRefused(() -> Tables.builder("index").add(Component.higher("a")).build(), "needs goalposts for every indicator, got none for a");
        assertRefused(() -> Component.higher("Pass Rate"), "got Pass Rate");
        assertRefused(() -> Component.higher("a").withWeight(-1), "got -1.0 of a");
        assertRefused(() -> Component.higher("a").withGoalposts(2, 2), "got 2.0 and 2.0 of a");
        assertRefused(() -> Component.group("g", posts("a")).per("n"), "got the group g");
        assertRefused(() -> posts("a").withAggregation(Aggregation.min()), "got the indicator a");
        assertRefused(() -> three().weigh(Weighting.ahp(new double[][] {{1}})).build(), "got 1 for the 3 of index");
        assertRefused(() -> Weighting.ahp(new double[][] {{1, 2}, {2, 1}}), "row 1, column 2");
        assertRefused(() -> Weighting.ahp(new double[][] {{1, 2}, {0.5}}), "row 1, column 2");
        assertRefused(() -> three().weigh(Weighting.firstComponent("d")).build(), "got d in index");
        assertRefused(() -> three().treat(OutlierTreatment.jrc()).build(), "withoutLog()");
        assertRefused(() -> Tables.builder("index").add(posts("a").withWeight(0)).build(), "none in index");
        assertRefused(() -> Normalisation.minMax(5, 5), "got 5.0 and 5.0");
        assertRefused(() -> Aggregation.power(0), "got 0.0");
        assertRefused(() -> three().impute(Imputation.GROUP_MEAN), "got GROUP_MEAN");
        Component deep = posts("a");
        for (int level = 0; level < 9; level++) {
            deep = Component.group("g" + level, deep);
        }
        Component nine = deep;
        assertRefused(() -> Component.group("top", nine), "got 11 on 11");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String says) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(says);
    }

    @Test
    void theMethodNamesItsParameters() {
        assertThat(three().build().method().toString()).startsWith("composite-indicator 1 [composite=index, unit-type=organisation")
                .contains("normalisation=goalposts 0.0..100.0", "weighting=given", "aggregation=arithmetic");
        assertThat(three().build()).isEqualTo(three().build()).isNotEqualTo(three().build().withAggregation(Aggregation.min()))
                .hasToString("index[a*2.000, b, c]: goalposts 0.0..100.0, given, arithmetic");
    }
}
