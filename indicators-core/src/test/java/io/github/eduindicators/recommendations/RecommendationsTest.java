package io.github.eduindicators.recommendations;

import static io.github.eduindicators.recommendations.Fixture.COMBINED;
import static io.github.eduindicators.recommendations.Fixture.DATE;
import static io.github.eduindicators.recommendations.Fixture.ONE;
import static io.github.eduindicators.recommendations.Fixture.REGION;
import static io.github.eduindicators.recommendations.Fixture.RU;
import static io.github.eduindicators.recommendations.Fixture.SHNOR;
import static io.github.eduindicators.recommendations.Fixture.THREE;
import static io.github.eduindicators.recommendations.Fixture.TREND;
import static io.github.eduindicators.recommendations.Fixture.TWO;
import static io.github.eduindicators.recommendations.Fixture.TYNDA;
import static io.github.eduindicators.recommendations.Fixture.builder;
import static io.github.eduindicators.recommendations.Fixture.clear;
import static io.github.eduindicators.recommendations.Fixture.finding;
import static io.github.eduindicators.recommendations.Fixture.flag;
import static io.github.eduindicators.recommendations.Fixture.method;
import static io.github.eduindicators.recommendations.Fixture.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.FindingPattern.Comparison;
import io.github.eduindicators.recommendations.FindingPattern.Whose;
import io.github.eduindicators.recommendations.Recommendations.Reason;
import io.github.eduindicators.recommendations.Recommendations.WhyNot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecommendationsTest {
    private static final FindingPattern FLAG = FindingPattern.flagged(COMBINED);
    private static final String SIGN = "fioko-2019/inflated-mean";
    private static final String CARD = "criteria/scorecard";
    private static final Assessment MATHS_2019 = Assessment.vpr(2019, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final Assessment MATHS_2020 = Assessment.vpr(2020, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final Assessment RUSSIAN_2021 = Assessment.vpr(2021, Subject.RUSSIAN, 4, ScoreScale.of(38, 14, 24, 33));

    private static List<String> given(Recommendations method, Finding... findings) {
        return method.run(List.of(findings), DATE).stream().map(one -> one.rule().id() + " " + one.unit().code()).toList();
    }

    private static List<Reason> whyNot(Recommendations method, String rule, Unit unit, Finding... findings) {
        List<Reason> reasons = method.whyNot(rule, unit, List.of(findings), DATE).stream().map(WhyNot::reason).toList();
        boolean given = method.run(List.of(findings), DATE).stream()
                .anyMatch(one -> one.rule().id().equals(rule) && one.unit().equals(unit));
        assertThat(reasons.isEmpty()).isEqualTo(given);
        return reasons;
    }

    private static Finding.Builder sign(Assessment... works) {
        Finding.Builder finding = finding(SIGN, ONE, Outcome.FLAGGED);
        for (Assessment work : works) {
            finding.assessment(work.id());
        }
        return finding;
    }

    @Test
    void aFlagIsToldToTheHeadOfTheSchool() {
        Rule rule = rule("look").allOf(FLAG).priority(Rule.Priority.HIGH).deadline(Deadline.afterDays(10))
                .text(new Phrase("Школа {unit}: {kinds}, p {adjusted-p:p}", "School {unit}: {kinds}, p {adjusted-p:p}"))
                .why(new Phrase("Сильнее всего: {strongest:name}", "Strongest: {strongest:name}")).build();
        Finding finding = finding(COMBINED, ONE, Outcome.FLAGGED).adjustedP(0.0312).fact("kinds", 3L).fact("strongest", "cutoff").build();
        List<Recommendation> advice = method(rule).run(List.of(finding), DATE);
        assertThat(advice).hasSize(1);
        Recommendation one = advice.get(0);
        assertThat(one.addressee()).isEqualTo(Addressee.SCHOOL_HEAD);
        assertThat(one.addressedUnit()).isEqualTo(ONE);
        assertThat(one.unit()).isEqualTo(ONE);
        assertThat(one.due()).isEqualTo("2021-08-30");
        assertThat(one.priority()).isEqualTo(Rule.Priority.HIGH);
        assertThat(one.causes()).containsExactly(finding);
        assertThat(one.text(RU)).isEqualTo("Школа Школа № 1: 3, p = 0,0312");
        assertThat(one.text(Locale.ENGLISH)).isEqualTo("School Школа № 1: 3, p = 0.0312");
        assertThat(one.why(RU)).isEqualTo("Сильнее всего: границы отметок");
        assertThat(one.why(Locale.ENGLISH)).isEqualTo("Strongest: boundaries of marks");
    }

    @ParameterizedTest
    @EnumSource(value = Outcome.class, names = {"CLEAR", "NOT_APPLICABLE", "INSUFFICIENT_DATA"})
    void otherOutcomesGiveNothing(Outcome outcome) {
        Recommendations method = method(rule("look").allOf(FLAG).build());
        Finding finding = finding(COMBINED, ONE, outcome).build();
        assertThat(given(method, finding)).isEmpty();
        assertThat(whyNot(method, "look", ONE, finding))
                .containsExactly(outcome == Outcome.CLEAR ? Reason.NO_MATCH : Reason.NOT_KNOWN);
        assertThat(given(method)).isEmpty();
        assertThat(whyNot(method, "look", ONE)).containsExactly(Reason.NO_FINDING);
    }

    @Test
    void whatIsExcludedMustBeKnownNotToBe() {
        Recommendations method = method(rule("learn").allOf(FindingPattern.flagged("resilience/resilient")).noneOf(FLAG).build());
        Finding high = flag("resilience/resilient", ONE);
        assertThat(given(method, high, clear(COMBINED, ONE))).containsExactly("learn edu280001");
        assertThat(given(method, high)).isEmpty();
        assertThat(whyNot(method, "learn", ONE, high)).containsExactly(Reason.NOT_KNOWN);
        assertThat(given(method, high, finding(COMBINED, ONE, Outcome.INSUFFICIENT_DATA).build())).isEmpty();
        assertThat(given(method, high, finding(COMBINED, ONE, Outcome.NOT_APPLICABLE).build())).isEmpty();
        assertThat(given(method, high, clear(COMBINED, TWO))).isEmpty();
        assertThat(whyNot(method, "learn", ONE, high, flag(COMBINED, ONE))).containsExactly(Reason.EXCLUDED);
    }

    @Test
    void aFlagThatDoesNotMatchTheExclusionDoesNotClear() {
        FindingPattern strong = FLAG.where(Comparison.atMost("adjusted-p", 0.001));
        Recommendations method = method(rule("r").allOf(FindingPattern.flagged(SHNOR)).noneOf(strong).build());
        Finding weak = finding(COMBINED, ONE, Outcome.FLAGGED).adjustedP(0.04).build();
        assertThat(given(method, flag(SHNOR, ONE), weak)).isEmpty();
        assertThat(given(method, flag(SHNOR, ONE), weak, finding(COMBINED, ONE, Outcome.CLEAR).adjustedP(0.5).build())).hasSize(1);
    }

    @Test
    void categoriesAndNumbersNarrow() {
        Recommendations method = method(rule("r").allOf(
                FindingPattern.clear(TREND).in("improving").where(Comparison.atLeast("probability", 0.9)).where(Comparison.atMost("n", 6)))
                .build());
        assertThat(given(method, trend("improving", 0.9, 6))).hasSize(1);
        assertThat(given(method, trend("improving", 0.899, 6))).isEmpty();
        assertThat(given(method, trend("improving", 0.95, 7))).isEmpty();
        assertThat(given(method, trend("stable", 0.95, 6))).isEmpty();
        assertThat(whyNot(method, "r", ONE, trend("stable", 0.95, 6))).containsExactly(Reason.NO_MATCH);
        assertThat(given(method, finding(TREND, ONE, Outcome.CLEAR).category("improving").build())).isEmpty();
    }

    private static Finding trend(String category, double probability, long n) {
        return finding(TREND, ONE, Outcome.CLEAR).category(category).fact("probability", probability).n(n).build();
    }

    @Test
    void anyOfAsksForSoMany() {
        Recommendations method = method(rule("r")
                .anyOf(FLAG, FindingPattern.flagged(SIGN).inAllPeriods(), FindingPattern.flagged("recheck/shift")).anyAtLeast(2).build());
        assertThat(given(method, flag(COMBINED, ONE))).isEmpty();
        assertThat(whyNot(method, "r", ONE, flag(COMBINED, ONE))).containsExactly(Reason.NO_FINDING, Reason.NO_FINDING);
        Recommendation two = method.run(List.of(flag(COMBINED, ONE), flag("recheck/shift", ONE)), DATE).get(0);
        assertThat(two.causes()).hasSize(2);
    }

    @Test
    void onlyTheLatestPeriodCounts() {
        Recommendations method = method(Rule.builder("m", Addressee.MUNICIPAL_AUTHORITY, "topic").unitTypes(UnitType.MUNICIPALITY)
                .title(Fixture.phrase("t")).text(Fixture.phrase("{period}")).why(Fixture.phrase("w"))
                .allOf(FindingPattern.flagged(CARD)).build());
        Finding first = card("mm", "2021-H1", Outcome.FLAGGED);
        assertThat(given(method, first)).hasSize(1);
        assertThat(given(method, first, card("mm", "2021-H2", Outcome.CLEAR))).isEmpty();
        assertThat(given(method, first, card("mm", "2021-H2", Outcome.INSUFFICIENT_DATA))).isEmpty();
        assertThat(whyNot(method, "m", TYNDA, first, card("mm", "2021-H2", Outcome.INSUFFICIENT_DATA))).containsExactly(Reason.NOT_KNOWN);
        assertThat(given(method, first, card("other", "2021-H2", Outcome.CLEAR))).hasSize(1);
        Recommendation both = method.run(List.of(card("mm", "2020-H2", Outcome.FLAGGED), card("mm", "2021-H2", Outcome.FLAGGED)), DATE).get(0);
        assertThat(both.text(Locale.ENGLISH)).isEqualTo("2021-H2");
    }

    @Test
    void whatIsThreeYearsOlderThanTheMethodsLatestIsNotCurrent() {
        Recommendations method = method(rule("r").allOf(FindingPattern.flagged(SHNOR)).build());
        Finding old = finding(SHNOR, ONE, Outcome.FLAGGED).fact("year", 2018L).build();
        assertThat(given(method, old)).hasSize(1);
        assertThat(given(method, old, finding(SHNOR, TWO, Outcome.CLEAR).fact("year", 2020L).build())).hasSize(1);
        assertThat(given(method, old, finding(SHNOR, TWO, Outcome.CLEAR).fact("year", 2021L).build())).isEmpty();
    }

    private static Finding card(String methodology, String period, Outcome outcome) {
        return finding(CARD, TYNDA, outcome).fact("methodology", methodology).fact("period", period).build();
    }

    @Test
    void signsOfTheLastYearsAndOfSeveralYears() {
        List<Assessment> works = List.of(MATHS_2019, MATHS_2020, RUSSIAN_2021);
        Recommendations recent = method(rule("r").allOf(FindingPattern.flagged(SIGN).inLastYears(2)).build()).withAssessments(works);
        Finding clear2021 = finding(SIGN, TWO, Outcome.CLEAR).assessment(RUSSIAN_2021.id()).build();
        assertThat(given(recent, sign(MATHS_2019).build())).hasSize(1);
        assertThat(given(recent, sign(MATHS_2019).build(), clear2021)).isEmpty();
        assertThat(given(recent, sign(MATHS_2020).build(), clear2021)).hasSize(1);
        assertThat(given(recent, sign().build(), clear2021)).isEmpty();

        Recommendations repeated = method(rule("r").allOf(FindingPattern.flagged(SIGN).withYears(2).inAllPeriods()).build())
                .withAssessments(works);
        assertThat(given(repeated, sign(MATHS_2019).build())).isEmpty();
        assertThat(whyNot(repeated, "r", ONE, sign(MATHS_2019).build())).containsExactly(Reason.NO_MATCH);
        assertThat(given(repeated, sign(MATHS_2019).build(), sign(MATHS_2019).p(0.1).build())).isEmpty();
        assertThat(given(repeated, sign(MATHS_2019).build(), sign(RUSSIAN_2021).build())).hasSize(1);
    }

    @Test
    void subjectsAreThoseOfTheFactOrOfTheWorks() {
        Recommendations method = method(rule("r").allOf(FindingPattern.flagged(SIGN).inSubjects(List.of("russian")).inAllPeriods()).build())
                .withAssessments(List.of(MATHS_2019, RUSSIAN_2021));
        assertThat(given(method, sign(RUSSIAN_2021).build())).hasSize(1);
        assertThat(given(method, sign(MATHS_2019).build())).isEmpty();
        assertThat(given(method, sign(MATHS_2019).fact("subject", "russian").build())).hasSize(1);
        assertThat(given(method, sign().build())).isEmpty();
    }

    @Test
    void aMunicipalityIsToldWhenSoManySchoolsAre() {
        Rule rule = Rule.builder("m", Addressee.MUNICIPAL_AUTHORITY, "topic").unitTypes(UnitType.MUNICIPALITY)
                .title(Fixture.phrase("t")).text(Fixture.phrase("{unit}: {units} of {findings}")).why(Fixture.phrase("w"))
                .allOf(FLAG.of(Whose.SCHOOLS).withAtLeast(2)).build();
        Recommendations method = method(rule);
        assertThat(given(method, flag(COMBINED, ONE), finding(COMBINED, ONE, Outcome.FLAGGED).p(0.5).build())).isEmpty();
        assertThat(whyNot(method, "m", TYNDA, flag(COMBINED, ONE))).containsExactly(Reason.TOO_FEW);
        Recommendation told = method.run(List.of(flag(COMBINED, ONE), flag(COMBINED, THREE), clear(COMBINED, TWO)), DATE).get(0);
        assertThat(told.unit()).isEqualTo(TYNDA);
        assertThat(told.addressedUnit()).isEqualTo(TYNDA);
        assertThat(told.text(Locale.ENGLISH)).isEqualTo("Тында: 2 of 2");
        assertThat(told.causes()).extracting(Finding::unit).containsExactly(ONE, THREE);
        assertThat(given(Recommendations.of(builder(rule).build()), flag(COMBINED, ONE), flag(COMBINED, THREE))).isEmpty();
    }

    @Test
    void headsAreAddressedThroughTheirSchoolAndNeverByTheirCode() {
        Rule own = Rule.builder("own", Addressee.SCHOOL_HEAD, "topic").unitTypes(UnitType.HEAD).title(Fixture.phrase("t"))
                .text(Fixture.phrase("{unit}")).why(Fixture.phrase("w")).allOf(FindingPattern.flagged(CARD)).build();
        Rule authority = Rule.builder("authority", Addressee.MUNICIPAL_AUTHORITY, "topic").unitTypes(UnitType.HEAD)
                .title(Fixture.phrase("t")).text(Fixture.phrase("{unit}")).why(Fixture.phrase("w"))
                .allOf(FindingPattern.flagged(CARD)).build();
        Unit known = Unit.of(UnitType.HEAD, ONE.value());
        Unit unknown = Unit.of(UnitType.HEAD, "Иванов-17");
        List<Recommendation> advice = method(own, authority).run(List.of(flag(CARD, known), flag(CARD, unknown)), DATE);
        assertThat(advice).hasSize(4);
        assertThat(advice).filteredOn(one -> one.unit().equals(known)).extracting(one -> one.text(RU)).containsOnly("Школа № 1");
        assertThat(advice).filteredOn(one -> one.unit().equals(known)).extracting(Recommendation::addressedUnit)
                .containsExactly(TYNDA, ONE);
        assertThat(advice).filteredOn(one -> one.unit().equals(unknown)).extracting(one -> one.text(RU)).containsOnly("–");
    }

    @Test
    void personsAreNeverRecommendedAbout() {
        Rule rule = Rule.builder("r", Addressee.REGIONAL_AUTHORITY, "topic")
                .unitTypes(UnitType.SCHOOL, UnitType.ORGANISATION, UnitType.HEAD, UnitType.REGION).title(Fixture.phrase("t"))
                .text(Fixture.phrase("t")).why(Fixture.phrase("w")).allOf(FindingPattern.flagged("staff/own")).build();
        Recommendations method = Recommendations.of(builder(rule).ownMethods(List.of("staff/own")).build());
        assertThat(method.run(List.of(flag("staff/own", Unit.of(UnitType.PERSON, "t-17"))), DATE)).isEmpty();
        assertThat(method.run(List.of(flag("staff/own", REGION)), DATE)).hasSize(1);
    }

    @Test
    void oneRecommendationForEachSubject() {
        Rule rule = rule("r").allOf(FindingPattern.flagged("amur/deficit")).groupBy("subject")
                .text(Fixture.phrase("{group:name}: {skill}")).build();
        Recommendations method = Recommendations.of(builder(rule).ownMethods(List.of("amur/deficit")).build());
        List<Recommendation> advice = method.run(List.of(
                deficit("russian", "4", "commas"), deficit("mathematics", "5", "shares"), deficit("russian", "5", "stress"),
                deficit("russian", "6", "commas")), DATE);
        assertThat(advice).extracting(one -> one.text(Locale.ENGLISH)).containsExactly("mathematics: shares", "Russian: commas; stress");
        assertThat(advice).extracting(Recommendation::group).map(group -> group.orElse("")).containsExactly("mathematics", "russian");
        assertThat(advice.get(1).causes()).hasSize(3);
    }

    private static Finding deficit(String subject, String grade, String skill) {
        return finding("amur/deficit", ONE, Outcome.FLAGGED).fact("subject", subject).fact("grade", grade).fact("skill", skill).build();
    }

    @Test
    void longListsOfValuesAreCutAndWhatIsMissingIsADash() {
        Rule rule = rule("r").allOf(FindingPattern.flagged("amur/deficit")).text(Fixture.phrase("{skill} {nothing:0.0}")).build();
        Recommendations method = Recommendations.of(builder(rule).ownMethods(List.of("amur/deficit")).build());
        List<Finding> findings = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            findings.add(deficit("russian", "" + i, "s" + i));
        }
        assertThat(method.run(findings, DATE).get(0).text(Locale.ENGLISH)).isEqualTo("s1; s2; s3; s4; s5; … –");
        assertThat(method.run(findings.subList(0, 5), DATE).get(0).text(Locale.ENGLISH)).isEqualTo("s1; s2; s3; s4; s5 –");
    }

    @Test
    void whatIsFilledInIsNotLookedAtAgain() {
        Rule rule = rule("r").allOf(FLAG).text(Fixture.phrase("{unit} {strongest}")).build();
        Recommendations method = Recommendations.of(builder(rule).build())
                .withSchools(List.of(School.builder(ONE).name("{p} $1 \\{unit}").build()));
        Finding finding = finding(COMBINED, ONE, Outcome.FLAGGED).fact("strongest", "{unit}$0").build();
        assertThat(method.run(List.of(finding), DATE).get(0).text(RU)).isEqualTo("{p} $1 \\{unit} {unit}$0");
    }

    @Test
    void aRuleSilencesThoseThatItReplaces() {
        Recommendations method = method(
                rule("check").allOf(FLAG).build(),
                rule("checked").allOf(FLAG, FindingPattern.clear("recheck/confirmed-share")).replaces(List.of("check")).build());
        assertThat(given(method, flag(COMBINED, ONE))).containsExactly("check edu280001");
        Finding confirmed = clear("recheck/confirmed-share", ONE);
        assertThat(given(method, flag(COMBINED, ONE), confirmed, flag(COMBINED, TWO)))
                .containsExactly("checked edu280001", "check edu280002");
        assertThat(method.whyNot("check", ONE, List.of(flag(COMBINED, ONE), confirmed), DATE))
                .containsExactly(new WhyNot(Reason.REPLACED, "checked"));
    }

    @Test
    void outOfForceThereIsNothing() {
        Rule rule = rule("r").allOf(FLAG).validFrom(DATE.plusDays(1)).build();
        assertThat(given(method(rule), flag(COMBINED, ONE))).isEmpty();
        assertThat(whyNot(method(rule), "r", ONE, flag(COMBINED, ONE))).containsExactly(Reason.NOT_IN_FORCE);
        Recommendations old = Recommendations.of(builder(rule("r").allOf(FLAG).build()).validTo(DATE.minusDays(1)).build());
        assertThat(given(old, flag(COMBINED, ONE))).isEmpty();
        assertThat(old.run(List.of(flag(COMBINED, ONE)), DATE.minusDays(1))).hasSize(1);
    }

    @Test
    void whyNotKnowsRulesAndUnits() {
        Recommendations method = method(rule("r").allOf(FLAG).build());
        assertThat(whyNot(method, "r", TYNDA, flag(COMBINED, ONE))).containsExactly(Reason.OTHER_UNIT_TYPE);
        assertThatIllegalArgumentException().isThrownBy(() -> method.whyNot("s", ONE, List.of(), DATE)).withMessageContaining("[r]");
    }

    @Test
    void theAuthorityIsThatOfTheSchoolsPlace() {
        Rule municipal = Rule.builder("m", Addressee.METHODICAL_SERVICE, "topic").unitTypes(UnitType.SCHOOL).title(Fixture.phrase("t"))
                .text(Fixture.phrase("t")).why(Fixture.phrase("w")).allOf(FLAG).build();
        Rule regional = Rule.builder("g", Addressee.REGIONAL_AUTHORITY, "topic").unitTypes(UnitType.SCHOOL, UnitType.MUNICIPALITY)
                .title(Fixture.phrase("t")).text(Fixture.phrase("t")).why(Fixture.phrase("w")).allOf(FLAG).build();
        assertThat(method(municipal, regional).run(List.of(flag(COMBINED, ONE), flag(COMBINED, TYNDA)), DATE))
                .extracting(one -> one.rule().id() + one.addressedUnit()).containsExactly("gАмурская область", "gАмурская область", "mТында");
        assertThat(Recommendations.of(builder(municipal).build()).run(List.of(flag(COMBINED, ONE)), DATE).get(0).addressedUnit())
                .isEqualTo(School.of(ONE).municipality());
    }

    @Test
    void sortedByAddresseePriorityUnitAndRuleWhateverTheOrderOfFindings() {
        Rule low = rule("a").allOf(FLAG).priority(Rule.Priority.LOW).build();
        Rule high = rule("z").allOf(FLAG).priority(Rule.Priority.HIGH).build();
        Rule region = Rule.builder("region", Addressee.REGIONAL_AUTHORITY, "topic").unitTypes(UnitType.SCHOOL).title(Fixture.phrase("t"))
                .text(Fixture.phrase("t")).why(Fixture.phrase("w")).allOf(FLAG).build();
        List<Finding> findings = new ArrayList<>(List.of(flag(COMBINED, TWO), flag(COMBINED, ONE), flag(COMBINED, ONE)));
        List<Recommendation> advice = method(low, high, region).run(findings, DATE);
        assertThat(advice).extracting(one -> one.rule().id() + " " + one.unit()).containsExactly(
                "region edu280001", "region edu280002", "z edu280001", "a edu280001", "z edu280002", "a edu280002");
        Collections.reverse(findings);
        assertThat(method(low, high, region).run(findings, DATE)).isEqualTo(advice);
        assertThat(advice).isSortedAccordingTo(Recommendation.order());
    }

    @Test
    void municipalitiesOfOneNameInTwoRegionsAreTwo() {
        Municipality other = Municipality.of(io.github.eduindicators.model.Region.of("Другая область"), "Тында");
        SchoolId there = SchoolId.of("edu990001");
        List<School> schools = new ArrayList<>(Fixture.SCHOOLS);
        schools.add(School.builder(there).municipality(other).build());
        Rule rule = Rule.builder("m", Addressee.MUNICIPAL_AUTHORITY, "topic").unitTypes(UnitType.MUNICIPALITY).title(Fixture.phrase("t"))
                .text(Fixture.phrase("t")).why(Fixture.phrase("w")).allOf(FLAG.of(Whose.SCHOOLS).withAtLeast(2)).build();
        assertThat(method(rule).withSchools(schools).run(List.of(flag(COMBINED, ONE), flag(COMBINED, there)), DATE)).isEmpty();
    }

    @Test
    void theDateIsNeverAfterTheTerm() {
        Rule rule = rule("r").allOf(FLAG).deadline(Deadline.onDay(java.time.MonthDay.of(8, 19))).build();
        assertThat(method(rule).run(List.of(flag(COMBINED, ONE)), DATE).get(0).due()).isEqualTo(LocalDate.of(2022, 8, 19));
    }
}
