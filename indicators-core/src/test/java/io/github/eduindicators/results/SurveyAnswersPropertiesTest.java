package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.SurveyAnswers.Asked;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SurveyAnswersPropertiesTest {

    record Row(String wave, String school, String group, String question, String answer, int count) {
        Asked asked() {
            return new Asked(wave, SchoolId.of(school), group);
        }
    }

    @Provide
    Arbitrary<List<Row>> rows() {
        return Combinators.combine(
                        Arbitraries.of("2022", "2023-H1", "spring"),
                        Arbitraries.of("a", "b", "sch280001", "edu280001"),
                        Arbitraries.of("parents", "Teachers", "teachers"),
                        Arbitraries.of("q1", "q2"),
                        Arbitraries.of("да", "Да", "нет", "*"),
                        Arbitraries.integers().between(0, 1000))
                .as(Row::new).list().ofMinSize(1).ofMaxSize(40);
    }

    private static SurveyAnswers build(List<Row> rows) {
        SurveyAnswers.Builder builder = SurveyAnswers.builder();
        rows.forEach(row -> builder
                .invited(row.asked(), row.asked().hashCode() & 0xFFFF)
                .add(row.asked(), row.question(), row.answer(), row.count()));
        return builder.build();
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfRowsMakesNoDifference(@ForAll("rows") List<Row> rows, @ForAll long seed) {
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(build(shuffled)).isEqualTo(build(rows)).hasSameHashCodeAs(build(rows));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void partsAddUpToTheWholeInAnyGrouping(
            @ForAll("rows") List<Row> one, @ForAll("rows") List<Row> two, @ForAll("rows") List<Row> three) {
        List<Row> all = new ArrayList<>(one);
        all.addAll(two);
        all.addAll(three);
        SurveyAnswers whole = build(all);
        assertThat(build(one).plus(build(two)).plus(build(three))).isEqualTo(whole);
        assertThat(build(three).plus(build(two).plus(build(one)))).isEqualTo(whole);
        assertThat(whole.plus(SurveyAnswers.empty())).isEqualTo(whole);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void noCountIsLost(@ForAll("rows") List<Row> rows) {
        SurveyAnswers answers = build(rows);
        long sum = 0;
        for (SurveyAnswers.Sheet sheet : answers.sheets()) {
            for (String question : sheet.questions()) {
                sum += sheet.answers(question).values().stream().mapToLong(Long::longValue).sum()
                        + sheet.respondents(question).orElse(0);
            }
        }
        assertThat(sum).isEqualTo(rows.stream().mapToLong(Row::count).sum());
    }
}
