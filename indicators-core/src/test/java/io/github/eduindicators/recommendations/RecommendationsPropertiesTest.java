package io.github.eduindicators.recommendations;

import static io.github.eduindicators.recommendations.Fixture.DATE;
import static io.github.eduindicators.recommendations.Fixture.phrase;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.FindingPattern.Comparison;
import io.github.eduindicators.recommendations.FindingPattern.Whose;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Laws of every catalogue over every collection of findings. */
class RecommendationsPropertiesTest {
    private static final List<String> METHODS = List.of("objectivity/combined", "low-results/shnor-federal", "trend/monitoring");
    private static final List<Unit> UNITS = List.of(
            Fixture.ONE, Fixture.TWO, Fixture.THREE, Fixture.TYNDA, Fixture.REGION, Unit.of(UnitType.PERSON, "secret-7"),
            Unit.of(UnitType.HEAD, Fixture.ONE.value()));

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void nothingComesFromWhatIsNotKnown(@ForAll("rules") Rule rule, @ForAll("findings") List<Finding> findings) {
        Recommendations method = method(rule);
        List<Finding> known = findings.stream()
                .filter(f -> f.outcome() == Outcome.FLAGGED || f.outcome() == Outcome.CLEAR).toList();
        List<Finding> unknown = findings.stream().filter(f -> !known.contains(f)).toList();
        assertThat(method.run(unknown, DATE)).isEmpty();
        // What is not known can hide an older claim, never add a recommendation.
        List<String> without = keys(method.run(known, DATE));
        assertThat(without).containsAll(keys(method.run(findings, DATE)));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyRecommendationHasItsCauses(@ForAll("rules") Rule rule, @ForAll("findings") List<Finding> findings) {
        List<Recommendation> advice = method(rule).run(findings, DATE);
        assertThat(keys(advice)).doesNotHaveDuplicates();
        assertThat(advice).allSatisfy(one -> {
            assertThat(one.causes()).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(findings);
            assertThat(one.causes()).allSatisfy(cause -> {
                assertThat(cause.outcome()).isIn(Outcome.FLAGGED, Outcome.CLEAR);
                assertThat(cause.unit().unitType()).isNotEqualTo(UnitType.PERSON);
            });
            assertThat(one.due()).isAfterOrEqualTo(DATE);
            assertThat(one.text(Locale.ENGLISH) + one.why(Fixture.RU)).doesNotContain("secret", "{", "}");
        });
        // A rule that asks for a finding and is given none says nothing.
        assertThat(method(rule).run(List.of(), DATE)).isEmpty();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void whatIsExcludedHasBeenCleared(@ForAll("rules") Rule rule, @ForAll("findings") List<Finding> findings) {
        for (Recommendation one : method(rule).run(findings, DATE)) {
            for (FindingPattern none : rule.noneOf()) {
                assertThat(findings).anyMatch(f -> f.unit().equals(one.unit()) && f.method().id().equals(none.method())
                        && f.outcome() == Outcome.CLEAR);
            }
        }
        List<Finding> neverClear = findings.stream().filter(f -> f.outcome() != Outcome.CLEAR).toList();
        assertThat(method(rule).run(neverClear, DATE).isEmpty() || rule.noneOf().isEmpty()).isTrue();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void whyNotIsEmptyExactlyWhereTheRuleSpeaks(@ForAll("rules") Rule rule, @ForAll("findings") List<Finding> findings) {
        List<Unit> spoken = method(rule).run(findings, DATE).stream().map(Recommendation::unit).distinct().toList();
        for (Unit unit : UNITS) {
            assertThat(method(rule).whyNot(rule.id(), unit, findings, DATE).isEmpty()).as("%s", unit).isEqualTo(spoken.contains(unit));
        }
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfFindingsAndRepetitionsDoNotMatter(
            @ForAll("rules") Rule rule, @ForAll("findings") List<Finding> findings, @ForAll @IntRange(max = 1000) int seed) {
        List<Finding> shuffled = new ArrayList<>(findings);
        shuffled.addAll(findings);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(method(rule).run(shuffled, DATE)).isEqualTo(method(rule).run(findings, DATE));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aTermIsWithinAYearAndItsNotice(
            @ForAll @IntRange(min = 1, max = 366) int dayOfYear, @ForAll @IntRange(max = 366) int notice,
            @ForAll @IntRange(max = 4000) int days) {
        LocalDate review = LocalDate.of(2015, 1, 1).plusDays(days);
        LocalDate due = Deadline.onDay(MonthDay.from(LocalDate.of(2020, 1, 1).plusDays(dayOfYear - 1))).withNotice(notice).due(review);
        assertThat(due).isAfterOrEqualTo(review.plusDays(notice)).isBefore(review.plusDays(notice + 367L));
    }

    private static List<String> keys(List<Recommendation> advice) {
        return advice.stream().map(one -> one.rule().id() + "|" + one.unit() + "|" + one.group().orElse("")).toList();
    }

    private static Recommendations method(Rule rule) {
        return Recommendations.of(Fixture.builder(rule).build()).withSchools(Fixture.SCHOOLS);
    }

    @Provide
    Arbitrary<List<Finding>> findings() {
        Arbitrary<Finding> finding = Combinators.combine(
                        Arbitraries.of(METHODS), Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.of(UNITS)),
                                Tuple.of(1, Arbitraries.of(Fixture.ONE, Fixture.TYNDA))),
                        Arbitraries.of(Outcome.FLAGGED, Outcome.FLAGGED, Outcome.CLEAR, Outcome.CLEAR, Outcome.INSUFFICIENT_DATA,
                                Outcome.NOT_APPLICABLE),
                        Arbitraries.of(2018, 2020, 2021, 2021), Arbitraries.of("a", "b"), Arbitraries.of(0.0, 0.5, 1.0))
                .as((method, unit, outcome, year, group, share) -> Fixture.finding(method, unit, outcome)
                        .fact("year", (long) year).fact("group", group).fact("share", share).build());
        return finding.list().ofMinSize(25).ofMaxSize(60);
    }

    @Provide
    Arbitrary<Rule> rules() {
        Arbitrary<Boolean> own = Arbitraries.of(true, true, false);
        return Combinators.combine(patterns().list().ofMinSize(1).ofMaxSize(2), patterns().list().ofMaxSize(1),
                        Arbitraries.of(METHODS), Arbitraries.of(0, 1, 2), own, Arbitraries.of(true, false))
                .as(RecommendationsPropertiesTest::rule)
                .ignoreException(IllegalArgumentException.class);
    }

    private static Rule rule(List<FindingPattern> all, List<FindingPattern> any, String none, int nones, boolean own, boolean grouped) {
        Rule.Builder rule = Rule.builder("r", Addressee.REGIONAL_AUTHORITY, "topic").title(phrase("t"))
                .text(phrase("{unit}: {share:0.0}, {year}, {units}, {findings}, {none}")).why(phrase("{group}"));
        rule.groupBy("group");
        if (!grouped) {
            rule = Rule.builder("r", Addressee.REGIONAL_AUTHORITY, "topic").title(phrase("t"))
                    .text(phrase("{unit}: {share:0.0}")).why(phrase("{group-less}"));
        }
        if (own) {
            rule.unitTypes(UnitType.SCHOOL, UnitType.HEAD, UnitType.MUNICIPALITY, UnitType.REGION)
                    .allOf(all.toArray(FindingPattern[]::new)).anyOf(any.toArray(FindingPattern[]::new));
        } else {
            rule.unitTypes(UnitType.MUNICIPALITY, UnitType.REGION)
                    .allOf(all.stream().map(pattern -> pattern.of(Whose.SCHOOLS)).toArray(FindingPattern[]::new));
        }
        if (nones > 0) {
            rule.noneOf(nones == 1 ? FindingPattern.flagged(none) : FindingPattern.flagged(none).where(Comparison.atLeast("share", 0.5)));
        }
        return rule.build();
    }

    private Arbitrary<FindingPattern> patterns() {
        return Combinators.combine(Arbitraries.of(METHODS), Arbitraries.of(Outcome.FLAGGED, Outcome.FLAGGED, Outcome.CLEAR),
                        Arbitraries.of(1, 1, 1, 2), Arbitraries.of(0, 0, 1, 2), Arbitraries.of(true, false))
                .as((method, outcome, atLeast, periods, narrow) -> {
                    FindingPattern pattern = FindingPattern.of(method, outcome).withAtLeast(atLeast);
                    pattern = periods == 1 ? pattern.inLastYears(2) : periods == 2 ? pattern.inAllPeriods() : pattern;
                    return narrow ? pattern.where(Comparison.atLeast("share", 0.5)) : pattern;
                });
    }
}
