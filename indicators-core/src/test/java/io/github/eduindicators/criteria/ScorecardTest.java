package io.github.eduindicators.criteria;

import static io.github.eduindicators.criteria.Units.NOW;
import static io.github.eduindicators.criteria.Units.SCHOOL;
import static io.github.eduindicators.criteria.Units.methodology;
import static io.github.eduindicators.criteria.Units.ofHundred;
import static io.github.eduindicators.criteria.Units.one;
import static io.github.eduindicators.criteria.Units.school;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.criteria.Methodology.Level;
import io.github.eduindicators.criteria.Methodology.LevelScale;
import io.github.eduindicators.criteria.Methodology.Rounding;
import io.github.eduindicators.criteria.Node.Missing;
import io.github.eduindicators.criteria.Node.Missing.Policy;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.stats.Interval;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules, groups, missing values, limits and rounding give; the expected numbers are worked out by hand. */
class ScorecardTest {

    private static Criterion rule(Rule rule) {
        return Criterion.builder("c", "m").rule(rule).build();
    }

    private static Criterion lower(Rule rule) {
        return rule(rule).toBuilder().direction(Criterion.Direction.LOWER_BETTER).build();
    }

    private static double points(Node root, double value) {
        return one().has("m", value).card(methodology(root)).total().points().orElse(-1);
    }

    @ParameterizedTest
    @CsvSource({"2.674999, 2.67", "2.675, 2.68", "1.005, 1.01", "0.285, 0.29", "-2.675, -2.68", "1.0049999999999, 1.01",
            "1.00499999, 1"})
    void halvesAreThoseOfTheDecimalNumber(double value, double rounded) {
        Criterion criterion = rule(Rule.Bands.of("(-inf;inf)", Band.of("(-inf;inf)", 1))).toBuilder().decimals(2).build();
        assertThat(one().has("m", value).card(methodology(criterion)).total().value()).hasValue(rounded);
    }

    @Test
    void sharesAreDividedAnewFromTheirCounts() {
        // 100 * (9.0 / 30) is 30, but 100 * (29.0 / 100) is 28.999999999999996 in binary arithmetic.
        Criterion share = Criterion.builder("c", Source.percent("m"))
                .rule(Rule.Bands.of("[0;100]", Band.of("[0;29)", 0), Band.of("[29;100]", 1)))
                .build();
        assertThat(one().has("m", IndicatorValue.ratio(29, 100)).card(methodology(share)).total().points()).hasValue(1);
        assertThat(one().has("m", 0.29).card(methodology(share)).total().points()).hasValue(1);
        Criterion ratio = share.toBuilder().build();
        assertThat(one().has("m", IndicatorValue.ratio(57, 197)).card(methodology(ratio)).total().points()).hasValue(0);
        Criterion sum = Criterion.builder("c", new Source.Ratio(List.of("a", "b"), List.of("n"), 100))
                .rule(Rule.Scaled.identity(100)).build();
        assertThat(one().has("a", 10).has("b", 19).has("n", 100).card(methodology(sum)).total().points()).hasValue(29);
    }

    @Test
    void linesScaleAndFlagsGiveTheirPoints() {
        assertThat(points(rule(Rule.Linear.of(50, 90, 8)), 60)).isEqualTo(2);
        assertThat(points(rule(Rule.Linear.of(50, 90, 8)), 40)).isEqualTo(0);
        assertThat(points(rule(Rule.Linear.of(50, 90, 8)), 95)).isEqualTo(8);
        assertThat(points(lower(Rule.Linear.of(30, 0, 3)), 10)).isEqualTo(2);
        assertThat(points(rule(new Rule.Linear(0, 10, 1, 6, Rule.Linear.Outside.OUT_OF_RANGE)), 4)).isEqualTo(3);
        assertThat(points(rule(new Rule.Linear(0, 10, 1, 6, Rule.Linear.Outside.OUT_OF_RANGE)), 10.1)).isEqualTo(-1);
        assertThat(points(rule(new Rule.Scaled(30, 100)), 3)).isEqualTo(90);
        assertThat(points(rule(new Rule.Scaled(30, 100)), 4)).isEqualTo(100);
        assertThat(points(rule(new Rule.Scaled(30, 100)), -1)).isEqualTo(-1);
        assertThat(points(rule(new Rule.Flag(5)), 1)).isEqualTo(5);
        assertThat(points(rule(new Rule.Flag(5)), 0)).isEqualTo(0);
        assertThat(points(lower(new Rule.Flag(5)), 0)).isEqualTo(5);
        assertThat(points(rule(new Rule.Flag(5)), 0.5)).isEqualTo(-1);
    }

    @Test
    void aValueOutsideTheDeclaredRangeIsShownAndNotZero() {
        Scorecard card = one().has("m", 103).card(methodology(rule(Rule.Bands.of("[0;100]", Band.of("[0;100]", 1)))));
        assertThat(card.total().points()).isEmpty();
        assertThat(card.total().value()).hasValue(103);
        assertThat(card.total().note()).isEqualTo("out-of-range");
        assertThat(card.total().state()).isEqualTo(IndicatorValue.State.INSUFFICIENT_DATA);
        assertThat(card.trace()).extracting(Object::toString)
                .containsExactly("c INPUT source=m value=103", "c UNAVAILABLE rule=bands range=[0;100] why=out-of-range");
    }

    @Test
    void aValueBeyondAllMeasureIsNoNumberAndBreaksNothing() {
        Criterion share = Criterion.builder("c", Source.percent("m"))
                .rule(Rule.Bands.of("[0;inf)", Band.of("[0;50)", 0), Band.of("[50;inf)", 1)))
                .build();
        for (double value : new double[] {1e308, -1e308, Double.MAX_VALUE}) {
            Scorecard card = one().has("m", value).card(methodology(share));
            assertThat(card.total().points()).isEmpty();
            assertThat(card.total().note()).isEqualTo("out-of-range");
            assertThat(card.finding().outcome()).isEqualTo(io.github.eduindicators.finding.Outcome.INSUFFICIENT_DATA);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.6, 0.1, 1.1, 5", "0.6, 0, 1.2, 3", "0.4, 0.1, 0.7, 4", "0.1, -0.2, 0.4, 3", "-0.4, -0.7, -0.1, 2",
            "-0.6, -1, -0.1, 1",
        "-0.6, -1.3, 0.1, 3", "-0.4, -0.8, 0, 3", "0.4, 0, 0.8, 3", "0.5, 0.1, 0.9, 5"})
    void progressEightBandsNeedTheScoreAndItsInterval(double score, double lower, double upper, double points) {
        // England, key stage 4: well above average from 0.5 with an interval above 0; average where the interval includes 0.
        Rule.Cell average = new Rule.Cell(3, "average");
        Rule test = new Rule.ThresholdAndInterval(0,
                Rule.Bands.of("(-inf;inf)", Band.labelled("(-inf;-0.5)", ""), Band.labelled("[-0.5;0.5)", ""),
                        Band.labelled("[0.5;inf)", "")),
                List.of(List.of(new Rule.Cell(1, "well below"), average, average),
                        List.of(new Rule.Cell(2, "below"), average, new Rule.Cell(4, "above")),
                        List.of(average, average, new Rule.Cell(5, "well above"))));
        Units school = one().has("m", IndicatorValue.of(new Interval(score, lower, upper), 50));
        assertThat(school.card(methodology(rule(test))).total().points()).hasValue(points);
        assertThat(one().has("m", score).card(methodology(rule(test))).total().note()).isEqualTo("no-interval");
    }

    private static Rule.QuantileBands quintiles(Rule.QuantileBands.Ties ties) {
        return new Rule.QuantileBands(List.of(
                Band.of("[0;20)", 0), Band.of("[20;40)", 1), Band.of("[40;60)", 2), Band.of("[60;80)", 3),
                        Band.of("[80;100]", 4)), ties, 1);
    }

    private static List<Double> all(Scorecards cards) {
        return cards.all().stream().map(card -> card.total().points().orElse(-1)).toList();
    }

    @Test
    void placesAmongTheUnitsOfTheRun() {
        Units five = one();
        double[] values = {10, 20, 20, 40, 50};
        for (int i = 0; i < 5; i++) {
            five.has(school(i), "m", values[i]);
        }
        // Worse than each: 0, 1, 1, 3, 4 of 5 -> 0, 20, 20, 60, 80 %.
        assertThat(all(five.by(methodology(rule(quintiles(Rule.QuantileBands.Ties.WORSE))))))
                .containsExactly(0.0, 1.0, 1.0, 3.0, 4.0);
        // With half of the equal: 10, 40, 40, 70, 90 %.
        assertThat(all(five.by(methodology(rule(quintiles(Rule.QuantileBands.Ties.HALF))))))
                .containsExactly(0.0, 2.0, 2.0, 3.0, 4.0);
        // Not better: 20, 60, 60, 80, 100 %.
        assertThat(all(five.by(methodology(rule(quintiles(Rule.QuantileBands.Ties.NOT_BETTER))))))
                .containsExactly(1.0, 3.0, 3.0, 4.0, 4.0);
        // Less is better: worse are 4, 2, 2, 1, 0 of 5.
        assertThat(all(five.by(methodology(lower(quintiles(Rule.QuantileBands.Ties.WORSE))))))
                .containsExactly(4.0, 2.0, 2.0, 1.0, 0.0);
    }

    @Test
    void unitsAreComparedWithinTheirPeerGroup() {
        Units four = one().has(school(1), "m", 10).has(school(2), "m", 20).has(school(3), "m", 5).has(school(4), "m", 8)
                .has(school(5), "m", 99);
        PeerGroups peers = PeerGroups.of(Map.of(school(1), "town", school(2), "town", school(3), "village", school(4),
                "village"));
        Methodology best = methodology(rule(Rule.RatioToBest.hundred()));
        Scorecards cards = best.run(four.values(), NOW, peers);
        assertThat(all(cards)).containsExactly(50.0, 100.0, 62.5, 100.0, -1.0);
        assertThat(cards.of(school(5)).orElseThrow().total().note()).isEqualTo("no-peer-group");
        assertThat(cards.of(school(3)).orElseThrow().trace().get(1))
                .hasToString("c RULE rule=ratio-to-best peers=school village peers-n=2 best=8 points=62.5 of=100");
        assertThat(all(four.by(best)).get(4)).isEqualTo(100);
        Methodology three = methodology(rule(new Rule.RatioToBest(100, Rule.RatioToBest.Scale.RATIO, 3)));
        assertThat(three.run(four.values(), NOW, peers).all()).allSatisfy(card -> assertThat(card.total().points()).isEmpty());
        assertThat(three.run(four.values(), NOW, peers).all().get(0).total().note()).isEqualTo("few-peers");
    }

    @ParameterizedTest
    @CsvSource({
        "RATIO, HIGHER_BETTER, 10 20 40, 25 50 100",
        "RATIO, LOWER_BETTER, 10 20 40, 100 50 25",
        "RATIO, HIGHER_BETTER, 0 0 0, 100 100 100",
        "RATIO, LOWER_BETTER, 0 20 40, 100 0 0",
        "RATIO, HIGHER_BETTER, -1 20 40, -1 50 100",
        "RATIO, LOWER_BETTER, -1 20 40, -1 100 50",
        "MIN_MAX, HIGHER_BETTER, 10 20 50, 0 25 100",
        "MIN_MAX, LOWER_BETTER, 10 20 50, 100 75 0",
        "MIN_MAX, HIGHER_BETTER, 7 7 7, 100 100 100"
    })
    void theBestHasAllThePoints(Rule.RatioToBest.Scale scale, Criterion.Direction direction, String values, String expected) {
        Units three = one();
        String[] given = values.split(" ");
        for (int i = 0; i < 3; i++) {
            three.has(school(i), "m", Double.parseDouble(given[i]));
        }
        Criterion criterion = Criterion.builder("c", "m").direction(direction).rule(new Rule.RatioToBest(100, scale, 1)).build();
        assertThat(all(three.by(methodology(criterion))))
                .containsExactlyElementsOf(java.util.Arrays.stream(expected.split(" ")).map(Double::valueOf).toList());
    }

    @Test
    void doubtfulResultsAreScoredButOthersAreNotComparedWithThem() {
        Units three = one().has(school(1), "m", 10).has(school(2), "m", 40)
                .has(school(3), "m", IndicatorValue.of(80).withNote("doubtful-results"));
        assertThat(all(three.by(methodology(rule(Rule.RatioToBest.hundred()))))).containsExactly(25.0, 100.0, 100.0);
        Scorecards places = three.by(methodology(rule(quintiles(Rule.QuantileBands.Ties.WORSE))));
        // Of two: 0 and 50 %; the doubtful school is placed among three, 67 %.
        assertThat(all(places)).containsExactly(0.0, 2.0, 3.0);
        assertThat(places.all().get(2).total().note()).isEqualTo("doubtful-results");
    }

    @Test
    void theBestOfSeveralRules() {
        Rule rule = Rule.BestOf.of(Rule.Bands.of("[0;100]", Band.of("[0;50)", 0), new Band(Range.parse("[50;100]"), 4, "half")),
                new Rule.Scaled(0.1, 3));
        Scorecard card = one().has("m", 40).card(methodology(rule(rule)));
        assertThat(card.total().points()).hasValue(3);
        assertThat(card.total().attainable()).isEqualTo(4);
        assertThat(points(rule(rule), 60)).isEqualTo(4);
        // Above 100 the bands say nothing and the other rule stands.
        assertThat(points(rule(rule), 120)).isEqualTo(3);
        assertThat(one().has("m", 120).card(methodology(rule(rule))).trace().get(1).toString())
                .contains("points-0=out-of-range points-1=3");
        assertThat(points(rule(rule), -1)).isEqualTo(-1);
    }

    @Test
    void rulesByTypeOfUnitAndPeerGroup() {
        Methodology byType = Methodology.builder("test", "1")
                .unitTypes(UnitType.SCHOOL, UnitType.PRESCHOOL, UnitType.HEAD)
                .root(rule(new Rule.Keyed(Rule.Keyed.Key.UNIT_TYPE,
                        Map.of("school", Rule.Scaled.identity(10), "preschool", Rule.Scaled.identity(5)),
                                new Rule.NotApplicable())))
                .build();
        Unit preschool = Unit.of(UnitType.PRESCHOOL, "p");
        Unit head = Unit.of(UnitType.HEAD, "h");
        IndicatorValues values = IndicatorValues.builder().add(SCHOOL, "m", NOW, IndicatorValue.of(7))
                .add(preschool, "m", NOW, IndicatorValue.of(7)).add(head, "m", NOW, IndicatorValue.of(7))
                .add(Unit.of(UnitType.PERSON, "x"), "m", NOW, IndicatorValue.of(7)).build();
        Scorecards cards = byType.run(values, NOW);
        assertThat(cards.all()).hasSize(3);
        assertThat(cards.of(SCHOOL).orElseThrow().total()).hasToString("c 7 of 10");
        assertThat(cards.of(preschool).orElseThrow().total()).hasToString("c 5 of 5");
        assertThat(cards.of(head).orElseThrow().total()).hasToString("c NOT_APPLICABLE (no-rule)");
        assertThat(cards.of(head).orElseThrow().finding().outcome()).isEqualTo(Outcome.NOT_APPLICABLE);

        Criterion byGroup = rule(new Rule.Keyed(Rule.Keyed.Key.PEER_GROUP, Map.of("small", Rule.Scaled.identity(5)),
                Rule.Scaled.identity(10)));
        IndicatorValues two = one().has(school(1), "m", 7).has(school(2), "m", 7).values();
        assertThat(all(methodology(byGroup).run(two, NOW, PeerGroups.of(Map.of(school(1), "small"))))).containsExactly(5.0, 7.0);
    }

    @Test
    void aCriterionCanBeForSomeTypesOfUnitAlone() {
        Methodology both = Methodology.builder("test", "1").unitTypes(UnitType.SCHOOL, UnitType.HEAD)
                .root(Group.builder("r", Group.Aggregation.SUM)
                        .add(ofHundred("a"), ofHundred("b").toBuilder().unitTypes(Set.of(UnitType.HEAD)).build()).build())
                .build();
        Scorecard card = one().has("ma", 30).has("mb", 40).card(both);
        assertThat(card.total()).hasToString("r 30 of 100 (reweighted)");
        assertThat(card.score("b").orElseThrow()).hasToString("b NOT_APPLICABLE (other-unit-type)");
    }

    private static Methodology mean(Missing missing) {
        return Methodology.builder("test", "1").missing(missing)
                .root(Group.builder("r", Group.Aggregation.WEIGHTED_MEAN)
                        .add(ofHundred("a", 0.3), ofHundred("b", 0.3), ofHundred("c", 0.4)).build())
                .build();
    }

    @ParameterizedTest
    @CsvSource({"REWEIGHT, 62.857142857142854, reweighted", "ZERO, 44, zero-for-missing", "NEUTRAL, 59, neutral-for-missing",
            "FAIL, -1, part-missing"})
    void whatIsDoneWithAPartWithoutValue(Policy policy, double points, String note) {
        // 0.3*80 + 0.4*50 = 44; of 0.7 -> 62.857…; with half of b 44 + 15 = 59
        Units school = one().has("ma", 80).has("mc", 50);
        Scorecard card = school.card(mean(Missing.of(policy)));
        assertThat(card.total().points().orElse(-1)).isEqualTo(points);
        assertThat(card.total().note()).isEqualTo(note);
        assertThat(card.score("b").orElseThrow().note()).isEqualTo("missing");
        assertThat(card.trace().stream().map(Object::toString))
                .contains("b UNAVAILABLE source=mb state=INSUFFICIENT_DATA why=missing",
                        "r MISSING part=b state=INSUFFICIENT_DATA policy=" + policy);
    }

    @Test
    void whatDoesNotApplyAndWhatIsNotKnownDiffer() {
        Units notApplicable = one().has("ma", 80).has("mb", IndicatorValue.notApplicable("nobody")).has("mc", 50);
        assertThat(notApplicable.card(mean(Missing.strict())).total().note()).isEqualTo("reweighted");
        Units unknown = one().has("ma", 80).has("mb", IndicatorValue.insufficient(3, "few-results")).has("mc", 50);
        Scorecard card = unknown.card(mean(Missing.strict()));
        assertThat(card.total().points()).isEmpty();
        assertThat(card.total().state()).isEqualTo(IndicatorValue.State.INSUFFICIENT_DATA);
        assertThat(card.score("b").orElseThrow().note()).isEqualTo("few-results");
        assertThat(card.finding().outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        Units nothing = one().has("ma", IndicatorValue.notApplicable("x")).has("mb", IndicatorValue.notApplicable("x"))
                .has("mc", IndicatorValue.notApplicable("x"));
        assertThat(nothing.card(mean(Missing.strict())).total()).hasToString("r NOT_APPLICABLE (no-part)");
    }

    @Test
    void aPartOverridesItsGroupAndTheGroupTheMethodology() {
        Group inner = Group.builder("k", Group.Aggregation.WEIGHTED_MEAN)
                .childrenMissing(Missing.of(Policy.REWEIGHT))
                .add(ofHundred("a", 0.5), ofHundred("b", 0.3), ofHundred("c", 0.2).toBuilder()
                .missing(new Missing(Policy.NEUTRAL, Policy.ZERO, 1)).build())
                .build();
        Methodology methodology = methodology(inner);
        // c unknown -> 0: 0.5*60 / 0.7; c not applicable -> 100: (30 + 20) / 0.7
        assertThat(one().has("ma", 60).card(methodology).total().points()).hasValue(42.857142857142854);
        assertThat(one().has("ma", 60).has("mc", IndicatorValue.notApplicable("x")).card(methodology).total().points())
                .hasValue(71.42857142857143);
    }

    @Test
    void tooLittleWeightIsNoTotal() {
        Methodology half = mean(Missing.of(Policy.REWEIGHT)).toBuilder().minimumWeight(0.7).build();
        assertThat(one().has("ma", 80).has("mc", 50).card(half).total().points()).isPresent();
        Scorecard card = one().has("ma", 80).has("mb", 50).card(half);
        assertThat(card.total()).hasToString("r INSUFFICIENT_DATA (below-minimum-weight)");
        assertThat(card.trace()).anySatisfy(step -> assertThat(step).hasToString("r MISSING available-weight=0.6 minimum=0.7"));
        Group own = ((Group) half.root()).toBuilder().minimumWeight(0).build();
        assertThat(one().has("ma", 80).card(half.toBuilder().root(own).build()).total().points()).hasValue(80);
    }

    @Test
    void theLeastNumberOfObservations() {
        Methodology gate = methodology(rule(Rule.Scaled.identity(1)).toBuilder().minimumN(10).build());
        assertThat(one().has("m", IndicatorValue.ratio(5, 10)).card(gate).total().points()).hasValue(0.5);
        assertThat(one().has("m", IndicatorValue.ratio(5, 9)).card(gate).total().note()).isEqualTo("below-min-n");
        assertThat(one().has("m", 0.5).card(gate).total().note()).isEqualTo("n-unknown");
        Methodology ratio = methodology(Criterion.builder("c", Source.percent("a", "b")).minimumN(10)
                .rule(Rule.Scaled.identity(100)).build());
        assertThat(one().has("a", 5).has("b", 10).card(ratio).total().points()).hasValue(50);
        assertThat(one().has("a", 5).has("b", 9).card(ratio).total().note()).isEqualTo("below-min-n");
    }

    @Test
    void ratiosWithoutADenominator() {
        Methodology ratio = methodology(Criterion.builder("c", Source.percent("a", "b")).rule(Rule.Scaled.identity(100)).build());
        assertThat(one().has("a", 0).has("b", 0).card(ratio).total()).hasToString("c NOT_APPLICABLE (zero-denominator)");
        assertThat(one().has("b", 0).card(ratio).total()).hasToString("c NOT_APPLICABLE (zero-denominator)");
        assertThat(one().has("a", 3).has("b", 0).card(ratio).total())
                .hasToString("c INSUFFICIENT_DATA (numerator-without-denominator)");
        assertThat(one().has("a", 3).card(ratio).total()).hasToString("c INSUFFICIENT_DATA (missing)");
        assertThat(one().has("a", 3).has("b", -1).card(ratio).total()).hasToString("c INSUFFICIENT_DATA (negative-denominator)");
        assertThat(one().has("b", IndicatorValue.notApplicable("nobody")).card(ratio).total())
                .hasToString("c NOT_APPLICABLE (nobody)");
        assertThat(one().has("x", 1).by(ratio).all()).isEmpty();
    }

    private static Methodology group(Group.Aggregation aggregation, Node... parts) {
        return methodology(Group.builder("r", aggregation).childrenMissing(Missing.of(Policy.REWEIGHT)).add(parts).build());
    }

    @Test
    void howPartsBecomeOneNumber() {
        Units school = one().has("ma", 20).has("mb", 80);
        assertThat(school.card(group(Group.Aggregation.SUM, ofHundred("a", 2), ofHundred("b"))).total())
                .hasToString("r 120 of 300");
        assertThat(school.card(group(Group.Aggregation.WEIGHTED_MEAN, ofHundred("a", 0.25), ofHundred("b", 0.75))).total()
                .points()).hasValue(65);
        // sqrt(20 * 80) = 40
        assertThat(school.card(group(Group.Aggregation.GEOMETRIC, ofHundred("a", 0.5), ofHundred("b", 0.5))).total().points())
                .hasValue(40);
        assertThat(school.card(group(Group.Aggregation.MIN, ofHundred("a"), ofHundred("b"))).total().points()).hasValue(20);
        assertThat(school.card(group(Group.Aggregation.BEST, ofHundred("a"), ofHundred("b"))).total().points()).hasValue(80);
        assertThat(one().has("ma", 0).has("mb", 80).card(group(Group.Aggregation.GEOMETRIC, ofHundred("a", 0.5),
                ofHundred("b", 0.5)))
                .total().points()).hasValue(0);
    }

    @Test
    void partsWithDifferentMaximaEnterByTheirShare() {
        // Sum of 3 of 4 and 2 of 6 points = 5 of 10, 50 %; with 8 of 10 at 0.25: 100 * (0.75 * 0.5 + 0.25 * 0.8) = 57.5
        Group sum = Group.builder("k", Group.Aggregation.SUM).weight(0.75).childrenMissing(Missing.of(Policy.REWEIGHT))
                .add(Criterion.builder("a", "ma").rule(Rule.Scaled.identity(4)).build(),
                        Criterion.builder("b", "mb").rule(Rule.Scaled.identity(6)).build())
                .build();
        Methodology percent = methodology(Group.builder("r", Group.Aggregation.WEIGHTED_MEAN).maxPoints(100)
                .add(sum, Criterion.builder("c", "mc").rule(Rule.Scaled.identity(10)).weight(0.25).build()).build());
        assertThat(one().has("ma", 3).has("mb", 2).has("mc", 8).card(percent).total().points()).hasValue(57.5);
        // Without b the sum is 3 of 4: 100 * (0.75 * 0.75 + 0.2) = 76.25
        Scorecard card = one().has("ma", 3).has("mc", 8).card(percent);
        assertThat(card.score("k").orElseThrow()).hasToString("k 3 of 4 (reweighted)");
        assertThat(card.total().points()).hasValue(76.25);
        assertThat(card.scores()).extracting(Scorecard.Score::code).containsExactly("r", "k", "a", "b", "c");
    }

    @Test
    void aThirdTakenThreeTimesIsOne() {
        Methodology thirds = Methodology.builder("test", "1")
                .root(Group.builder("r", Group.Aggregation.SUM)
                        .add(third("a"), third("b"), third("c")).build())
                .levels(LevelScale.POINTS, Level.of("no", Title.of("no"), "[0;1)"), Level.of("yes", Title.of("yes"), "[1;3]"))
                .build();
        Scorecard card = one().has("n", 1).has("d", 3).card(thirds);
        assertThat(card.total().points()).hasValue(1);
        assertThat(card.level().orElseThrow().code()).isEqualTo("yes");
    }

    private static Criterion third(String code) {
        return Criterion.builder(code, new Source.Ratio(List.of("n"), List.of("d"), 1)).rule(Rule.Scaled.identity(1)).build();
    }

    @Test
    void roundingEachStepOrTheTotal() {
        Group root = Group.builder("r", Group.Aggregation.WEIGHTED_MEAN).add(thirdOfHundred("a"), thirdOfHundred("b")).build();
        Units school = one().has("n", 2).has("d", 3);
        assertThat(school.card(methodology(root)).total().points()).hasValue(200.0 / 3);
        Methodology steps = methodology(root).toBuilder().rounding(Rounding.eachStep(2)).build();
        assertThat(school.card(steps).score("a").orElseThrow().points()).hasValue(66.67);
        assertThat(school.card(steps).total().points()).hasValue(66.67);
        Methodology total = methodology(root).toBuilder().rounding(Rounding.total(0)).build();
        assertThat(school.card(total).score("a").orElseThrow().points()).hasValue(200.0 / 3);
        assertThat(school.card(total).total().points()).hasValue(67);
        assertThat(school.card(total).trace()).last().hasToString("r ROUNDING from=66.6666666667 to=67");
        // Rounding up would give more than can be attained: 2.5 goes down to 2.
        Methodology half = methodology(rule(Rule.Scaled.identity(2.5))).toBuilder().rounding(Rounding.total(0)).build();
        assertThat(one().has("m", 2.5).card(half).total().points()).hasValue(2);
    }

    private static Criterion thirdOfHundred(String code) {
        return Criterion.builder(code, new Source.Ratio(List.of("n"), List.of("d"), 100)).rule(Rule.Scaled.identity(100))
                .weight(0.5).build();
    }

    @Test
    void capsLimitTheirGroupAlone() {
        Group capped = Group.builder("k", Group.Aggregation.SUM).add(ofHundred("a"), ofHundred("b"))
                .cap(new Group.Cap(List.of(Condition.value("x", "(-inf;50)"), Condition.points("a", "[0;30]")), 60)).build();
        Methodology methodology = methodology(Group.builder("r", Group.Aggregation.SUM).add(capped, ofHundred("x")).build());
        assertThat(one().has("ma", 30).has("mb", 90).has("mx", 49).card(methodology).total().points()).hasValue(109);
        assertThat(one().has("ma", 30).has("mb", 90).has("mx", 50).card(methodology).total().points()).hasValue(170);
        assertThat(one().has("ma", 31).has("mb", 90).has("mx", 49).card(methodology).total().points()).hasValue(170);
        Scorecard card = one().has("ma", 30).has("mb", 90).has("mx", 49).card(methodology);
        assertThat(card.score("k").orElseThrow()).hasToString("k 60 of 200 (cap)");
        assertThat(card.trace().stream().map(Object::toString)).contains(
                "k CAP when=[x VALUE in (-inf;50), a POINTS in [0;30]] met=yes at-most=60 points=60");
    }

    private static Methodology leveled() {
        return Methodology.builder("heads-example", "2021")
                .title(new Title("Руководители", "Heads"))
                .root(Group.builder("r", Group.Aggregation.SUM).childrenMissing(Missing.of(Policy.REWEIGHT))
                .add(ofHundred("a"), ofHundred("b")).build())
                .levels(LevelScale.PERCENT,
                        Level.of("low", new Title("низкий", "low"), "[0;50)").callingForAttention(),
                        Level.of("high", new Title("высокий", "high"), "[50;100]"))
                .build();
    }

    @Test
    void levelsInPercentFollowWhatCanBeAttained() {
        assertThat(one().has("ma", 60).has("mb", 30).card(leveled()).level().orElseThrow().code()).isEqualTo("low");
        Scorecard alone = one().has("ma", 60).card(leveled());
        assertThat(alone.total()).hasToString("r 60 of 100 high (reweighted)");
        assertThat(alone.level().orElseThrow().title().ru()).isEqualTo("высокий");
        assertThat(alone.trace()).last().hasToString("r LEVEL scale=PERCENT number=60 range=[50;100] level=high");
    }

    @Test
    void findingsSayTheLevelAndWhatItRestsOn() {
        Finding low = one().has("ma", 60).has("mb", 30).card(leveled()).finding();
        assertThat(low.outcome()).isEqualTo(Outcome.FLAGGED);
        assertThat(low.method().toString()).isEqualTo("criteria/scorecard 1 [methodology=heads-example, edition=2021]");
        assertThat(low.fact("category").orElseThrow().value()).isEqualTo("level-low");
        assertThat(low.statistic()).hasValue(90);
        assertThat(low.fact("percent").orElseThrow().number()).hasValue(45);
        assertThat(low.fact("weakest").orElseThrow().value()).isEqualTo("b, a");
        assertThat(low.explain(Locale.ENGLISH))
                .contains("By heads-example (edition 2021) the unit has 90 of 200 attainable points for 2023, 45.0 %")
                .contains("level low").doesNotContain("{").doesNotContain("cheat");
        assertThat(low.explain(Locale.forLanguageTag("ru")))
                .contains("По методике heads-example (редакция 2021) за 2023 получено 90 из 200")
                .contains("45,0 %").doesNotContain("{");
        assertThat(one().has("ma", 60).card(leveled()).finding().outcome()).isEqualTo(Outcome.CLEAR);
        Finding none = one().has("ma", IndicatorValue.insufficient(2, "few-results")).card(leveled()).finding();
        assertThat(none.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(none.fact("category").orElseThrow().value()).isEqualTo("insufficient");
        assertThat(none.explain(Locale.ENGLISH)).contains("there is no total for 2023: no-part").contains("without: a, b");
        assertThat(one().has("ma", 1).by(leveled()).findings()).hasSize(1);
    }

    @Test
    void changesBetweenPeriods() {
        IndicatorValues values = IndicatorValues.builder()
                .add(SCHOOL, "ma", Period.parse("2022-H2"), IndicatorValue.of(50))
                .add(SCHOOL, "mb", Period.parse("2022-H2"), IndicatorValue.of(40))
                .add(SCHOOL, "ma", Period.parse("2023-H1"), IndicatorValue.of(53))
                .add(SCHOOL, "mb", Period.parse("2023-H1"), IndicatorValue.of(30))
                .build();
        Scorecard then = leveled().run(values, Period.parse("2022-H2")).all().get(0);
        Scorecard now = leveled().run(values, Period.parse("2023-H1")).all().get(0);
        // a +3, b -10, total (83 - 90) / 2 = -3.5
        assertThat(now.changesFrom(then, 3)).containsExactly(
                new Scorecard.Change("r", Scorecard.Change.Trend.WORSENED, -3.5),
                new Scorecard.Change("a", Scorecard.Change.Trend.STABLE, 3),
                new Scorecard.Change("b", Scorecard.Change.Trend.WORSENED, -10));
        assertThat(now.changeFrom(then, 3.5).trend()).isEqualTo(Scorecard.Change.Trend.STABLE);
        assertThat(then.changeFrom(now, 3).trend()).isEqualTo(Scorecard.Change.Trend.IMPROVED);
        Scorecard without = one().has("ma", 1).card(leveled());
        assertThat(without.changesFrom(now, 0).get(2).trend()).isEqualTo(Scorecard.Change.Trend.UNKNOWN);
        Scorecard other = one().has(school(2), "ma", 1).by(leveled()).all().get(0);
        assertThatThrownBy(() -> now.changeFrom(other, 1)).hasMessageContaining("one unit by one methodology");
        assertThatThrownBy(() -> now.changeFrom(then, -1)).hasMessageContaining("tolerance");
    }

    @Test
    void dynamicsOfACriterion() {
        Methodology change = methodology(Criterion.builder("c", Source.change(Source.percent("a", "b")))
                .rule(Rule.Bands.of("[-100;100]", Band.of("[-100;0)", 0), Band.of("[0;5)", 1), Band.of("[5;100]", 2))).build());
        // 0.3 - 0.25 is 0.04999999999999999 in binary arithmetic; here it is 5 points.
        assertThat(one().has("a", 30).has("b", 100).had("a", 25).had("b", 100).card(change).total().points()).hasValue(2);
        assertThat(one().has("a", 30).has("b", 100).had("a", 25).card(change).total().note()).isEqualTo("no-previous");
    }

    @Test
    void changesCanLookFartherBack() {
        Methodology twoYears = methodology(Criterion.builder("c", new Source.Change(Source.metric("m"), 2))
                .rule(Rule.Linear.of(0, 100, 100)).build());
        IndicatorValues values = IndicatorValues.builder()
                .add(SCHOOL, "m", Period.of(2021), IndicatorValue.of(10))
                .add(SCHOOL, "m", Period.of(2022), IndicatorValue.of(70))
                .add(SCHOOL, "m", Period.of(2023), IndicatorValue.of(90))
                .build();
        assertThat(twoYears.run(values, NOW).all().get(0).total().value()).hasValue(80);
        assertThat(twoYears.run(values, Period.of(2022)).all().get(0).total().note()).isEqualTo("no-previous");
    }

    @Test
    void theEditionNotInForceOnTheFirstDayIsSaid() {
        Methodology old = leveled().toBuilder().validTo(LocalDate.parse("2022-12-31")).build();
        Scorecard card = one().has("ma", 60).card(old);
        assertThat(card.total().note()).startsWith("edition-not-in-force");
        assertThat(card.trace()).first().hasToString("r EDITION edition=2021 not-in-force-on=2023-01-01");
        assertThat(one().has("ma", 60).card(leveled().toBuilder().validTo(LocalDate.parse("2023-01-01")).build()).total().note())
                .isEqualTo("reweighted");
    }

    @Test
    void pointsAreIndicatorsForOthers() {
        IndicatorValues values = one().has("ma", 60).by(leveled()).values();
        assertThat(values.value(SCHOOL, "heads-example", NOW).orElseThrow().value()).hasValue(60);
        assertThat(values.value(SCHOOL, "heads-example.a", NOW).orElseThrow().value()).hasValue(60);
        assertThat(values.value(SCHOOL, "heads-example.b", NOW).orElseThrow().state())
                .isEqualTo(IndicatorValue.State.INSUFFICIENT_DATA);
    }

    @Test
    void valuesOfAssessmentsOtherPeriodsAndOtherUnitsAreNotRead() {
        Methodology methodology = methodology(rule(Rule.Scaled.identity(100)));
        IndicatorValues values = IndicatorValues.builder()
                .add(new IndicatorValues.Key(school(1), "m", NOW, "ma5-2023"), IndicatorValue.of(1))
                .add(school(2), "m", NOW.previous(), IndicatorValue.of(1))
                .add(school(3), "x", NOW, IndicatorValue.of(1))
                .add(Unit.of(UnitType.HEAD, "h"), "m", NOW, IndicatorValue.of(1))
                .add(school(4), "m", NOW, IndicatorValue.of(1))
                .build();
        assertThat(methodology.run(values, NOW).all()).extracting(card -> (Object) card.unit()).containsExactly(school(4));
        assertThat(methodology.run(IndicatorValues.empty(), NOW).all()).isEmpty();
        assertThat(methodology.run(values, NOW).of(SchoolId.of("nobody"))).isEmpty();
    }

    @Test
    void scorecardsAreValues() throws Exception {
        Scorecards cards = one().has("ma", 60).has("mb", 1).by(leveled());
        assertThat(one().has("mb", 1).has("ma", 60).by(leveled())).isEqualTo(cards).hasSameHashCodeAs(cards);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(cards);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(cards);
        }
        assertThat(cards).hasToString("heads-example 2021 2023, 1 units\n  s1 2023 r 61 of 200 low");
        assertThat(cards.all().get(0).trace()).extracting(Object::toString).containsExactly(
                "a INPUT source=ma value=60",
                "a RULE rule=scaled factor=1 points=60 of=100",
                "b INPUT source=mb value=1",
                "b RULE rule=scaled factor=1 points=1 of=100",
                "r AGGREGATE by=SUM parts=2 points=61 of=200",
                "r LEVEL scale=PERCENT number=30.5 range=[0;50) level=low");
    }
}
