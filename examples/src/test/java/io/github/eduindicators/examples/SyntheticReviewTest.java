package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.review.ListRow;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.SchoolSummary;
import io.github.eduindicators.review.TrendReview;
import io.github.eduindicators.trend.TrendMonitoring;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        review = Review.standard().run(region.results());
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
}
