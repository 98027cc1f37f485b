package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.MarkTable;
import io.github.eduindicators.results.SchoolResult;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.review.SchoolSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** One region of a review, with its counts copied out once. */
final class RegionData {
    static final Comparator<Assessment> LATEST_FIRST = Comparator.comparing((Assessment assessment) -> -assessment.year())
            .thenComparing(Assessment::procedure)
            .thenComparing(Assessment::subject)
            .thenComparing(Assessment::grade)
            .thenComparing(Assessment::id);

    /** One assessment in the region: every school, and all of them together. */
    record Work(Assessment assessment, List<SchoolResult> schools, ScoreDistribution all) {}

    private final Region region;
    private final ReviewData review;
    private final List<Work> works = new ArrayList<>();
    private final Map<AssessmentId, Work> byAssessment = new HashMap<>();

    private final Map<SchoolId, Integer> numbers = new HashMap<>();

    private RegionData(Region region, ReviewData review) {
        this.region = region;
        this.review = review;
        Map<Assessment, List<SchoolResult>> results = new HashMap<>();
        for (SchoolSummary school : review.schools(region)) {
            for (SchoolResult result : review.review().results().results(school.school().id())) {
                results.computeIfAbsent(result.assessment(), assessment -> new ArrayList<>()).add(result);
            }
        }
        for (SchoolSummary school : review.schools(region)) {
            numbers.put(school.school().id(), numbers.size());
        }
        results.forEach((assessment, schools) -> works.add(new Work(
                assessment,
                schools,
                ScoreDistribution.sum(assessment.scale(), schools.stream().map(SchoolResult::scores).toList()))));
        works.sort(Comparator.comparing(Work::assessment, LATEST_FIRST));
        works.forEach(work -> byAssessment.put(work.assessment().id(), work));
    }

    static RegionData of(Region region, ReviewData review) {
        return new RegionData(region, review);
    }

    Region region() {
        return region;
    }

    ReviewData review() {
        return review;
    }

    List<SchoolSummary> schools() {
        return review.schools(region);
    }

    /** The municipalities that have a school, by name. */
    List<Municipality> municipalities() {
        return schools().stream().map(school -> school.school().municipality()).distinct().sorted().toList();
    }

    List<SchoolSummary> schools(Municipality municipality) {
        return schools().stream().filter(school -> school.school().municipality().equals(municipality)).toList();
    }

    /** The place of a school among those of the region. */
    int number(School school) {
        return numbers.get(school.id());
    }

    /** The assessments with results in the region, the latest year first. */
    List<Work> works() {
        return works;
    }

    Optional<Work> work(AssessmentId id) {
        return Optional.ofNullable(byAssessment.get(id));
    }

    long results() {
        return schools().stream().mapToLong(SchoolSummary::n).sum();
    }

    TreeSet<Integer> years() {
        TreeSet<Integer> years = new TreeSet<>();
        works.forEach(work -> years.add(work.assessment().year()));
        return years;
    }

    /** All findings of the region and its schools. */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(review.findings(region));
        schools().forEach(school -> all.addAll(review.findings(school.school().id())));
        return all;
    }

    /** The marks of the whole region against the journal, over all assessments. */
    MarkTable marks() {
        MarkTable sum = MarkTable.empty();
        for (Work work : works) {
            if (work.assessment().scale().hasMarks()) {
                sum = sum.plus(work.all().marks());
            }
        }
        return sum;
    }

    /** Whether the report tells more of a school than its line in the table. */
    static boolean detailed(SchoolSummary school) {
        return school.signs() > 0 || school.outcome() == Outcome.FLAGGED || !school.kinds().isEmpty();
    }
}
