package io.github.eduindicators.recommendations;

import static io.github.eduindicators.recommendations.Fixture.COMBINED;
import static io.github.eduindicators.recommendations.Fixture.SHNOR;
import static io.github.eduindicators.recommendations.Fixture.TREND;
import static io.github.eduindicators.recommendations.Fixture.builder;
import static io.github.eduindicators.recommendations.Fixture.phrase;
import static io.github.eduindicators.recommendations.Fixture.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.FindingPattern.Comparison;
import io.github.eduindicators.recommendations.FindingPattern.Whose;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What catalogues, rules, patterns, texts and terms are refused for. */
class CatalogueTest {
    private static final FindingPattern FLAG = FindingPattern.flagged(COMBINED);

    private static void refused(Runnable make, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(make::run)
                .satisfies(e -> assertThat(List.of(parts)).allSatisfy(part -> assertThat(e.getMessage()).contains(part)));
    }

    @Test
    void bothLanguagesHaveTheSamePlaces() {
        assertThat(new Phrase("{unit}: {share:0.0} из {n}", "{n}, {share}: {unit}").places()).containsExactly("n", "share", "unit");
        refused(() -> new Phrase("{unit} {share}", "{unit}"), "[share, unit]", "[unit]");
        refused(() -> new Phrase(" ", "x"), "Russian", "got 0");
        refused(() -> new Phrase("x", "a\nb"), "English");
        assertThat(new Phrase("ы", "y").in(Fixture.RU)).isEqualTo("ы");
        assertThat(new Phrase("ы", "y").in(java.util.Locale.FRENCH)).isEqualTo("y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "}", "{}", "{Share}", "{share:}", "a {share", "{share:0.0.0}", "{share:abc}", "{ share }", "{{share}}"})
    void placesAreWellFormed(String text) {
        refused(() -> new Phrase(text, text), text.contains(":") && !text.startsWith("{share:}") ? "format" : "brace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{share}", "{share:0.0}", "{share:0 %}", "{p:p}", "{subject:name}", "{effect:+0.00;-0.00}"})
    void formatsAreThoseOfFindings(String text) {
        assertThat(new Phrase(text, text).places()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2021-08-20, 2021-09-01",
        "2021-09-01, 2021-09-01",
        "2021-09-02, 2022-09-01",
        "2021-12-31, 2022-09-01",
    })
    void aDayOfTheYearIsTheNextOne(LocalDate review, LocalDate due) {
        assertThat(Deadline.onDay(MonthDay.of(9, 1)).due(review)).isEqualTo(due);
    }

    @Test
    void termsAreCountedFromTheReview() {
        LocalDate review = LocalDate.of(2021, 1, 31);
        assertThat(Deadline.afterDays(0).due(review)).isEqualTo(review);
        assertThat(Deadline.afterDays(30).due(review)).isEqualTo("2021-03-02");
        assertThat(Deadline.afterMonths(1).due(review)).isEqualTo("2021-02-28");
        assertThat(Deadline.onDay(MonthDay.of(9, 1)).withNotice(30).due(LocalDate.of(2021, 8, 2))).isEqualTo("2021-09-01");
        assertThat(Deadline.onDay(MonthDay.of(9, 1)).withNotice(30).due(LocalDate.of(2021, 8, 3))).isEqualTo("2022-09-01");
        assertThat(Deadline.onDay(MonthDay.of(2, 29)).due(review)).isEqualTo("2021-02-28");
        refused(() -> Deadline.afterDays(-1), "0..3660", "-1");
        refused(() -> Deadline.afterDays(5).withNotice(1), "day of the year");
    }

    @Test
    void nothingIsRecommendedFromWhatIsNotKnown() {
        refused(() -> FindingPattern.of(COMBINED, Outcome.INSUFFICIENT_DATA), "INSUFFICIENT_DATA");
        refused(() -> FindingPattern.of(COMBINED, Outcome.NOT_APPLICABLE), "NOT_APPLICABLE");
        refused(() -> rule("r").build(), "without a finding");
        refused(() -> rule("r").noneOf(FLAG).build(), "without a finding");
    }

    @Test
    void patternsThatNothingMatchesAreRefused() {
        refused(() -> FLAG.where(Comparison.atLeast("share", 2)).where(Comparison.atMost("share", 1)), "share >= 2.0", "share <= 1.0");
        refused(() -> FLAG.where(Comparison.in("level", "a")).where(Comparison.in("level", "b")), "never");
        refused(() -> Comparison.atMost("adjusted-p", -0.1), "0..1");
        refused(() -> Comparison.atLeast("p", 1.5), "0..1");
        refused(() -> Comparison.in("level"), "at least one text");
        refused(() -> rule("r").allOf(FLAG.withYears(2)).build(), "rule r", "2 years", "latest period");
        refused(() -> rule("r").allOf(FLAG.withYears(3).inLastYears(2)).build(), "3 years");
        assertThat(rule("r").allOf(FLAG.withYears(2).inLastYears(2)).build().allOf()).hasSize(1);
        assertThat(rule("r").allOf(FLAG.withYears(3).inAllPeriods()).build().allOf()).hasSize(1);
    }

    @Test
    void rulesThatCanNeverFireAreRefused() {
        refused(() -> rule("r").allOf(FLAG).noneOf(FLAG).build(), "never fire", COMBINED);
        refused(() -> rule("r").allOf(FLAG.where(Comparison.atLeast("share", 1))).noneOf(FLAG).build(), "never fire");
        refused(() -> rule("r").allOf(FLAG.in("zero-spread")).noneOf(FLAG).build(), "never fire");
        assertThat(rule("r").allOf(FLAG).noneOf(FLAG.where(Comparison.atLeast("share", 1))).build().noneOf()).hasSize(1);
        refused(() -> rule("r").anyOf(FLAG).anyAtLeast(2).build(), "2 can never match");
        refused(() -> rule("r").anyOf(FLAG).noneOf(FLAG).build(), "never fire");
        refused(() -> rule("r").allOf(FLAG).anyAtLeast(2).build(), "never match");
        refused(() -> rule("r").allOf(FLAG).validFrom(LocalDate.of(2021, 2, 1)).validTo(LocalDate.of(2021, 1, 1)).build(), "before");
        refused(() -> builder(rule("r").allOf(FLAG).validTo(LocalDate.of(2020, 1, 1)).build())
                .validFrom(LocalDate.of(2021, 1, 1)).build(), "rule r", "never in force");
    }

    @Test
    void rolesAnswerForTheirUnits() {
        refused(() -> rule("r").unitTypes(UnitType.REGION).allOf(FLAG).build(), "school_head", "region");
        refused(() -> Rule.builder("r", Addressee.REGIONAL_AUTHORITY, "t").unitTypes(UnitType.PERSON).title(phrase("x"))
                .text(phrase("x")).why(phrase("x")).allOf(FLAG).build(), "person");
        refused(() -> rule("r").allOf(FLAG.of(Whose.SCHOOLS)).build(), "municipalities and regions");
        refused(() -> Rule.builder("r", Addressee.SCHOOL_HEAD, "t").title(phrase("x")).text(phrase("x")).why(phrase("x"))
                .allOf(FLAG).build(), "kinds of unit");
        refused(() -> rule("r").allOf(FLAG).noneOf(FindingPattern.flagged(TREND).of(Whose.HEADS)).build(), "municipalities");
    }

    @Test
    void textsOfARuleAreThere() {
        assertThatNullPointerException().isThrownBy(() -> Rule.builder("r", Addressee.SCHOOL_HEAD, "t").unitTypes(UnitType.SCHOOL)
                .title(phrase("x")).text(phrase("x")).allOf(FLAG).build()).withMessage("why");
        refused(() -> rule("r").allOf(FLAG).text(phrase("{group}")).build(), "groupBy");
        refused(() -> rule("r").allOf(FLAG).title(phrase("{unit}")).build(), "title");
        refused(() -> rule("r").allOf(FLAG).measures(List.of(phrase("{n}"))).build(), "measure");
        refused(() -> Rule.builder("Правило", Addressee.SCHOOL_HEAD, "t"), "Правило");
    }

    @Test
    void rulesOfACatalogueFitTogether() {
        Rule one = rule("one").allOf(FLAG).build();
        refused(() -> builder(one, one).build(), "rule one", "twice");
        refused(() -> builder().build(), "needs a rule");
        refused(() -> Catalogue.builder("c", "1").title(phrase("t")).rule(one).build(), "rule one", "topic topic");
        refused(() -> builder(rule("a").allOf(FLAG).replaces(List.of("b")).build()).build(), "rule a", "b", "not there");
        refused(() -> builder(
                rule("a").allOf(FLAG).replaces(List.of("b")).build(),
                rule("b").allOf(FLAG).replaces(List.of("a")).build()).build(), "circle");
        refused(() -> rule("a").allOf(FLAG).replaces(List.of("a")).build(), "itself");
        refused(() -> builder(one).topic("topic", phrase("again")), "twice topic");
        assertThat(builder(one).build().rule("one")).contains(one);
    }

    @Test
    void methodsAndCategoriesMustExist() {
        refused(() -> builder(rule("r").allOf(FindingPattern.flagged("objectivity/combind")).build()).build(),
                "rule r", "objectivity/combind");
        refused(() -> builder(rule("r").allOf(FindingPattern.clear(TREND).in("improoving")).build()).build(), "improoving");
        assertThat(builder(rule("r").allOf(FindingPattern.clear(TREND).in("improving")).build()).build().rules()).hasSize(1);
        assertThat(builder(rule("r").allOf(FindingPattern.clear(SHNOR).in("CLEAR")).build()).build().rules()).hasSize(1);
        assertThat(builder(rule("r").allOf(FindingPattern.flagged("amur/own").in("x")).build()).ownMethods(List.of("amur/own"))
                .build().rules()).hasSize(1);
    }

    @Test
    void theEditionOfADayIsChosen() {
        Rule rule = rule("r").allOf(FLAG).build();
        Catalogue first = builder(rule).validTo(LocalDate.of(2020, 12, 31)).build();
        Catalogue second = builder(rule).validFrom(LocalDate.of(2020, 9, 1)).build();
        assertThat(Catalogue.at(List.of(first, second), LocalDate.of(2020, 8, 31))).contains(first);
        assertThat(Catalogue.at(List.of(second, first), LocalDate.of(2020, 9, 1))).contains(second);
        assertThat(Catalogue.at(List.of(first), LocalDate.of(2021, 1, 1))).isEmpty();
    }
}
