package io.github.eduindicators.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreTally;
import io.github.eduindicators.review.ListRow.Member;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReviewTest {
    private static final ScoreScale SCALE = ScoreScale.of(20, 7, 11, 15);

    private static Assessment maths(int year) {
        return Assessment.vpr(year, Subject.MATHEMATICS, 5, SCALE);
    }

    /** Three years; most schools have scores 4..13 each once, the others are said where they are made. */
    private static Review.Result review() {
        ScoreTally tally = ScoreTally.create();
        for (int year : new int[] {2018, 2019, 2021}) {
            for (int s = 0; s < 8; s++) {
                boolean early = s == 1 && year == 2018;
                boolean late = s == 2 && year == 2021;
                if (s == 3 && year != 2018) {
                    continue;
                }
                for (int score = 4; score < 14; score++) {
                    tally.add(SchoolId.of("s" + s), maths(year), early || late ? score + 6 : score);
                }
            }
            tally.add(SchoolId.of("single"), maths(year), 9);
        }
        return Review.standard().run(tally.snapshot().withSchools(List.of(School.of(SchoolId.of("without")))));
    }

    private static Map<String, ListRow> list(Review.Result review, String name) {
        return review.lists().stream().filter(row -> row.list().equals(name)).collect(Collectors.toMap(row -> row.unit().code(), row -> row));
    }

    @Test
    void interviewListLooksAtTheTwoLatestYearsAndAnalysisAtAll() {
        Review.Result review = review();
        Map<String, ListRow> interview = list(review, ListRow.INTERVIEW);
        Map<String, ListRow> analysis = list(review, ListRow.ANALYSIS);
        assertThat(interview.get("s1").member()).isEqualTo(Member.NO);
        assertThat(analysis.get("s1").member()).isEqualTo(Member.YES);
        assertThat(analysis.get("s1").reasons()).containsExactly(Fact.of("2018", 1L));
        assertThat(interview.get("s2").member()).isEqualTo(Member.YES);
        assertThat(interview.get("s0").member()).isEqualTo(Member.NO);
        assertThat(interview.get("s3").member()).as("no work in the two latest years").isEqualTo(Member.INSUFFICIENT_DATA);
        assertThat(analysis.get("s3").member()).isEqualTo(Member.NO);
        assertThat(analysis.get("single").member()).as("one pupil a year").isEqualTo(Member.INSUFFICIENT_DATA);
        assertThat(analysis.get("without").member()).as("no results at all").isEqualTo(Member.INSUFFICIENT_DATA);
        assertThat(review.lists()).filteredOn(row -> row.list().startsWith("objectivity-")).hasSize(20)
                .allMatch(row -> row.year() == 2021);
    }

    @Test
    void everySchoolHasItsLine() {
        Review.Result review = review();
        assertThat(review.schools()).hasSize(10);
        SchoolSummary flagged = review.schools().stream().filter(s -> s.school().id().value().equals("s2")).findFirst().orElseThrow();
        assertThat(flagged.n()).isEqualTo(30);
        assertThat(flagged.signs()).isEqualTo(1);
        assertThat(flagged.repetition().lastYear()).hasValue(2021);
        SchoolSummary without = review.schools().stream().filter(s -> s.school().id().value().equals("without")).findFirst().orElseThrow();
        assertThat(without.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(without.p()).isEmpty();
        assertThat(review.index()).filteredOn(row -> row.unit().unitType().code().equals("region")).hasSize(3);
    }
}
