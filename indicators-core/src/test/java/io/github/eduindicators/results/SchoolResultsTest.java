package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.EqualityLaw;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of schools and classes, what results are equal to, and the order of waves of surveys. */
class SchoolResultsTest {
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final Assessment RUSSIAN = Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(45, 18, 29, 39));
    private static final SchoolId ONE = SchoolId.of("edu280001");
    private static final SchoolId TWO = SchoolId.of("edu280002");

    private static ScoreTally tally() {
        return ScoreTally.create().add(ONE, MATHS, 5, 3).add(ONE, RUSSIAN, 45, 5).add(TWO, MATHS, 0);
    }

    @Test
    void resultsAreEqualWhateverTheOrderOfRowsAndDifferInOneResult() {
        SchoolResults results = tally().snapshot();
        EqualityLaw.holds(results, ScoreTally.create().add(TWO, MATHS, 0).add(ONE, RUSSIAN, 45, 5).add(ONE, MATHS, 5, 3).snapshot(),
                tally().add(ONE, MATHS, 5, 3).snapshot(),
                ScoreTally.create().add(ONE, MATHS, 5, 4).add(ONE, RUSSIAN, 45, 5).add(TWO, MATHS, 0).snapshot(),
                ScoreTally.create().add(ONE, MATHS, 5, 3).add(ONE, RUSSIAN, 45, 5).add(TWO, RUSSIAN, 0).snapshot(),
                ScoreTally.create().add(ONE, MATHS, 5, 3).add(ONE, RUSSIAN, 45, 5).add(SchoolId.of("edu280003"), MATHS, 0).snapshot(),
                ScoreTally.create().add(ONE, "5a", MATHS, 5, 3).add(ONE, RUSSIAN, 45, 5).add(TWO, MATHS, 0).snapshot(),
                ScoreTally.create().add(ONE, MATHS, 5, 3).add(TWO, MATHS, 0).snapshot());
        // A number that was asked for and never counted is no class.
        ScoreTally asked = tally();
        asked.school("edu280001", "5b");
        assertThat(asked.snapshot()).isEqualTo(results).hasSameHashCodeAs(results);
        assertThat(results).hasToString("SchoolResults[2 schools, 2 assessments, 3 results]");
        assertThat(results.assessments()).containsExactlyInAnyOrder(MATHS, RUSSIAN);
        assertThat(results.count()).isEqualTo(3);
    }

    @Test
    void resultsAreFoundBySchoolAssessmentAndRegion() {
        School described = School.builder(ONE).municipality(Municipality.of(Region.of("R"), "M")).build();
        SchoolResults results = tally().snapshot().withSchools(List.of(described));
        assertThat(results.regions()).contains(Region.of("R")).hasSize(2);
        assertThat(results.results(ONE)).extracting(result -> result.scores().sum()).containsExactlyInAnyOrder(5L, 45L);
        assertThat(results.results(TWO)).extracting(result -> result.assessment()).containsExactly(MATHS);
        assertThat(results.results(SchoolId.of("edu280009"))).isEmpty();
        assertThat(results.results(RUSSIAN.id())).extracting(result -> result.school().id()).containsExactly(ONE);
        assertThat(results.results(MATHS.id())).hasSize(2);
        assertThat(results.results(MATHS.id()).get(0)).hasToString(results.results(MATHS.id()).get(0).school().id() + " " + MATHS.id() + " "
                + results.results(MATHS.id()).get(0).scores());
        Assessment other = Assessment.vpr(2022, Subject.RUSSIAN, 5, ScoreScale.of(45));
        assertThat(results.results(other.id())).isEmpty();
        assertThat(results.distribution(ONE, other.id())).isEmpty();
        assertThat(results.distribution(TWO, RUSSIAN.id())).isEmpty();
        assertThat(results.classes(ONE, MATHS.id())).containsOnlyKeys("");
        assertThat(results.classes(TWO, RUSSIAN.id())).isEmpty();
        assertThat(results.classes(ONE, other.id())).isEmpty();
        assertThat(results.assessment(MATHS.id())).contains(MATHS);
        assertThat(results.assessment(other.id())).isEmpty();
        assertThat(results.school(SchoolId.of("edu280009"))).isEmpty();
        assertThat(results.distribution(RUSSIAN.id(), Region.of("R")).orElseThrow().count()).isEqualTo(1);
    }

    @Test
    void manyNumbersAtOnceAreThoseOfOneAtATime() {
        String[] ids = IntStream.range(0, 500).mapToObj(i -> (i % 3 == 0 ? "EDU" : "edu") + (280_000 + i * 13 % 97)).toArray(String[]::new);
        ScoreTally together = ScoreTally.create();
        ScoreTally apart = ScoreTally.create();
        int[] numbers = new int[450];
        together.schools(ids, 50, numbers);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(numbers[i]).isEqualTo(apart.school(ids[50 + i])).isEqualTo(together.school(ids[50 + i]));
        }
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> together.schools(ids, 51, numbers));
        assertThat(together).hasToString("ScoreTally[97 schools, 0 assessments]");
    }

    @Test
    void numbersOutOfRangeAreRefusedAndNamed() {
        ScoreTally tally = ScoreTally.create();
        int school = tally.school("edu280001");
        int maths = tally.assessment(MATHS);
        tally.add(school, maths, 0, 2);
        tally.add(school, maths, 20, 5);
        for (int bad : new int[] {-1, 1}) {
            assertThatIllegalArgumentException().isThrownBy(() -> tally.add(bad, maths, 0, 2)).withMessageContaining("0..0, got " + bad);
            assertThatIllegalArgumentException().isThrownBy(() -> tally.add(school, bad, 0, 2)).withMessageContaining("0..0, got " + bad);
        }
        for (int bad : new int[] {-1, 21}) {
            assertThatIllegalArgumentException().isThrownBy(() -> tally.add(school, maths, bad, 2)).withMessageContaining("0..20, got " + bad);
        }
        for (int bad : new int[] {-1, 1, 6, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> tally.add(school, maths, 0, bad)).withMessageContaining("got " + bad);
        }
        assertThat(tally.snapshot().count()).isEqualTo(2);
        assertThat(tally.bytes()).isBetween(21L * 5, 100_000L);
    }

    @Test
    void classesHaveShortNamesWithoutControlCharacters() {
        ScoreTally tally = ScoreTally.create();
        String longest = "я".repeat(ScoreTally.LONGEST_CLASS);
        int number = tally.school("edu280001", longest);
        assertThat(tally.school("EDU280001", " " + longest + " ")).isEqualTo(number);
        assertThat(tally.school("edu280001", "5a")).isNotEqualTo(number);
        assertThat(tally.school("edu280001", "  ")).isEqualTo(tally.school("edu280001"));
        assertThat(tally.school("edu280001", "")).isEqualTo(tally.school("edu280001"));
        assertThatIllegalArgumentException().isThrownBy(() -> tally.school("edu280001", longest + "я")).withMessageContaining("got 65");
        assertThatIllegalArgumentException().isThrownBy(() -> tally.school("edu280001", "5\u0007a")).withMessageContaining("control");
    }

    @Test
    void mergingIntoNothingIsACopyAndWithItselfIsTwice() {
        ScoreTally tally = tally();
        SchoolResults once = tally.snapshot();
        ScoreTally empty = ScoreTally.create().merge(tally);
        assertThat(empty.snapshot()).isEqualTo(once);
        empty.add(ONE, MATHS, 7);
        assertThat(tally.snapshot()).isEqualTo(once);
        tally.add(TWO, RUSSIAN, 1);
        assertThat(empty.snapshot().count()).isEqualTo(4);
        ScoreTally named = ScoreTally.create();
        named.school("edu280005");
        assertThat(named.merge(tally()).snapshot().distribution(ONE, MATHS.id()).orElseThrow().count()).isEqualTo(1);
        ScoreTally twice = tally();
        twice.merge(twice);
        assertThat(twice.snapshot()).isEqualTo(tally().merge(tally()).snapshot());
        assertThat(twice.snapshot().count()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"1990,1991", "1990-H1,1990-H2", "1990-H2,1990", "1990,1991-H1", "2099,2100", "2100,1989", "2100,2101", "2100,2023-H3", "2100,202a",
        "2100,spring", "autumn,spring", "2100,2023-X1", "2100,2023_H1", "1989,1990a"})
    void wavesStandInTimeAndThenByName(String earlier, String later) {
        Comparator<String> order = SurveyAnswers.waveOrder();
        assertThat(Integer.signum(order.compare(earlier, later))).isEqualTo(-1);
        assertThat(Integer.signum(order.compare(later, earlier))).isEqualTo(1);
        assertThat(order.compare(earlier, earlier)).isZero();
    }

    @Test
    void answersAreEqualInAllTheyHave() {
        SurveyAnswers.Asked asked = new SurveyAnswers.Asked("2023", ONE, "Parents");
        SurveyAnswers.Builder[] same = Stream.generate(() -> SurveyAnswers.builder().invited(asked, 10).add(asked, "q", "yes", 3))
                .limit(6).toArray(SurveyAnswers.Builder[]::new);
        EqualityLaw.holds(same[0].build(), same[1].build(),
                same[2].add(asked, "q", "yes", 1).build(),
                same[3].add(asked, "q2", "yes", 1).build(),
                SurveyAnswers.builder().invited(asked, 11).add(asked, "q", "yes", 3).build(),
                SurveyAnswers.builder().add(asked, "q", "yes", 3).build(),
                SurveyAnswers.builder().invited(asked, 10).add(asked, "q", "no", 3).build(),
                SurveyAnswers.empty());
        EqualityLaw.holds(same[0].build().sheets().get(0), same[1].build().sheets().get(0), same[2].build().sheets().get(0));
        assertThat(SurveyAnswers.empty().isEmpty()).isTrue();
        assertThat(same[0].build().isEmpty()).isFalse();
        assertThat(same[0].build().sheets().get(0)).hasToString("2023 edu280001 parents invited=10 {q={yes=3}}");
        assertThat(SurveyAnswers.builder().add(asked, "q", "yes", 3).build().sheets().get(0)).hasToString("2023 edu280001 parents {q={yes=3}}");
        assertThat(SurveyAnswers.key("Ё" + "x".repeat(299))).hasSize(300).startsWith("е");
        assertThatIllegalArgumentException().isThrownBy(() -> SurveyAnswers.key("x".repeat(301))).withMessageContaining("got 301");
        assertThatIllegalArgumentException().isThrownBy(() -> SurveyAnswers.key(" ")).withMessageContaining("got 0");
        assertThatIllegalArgumentException().isThrownBy(() -> SurveyAnswers.key("a\u0007")).withMessageContaining("control");
        assertThatIllegalArgumentException().isThrownBy(() -> same[4].invited(asked, -1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> same[4].invited(asked, 11)).withMessageContaining("10 and 11");
        assertThatIllegalArgumentException().isThrownBy(() -> same[4].add(asked, "q", "yes", -1)).withMessageContaining("-1");
        assertThat(same[5].add(asked, "q", "yes", 0).build().sheets().get(0).answers("Q")).containsEntry("yes", 3L);
    }
}
