package io.github.eduindicators.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.effectiveness.ClassicIndicators;
import io.github.eduindicators.effectiveness.ExpectedRanks;
import io.github.eduindicators.effectiveness.Membership;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.review.EffectivenessReview.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EffectivenessReviewTest {
    private static final Set<String> OF_MARKS = Set.of("pass_rate", "quality_rate", "sou", "mean_mark", "mean_z",
            "lower_quartile_share", "upper_quartile_share");
    private static final Set<String> SHARES = Set.of("pass_rate", "quality_rate", "sou", "lower_quartile_share", "upper_quartile_share");
    private static final Set<String> COMPARED = Set.of("contextual_residual", "value_added");
    private static final SchoolResults RESULTS = SmallRegions.both();
    private static final Review.Result REVIEW = Review.standard().run(RESULTS);
    private static final EffectivenessReview EFFECTIVENESS = REVIEW.effectiveness();
    private static final List<Map.Entry<IndicatorValues.Key, IndicatorValue>> ROWS = rows(EFFECTIVENESS);

    private static List<Map.Entry<IndicatorValues.Key, IndicatorValue>> rows(EffectivenessReview review) {
        List<Map.Entry<IndicatorValues.Key, IndicatorValue>> rows = new ArrayList<>();
        review.forEach((key, value) -> rows.add(Map.entry(key, value)));
        return rows;
    }

    private static List<IndicatorValue> values(SchoolId school, String indicator) {
        return ROWS.stream()
                .filter(row -> row.getKey().unit().equals(school) && row.getKey().indicator().equals(indicator))
                .map(Map.Entry::getValue).toList();
    }

    private static List<Membership> memberships(String list, SchoolId school) {
        return EFFECTIVENESS.memberships().stream().filter(m -> m.list().equals(list) && m.unit().equals(school)).toList();
    }

    @Test
    void theRowsAreSortedByTypeUnitIndicatorPeriodAndAssessment() {
        Comparator<IndicatorValues.Key> order = Comparator.comparing((IndicatorValues.Key key) -> key.unit().unitType())
                .thenComparing(key -> key.unit().code())
                .thenComparing(key -> key.unit() instanceof Municipality place ? place.region().name() : "")
                .thenComparing(IndicatorValues.Key::indicator)
                .thenComparing(key -> key.period().toString())
                .thenComparing(IndicatorValues.Key::assessment);
        assertThat(ROWS).extracting(Map.Entry::getKey).isSortedAccordingTo(order).doesNotHaveDuplicates();
        assertThat(ROWS.stream().map(row -> row.getKey().unit().unitType()).distinct())
                .containsExactly(UnitType.SCHOOL, UnitType.MUNICIPALITY, UnitType.REGION);
        assertThat(ROWS.stream().map(row -> row.getKey().unit()).filter(Municipality.class::isInstance).distinct()).containsExactly(
                Municipality.of(SmallRegions.NORTH, "Hills"), Municipality.of(SmallRegions.NORTH, "Lake"),
                Municipality.of(SmallRegions.SOUTH, "Lake"));
    }

    @Test
    void everySchoolWithResultsHasEveryIndicatorThatApplies() {
        Set<String> expected = new TreeSet<>();
        for (School school : RESULTS.schools()) {
            Set<Integer> years = new TreeSet<>();
            for (SchoolResult result : RESULTS.results(school.id())) {
                Assessment work = result.assessment();
                years.add(work.year());
                OF_MARKS.forEach(indicator -> expected.add(row(school, indicator, work.year(), work.id().value())));
                expected.add(row(school, "mean_score", work.year(), work.id().value()));
                expected.add(row(school, "contextual_residual", work.year(), work.id().value()));
                // Mathematics of grade 5 in 2020 and of grade 6 in 2021 have the grade below the year before; a region may lack it.
                if (work.equals(SmallRegions.BEFORE) || work.equals(SmallRegions.LATEST)) {
                    expected.add(row(school, "value_added", work.year(), work.id().value()));
                    expected.add(row(school, "value_added", work.year(), ""));
                }
            }
            for (int year : years) {
                OF_MARKS.forEach(indicator -> expected.add(row(school, indicator, year, "")));
                expected.add(row(school, "contextual_residual", year, ""));
            }
        }
        assertThat(ROWS.stream().filter(row -> row.getKey().unit() instanceof SchoolId).map(row -> row.getKey().toString()))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(expected).noneMatch(row -> row.startsWith(SmallRegions.EMPTY.value() + " "));
    }

    private static String row(School school, String indicator, int year, String assessment) {
        return school.id() + " " + indicator + " " + year + (assessment.isEmpty() ? "" : " " + assessment);
    }

    @Test
    void theStreamIsTheClassicIndicatorsAndTheComparedValuesInOneTable() {
        IndicatorValues table = EFFECTIVENESS.values(key -> true);
        assertThat(table).isEqualTo(ClassicIndicators.standard().run(RESULTS, EFFECTIVENESS.doubtful()::contains)
                .plus(EFFECTIVENESS.compared()));
        assertThat(table.values()).hasSameSizeAs(ROWS);
        assertThat(rows(EFFECTIVENESS)).as("counted anew, and the same").isEqualTo(ROWS);
        assertThat(EFFECTIVENESS.values(key -> key.indicator().equals("sou")).indicators()).containsExactly("sou");
        assertThat(EFFECTIVENESS.compared().indicators()).containsExactlyInAnyOrderElementsOf(COMPARED);
    }

    @Test
    void sharesAreSharesIntervalsHoldTheirValueAndABlankSaysWhy() {
        assertThat(ROWS).allSatisfy(row -> {
            IndicatorValue value = row.getValue();
            if (value.value().isEmpty()) {
                assertThat(value.note()).as(row.toString()).isNotBlank();
                assertThat(value.interval()).as(row.toString()).isEmpty();
            } else {
                value.interval().ifPresent(i -> {
                    assertThat(i.value()).as(row.toString()).isBetween(i.lower(), i.upper()).isEqualTo(value.value().getAsDouble());
                    if (SHARES.contains(row.getKey().indicator())) {
                        assertThat(i.lower()).as(row.toString()).isBetween(0.0, 1.0);
                        assertThat(i.upper()).as(row.toString()).isBetween(0.0, 1.0);
                    }
                });
                assertThat(value.interval()).as(row.toString()).isPresent();
            }
        });
    }

    @Test
    void aDoubtfulSchoolKeepsWhatDescribesItAndIsComparedWithNobody() {
        assertThat(EFFECTIVENESS.doubtful()).containsExactly(SmallRegions.DOUBTFUL);
        OF_MARKS.forEach(indicator -> assertThat(values(SmallRegions.DOUBTFUL, indicator)).isNotEmpty().allSatisfy(value -> {
            assertThat(value.value()).isPresent();
            assertThat(value.note()).contains("doubtful-results");
        }));
        COMPARED.forEach(indicator -> assertThat(values(SmallRegions.DOUBTFUL, indicator)).as(indicator).isNotEmpty().allSatisfy(value -> {
            assertThat(value.value()).isEmpty();
            assertThat(value.note()).isEqualTo("doubtful-results");
        }));
        assertThat(EFFECTIVENESS.rankings().values()).allSatisfy(
                ranking -> assertThat(ranking.ranks().rank(SmallRegions.DOUBTFUL)).isEmpty());
        assertThat(memberships("best-practice", SmallRegions.DOUBTFUL)).noneMatch(m -> m.member() == Membership.Answer.YES);
        assertThat(EFFECTIVENESS.findings()).filteredOn(f -> f.unit().equals(SmallRegions.DOUBTFUL))
                .filteredOn(f -> f.method().id().startsWith("effectiveness/"))
                .allMatch(f -> f.outcome() != Outcome.FLAGGED && f.effect().isEmpty());
    }

    @Test
    void whoDoesBetterOrWorseThanTheContextIsFound() {
        // Half of the planted 0.6 is far beyond the sampling error of 40 pupils, 0.16 standard deviations.
        assertThat(values(SmallRegions.STRONG, "contextual_residual")).isNotEmpty().allMatch(value -> value.value().getAsDouble() > 0.25);
        assertThat(values(SmallRegions.WEAK, "contextual_residual")).isNotEmpty().allMatch(value -> value.value().getAsDouble() < -0.25);
        assertThat(memberships("best-practice", SmallRegions.STRONG)).extracting(Membership::period).contains(Period.of(2021));
        assertThat(memberships("best-practice", SmallRegions.STRONG).stream().filter(m -> m.period().equals(Period.of(2021))))
                .singleElement().matches(m -> m.member() == Membership.Answer.YES);
        assertThat(EFFECTIVENESS.members("best-practice")).extracting(Membership::unit).contains(SmallRegions.STRONG)
                .doesNotContain(SmallRegions.WEAK, SmallRegions.DOUBTFUL);
        assertThat(EFFECTIVENESS.members("no-such-list")).isEmpty();
        Ranking ranking = EFFECTIVENESS.rankings().get(SmallRegions.NORTH);
        assertThat(ranking.period()).isEqualTo(Period.of(2021));
        List<ExpectedRanks.Rank> ranks = ranking.ranks().ranks();
        assertThat(ranks).hasSize(29).allSatisfy(rank -> {
            assertThat(rank.lower()).isBetween(1, 29);
            assertThat(rank.upper()).isBetween(rank.lower(), 29);
            assertThat(rank.expected()).isBetween(1.0, 29.0);
        });
        double strong = ranking.ranks().rank(SmallRegions.STRONG).orElseThrow().expected();
        double weak = ranking.ranks().rank(SmallRegions.WEAK).orElseThrow().expected();
        assertThat(Math.abs(strong - weak)).isGreaterThan(24);
    }

    @Test
    void aRegionWithoutContextIsNotCompared() {
        assertThat(EFFECTIVENESS.rankings()).containsOnlyKeys(SmallRegions.NORTH);
        for (int school = 1; school <= 2; school++) {
            assertThat(values(SmallRegions.id("s", school), "contextual_residual")).hasSize(2)
                    .allMatch(value -> value.value().isEmpty() && value.note().equals("context-missing"));
            assertThat(memberships("best-practice", SmallRegions.id("s", school)))
                    .hasSize(1).noneMatch(m -> m.member() == Membership.Answer.YES);
            assertThat(values(SmallRegions.id("s", school), "pass_rate")).allMatch(value -> value.value().isPresent());
        }
        assertThat(EFFECTIVENESS.findings()).filteredOn(f -> f.unit().equals(SmallRegions.id("s", 1)))
                .filteredOn(f -> f.method().id().startsWith("effectiveness/")).isNotEmpty()
                .extracting(Finding::outcome).containsOnly(Outcome.INSUFFICIENT_DATA);
    }

    @Test
    void anotherRegionChangesNothing() {
        EffectivenessReview alone = Review.standard().run(SmallRegions.north()).effectiveness();
        assertThat(alone.compared().values()).isEqualTo(
                EFFECTIVENESS.compared().where(key -> key.unit().code().startsWith("n")).values());
        assertThat(alone.rankings().get(SmallRegions.NORTH).ranks().ranks())
                .hasToString(EFFECTIVENESS.rankings().get(SmallRegions.NORTH).ranks().ranks().toString());
    }

    @Test
    void oneSchoolHasItsNumbersAndNoComparison() {
        ScoreTally tally = ScoreTally.create();
        for (int score = 3; score <= 14; score++) {
            tally.add(SchoolId.of("only"), SmallRegions.LATEST, score);
        }
        EffectivenessReview one = Review.standard().run(tally.snapshot()).effectiveness();
        IndicatorValues values = one.values(key -> true);
        // From 6 points on the mark is 3: nine of the twelve scores 3..14.
        assertThat(values.value(SchoolId.of("only"), "pass_rate", Period.of(2021)).orElseThrow().value()).hasValue(0.75);
        assertThat(one.compared().values().values()).isNotEmpty().allMatch(value -> value.value().isEmpty() && !value.note().isEmpty());
        assertThat(one.rankings()).isEmpty();
        assertThat(one.members("best-practice")).isEmpty();
    }

    @Test
    void withoutResultsThereIsNothing() {
        Review.Result nothing = Review.standard().run(ScoreTally.create().snapshot());
        assertThat(rows(nothing.effectiveness())).isEmpty();
        assertThat(nothing.effectiveness().memberships()).isEmpty();
        assertThat(nothing.effectiveness().rankings()).isEmpty();
        assertThat(nothing.effectiveness().findings()).isEmpty();
        assertThat(nothing.criteria().scorecards()).isEmpty();
        Review.Result empty = Review.standard().run(ScoreTally.create().snapshot().withSchools(List.of(School.of(SchoolId.of("s")))));
        assertThat(rows(empty.effectiveness())).isEmpty();
        assertThat(empty.lists()).isEmpty();
    }

    @Test
    void listsHoldEveryMembershipByListUnitAndYear() {
        assertThat(REVIEW.lists()).isSortedAccordingTo(Comparator.comparing(ListRow::list)
                .thenComparing(row -> row.unit().code()).thenComparing(ListRow::year));
        Set<String> own = EFFECTIVENESS.memberships().stream().map(Membership::list).collect(Collectors.toSet());
        assertThat(REVIEW.lists().stream().filter(row -> own.contains(row.list())).map(EffectivenessReviewTest::key))
                .containsExactlyInAnyOrderElementsOf(EFFECTIVENESS.memberships().stream()
                        .map(m -> m.list() + m.unit() + m.period().year() + m.member().name() + m.facts()).toList());
        assertThat(REVIEW.findings()).containsAll(EFFECTIVENESS.findings()).isSortedAccordingTo(Finding.order());
    }

    private static String key(ListRow row) {
        return row.list() + row.unit() + row.year() + row.member().name() + row.reasons();
    }

    @Test
    void passportsGiveTheIndexAndItsLists() {
        // The index of one part is 50 - 10 z of it: n31 has the hardest conditions, n01 the easiest.
        IndicatorValues.Builder passports = IndicatorValues.builder();
        for (int school = 1; school <= 31; school++) {
            passports.add(SmallRegions.id("n", school), "social.one_parent", Period.of(2021), IndicatorValue.ratio(school, 100));
        }
        Review.Result review = Review.standard().run(ReviewInput.of(SmallRegions.north()).withIndicators(passports.build()));
        IndicatorValues index = review.effectiveness().values(key -> key.indicator().equals("isbsh"));
        assertThat(index.values()).hasSize(31).allSatisfy((key, value) -> {
            assertThat(key.period()).isEqualTo(Period.of(2021));
            // Of the numbers 1..31: mean 16, standard deviation 9.0921 (divisor n - 1).
            double expected = 50 - 10 * (Integer.parseInt(key.unit().code().substring(1)) - 16) / 9.092121131323903;
            assertThat(value.value().getAsDouble()).isCloseTo(expected, org.assertj.core.api.Assertions.within(0.35));
        });
        List<Unit> hard = review.effectiveness().members("shfnsu").stream().map(Membership::unit).toList();
        // The lower quarter of 31: up to the quantile at the ninth and tenth last, n24 to n31 at least.
        assertThat(hard).contains(SmallRegions.id("n", 31), SmallRegions.id("n", 25)).doesNotContain(SmallRegions.id("n", 22))
                .hasSizeBetween(7, 8);
        assertThat(review.effectiveness().memberships()).extracting(Membership::list).contains("resilient");
    }
}
