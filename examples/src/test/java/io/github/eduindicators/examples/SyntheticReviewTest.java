package io.github.eduindicators.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.SchoolSummary;
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
