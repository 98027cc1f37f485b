package io.github.eduindicators.io.methodology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.Catalogue;
import io.github.eduindicators.recommendations.Recommendation;
import io.github.eduindicators.recommendations.Recommendations;
import io.github.eduindicators.recommendations.Rule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped catalogue: every rule speaks about what it is for, and about nothing near it; its texts are whole in both languages. */
class ShippedRecommendationsTest {
    private static final Locale RU = Locale.forLanguageTag("ru");
    private static final LocalDate DATE = LocalDate.of(2021, 7, 1);
    private static final Region REGION = Region.of("Амурская область");
    private static final Municipality TYNDA = Municipality.of(REGION, "Тында");
    private static final SchoolId SCHOOL = SchoolId.of("edu280001");
    private static final SchoolId SECOND = SchoolId.of("edu280002");
    private static final SchoolId THIRD = SchoolId.of("edu280003");
    private static final Unit HEAD = Unit.of(UnitType.HEAD, SCHOOL.value());
    private static final Assessment MATHS_2018 = Assessment.vpr(2018, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final Assessment MATHS_2021 = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final String COMBINED = "objectivity/combined";
    private static final String SIGN = "fioko-2019/inflated-mean";
    private static final String SHNOR = "low-results/shnor-federal";
    private static final String CARD = "criteria/scorecard";

    private static final Catalogue SHIPPED = RecommendationsJson.shipped();
    private static final Recommendations METHOD = Recommendations.of(SHIPPED)
            .withSchools(Stream.of(SCHOOL, SECOND, THIRD)
                    .map(id -> School.builder(id).name("Школа " + id).municipality(TYNDA).build()).toList())
            .withAssessments(List.of(MATHS_2018, MATHS_2021));

    /** A rule, what makes it speak about a unit, and what nearly does. */
    private record Case(String rule, Unit unit, List<Finding> speaks, List<List<Finding>> nearly) {
        Case but(Finding... findings) {
            List<List<Finding>> more = new ArrayList<>(nearly);
            more.add(List.of(findings));
            return new Case(rule, unit, speaks, more);
        }

        @Override
        public String toString() {
            return rule + " " + unit;
        }
    }

    private static Case rule(String id, Unit unit, Finding... findings) {
        return new Case(id, unit, List.of(findings), List.of());
    }

    private static Finding.Builder flag(String method, Unit unit) {
        return Finding.builder(MethodInfo.of(method, "1", "test"), unit).outcome(Outcome.FLAGGED);
    }

    private static Finding clear(String method, Unit unit) {
        return flag(method, unit).outcome(Outcome.CLEAR).build();
    }

    private static Finding combined(SchoolId school) {
        return flag(COMBINED, school).p(0.001).adjustedP(0.02).build();
    }

    private static Finding sign(Assessment work) {
        return flag(SIGN, SCHOOL).assessment(work.id()).build();
    }

    private static Finding shnor() {
        return flag(SHNOR, SCHOOL).fact("year", 2021L).fact("low", "vpr-russian-5, oge-mathematics").fact("repeated", "vpr-russian-5")
                .fact("low-procedures", 2L).build();
    }

    private static Finding improving() {
        return flag("trend/monitoring", SCHOOL).outcome(Outcome.CLEAR).category("improving").fact("indicator", "mean_z")
                .fact("scope", "all").fact("first", "2018").fact("last", "2021").build();
    }

    private static Finding declining(Unit unit) {
        return improving(unit).outcome(Outcome.FLAGGED).category("declining").build();
    }

    private static Finding.Builder improving(Unit unit) {
        Finding.Builder finding = flag("trend/monitoring", unit).outcome(Outcome.CLEAR).category("improving");
        return finding.fact("indicator", "mean_z").fact("scope", "russian, grade 4").fact("first", "2018").fact("last", "2021");
    }

    private static Finding.Builder recheck() {
        return flag("recheck/confirmed-share", SCHOOL).fact("works", 40L).fact("confirmed-works", 38L);
    }

    private static Finding.Builder card(Unit unit, String methodology) {
        return flag(CARD, unit).fact("methodology", methodology).fact("period", "2021-H1").fact("percent", 41.0).fact("level", "low")
                .fact("weakest", "1.1.goals, 2.1.measures").fact("scored", 50L).fact("criteria", 72L);
    }

    private static Finding deficit(String method, Unit unit, String category) {
        return flag(method, unit).category(category).assessment(MATHS_2021.id()).fact("subject", "mathematics").fact("grade", 5L)
                .fact("skill", "проценты").fact("names", "проценты; площадь").build();
    }

    private static Finding staff(Unit unit) {
        return flag("staff/deficits", unit).category("mass-deficit").fact("wave", "2021").fact("deficits", 12L).fact("persons", 20L)
                .fact("competency", "методика").fact("competencies", "методика; психология").build();
    }

    private static Finding.Builder survey(Unit unit) {
        return flag("surveys/satisfaction", unit).category("fell").fact("group", "parents").fact("question", "Вы довольны?")
                .fact("share-from", 80.0).fact("share-to", 61.0);
    }

    private static Finding listed(String method) {
        return flag(method, SCHOOL).fact("period", "2021").fact("list", "shnor-regional").fact("met", 3L).fact("criteria", 4L).build();
    }

    private static Finding with(Finding finding, Outcome outcome) {
        return finding.toBuilder().outcome(outcome).build();
    }

    private static Finding with(Finding finding, String category) {
        return finding.toBuilder().category(category).build();
    }

    static Stream<Case> cases() {
        Finding doubtful = flag(SHNOR, SCHOOL).outcome(Outcome.CLEAR).category("doubtful").fact("year", 2021L).build();
        Finding mass = deficit("items/mass-deficit", TYNDA, "mass-deficit");
        Finding late = flag("roadmap/execution", REGION).category("overdue").fact("as-of", "2021-07-01").fact("due", 10L)
                .fact("overdue", 3L).fact("longest", "Дорожная карта 4.2").build();
        return Stream.of(
                rule("objectivity-school", SCHOOL, combined(SCHOOL)).but(clear(COMBINED, SCHOOL))
                        .but(sign(MATHS_2018), flag(SIGN, SECOND).assessment(MATHS_2021.id()).build()),
                rule("objectivity-school", SCHOOL, sign(MATHS_2021)),
                rule("objectivity-interview", SCHOOL, sign(MATHS_2021)).but(combined(SCHOOL))
                        .but(sign(MATHS_2018), flag(SIGN, SECOND).assessment(MATHS_2021.id()).build()),
                rule("objectivity-recheck", SCHOOL, combined(SCHOOL)).but(sign(MATHS_2021)),
                rule("objectivity-rechecked", SCHOOL, combined(SCHOOL), with(recheck().build(), Outcome.CLEAR), clear("recheck/shift", SCHOOL))
                        .but(combined(SCHOOL), with(recheck().build(), Outcome.CLEAR), flag("recheck/shift", SCHOOL).build())
                        .but(combined(SCHOOL), with(with(recheck().build(), Outcome.CLEAR), "undecided"), clear("recheck/shift", SCHOOL)),
                rule("objectivity-marking", SCHOOL, recheck().build()).but(with(recheck().build(), Outcome.CLEAR)).but(combined(SCHOOL)),
                rule("objectivity-marking", SCHOOL, flag("recheck/shift", SCHOOL).fact("works", 40L).build()),
                rule("objectivity-municipality", TYNDA, combined(SCHOOL), combined(SECOND), combined(THIRD))
                        .but(combined(SCHOOL), combined(SECOND), clear(COMBINED, THIRD)),
                rule("low-results-plan", SCHOOL, shnor()).but(with(shnor(), Outcome.CLEAR)).but(doubtful).but(listed("low-results/regional")),
                rule("low-results-support", SCHOOL, shnor()).but(with(with(shnor(), Outcome.CLEAR), "few-low")),
                rule("low-results-regional", SCHOOL, listed("low-results/regional"))
                        .but(with(listed("low-results/regional"), Outcome.CLEAR))
                        .but(listed("low-results/regional"), shnor()),
                rule("low-results-hidden", SCHOOL, doubtful, combined(SCHOOL)).but(with(doubtful, ""), combined(SCHOOL))
                        .but(doubtful, clear(COMBINED, SCHOOL)),
                rule("low-results-conditions", SCHOOL, listed("resilience/crisis")).but(listed("resilience/resilient"))
                        .but(listed("social-conditions/lowest")),
                rule("effective-mode-improving", SCHOOL, shnor(), improving(), clear(COMBINED, SCHOOL))
                        .but(shnor(), with(improving(), "stable"), clear(COMBINED, SCHOOL))
                        .but(shnor(), improving(), combined(SCHOOL)),
                rule("effective-mode-experience", SCHOOL, listed("resilience/resilient"), clear(COMBINED, SCHOOL))
                        .but(listed("resilience/crisis"), clear(COMBINED, SCHOOL)).but(listed("resilience/resilient"), combined(SCHOOL)),
                rule("effective-mode-experience", SCHOOL, listed("resilience/best-practice"), clear(COMBINED, SCHOOL)),
                rule("effective-mode-experience", SCHOOL, listed("resilience/residual"), clear(COMBINED, SCHOOL)),
                rule("deficit-school", SCHOOL, deficit("items/school-deficit", SCHOOL, "deficit"))
                        .but(with(deficit("items/school-deficit", SCHOOL, ""), Outcome.CLEAR)).but(mass),
                rule("deficit-municipality", TYNDA, mass).but(with(mass, Outcome.CLEAR))
                        .but(deficit("items/mass-deficit", REGION, "mass-deficit")),
                rule("deficit-region", REGION, deficit("items/mass-deficit", REGION, "mass-deficit")).but(mass),
                rule("head-development", HEAD, card(HEAD, "heads").build()).but(with(card(HEAD, "heads").build(), Outcome.CLEAR))
                        .but(card(SCHOOL, "heads").build())
                        .but(card(HEAD, "heads").build(), flag(CARD, HEAD).outcome(Outcome.CLEAR).fact("methodology", "heads")
                                .fact("period", "2021-H2").build()),
                rule("head-support", HEAD, card(HEAD, "heads").build()).but(with(card(HEAD, "heads").build(), Outcome.CLEAR)),
                rule("mechanisms-missing", TYNDA, card(TYNDA, "municipal-mechanisms-example").build())
                        .but(card(TYNDA, "methodical-work-example").build()),
                rule("methodical-work", TYNDA, card(TYNDA, "methodical-work-example").build())
                        .but(card(TYNDA, "municipal-mechanisms-example").build()),
                rule("methodical-work", TYNDA, card(TYNDA, "teachers-development-example").build()),
                rule("staff-school", SCHOOL, staff(SCHOOL)).but(with(with(staff(SCHOOL), "possible"), Outcome.CLEAR)).but(staff(TYNDA)),
                rule("staff-municipality", TYNDA, staff(TYNDA)).but(with(with(staff(TYNDA), "possible"), Outcome.CLEAR)).but(staff(SCHOOL)),
                rule("staff-region", REGION, staff(REGION)).but(with(staff(REGION), Outcome.CLEAR)).but(staff(TYNDA)),
                rule("satisfaction-school", SCHOOL, survey(SCHOOL).build()).but(survey(SCHOOL).category("low").build()),
                rule("satisfaction-school", Unit.of(UnitType.ORGANISATION, "kindergarten-7"),
                        survey(Unit.of(UnitType.ORGANISATION, "kindergarten-7")).build()),
                rule("satisfaction-municipality", TYNDA, survey(TYNDA).build()).but(survey(TYNDA).category("low").build()),
                rule("roadmap-overdue", REGION, late).but(with(with(late, ""), Outcome.CLEAR)),
                rule("trend-school", SCHOOL, declining(SCHOOL)).but(improving()).but(declining(TYNDA)),
                rule("trend-municipality", TYNDA, declining(TYNDA)).but(improving(TYNDA).build()).but(declining(SCHOOL)));
    }

    private static List<Recommendation> spoken(Case one, Collection<Finding> findings) {
        return METHOD.run(findings, DATE).stream()
                .filter(advice -> advice.rule().id().equals(one.rule()) && advice.unit().equals(one.unit())).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRuleSpeaksAboutWhatItIsFor(Case one) {
        List<Recommendation> spoken = spoken(one, one.speaks());
        assertThat(spoken).as("%s", METHOD.whyNot(one.rule(), one.unit(), one.speaks(), DATE)).hasSize(1);
        Recommendation advice = spoken.get(0);
        assertThat(advice.due()).isAfterOrEqualTo(DATE).isBeforeOrEqualTo(DATE.plusYears(1).plusMonths(1));
        assertThat(advice.causes()).isNotEmpty();
        for (Locale locale : List.of(RU, Locale.ENGLISH)) {
            assertThat(advice.text(locale) + advice.why(locale)).doesNotContain("{", "}", "–", "null");
        }
        assertThat(advice.text(RU)).isNotEqualTo(advice.text(Locale.ENGLISH));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRuleIsSilentAboutWhatIsNear(Case one) {
        for (List<Finding> near : one.nearly()) {
            assertThat(spoken(one, near)).as("%s", near).isEmpty();
        }
        // Each finding is needed, and needed as a claim about this unit.
        for (Finding finding : one.speaks()) {
            for (Outcome outcome : List.of(Outcome.INSUFFICIENT_DATA, Outcome.NOT_APPLICABLE)) {
                List<Finding> unknown = new ArrayList<>(one.speaks());
                unknown.remove(finding);
                assertThat(spoken(one, unknown)).isEmpty();
                unknown.add(with(finding, outcome));
                assertThat(spoken(one, unknown)).isEmpty();
            }
        }
    }

    @Test
    void everyRuleHasACaseAndANearMiss() {
        Set<String> tried = new HashSet<>();
        cases().filter(one -> !one.nearly().isEmpty()).forEach(one -> tried.add(one.rule()));
        assertThat(tried).containsExactlyInAnyOrderElementsOf(SHIPPED.rules().stream().map(Rule::id).toList());
    }

    @Test
    void everyTopicThatDecisionsAskedForIsThere() {
        assertThat(SHIPPED.topics().keySet()).containsExactly("objectivity", "low-results", "effective-mode", "deficits", "heads",
                "mechanisms", "staff", "satisfaction", "roadmap", "trend");
        assertThat(SHIPPED.rules().stream().map(Rule::topic)).containsAll(SHIPPED.topics().keySet());
        assertThat(SHIPPED.status()).isEqualTo(Catalogue.Status.EXAMPLE);
        assertThat(SHIPPED.source()).contains("никем не утверждены");
    }

    @Test
    void theWordsAreCareful() {
        for (Rule rule : SHIPPED.rules()) {
            Stream.of(rule.title(), rule.text(), rule.why()).forEach(phrase -> {
                assertThat(phrase.ru()).as(rule.id()).containsPattern("[а-яё]{3}").isNotEqualTo(phrase.en());
                assertThat(phrase.en()).as(rule.id()).containsPattern("[a-z]{3}");
                assertThat(phrase.ru().toLowerCase(Locale.ROOT)).doesNotContainPattern("списыва|виновн|наказ|мошенн|подделк|фальсиф");
                assertThat(phrase.en().toLowerCase(Locale.ROOT)).doesNotContainPattern("cheat|guilt|punish|fraud|falsif");
            });
            assertThat(rule.measures()).as(rule.id()).isNotEmpty();
        }
    }

    @Test
    void repeatedLowResultsAreToldOnceToTheSchoolAndOnceToItsMunicipality() {
        List<String> rules = METHOD.run(Arrays.asList(shnor(), shnor(), listed("low-results/regional")), DATE).stream()
                .map(one -> one.rule().id()).toList();
        assertThat(rules).containsExactlyInAnyOrder("low-results-plan", "low-results-support");
    }
}
