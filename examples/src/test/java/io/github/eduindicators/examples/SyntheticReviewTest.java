package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.finding.Wording;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.items.AssessmentQuality;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.recommendations.DecisionEffects;
import io.github.eduindicators.recommendations.Recommendation;
import io.github.eduindicators.review.ListRow;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.SchoolSummary;
import io.github.eduindicators.review.TrendReview;
import io.github.eduindicators.trend.TrendMonitoring;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the review makes of a region whose truth is known. */
class SyntheticReviewTest {
    private static SyntheticRegion region;
    private static Review.Result review;
    private static Set<SchoolId> flagged;

    @BeforeAll
    static void reviewTheRegion() {
        region = SyntheticRegion.standard();
        review = Review.standard().run(region.input());
        flagged = review.schools().stream()
                .filter(school -> school.outcome() == Outcome.FLAGGED)
                .map(school -> school.school().id())
                .collect(Collectors.toSet());
    }

    private static List<SchoolId> planted(SyntheticRegion.Violation kind) {
        return region.planted().entrySet().stream().filter(e -> e.getValue().kind() == kind).map(e -> e.getKey()).toList();
    }

    private static SchoolSummary summary(SchoolId id) {
        return review.schools().stream().filter(school -> school.school().id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void plantedKindsAreFoundAndNamed() {
        // Those with at least 150 results: in a small rural school nothing can be told from chance, and the review must not pretend to.
        Map<SyntheticRegion.Violation, String> kinds = Map.of(
                SyntheticRegion.Violation.CUTOFF, "cutoff", SyntheticRegion.Violation.JOURNAL, "journal",
                SyntheticRegion.Violation.REVERSED_JOURNAL, "journal", SyntheticRegion.Violation.COPYING, "copying",
                SyntheticRegion.Violation.FITTED, "fitted", SyntheticRegion.Violation.SPIKE, "spike");
        kinds.forEach((violation, kind) -> {
            List<SchoolId> large = planted(violation).stream().filter(id -> summary(id).n() >= 150).toList();
            assertThat(large).as(violation.name()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(flagged).as(violation.name()).containsAll(large);
            assertThat(large).as(violation.name()).allSatisfy(id -> assertThat(summary(id).kinds()).contains(kind));
        });
    }

    @Test
    void aMeanLiftedEverywhereIsFoundInMostSchools() {
        // A lift everywhere looks like a good school with strict journals: three quarters is what the power study gives.
        List<SchoolId> inflated = planted(SyntheticRegion.Violation.INFLATED);
        assertThat(inflated).filteredOn(flagged::contains).hasSizeGreaterThanOrEqualTo(inflated.size() * 3 / 4);
    }

    @Test
    void honestSchoolsAreHardlyEverFlagged() {
        // Benjamini-Hochberg at 0.05: of about 40 flags two false ones are expected, and more than five have a chance of about 2 %.
        assertThat(flagged).filteredOn(id -> !region.planted().containsKey(id)).hasSizeLessThanOrEqualTo(5);
        // Schools where all pupils are much alike are the hardest: a third of the usual spread here.
        assertThat(flagged).filteredOn(id -> region.lookAlikes().containsKey(id))
                .allSatisfy(id -> assertThat(region.lookAlikes().get(id)).isEqualTo(SyntheticRegion.LookAlike.HOMOGENEOUS))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void schoolsThatRiseOrFallSteadilyAreNotTakenForViolators() {
        assertThat(region.trends().keySet()).doesNotContainAnyElementsOf(flagged);
        assertThat(region.trends().keySet()).allSatisfy(id -> assertThat(summary(id).kinds()).isEmpty());
    }

    private static List<TrendMonitoring.Row> trends(TrendMonitoring.Label label) {
        return review.trends().overall().get(region.region()).schools().rows(label);
    }

    private static SchoolId school(TrendMonitoring.Row row) {
        return (SchoolId) row.key().unit();
    }

    /** How probable a label is for a true slope of a school: its own slope over its error must reach the limit by which it is drawn. */
    private static double chance(TrendMonitoring.Row row, double slope, int direction) {
        double limit = 1.645 / Math.sqrt(row.reliability().orElseThrow());
        return NormalLaw.upperTail(limit - direction * slope / row.slopeError().orElseThrow());
    }

    @Test
    void plantedTrendsAreLabelledMostly() {
        Map<SchoolId, TrendMonitoring.Row> rows = review.trends().overall().get(region.region()).schools().rows().stream()
                .collect(Collectors.toMap(SyntheticReviewTest::school, row -> row));
        for (int direction : new int[] {1, -1}) {
            TrendMonitoring.Label label = direction > 0 ? TrendMonitoring.Label.IMPROVING : TrendMonitoring.Label.DECLINING;
            List<SchoolId> planted = region.trends().keySet().stream().filter(id -> direction * region.trends().get(id) > 0).toList();
            double expected = planted.stream().mapToDouble(id -> chance(rows.get(id), region.trends().get(id), direction)).sum();
            assertThat(planted).filteredOn(id -> rows.get(id).label() == label)
                    .hasSizeGreaterThanOrEqualTo((int) Math.floor(expected - 2 * Math.sqrt(planted.size() - expected)))
                    .hasSizeGreaterThan(planted.size() * 2 / 3);
            assertThat(trends(direction > 0 ? TrendMonitoring.Label.DECLINING : TrendMonitoring.Label.IMPROVING))
                    .extracting(SyntheticReviewTest::school).as("none the wrong way").doesNotContainAnyElementsOf(planted);
        }
    }

    @Test
    void schoolsWhoseLevelStandsStillAreSeldomLabelled() {
        // They have no slope at all, but for what moves cohorts; each is labelled with the chance of a slope of 0, in either direction.
        List<TrendMonitoring.Row> ordinary = review.trends().overall().get(region.region()).schools().rows().stream()
                .filter(row -> !region.trends().containsKey(school(row)) && !region.planted().containsKey(school(row)))
                .filter(row -> row.label() != TrendMonitoring.Label.INSUFFICIENT).toList();
        double expected = ordinary.stream().mapToDouble(row -> 2 * chance(row, 0, 1)).sum();
        assertThat(ordinary).hasSizeGreaterThan(200);
        assertThat(ordinary.stream().filter(row -> row.label() == TrendMonitoring.Label.IMPROVING
                || row.label() == TrendMonitoring.Label.DECLINING)).hasSizeLessThanOrEqualTo((int) Math.ceil(expected + 3 * Math.sqrt(expected)));
    }

    @Test
    void theListsOfTrendsHoldFewFalseNames() {
        for (int direction : new int[] {1, -1}) {
            List<SchoolId> listed = review.lists().stream()
                    .filter(row -> row.list().equals(direction > 0 ? TrendReview.IMPROVING : TrendReview.DECLINING))
                    .filter(row -> row.member() == ListRow.Member.YES).map(row -> (SchoolId) row.unit()).toList();
            List<SchoolId> planted = region.trends().keySet().stream().filter(id -> direction * region.trends().get(id) > 0).toList();
            assertThat(listed).filteredOn(planted::contains).hasSizeGreaterThanOrEqualTo(planted.size() / 2);
            // About one in twenty, so less than one; more than three have a chance below 1 in 100.
            assertThat(listed).filteredOn(id -> !planted.contains(id)).hasSizeLessThanOrEqualTo(3);
            assertThat(listed).as("what is not to be believed is no trend").doesNotContainAnyElementsOf(review.effectiveness().doubtful());
        }
        assertThat(review.lists().stream().filter(row -> row.list().equals(TrendReview.IMPROVING)).map(ListRow::unit).distinct())
                .hasSameSizeAs(review.lists().stream().filter(row -> row.list().equals(TrendReview.IMPROVING)).toList())
                .hasSizeGreaterThan(600);
    }

    @Test
    void theSignsOfFiokoFlagHonestLyceumsWhichIsWhyTheyAreNoOutcome() {
        List<SchoolId> selective = region.lookAlikes().entrySet().stream()
                .filter(e -> e.getValue() == SyntheticRegion.LookAlike.SELECTIVE)
                .map(e -> e.getKey())
                .toList();
        assertThat(selective).filteredOn(id -> summary(id).signs() > 0).hasSizeGreaterThan(selective.size() / 2);
    }

    @Test
    void theIndexCoversEveryMunicipalityAndYear() {
        assertThat(review.index()).hasSize(41 * 6);
        assertThat(review.index()).extracting(IndexRow::index).allMatch(index -> index >= 0 && index <= 100);
        int schools = review.index().stream()
                .filter(row -> row.year() == 2021 && !row.unit().equals(region.region()))
                .mapToInt(IndexRow::schools)
                .sum();
        IndexRow whole = review.index().stream().filter(row -> row.year() == 2021 && row.unit().equals(region.region())).findFirst().orElseThrow();
        assertThat(schools).isEqualTo(whole.schools());
    }

    private static List<Finding> flags(String method, UnitType type) {
        return review.findings().stream()
                .filter(f -> f.method().id().equals(method) && f.outcome() == Outcome.FLAGGED && f.unit().unitType() == type)
                .toList();
    }

    private static List<Unit> advised(String rule) {
        return review.recommendations().stream().filter(r -> r.rule().id().equals(rule)).map(Recommendation::unit).toList();
    }

    @Test
    void plantedDeficitsOfPupilsAreFoundAndAdvised() {
        SyntheticTasks tasks = SyntheticTasks.of(region, SyntheticRegion.STANDARD_SEED);
        Set<Unit> found = flags("items/school-deficit", UnitType.SCHOOL).stream().map(Finding::unit).collect(Collectors.toSet());
        assertThat(tasks.deficits()).hasSizeGreaterThan(8);
        assertThat(tasks.deficits().keySet()).filteredOn(found::contains)
                .hasSizeGreaterThanOrEqualTo(tasks.deficits().size() - 3);
        Set<Unit> weak = region.schools().stream().filter(school -> school.municipality().equals(tasks.municipality()))
                .map(School::id).collect(Collectors.toSet());
        assertThat(found).filteredOn(unit -> !tasks.deficits().containsKey(unit) && !weak.contains(unit)).hasSizeLessThanOrEqualTo(3);
        // Weak districts also reach less than the band asks for; behind the region at the same level is the planted one alone.
        assertThat(flags("items/mass-deficit", UnitType.MUNICIPALITY))
                .filteredOn(f -> f.fact("reason").orElseThrow().value().equals("behind-region"))
                .extracting(Finding::unit).containsOnly(tasks.municipality()).isNotEmpty();
        assertThat(advised("deficit-school")).containsAll(found);
        assertThat(advised("deficit-municipality")).contains(tasks.municipality());
    }

    @Test
    void whatStaffLackIsFoundAndAdvised() {
        Municipality planted = SyntheticStaff.planted(region.schools());
        assertThat(flags("staff/deficits", UnitType.MUNICIPALITY)).filteredOn(f -> f.unit().equals(planted)).singleElement()
                .satisfies(f -> assertThat(f.fact("competency").orElseThrow().value()).isEqualTo(SyntheticStaff.LACKING));
        assertThat(flags("staff/deficits", UnitType.MUNICIPALITY)).hasSizeLessThanOrEqualTo(2);
        assertThat(review.needs()).filteredOn(need -> need.unit().equals(planted))
                .anyMatch(need -> need.module().competency().equals(SyntheticStaff.LACKING) && need.persons() >= 5);
        assertThat(advised("staff-municipality")).contains(planted);
    }

    @Test
    void theMunicipalityWhereContentmentFellIsFoundAndAdvised() {
        Municipality planted = SyntheticSurvey.fallen(region.schools()).orElseThrow();
        List<Unit> fell = flags("surveys/satisfaction", UnitType.MUNICIPALITY).stream()
                .filter(f -> f.category().equals("fell")).map(Finding::unit).distinct().toList();
        // All groups of one municipality of forty; false discoveries are five of a hundred.
        assertThat(fell).contains(planted).hasSizeLessThanOrEqualTo(4);
        assertThat(advised("satisfaction-municipality")).contains(planted);
    }

    @Test
    void theStudyFindsWhichDomainFell() {
        List<Finding> said = review.findings().stream().filter(f -> f.method().id().equals("surveys/study")).toList();
        assertThat(said).hasSize(2).allSatisfy(f -> {
            boolean fell = SyntheticStudy.planted().containsKey(f.fact("domain").orElseThrow().value().toString());
            assertThat(f.outcome()).isEqualTo(fell ? Outcome.FLAGGED : Outcome.CLEAR);
        });
        assertThat(said).filteredOn(f -> f.outcome() == Outcome.FLAGGED).singleElement().satisfies(f ->
                assertThat(-SyntheticStudy.FALL).isBetween(f.effect().orElseThrow().lower(), f.effect().orElseThrow().upper()));
    }

    @Test
    void measuresOverdueOnTheDateAreFoundAndAdvised() {
        assertThat(review.date()).isEqualTo(SyntheticRoadmap.asOf());
        assertThat(flags("roadmap/execution", UnitType.REGION)).singleElement().satisfies(f -> {
            assertThat(f.unit()).isEqualTo(region.region());
            assertThat(f.category()).isEqualTo("overdue");
        });
        // Counted by hand in the roadmap's own test: four of Tynda and one of the protocol.
        assertThat(review.roadmap().total().overdue()).isEqualTo(5);
        assertThat(advised("roadmap-overdue")).containsExactly(region.region());
        assertThat(review.recommendations()).filteredOn(r -> r.rule().id().equals("roadmap-overdue"))
                .extracting(Recommendation::due).containsExactly(review.date().plusDays(14));
    }

    @Test
    void schoolsThatRiseMoveMoreAfterADecisionThanThoseThatDoNot() {
        Map<Unit, Double> rises = SyntheticDecisions.rises(region);
        double[] rising = beyond(unit -> rises.get(unit) > 0);
        double[] steady = beyond(unit -> rises.get(unit) == 0);
        assertThat(review.effects().effects()).extracting(effect -> effect.decision().id()).contains("S-1", "S-2", "S-3", "S-4");
        // Planted: 0.12 to 0.20 a year against 0; a difference of two years is known to 0.15 or so, the mean of six to 0.06.
        assertThat(rising).hasSizeGreaterThanOrEqualTo(4);
        assertThat(Arrays.stream(rising).average().orElseThrow()).isBetween(0.02, 0.34);
        assertThat(Arrays.stream(steady).average().orElseThrow()).isBetween(-0.16, 0.16);
        assertThat(review.effects().effects()).filteredOn(effect -> effect.decision().id().equals("S-4"))
                .extracting(DecisionEffects.Effect::verdict).containsOnly(DecisionEffects.Verdict.TOO_EARLY);
    }

    private static double[] beyond(Predicate<Unit> wanted) {
        return review.effects().effects().stream()
                .filter(effect -> effect.target().indicator().equals("mean_z") && wanted.test(effect.decision().unit()))
                .filter(effect -> effect.beyond().isPresent())
                .mapToDouble(effect -> effect.beyond().orElseThrow().value()).toArray();
    }

    @Test
    void nothingIsAdvisedWithoutACauseThatWasFound() {
        Set<Finding> found = Set.copyOf(review.findings());
        assertThat(review.recommendations()).hasSizeGreaterThan(100).allSatisfy(advice -> {
            assertThat(advice.causes()).isNotEmpty().allMatch(found::contains);
            assertThat(advice.causes()).extracting(Finding::outcome)
                    .doesNotContain(Outcome.INSUFFICIENT_DATA, Outcome.NOT_APPLICABLE);
            assertThat(advice.due()).isAfter(review.date());
        });
        assertThat(advised("objectivity-recheck")).containsExactlyInAnyOrderElementsOf(flagged);
    }

    @Test
    void worksThatWereMadeAsRealOnesCanBeUsed() {
        assertThat(review.tasks().works()).hasSize(2).allSatisfy(work ->
                assertThat(work.quality(region.region()).orElseThrow().level()).isNotEqualTo(AssessmentQuality.Level.UNSUITABLE));
    }

    @Test
    void everyFindingAndAdviceHasWordsInBothLanguages() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.forLanguageTag("ru"))) {
            Wording wording = Wording.of(locale);
            assertThat(review.findings()).allSatisfy(finding ->
                    assertThat(wording.explain(finding)).doesNotContain("{", "}", "null", "NaN"));
            assertThat(review.summaries()).allSatisfy(summary ->
                    assertThat(wording.chance(summary.method(), summary.expectedFalseAlarms())).isNotBlank().doesNotContain("{"));
            assertThat(review.recommendations()).allSatisfy(advice ->
                    assertThat(advice.text(locale) + advice.why(locale)).isNotBlank().doesNotContain("{", "}", "null", "NaN"));
        }
    }
}
