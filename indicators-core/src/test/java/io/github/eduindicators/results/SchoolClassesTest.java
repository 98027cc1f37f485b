package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import org.junit.jupiter.api.Test;

class SchoolClassesTest {
    private static final Assessment WORK = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final SchoolId SCHOOL = SchoolId.of("edu000001");

    @Test
    void classesAddUpToTheSchool() {
        SchoolResults results = ScoreTally.create()
                .add(SCHOOL, "5А", WORK, 7, 3)
                .add(SCHOOL, "5Б", WORK, 7, 4)
                .add(SCHOOL, "5Б", WORK, 12, 4)
                .add(SCHOOL, WORK, 20, 5)
                .snapshot();

        assertThat(results.distribution(SCHOOL, WORK.id()).orElseThrow().count()).isEqualTo(4);
        assertThat(results.distribution(SCHOOL, WORK.id()).orElseThrow().count(7)).isEqualTo(2);
        assertThat(results.classes(SCHOOL, WORK.id()).keySet()).containsExactly("", "5А", "5Б");
        assertThat(results.classes(SCHOOL, WORK.id()).get("5Б").sum()).isEqualTo(19);
        assertThat(results.count()).isEqualTo(4);
        assertThat(results.schools()).hasSize(1);
    }

    @Test
    void theClassIsTheSameHoweverTheSchoolIsWritten() {
        ScoreTally tally = ScoreTally.create();
        int first = tally.school("sch000001", " 5А ");

        assertThat(tally.school("edu000001", "5А")).isEqualTo(first);
        assertThat(tally.school("sch000001", " ")).isEqualTo(tally.school("edu000001"));
        assertThat(tally.school("edu000001", "5Б")).isNotEqualTo(first);
    }

    @Test
    void mergedTalliesKeepTheClasses() {
        ScoreTally one = ScoreTally.create().add(SCHOOL, "5А", WORK, 7, 3).add(SCHOOL, WORK, 1, 2);
        ScoreTally two = ScoreTally.create().add(SCHOOL, "5Б", WORK, 12, 4).add(SCHOOL, "5А", WORK, 7, 3);
        SchoolResults together = ScoreTally.create()
                .add(SCHOOL, "5Б", WORK, 12, 4)
                .add(SCHOOL, WORK, 1, 2)
                .add(SCHOOL, "5А", WORK, 7, 3)
                .add(SCHOOL, "5А", WORK, 7, 3)
                .snapshot();

        assertThat(one.merge(two).snapshot()).isEqualTo(together);
        assertThat(together.classes(SCHOOL, WORK.id()).get("5А").count()).isEqualTo(2);
    }

    @Test
    void resultsThatDifferOnlyInTheClassAreNotEqual() {
        SchoolResults a = ScoreTally.create().add(SCHOOL, "5А", WORK, 7, 3).snapshot();
        SchoolResults b = ScoreTally.create().add(SCHOOL, "5Б", WORK, 7, 3).snapshot();

        assertThat(a).isNotEqualTo(b);
    }

    @Test
    void aClassThatIsNoNameIsRefused() {
        ScoreTally tally = ScoreTally.create();

        assertThatIllegalArgumentException().isThrownBy(() -> tally.school("edu000001", "5\u0001А")).withMessageContaining("class");
        assertThatIllegalArgumentException().isThrownBy(() -> tally.school("edu000001", "А".repeat(65)));
    }
}
