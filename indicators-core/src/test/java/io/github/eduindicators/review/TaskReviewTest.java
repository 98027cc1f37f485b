package io.github.eduindicators.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.items.AssessmentQuality;
import io.github.eduindicators.items.Completion;
import io.github.eduindicators.items.CompletionBand;
import io.github.eduindicators.items.Deficits;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.results.TaskResponses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskReviewTest {
    private static final Region REGION = Region.of("Region");
    private static final Region OTHER = Region.of("Other");
    private static final int SCHOOLS = 24;
    private static final Assessment EARLIER = Assessment.vpr(2020, Subject.MATHEMATICS, 5, ScoreScale.of(12, 4, 7, 10));
    private static final Assessment LATER = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(12, 4, 7, 10));
    private static final List<Task> TASKS = IntStream.rangeClosed(1, 10)
            .mapToObj(i -> Task.of(Integer.toString(i), i % 5 == 0 ? 2 : 1)
                    .withLevel(i < 8 ? "Б" : "П").withSkill(i <= 5 ? "numbers" : "figures"))
            .toList();

    private static SchoolId id(int school) {
        return SchoolId.of("s" + (100 + school));
    }

    private static School school(int number) {
        return School.builder(id(number))
                .municipality(Municipality.of(number < 20 ? REGION : OTHER, "M" + number / 4))
                .locality(number % 2 == 0 ? "town" : "rural")
                .type("school")
                .build();
    }

    /** Two dozen schools of thirty pupils; nothing but chance if the spread of abilities is 0. */
    private static TaskResponses responses(Assessment assessment, double spread) {
        Random random = new Random(assessment.year());
        TaskResponses.Builder builder = TaskResponses.builder(assessment, TASKS);
        for (int school = 0; school < SCHOOLS; school++) {
            for (int pupil = 0; pupil < 30; pupil++) {
                double ability = spread * random.nextGaussian();
                builder.add(id(school), "5А", TASKS.stream()
                        .mapToInt(task -> IntStream.range(0, task.max())
                                .map(step -> random.nextDouble() < 1 / (1 + Math.exp(-ability - 0.3)) ? 1 : 0)
                                .sum())
                        .toArray());
            }
        }
        return builder.build();
    }

    private static TaskReview review(Predicate<SchoolId> doubtful, TaskResponses... responses) {
        List<School> schools = IntStream.range(0, SCHOOLS).mapToObj(TaskReviewTest::school).toList();
        ReviewInput input = ReviewInput.of(ScoreTally.create().snapshot().withSchools(schools)).withResponses(List.of(responses));
        return TaskReview.of(input, doubtful);
    }

    private static List<Finding> of(TaskReview review, String method) {
        return review.findings().stream().filter(finding -> finding.method().id().equals(method)).toList();
    }

    @Test
    void everyAssessmentAndRegionIsLookedAt() {
        TaskReview review = review(school -> false, responses(EARLIER, 1.2), responses(LATER, 1.2));
        assertThat(review.works()).map(work -> work.assessment().id()).containsExactly(LATER.id(), EARLIER.id());
        assertThat(review.works(OTHER)).hasSize(2);
        assertThat(review.works(Region.of("nowhere"))).isEmpty();
        TaskReview.Work work = review.work(LATER.id()).orElseThrow();
        assertThat(work.quality(REGION).orElseThrow().uses()).contains(AssessmentQuality.Use.GROUP);
        assertThat(work.quality(OTHER).orElseThrow().analysis().n()).isEqualTo(120);
        assertThat(work.completion().row(REGION, Completion.Element.task("1")).orElseThrow().n()).isEqualTo(600);
        Completion.Row row = work.completion().row(REGION, Completion.Element.task("1")).orElseThrow();
        assertThat(work.band(row).band()).isEqualTo(CompletionBand.fioko2026().read(work.completion(), row).band()).isPresent();
        assertThat(work.differences(REGION)).hasSize(1);
        assertThat(work.differences(OTHER)).as("two schools in the country are no group").isEmpty();
        assertThat(of(review, "items/assessment-quality")).hasSizeGreaterThanOrEqualTo(4);
        assertThat(of(review, Deficits.SCHOOL)).hasSize(2 * SCHOOLS);
        assertThat(of(review, Deficits.MASS)).hasSize(2 * (6 + 2));
        assertThat(of(review, "items/mark-groups")).hasSize(2 * SCHOOLS);
        assertThat(review.findings()).isSortedAccordingTo(Finding.order());
    }

    @Test
    void aWorkThatTellsNobodyApartJudgesNobody() {
        TaskReview review = review(school -> false, responses(LATER, 0));
        assertThat(review.work(LATER.id()).orElseThrow().quality(REGION).orElseThrow().level())
                .isEqualTo(AssessmentQuality.Level.UNSUITABLE);
        List<Finding> judged = new ArrayList<>(of(review, Deficits.SCHOOL));
        judged.addAll(of(review, Deficits.MASS));
        assertThat(judged).hasSize(SCHOOLS + 6 + 2).allSatisfy(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
            assertThat(finding.category()).isEqualTo("unsuitable");
        });
    }

    @Test
    void schoolsInDoubtAreNotJudgedAndNobodyIsComparedWithThem() {
        TaskReview review = review(id(3)::equals, responses(LATER, 1.2));
        TaskReview.Work work = review.works().get(0);
        Finding finding = of(review, Deficits.SCHOOL).stream().filter(f -> f.unit().equals(id(3))).findFirst().orElseThrow();
        assertThat(finding.category()).isEqualTo("doubtful");
        assertThat(work.quality(REGION).orElseThrow().analysis().n()).isEqualTo(570);
        assertThat(work.deficits().reference().row(REGION, Completion.Element.task("1")).orElseThrow().n()).isEqualTo(570);
        assertThat(work.completion().row(REGION, Completion.Element.task("1")).orElseThrow().n()).isEqualTo(600);
    }

    @Test
    void everyFindingIsToldInBothLanguages() {
        TaskReview judged = review(id(3)::equals, responses(LATER, 1.2));
        TaskReview refused = review(school -> false, responses(LATER, 0));
        List<Finding> all = new ArrayList<>(judged.findings());
        all.addAll(refused.findings());
        assertThat(all).hasSizeGreaterThan(60).allSatisfy(finding -> {
            assertThat(finding.explain(Locale.ENGLISH)).doesNotContain("{").doesNotContainPattern("[а-яё]");
            assertThat(finding.explain(Locale.forLanguageTag("ru"))).doesNotContain("{").containsPattern("[а-яё]");
        });
        assertThat(of(refused, Deficits.SCHOOL).get(0).explain(Locale.ENGLISH)).contains("does not allow conclusions");
    }

    @Test
    void oneAssessmentComesOnce() {
        TaskResponses twice = responses(LATER, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> review(school -> false, twice, twice))
                .withMessageContaining("VPR-2021");
        assertThat(review(school -> false).findings()).isEmpty();
    }
}
