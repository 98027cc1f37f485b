package io.github.eduindicators.trend;

import static io.github.eduindicators.trend.ListTracking.Condition.above;
import static io.github.eduindicators.trend.ListTracking.Condition.amongHighest;
import static io.github.eduindicators.trend.ListTracking.Condition.amongLowest;
import static io.github.eduindicators.trend.ListTracking.Condition.answered;
import static io.github.eduindicators.trend.ListTracking.Condition.atLeast;
import static io.github.eduindicators.trend.ListTracking.Condition.atMost;
import static io.github.eduindicators.trend.ListTracking.Condition.below;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.ListTracking.Answer;
import io.github.eduindicators.trend.ListTracking.History;
import io.github.eduindicators.trend.ListTracking.Missing;
import io.github.eduindicators.trend.ListTracking.Reason;
import io.github.eduindicators.trend.ListTracking.Register;
import io.github.eduindicators.trend.ListTracking.State;
import io.github.eduindicators.trend.ListTracking.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ListTrackingTest {
    private static final SchoolId SCHOOL = SchoolId.of("edu280417");

    /** From 2016 on, a value a year; NaN for a missing year. */
    private static YearSeries series(SchoolId school, double... values) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                points.add(Point.of(2016 + i, values[i]));
            }
        }
        return YearSeries.of(YearSeries.Key.of(school, "share"), points);
    }

    private static YearSeries series(double... values) {
        return series(SCHOOL, values);
    }

    /** From 2016 on: y, n, or ? for an answer that is not known. */
    private static Map<Period, Answer> answers(String text) {
        Map<Period, Answer> answers = new TreeMap<>();
        for (int i = 0; i < text.length(); i++) {
            answers.put(Period.of(2016 + i), switch (text.charAt(i)) {
                case 'y' -> Answer.YES;
                case 'n' -> Answer.NO;
                default -> Answer.INSUFFICIENT_DATA;
            });
        }
        return answers;
    }

    /** L listed, . out, ? insufficient data. */
    private static String states(History history) {
        return history.steps().stream().map(step -> switch (step.state()) {
            case LISTED -> "L";
            case OUT -> ".";
            case INSUFFICIENT_DATA -> "?";
        }).collect(Collectors.joining());
    }

    private static String reasons(History history) {
        return history.steps().stream()
                .map(step -> step.reasons().stream().map(Reason::code).collect(Collectors.joining("+")))
                .collect(Collectors.joining(" "));
    }

    private static final double GAP = Double.NaN;

    @Test
    void oneConditionAloneIsTheListYearByYear() {
        History history = ListTracking.entering(below(50)).run(series(49.9, 50, 30, 60));
        assertThat(states(history)).isEqualTo("L.L.");
        assertThat(reasons(history)).isEqualTo("entered exit entered exit");
    }

    @Test
    void cutsSayOnWhichSideTheyLie() {
        assertThat(states(ListTracking.entering(below(50)).run(series(50)))).isEqualTo(".");
        assertThat(states(ListTracking.entering(atMost(50)).run(series(50)))).isEqualTo("L");
        assertThat(states(ListTracking.entering(above(50)).run(series(50)))).isEqualTo(".");
        assertThat(states(ListTracking.entering(atLeast(50)).run(series(50)))).isEqualTo("L");
        // 100 * 0.07 is 7.000000000000001 in binary arithmetic
        assertThat(states(ListTracking.entering(atMost(7)).run(series(100 * 0.07)))).isEqualTo("L");
        assertThat(states(ListTracking.entering(below(50).negated()).run(series(50)))).isEqualTo("L");
    }

    @Nested
    class Entry {
        @Test
        void twoHitsInThreeJudgedYearsEnter() {
            ListTracking rule = ListTracking.entering(answered()).withHits(2, 3);
            assertThat(states(rule.run(SCHOOL, answers("ynny")))).isEqualTo("?...");
            assertThat(states(rule.run(SCHOOL, answers("yny")))).isEqualTo("?.L");
            assertThat(states(rule.run(SCHOOL, answers("yy")))).isEqualTo("?L");
            assertThat(reasons(rule.run(SCHOOL, answers("nyny")))).isEqualTo("not-in-zone too-few-hits not-in-zone entered");
        }

        @Test
        void missingYearsNeitherCountNorBreak() {
            ListTracking rule = ListTracking.entering(below(50)).withHits(2, 3);
            History history = rule.run(series(40, GAP, GAP, 40));
            assertThat(states(history)).isEqualTo("???L");
            assertThat(reasons(history)).isEqualTo("too-few-hits missing-year missing-year entered");
            assertThat(states(rule.withMissing(Missing.RESET).run(series(40, GAP, 40, 60, 40)))).isEqualTo("??..L");
        }

        @Test
        void hitsBeforeLeavingDoNotCountForTheNextEntry() {
            ListTracking rule = ListTracking.entering(answered()).withHits(2, 3);
            assertThat(states(rule.run(SCHOOL, answers("yynyny")))).isEqualTo("?L...L");
        }

        @Test
        void aUnitJudgedLessOftenThanEntryNeedsHitsIsNotOut() {
            ListTracking rule = ListTracking.entering(below(50)).withHits(2, 3);
            assertThat(rule.run(series(60)).state()).isEqualTo(State.INSUFFICIENT_DATA);
            assertThat(rule.run(series(60, 60)).state()).isEqualTo(State.OUT);
            History nothing = rule.run(series());
            assertThat(nothing.state()).isEqualTo(State.INSUFFICIENT_DATA);
            assertThat(nothing.current()).isEmpty();
            assertThat(nothing.since()).isEmpty();
            assertThat(nothing).hasToString("History[list: " + SCHOOL + " share no periods]");
        }
    }

    @Nested
    class Leaving {
        @Test
        void betweenTheCutsAUnitStaysWhereItIs() {
            ListTracking rule = ListTracking.entering(below(50)).leaving(atLeast(60));
            History history = rule.run(series(55, 45, 55, 59.9, 60, 55));
            assertThat(states(history)).isEqualTo(".LLL..");
            assertThat(reasons(history)).isEqualTo("not-in-zone entered kept-by-hysteresis kept-by-hysteresis exit not-in-zone");
        }

        @Test
        void theMinimumStayHoldsAndSaysSo() {
            History history = ListTracking.entering(below(50)).withMinimumStay(3).run(series(45, 70, 70, 70));
            assertThat(states(history)).isEqualTo("LLL.");
            assertThat(reasons(history)).isEqualTo("entered min-stay min-stay exit");
        }

        @Test
        void aMissingYearIsNoYearOfTheMinimumStay() {
            assertThat(states(ListTracking.entering(below(50)).withMinimumStay(2).run(series(45, GAP, 70, 70)))).isEqualTo("LLL.");
        }

        @Test
        void goodYearsMustComeInARow() {
            ListTracking rule = ListTracking.entering(below(50)).withKept(2);
            History history = rule.run(series(45, 70, 45, 70, 70));
            assertThat(states(history)).isEqualTo("LLLL.");
            assertThat(reasons(history)).isEqualTo("entered not-kept-long-enough in-zone not-kept-long-enough exit");
            assertThat(states(rule.run(series(45, 70, GAP, 70)))).isEqualTo("LLL.");
            assertThat(states(rule.withMissing(Missing.RESET).run(series(45, 70, GAP, 70, 70)))).isEqualTo("LLLL.");
        }

        @Test
        void theGainIsReckonedFromTheMeanOfTheWindowOfEntry() {
            ListTracking rule = ListTracking.entering(below(50)).withHits(2, 3).withRise(10);
            History history = rule.run(series(48, 51, 42, 56, 57));
            // (48 + 51 + 42) / 3 = 47
            assertThat(history.step(Period.of(2018)).orElseThrow().base()).hasValue(47);
            assertThat(states(history)).isEqualTo("?.LL.");
            assertThat(reasons(history)).isEqualTo("too-few-hits not-in-zone entered gain-too-small exit-gain");
            assertThat(history.current().orElseThrow().base()).isEmpty();
        }

        @Test
        void aFallIsTheGainWhereLessIsBetter() {
            ListTracking rule = ListTracking.entering(atLeast(0.30)).leaving(below(0.25)).withFall(0.10);
            History history = rule.run(series(0.31, 0.24, 0.20));
            assertThat(reasons(history)).isEqualTo("entered gain-too-small exit-gain");
        }

        @Test
        void aGainOfExactlyTheLeastCounts() {
            // 0.31 - 0.21 is 0.09999999999999998 in binary arithmetic
            assertThat(reasons(ListTracking.entering(atLeast(0.30)).withFall(0.10).run(series(0.31, 0.21)))).isEqualTo("entered exit-gain");
        }

        @Test
        void aGainThatIsNotKnownKeepsTheUnitOnTheList() {
            ListTracking rule = ListTracking.entering(answered()).withRise(5);
            History history = rule.run(series(GAP, 40, 46), answers("ynn"));
            assertThat(reasons(history)).isEqualTo("entered gain-not-known gain-not-known");
            assertThat(states(history)).isEqualTo("LLL");
        }

        @Test
        void answersAndValuesWorkTogether() {
            ListTracking rule = ListTracking.lowResults().withRise(5);
            History history = rule.run(series(40, 42, 44, 47, 48), answers("yynnn"));
            // from (40 + 42) / 2 = 41: 44 is no rise of 5, 47 and 48 are
            assertThat(states(history)).isEqualTo("?LLL.");
            assertThat(reasons(history)).isEqualTo("too-few-hits entered gain-too-small+min-stay not-kept-long-enough exit-gain");
        }

        @Test
        void theMaximumStayEndsByTheCalendar() {
            ListTracking rule = ListTracking.entering(below(50)).withMaximumStay(3);
            History history = rule.run(series(45, 45, 45, 45, 45));
            assertThat(states(history)).isEqualTo("LLL.L");
            assertThat(reasons(history)).isEqualTo("entered in-zone in-zone in-zone+exit-max-stay entered");
            assertThat(reasons(rule.run(series(45, GAP, GAP, GAP, 60)))).isEqualTo(
                    "entered missing-year missing-year missing-year+exit-max-stay not-in-zone");
        }

        @Test
        void aMissingYearMayEndTheStay() {
            History history = ListTracking.entering(below(50)).withMissing(Missing.EXIT).run(series(45, GAP, 45));
            assertThat(states(history)).isEqualTo("L.L");
            assertThat(reasons(history)).isEqualTo("entered missing-year+exit-missing-year entered");
        }

        @Test
        void aZoneOfExitThatCannotBeJudgedKeepsTheUnit() {
            ListTracking rule = ListTracking.entering(answered()).leaving(atLeast(60));
            assertThat(reasons(rule.run(series(40, GAP, 61), answers("ynn")))).isEqualTo("entered exit-not-judged exit");
        }
    }

    @Nested
    class WhatIsJudged {
        @Test
        void pointsThatCannotBeComparedAreNotJudged() {
            YearSeries series = YearSeries.of(YearSeries.Key.of(SCHOOL, "share"), List.of(
                    Point.of(2019, 40).withScale("old"), Point.of(2020, 40).withComparability(Comparability.NONE),
                    Point.of(2021, 40).withComparability(Comparability.RELATIVE_ONLY), Point.of(2022, 40).withScale("new"),
                    Point.of(2023, 60).withScale("old")));
            ListTracking rule = ListTracking.entering(below(50));
            assertThat(reasons(rule.run(series))).isEqualTo("entered not-comparable not-comparable other-scale exit");
            assertThat(reasons(rule.admitting(Comparability.RELATIVE_ONLY).run(series)))
                    .isEqualTo("entered not-comparable other-scale other-scale exit");
            assertThat(reasons(rule.withScale("new").run(series)))
                    .isEqualTo("other-scale not-comparable not-comparable entered other-scale");
        }

        @Test
        void anAnswerThatIsNotKnownIsToldFromAMissingOne() {
            Map<Period, Answer> answers = new TreeMap<>(answers("y?"));
            answers.put(Period.of(2019), Answer.NO);
            assertThat(reasons(ListTracking.entering(answered()).run(SCHOOL, answers))).isEqualTo("entered no-answer missing-year exit");
        }

        @Test
        void halfYearsAreFollowedLikeYears() {
            YearSeries series = YearSeries.of(YearSeries.Key.of(SCHOOL, "share"), List.of(
                    Point.of(2021, 40).inHalf(2), Point.of(2022, 40).inHalf(1),
                    Point.of(2023, 60).inHalf(1), Point.of(2023, 60).inHalf(2)));
            History history = ListTracking.entering(below(50)).withHits(2, 3).withKept(2).run(series);
            assertThat(history.steps()).extracting(Step::period).extracting(Period::toString)
                    .containsExactly("2021-H2", "2022-H1", "2022-H2", "2023-H1", "2023-H2");
            assertThat(states(history)).isEqualTo("?LLL.");
            assertThat(history.plus(Point.of(2024, 40).inHalf(2)).steps()).hasSize(7);
        }
    }

    @Nested
    class OfManyUnits {
        private Collection<YearSeries> region(double[]... byUnit) {
            return IntStream.range(0, byUnit.length).mapToObj(i -> series(SchoolId.of("s" + i), byUnit[i])).toList();
        }

        private List<String> listed(Register register, int year) {
            return register.listed(Period.of(year)).stream().map(key -> key.unit().code()).toList();
        }

        @Test
        void theLowestShareIsOfTheUnitsOfThePeriod() {
            Register register = ListTracking.entering(amongLowest(0.4)).run(region(
                    new double[] {1, 5}, new double[] {2, 1}, new double[] {3, 2}, new double[] {4, 3}, new double[] {5, 4}));
            assertThat(listed(register, 2016)).containsExactly("s0", "s1");
            assertThat(listed(register, 2017)).containsExactly("s1", "s2");
            assertThat(register).hasToString("Register[list: 2 of 5 listed in 2017]");
        }

        @Test
        void tiesAtTheEdgeAreAllInAndEqualUnitsAllOut() {
            ListTracking rule = ListTracking.entering(amongLowest(0.25));
            assertThat(listed(rule.run(region(new double[] {1}, new double[] {1}, new double[] {2}, new double[] {3})), 2016))
                    .containsExactly("s0", "s1");
            assertThat(listed(rule.run(region(new double[] {1}, new double[] {1}, new double[] {1}, new double[] {1})), 2016)).isEmpty();
        }

        @Test
        void sevenInAHundredAreSeven() {
            // 0.07 * 100 is 7.000000000000001 in binary arithmetic
            double[][] values = IntStream.range(0, 100).mapToObj(i -> new double[] {i}).toArray(double[][]::new);
            assertThat(listed(ListTracking.entering(amongLowest(0.07)).run(region(values)), 2016)).hasSize(7);
            assertThat(listed(ListTracking.entering(amongHighest(0.07)).run(region(values)), 2016))
                    .hasSize(7).contains("s99", "s93").doesNotContain("s92");
        }

        @Test
        void fewUnitsHaveNoLowestShare() {
            Register register = ListTracking.entering(amongLowest(0.05)).run(region(new double[] {1}, new double[] {2}));
            assertThat(register.histories().values()).allSatisfy(history -> {
                assertThat(history.state()).isEqualTo(State.INSUFFICIENT_DATA);
                assertThat(reasons(history)).isEqualTo("too-few-peers");
            });
        }

        @Test
        void onlyLikeIsComparedWithLike() {
            List<YearSeries> all = new ArrayList<>(region(new double[] {5}, new double[] {6}));
            all.add(YearSeries.of(YearSeries.Key.of(Municipality.of(Region.of("28"), "Tynda"), "share"), List.of(Point.of(2016, 1))));
            all.add(YearSeries.of(YearSeries.Key.of(SchoolId.of("s0"), "other"), List.of(Point.of(2016, 1))));
            all.add(YearSeries.of(YearSeries.Key.of(SchoolId.of("s7"), "share"), List.of(Point.of(2016, 1).withSeason(Season.AUTUMN))));
            all.add(YearSeries.of(YearSeries.Key.of(SchoolId.of("s8"), "share"),
                    List.of(Point.of(2016, 1).withComparability(Comparability.NONE))));
            Register register = ListTracking.entering(amongLowest(0.5)).run(all);
            assertThat(register.listed(Period.of(2016))).extracting(key -> key.unit().code() + key.indicator()).containsExactly("s0share");
            assertThat(register.histories().values()).filteredOn(history -> history.state() == State.INSUFFICIENT_DATA)
                    .extracting(ListTrackingTest::reasons)
                    .containsExactlyInAnyOrder("too-few-peers", "too-few-peers", "too-few-peers", "not-comparable");
        }

        @Test
        void aUnitThatVanishesIsFollowedToTheEnd() {
            Register register = ListTracking.entering(below(50)).run(region(new double[] {40}, new double[] {GAP, 60, 60}));
            History gone = register.histories().get(YearSeries.Key.of(SchoolId.of("s0"), "share"));
            assertThat(reasons(gone)).isEqualTo("entered missing-year missing-year");
            assertThat(gone.current().orElseThrow()).hasToString("2018 LISTED since 2016: missing-year");
            History late = register.histories().get(YearSeries.Key.of(SchoolId.of("s1"), "share"));
            assertThat(late.steps()).extracting(Step::period).containsExactly(Period.of(2017), Period.of(2018));
        }

        @Test
        void leavingTheLowestShareCanAskForAnAbsoluteLevel() {
            ListTracking rule = ListTracking.entering(amongLowest(0.25)).leaving(atLeast(10));
            Register register = rule.run(region(
                    new double[] {1, 8, 10}, new double[] {5, 1, 1}, new double[] {6, 6, 6}, new double[] {7, 7, 7}));
            History first = register.histories().get(YearSeries.Key.of(SchoolId.of("s0"), "share"));
            assertThat(reasons(first)).isEqualTo("entered kept-by-hysteresis exit");
        }

        /**
         * Two of three years in the lowest 5 % where a year has reliability 0.5: 2.64 % of units, 66 % of them rightly; by an independent
         * simulation (seed 20240101, tolerance 0.005). Values are true level plus noise of equal variance.
         */
        @Test
        void chanceEntersListsAsOftenAsASimulationElsewhereSays() {
            int units = 10_000;
            Random random = new Random(5);
            List<YearSeries> region = new ArrayList<>();
            double[] level = new double[units];
            for (int i = 0; i < units; i++) {
                level[i] = random.nextGaussian();
                region.add(series(SchoolId.of("s" + i), level[i] + random.nextGaussian(), level[i] + random.nextGaussian(),
                        level[i] + random.nextGaussian()));
            }
            double cut = IntStream.range(0, units).mapToDouble(i -> level[i]).sorted().skip(units / 20).findFirst().orElseThrow();
            Register register = ListTracking.lowest(0.05).run(region);
            List<YearSeries.Key> listed = register.listed(Period.of(2018));
            long right = listed.stream().filter(key -> level[Integer.parseInt(key.unit().code().substring(1))] < cut).count();
            assertThat((double) listed.size() / units).isCloseTo(0.0264, within(0.005));
            assertThat((double) right / listed.size()).isCloseTo(0.659, within(0.08));
        }
    }

    @Test
    void theRuleForLowResultsNeedsTwoYearsInAndTwoYearsOut() {
        ListTracking rule = ListTracking.lowResults();
        assertThat(states(rule.run(SCHOOL, answers("nynnyynyn?nn")))).isEqualTo("?....LLLLL..");
        assertThat(rule.code()).isEqualTo("shnor-tracked");
    }

    @Test
    void stepsSayWhatStandsInFiles() {
        Step step = ListTracking.entering(below(50)).withRise(10).run(series(45, 52)).current().orElseThrow();
        assertThat(step.member()).isEqualTo(Answer.YES);
        assertThat(step.member().code()).isEqualTo("yes");
        assertThat(step.facts()).containsExactly(
                Fact.of("reason", "gain-too-small"), Fact.of("since", "2016"), Fact.of("value", 52.0), Fact.of("base", 45.0));
        assertThat(Answer.INSUFFICIENT_DATA.code()).isEqualTo("insufficient_data");
    }

    @Test
    void theMethodNamesItsRule() {
        assertThat(ListTracking.entering(below(50)).leaving(atLeast(60)).withHits(2, 3).withMaximumStay(4).named("shnor-region").method())
                .hasToString("trend/list 1 [list=shnor-region, entering=below 50.0, hits=2, of-last=3, leaving=at least 60.0, kept=1, "
                        + "minimum-stay=1, maximum-stay=4, missing=skip, admitting=FULL]");
    }

    @Test
    void rulesThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> ListTracking.entering(below(50)).leaving(atLeast(45)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("must exclude that of entering");
        assertThatThrownBy(() -> ListTracking.entering(below(50)).leaving(below(60))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ListTracking.entering(amongLowest(0.1)).leaving(amongLowest(0.05).negated()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ListTracking.entering(answered()).leaving(answered())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ListTracking.entering(answered()).leaving(amongLowest(0.2).negated()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not by both");
        assertThatThrownBy(() -> ListTracking.entering(below(50)).withMinimumStay(3).withMaximumStay(2))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("got 2 and 3");
        assertThatThrownBy(() -> ListTracking.entering(below(50)).withHits(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ListTracking.entering(below(50)).withRise(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> below(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> amongLowest(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wrongInputIsRefused() {
        ListTracking byValue = ListTracking.entering(below(50));
        assertThatThrownBy(() -> ListTracking.lowResults().run(series(1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("by answers");
        assertThatThrownBy(() -> byValue.run(SCHOOL, answers("y")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("give a series");
        assertThatThrownBy(() -> ListTracking.lowest(0.1).run(series(1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("all of them");
        History history = byValue.run(series(1, 2));
        assertThatThrownBy(() -> history.plus(Point.of(2017, 3)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2017 after 2017");
        assertThatThrownBy(() -> history.plus(Point.of(2018, 3).inHalf(1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("mixed");
        Register register = byValue.run(List.of(series(1, 2)));
        assertThatThrownBy(() -> register.plus(List.of(series(1, 2)))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> byValue.run(List.of(series(1), series(1))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("twice");
    }
}
