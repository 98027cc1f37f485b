package io.github.eduindicators.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.composite.RankStudy;
import io.github.eduindicators.criteria.Band;
import io.github.eduindicators.criteria.Criterion;
import io.github.eduindicators.criteria.Group;
import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Noko;
import io.github.eduindicators.criteria.Rule;
import io.github.eduindicators.criteria.Scorecard;
import io.github.eduindicators.criteria.Scorecards;
import io.github.eduindicators.criteria.Source;
import io.github.eduindicators.criteria.Title;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResults;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScorecardReviewTest {
    private static final SchoolResults NORTH = SmallRegions.north();
    private static final Municipality LAKE = Municipality.of(SmallRegions.NORTH, "Lake");
    private static final Municipality HILLS = Municipality.of(SmallRegions.NORTH, "Hills");
    private static final SchoolId SCHOOL = SmallRegions.id("n", 5);
    private static final Unit HEAD = Unit.of(UnitType.HEAD, SCHOOL.value());
    private static final Period YEAR = Period.of(2021);
    private static final List<String> VARIABLES = List.of(
            "info_stand", "info_stand_norm", "info_site", "info_site_norm", "channels", "sat_stand", "sat_stand_n", "sat_site", "sat_site_n",
            "comfort", "sat_comfort", "respondents", "access_env", "access_service", "sat_access", "disabled_n", "polite_first",
            "polite_service", "polite_remote", "remote_n", "recommend", "org_conditions", "overall");
    /**
     * By hand: 8/10 and 38/40, 3 channels, 180/200 and 150/160 give K1 = 90; 4 conditions and 210/240 K2 = 83.75; 2, 5 and 9/12
     * K3 = 74.5; 230/240, 228/240, 118/120 K4 = 96; 222/240, 216/240, 228/240 K5 = 93.25; together 87.5.
     */
    private static final int[] GOOD = {8, 10, 38, 40, 3, 180, 200, 150, 160, 4, 210, 240, 2, 5, 9, 12, 230, 228, 118, 120, 222, 216, 228};
    /** Everything as it should be: 100. */
    private static final int[] BEST = {9, 9, 9, 9, 4, 9, 9, 9, 9, 5, 9, 9, 5, 5, 9, 9, 9, 9, 9, 9, 9, 9, 9};

    private static IndicatorValues.Builder noko(IndicatorValues.Builder values, Unit organisation, int year, int... counts) {
        for (int i = 0; i < counts.length; i++) {
            values.add(Unit.of(UnitType.ORGANISATION, organisation.code()), "noko." + VARIABLES.get(i), Period.of(year),
                    IndicatorValue.of(counts[i]));
        }
        return values;
    }

    /** One criterion a metric, each worth its value. */
    private static Methodology methodology(String id, UnitType type, String... metrics) {
        Group.Builder root = Group.builder("all", Group.Aggregation.SUM);
        for (String metric : metrics) {
            root.add(Criterion.builder(metric, Source.metric(metric)).rule(Rule.Scaled.identity(100)).build());
        }
        return Methodology.builder(id, "1").unitTypes(type).root(root.build()).build();
    }

    private static ScorecardReview run(IndicatorValues.Builder values, Methodology... methodologies) {
        return Review.standard()
                .run(ReviewInput.of(NORTH).withIndicators(values.build()).withMethodologies(List.of(methodologies)))
                .criteria();
    }

    private static Scorecards cards(ScorecardReview review, String id) {
        return review.scorecards().stream().filter(cards -> cards.methodology().id().equals(id)).findFirst().orElseThrow();
    }

    private static OptionalDouble points(ScorecardReview review, String id, Unit unit, String code) {
        return cards(review, id).of(unit).orElseThrow().score(code).orElseThrow().points();
    }

    private static Map<String, Double> criteria(Noko.Aggregate aggregate) {
        return aggregate.means().entrySet().stream().filter(e -> e.getKey().matches("K\\d|S"))
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().value()));
    }

    @Test
    void nokoNeedsNoMethodologyAndAggregatesByTheRegister() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        noko(values, SCHOOL, 2021, GOOD);
        noko(values, SmallRegions.id("n", 3), 2021, BEST);
        noko(values, Unit.of(UnitType.ORGANISATION, "kindergarten"), 2021, BEST);
        ScorecardReview review = run(values);
        assertThat(review.scorecards()).singleElement().matches(cards -> cards.methodology().id().equals("noko-344n-education"));
        Scorecard card = review.scorecards().get(0).of(Unit.of(UnitType.ORGANISATION, SCHOOL.value())).orElseThrow();
        Map<String, Double> expected = Map.of("K1", 90.0, "K2", 83.75, "K3", 74.5, "K4", 96.0, "K5", 93.25, "S", 87.5);
        expected.forEach((code, points) -> assertThat(card.score(code).orElseThrow().points().getAsDouble()).as(code)
                .isCloseTo(points, within(1e-12)));
        Map<Unit, Noko.Aggregate> aggregates =
                review.noko().aggregates().stream().collect(Collectors.toMap(Noko.Aggregate::unit, a -> a));
        assertThat(aggregates).containsOnlyKeys(LAKE, HILLS, SmallRegions.NORTH);
        assertThat(criteria(aggregates.get(LAKE))).as("one organisation is its own mean").isEqualTo(expected);
        assertThat(criteria(aggregates.get(SmallRegions.NORTH))).isEqualTo(
                Map.of("K1", 95.0, "K2", 91.875, "K3", 87.25, "K4", 98.0, "K5", 96.625, "S", 93.75));
        Noko.Coverage coverage = review.coverage().get(SmallRegions.NORTH);
        assertThat(coverage.assessed()).isEqualTo(2);
        assertThat(coverage.organisations()).isEqualTo(31);
        assertThat(coverage.year()).isEqualTo(2021);
    }

    @Test
    void theTotalOfNokoHoldsForThreeYearsAndALaterVisitReplacesIt() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        noko(values, SCHOOL, 2019, GOOD);
        noko(values, SCHOOL, 2021, BEST);
        for (int year = 2018; year <= 2025; year++) {
            values.add(HEAD, "orders", Period.of(year), IndicatorValue.of(1));
        }
        ScorecardReview review = run(values, methodology("heads", UnitType.HEAD, "orders", "noko_overall"));
        Map<Integer, OptionalDouble> overall = review.scorecards().stream().filter(cards -> cards.methodology().id().equals("heads"))
                .collect(Collectors.toMap(cards -> cards.period().year(),
                        cards -> cards.of(HEAD).orElseThrow().score("noko_overall").orElseThrow().points()));
        assertThat(overall).containsOnlyKeys(2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025);
        assertThat(overall.get(2018)).isEmpty();
        assertThat(overall.get(2019)).hasValue(87.5);
        assertThat(overall.get(2020)).hasValue(87.5);
        assertThat(overall.get(2021)).hasValue(100);
        assertThat(overall.get(2023)).hasValue(100);
        assertThat(overall.get(2024)).isEmpty();
    }

    @Test
    void aHeadHasWhatTheReviewCountsOfTheSchoolUnlessTheInputBringsIt() {
        Unit other = Unit.of(UnitType.HEAD, SmallRegions.id("n", 6).value());
        IndicatorValues.Builder values = IndicatorValues.builder()
                .add(HEAD, "orders", YEAR, IndicatorValue.of(2))
                .add(other, "orders", YEAR, IndicatorValue.of(3))
                .add(other, "pass_rate", YEAR, IndicatorValue.of(0.25))
                .add(Unit.of(UnitType.HEAD, "nobody"), "orders", YEAR, IndicatorValue.of(4));
        ScorecardReview review = run(values, methodology("heads", UnitType.HEAD, "orders", "pass_rate", "quality_rate"));
        // Of both works of 2021 together, counted from the histograms.
        long passed = 0;
        long all = 0;
        for (var result : NORTH.results(SCHOOL)) {
            if (result.assessment().year() == 2021) {
                int[] histogram = result.scores().histogram();
                for (int score = 0; score < histogram.length; score++) {
                    passed += score >= result.assessment().scale().cuts().get(0) ? histogram[score] : 0;
                    all += histogram[score];
                }
            }
        }
        assertThat(all).isEqualTo(80);
        assertThat(points(review, "heads", HEAD, "pass_rate")).hasValue((double) passed / all);
        assertThat(points(review, "heads", HEAD, "quality_rate")).isPresent();
        assertThat(points(review, "heads", HEAD, "orders")).hasValue(2);
        assertThat(points(review, "heads", other, "pass_rate")).as("the input goes first").hasValue(0.25);
        assertThat(points(review, "heads", Unit.of(UnitType.HEAD, "nobody"), "pass_rate")).isEmpty();
    }

    @Test
    void municipalitiesHaveTheirIndexOfObjectivity() {
        IndicatorValues.Builder values = IndicatorValues.builder().add(LAKE, "places", YEAR, IndicatorValue.of(1));
        Review.Result result = Review.standard().run(ReviewInput.of(NORTH).withIndicators(values.build())
                .withMethodologies(List.of(methodology("own", UnitType.MUNICIPALITY, "places", "objectivity_index"))));
        IndexRow row = result.index().stream().filter(i -> i.unit().equals(LAKE) && i.year() == 2021).findFirst().orElseThrow();
        assertThat(points(result.criteria(), "own", LAKE, "objectivity_index")).hasValue(row.index());
        assertThat(cards(result.criteria(), "own").all()).as("nothing is known of Hills but what the review counts").hasSize(1);
    }

    @Test
    void theEditionIsTheOneInForceOnTheFirstDayOfThePeriod() {
        Methodology.Builder one = methodology("own", UnitType.MUNICIPALITY, "places").toBuilder();
        Methodology first = one.validTo(LocalDate.of(2021, 6, 30)).build();
        Methodology second = Methodology.builder("own", "2").unitTypes(UnitType.MUNICIPALITY)
                .root(Criterion.builder("places", Source.metric("places")).rule(Rule.Scaled.identity(10)).build())
                .validFrom(LocalDate.of(2021, 7, 1)).validTo(LocalDate.of(2021, 12, 31)).build();
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (String period : List.of("2021", "2021-H1", "2021-H2", "2022")) {
            values.add(LAKE, "places", Period.parse(period), IndicatorValue.of(1));
        }
        assertThat(run(values, second, first).scorecards()).extracting(cards -> cards.period() + " " + cards.methodology().edition())
                .as("in 2022 none is in force").containsExactlyInAnyOrder("2021 1", "2021-H1 1", "2021-H2 2");
    }

    @Test
    void placesOfMunicipalitiesHaveIntervals() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        int[][] parts = {{90, 80, 85}, {60, 62, 61}, {59, 64, 60}, {20, 10, 15}};
        for (int i = 0; i < parts.length; i++) {
            Municipality place = Municipality.of(SmallRegions.NORTH, "M" + i);
            for (int part = 0; part < 3; part++) {
                values.add(place, "part" + part, YEAR, IndicatorValue.of(parts[i][part]));
            }
        }
        ScorecardReview review = run(values, methodology("own", UnitType.MUNICIPALITY, "part0", "part1", "part2"));
        Map<String, RankStudy.Rank> ranks = ScorecardReview.ranks(cards(review, "own")).stream()
                .collect(Collectors.toMap(rank -> rank.unit().code(), rank -> rank));
        assertThat(ranks).containsOnlyKeys("M0", "M1", "M2", "M3");
        assertThat(ranks.values()).allSatisfy(rank -> assertThat((double) rank.rank()).isBetween(1.0, 4.0));
        // M0 leads in every part and M3 is last in every part, whatever the weights; M1 and M2 change places with them.
        assertThat(ranks.get("M0").rank()).isEqualTo(1);
        assertThat(ranks.get("M0").upper()).isEqualTo(1);
        assertThat(ranks.get("M3").lower()).isEqualTo(4);
        assertThat(List.of(ranks.get("M1"), ranks.get("M2"))).allSatisfy(rank -> {
            assertThat(rank.lower()).isEqualTo(2);
            assertThat(rank.upper()).isEqualTo(3);
        });
        assertThat(ScorecardReview.ranks(Methodology.builder("one", "1").unitTypes(UnitType.MUNICIPALITY)
                .root(Criterion.builder("c", Source.metric("part0")).rule(Rule.Scaled.identity(100)).build()).build()
                .run(values.build(), YEAR))).as("no parts, no places").isEmpty();
    }

    @Test
    void unitsAreComparedWithinGroupsOfOneKindAndPlaceOfFiveAtLeast() {
        // North has fifteen schools in towns and sixteen in villages; the best of each group has all points, as has its head.
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int number = 1; number <= 31; number++) {
            values.add(SmallRegions.id("n", number), "clubs", YEAR, IndicatorValue.of(number % 2 == 0 ? number : 10 + number));
        }
        Methodology best = Methodology.builder("best", "1").unitTypes(UnitType.SCHOOL)
                .root(Criterion.builder("clubs", Source.metric("clubs"))
                        .rule(new Rule.QuantileBands(List.of(Band.of("[0;50)", 0), Band.of("[50;100]", 1)),
                                Rule.QuantileBands.Ties.NOT_BETTER, ScorecardReview.LEAST_PEERS))
                        .build())
                .build();
        Scorecards cards = cards(run(values, best), "best");
        long rural = NORTH.schools().stream().filter(school -> school.locality().equals("rural"))
                .filter(school -> cards.of(school.id()).orElseThrow().total().points().orElse(0) == 1).count();
        assertThat(rural).as("the upper half of the fifteen in villages, not of all").isEqualTo(8);
    }

    @Test
    void withoutIndicatorsNothingIsScored() {
        ScorecardReview review = run(IndicatorValues.builder(), methodology("schools", UnitType.SCHOOL, "pass_rate"));
        assertThat(review.scorecards()).isEmpty();
        assertThat(review.findings()).isEmpty();
        assertThat(review.coverage()).isEmpty();
        assertThat(run(IndicatorValues.builder().add(SCHOOL, "other", YEAR, IndicatorValue.of(1)),
                methodology("schools", UnitType.SCHOOL, "pass_rate")).scorecards()).isEmpty();
    }

    @Test
    void aLevelThatCallsForAttentionIsAFindingOfTheReview() {
        Methodology own = methodology("own", UnitType.MUNICIPALITY, "places").toBuilder()
                .levels(Methodology.LevelScale.POINTS, Methodology.Level.of("low", Title.of("low"), "[0;5)").callingForAttention(),
                        Methodology.Level.of("met", Title.of("met"), "[5;100]"))
                .build();
        IndicatorValues.Builder values = IndicatorValues.builder().add(LAKE, "places", YEAR, IndicatorValue.of(1))
                .add(HILLS, "places", YEAR, IndicatorValue.of(7));
        Review.Result result = Review.standard().run(ReviewInput.of(NORTH).withIndicators(values.build()).withMethodologies(List.of(own)));
        assertThat(result.findings()).filteredOn(f -> f.method().id().equals("criteria/scorecard"))
                .extracting(f -> f.unit() + " " + f.outcome())
                .containsExactlyInAnyOrder("Lake " + Outcome.FLAGGED, "Hills " + Outcome.CLEAR);
        assertThat(result.summaries()).extracting(s -> s.method().id()).contains("criteria/scorecard");
    }
}
