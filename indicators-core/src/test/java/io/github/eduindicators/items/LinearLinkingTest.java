package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.items.LinearLinking.Concern;
import io.github.eduindicators.items.LinearLinking.Line;
import io.github.eduindicators.items.LinearLinking.Method;
import io.github.eduindicators.items.LinearLinking.Scores;
import io.github.eduindicators.items.MantelHaenszel.Errors;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.stats.Interval;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinearLinkingTest {
    private static final List<String> ANCHORS = List.of("t1", "t2", "t6");
    private static final TaskResponses FROM = ItemFiles.pupils(school -> ItemFiles.number(school) <= 14, 1, 2, 3, 4, 5, 6);
    private static final TaskResponses TO = ItemFiles.pupils(school -> ItemFiles.number(school) >= 9, 1, 2, 4, 5, 6, 7, 8);

    @Test
    void linesAndTheirErrorsAreThoseOfR() {
        for (Method method : Method.values()) {
            String name = method.name().toLowerCase(Locale.ROOT);
            Line line = LinearLinking.withDefaults().run(method, Scores.of(FROM, ANCHORS), Scores.of(TO, ANCHORS)).line().orElseThrow();
            ItemFiles.close(line.intercept(), name + ".intercept");
            ItemFiles.close(line.slope(), name + ".slope");
            assertThat(line.apply(5)).isEqualTo(line.intercept() + 5 * line.slope());
            assertThat(line.error(5)).as(name).hasValueCloseTo(ItemFiles.expected(name + ".error5"), within(1e-9));
            Interval at = line.at(5).orElseThrow();
            assertThat(at.upper() - at.value()).isCloseTo(Interval.Z95 * ItemFiles.expected(name + ".error5"), within(1e-9));
            Line byPupils = LinearLinking.withDefaults().withErrors(Errors.PUPILS)
                    .run(method, Scores.of(FROM, ANCHORS), Scores.of(TO, ANCHORS)).line().orElseThrow();
            assertThat(byPupils.error(5)).as(name).hasValueCloseTo(ItemFiles.expected(name + ".pupilerror5"), within(1e-9));
            assertThat(byPupils.intercept()).isEqualTo(line.intercept());
        }
    }

    @Test
    void thePopulationOfTuckersMethodCanBeChosen() {
        Line line = LinearLinking.withDefaults().withWeight(0.3)
                .run(Method.TUCKER, Scores.of(FROM, ANCHORS), Scores.of(TO, ANCHORS)).line().orElseThrow();
        ItemFiles.close(line.intercept(), "tucker30.intercept");
        ItemFiles.close(line.slope(), "tucker30.slope");
    }

    @Test
    void whatAnAnchorIsWorthIsSaid() {
        LinearLinking.Result result = LinearLinking.withDefaults().run(Method.TUCKER, Scores.of(FROM, ANCHORS), Scores.of(TO, ANCHORS));
        assertThat(result.comparability()).isEqualTo(Comparability.FULL);
        assertThat(result.concerns()).isEmpty();
        // Anchors are worth 4 of 7 and of 11 points.
        assertThat(fact(result, "anchor-share")).isEqualTo(4 / 11.0);
        ItemFiles.close(fact(result, "anchor-correlation"), "anchor.correlation");
        ItemFiles.close(fact(result, "anchor-change"), "anchor.change");
        assertThat(fact(result, "pupils-from")).isEqualTo(FROM.pupils() - fact(result, "left-out") + leftOut(TO));

        LinearLinking.Result strict = LinearLinking.withDefaults().withAnchor(0.4, 0.9, 0.1).withFewestPupils(159)
                .run(Method.CHAINED, Scores.of(FROM, ANCHORS), Scores.of(TO, ANCHORS));
        assertThat(strict.concerns())
                .containsExactly(Concern.FEW_PUPILS, Concern.SHORT_ANCHOR, Concern.WEAK_ANCHOR, Concern.GROUPS_APART);
        assertThat(strict.comparability()).isEqualTo(Comparability.NONE);
        assertThat(strict.line()).as("a line there is, but no reliance on it").isPresent();
    }

    private static double leftOut(TaskResponses responses) {
        return Scores.of(responses).leftOut();
    }

    private static double fact(LinearLinking.Result result, String key) {
        return result.facts().stream().filter(fact -> fact.key().equals(key)).map(Fact::number).findFirst().orElseThrow().orElseThrow();
    }

    @Test
    void withoutAnchorsTheRegionsOwnChangeIsAssumedAway() {
        LinearLinking.Result result = LinearLinking.withDefaults().run(Method.LINEAR, Scores.of(FROM), Scores.of(TO));
        assertThat(result.comparability()).isEqualTo(Comparability.RELATIVE_ONLY);
        assertThat(result.concerns()).containsExactly(Concern.EQUAL_GROUPS);
        assertThat(LinearLinking.withDefaults().withFewestPupils(1000).run(Method.LINEAR, Scores.of(FROM), Scores.of(TO)).comparability())
                .isEqualTo(Comparability.NONE);
    }

    private static ScoreDistribution counts(int... counts) {
        return ScoreDistribution.of(ScoreScale.of(counts.length - 1), counts);
    }

    @Test
    void distributionsOfSchoolsDoAsWellAsResponses() {
        // Means 1 and 1.5, variances 2/3 (4 at 0, 1, 1, 2) and 5/3 (0, 1, 2, 3).
        Scores from = Scores.of(Map.of(SchoolId.of("a"), counts(1, 1, 0, 0), SchoolId.of("b"), counts(0, 1, 1, 0)));
        Scores to = Scores.of(Map.of(SchoolId.of("a"), counts(1, 1, 1, 1)));
        assertThat(from.n()).isEqualTo(4);
        assertThat(from.maximum()).isEqualTo(3);
        Line line = LinearLinking.withDefaults().run(Method.LINEAR, from, to).line().orElseThrow();
        assertThat(line.slope()).isCloseTo(Math.sqrt(2.5), within(1e-14));
        assertThat(line.intercept()).isCloseTo(1.5 - Math.sqrt(2.5), within(1e-14));
        assertThat(line.error(1)).as("one school alone has no error").isEmpty();
        assertThat(line.at(1)).isEmpty();
        Line mean = LinearLinking.withDefaults().withErrors(Errors.PUPILS).run(Method.MEAN, from, to).line().orElseThrow();
        // The jackknife of a difference of means: (2/3) / 4 + (5/3) / 4.
        assertThat(mean.error(2)).hasValueCloseTo(Math.sqrt(7 / 12.0), within(1e-12));
        assertThat(mean.apply(2)).isEqualTo(2.5);
    }

    @Test
    void withoutSpreadThereIsNoLine() {
        Scores flat = Scores.of(Map.of(SchoolId.of("a"), counts(0, 5, 0)));
        Scores usual = Scores.of(Map.of(SchoolId.of("a"), counts(2, 5, 2)));
        LinearLinking.Result result = LinearLinking.withDefaults().run(Method.LINEAR, flat, usual);
        assertThat(result.line()).isEmpty();
        assertThat(result.comparability()).isEqualTo(Comparability.NONE);
        assertThat(result.concerns()).containsExactly(Concern.EQUAL_GROUPS, Concern.FEW_PUPILS, Concern.NO_SPREAD);
        assertThat(result).hasToString("LinearLinking[LINEAR, no line, NONE [EQUAL_GROUPS, FEW_PUPILS, NO_SPREAD]]");
        assertThat(LinearLinking.withDefaults().run(Method.MEAN, flat, usual).line().orElseThrow().apply(1)).isEqualTo(1);
        Scores none = Scores.of(Map.of(SchoolId.of("a"), counts(0, 0, 0)));
        assertThat(LinearLinking.withDefaults().run(Method.MEAN, none, usual).line()).isEmpty();

        TaskResponses against = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(1, 3))
                .add(ItemFiles.school(1), "", 1, 0).add(ItemFiles.school(1), "", 0, 3).add(ItemFiles.school(2), "", 0, 2).build();
        LinearLinking.Result anchored = LinearLinking.withDefaults()
                .run(Method.LEVINE, Scores.of(against, List.of("1")), Scores.of(against, List.of("1")));
        assertThat(anchored.line()).as("the anchor goes down where the total goes up").isEmpty();
        assertThat(anchored.concerns()).contains(Concern.NO_SPREAD, Concern.WEAK_ANCHOR);
    }

    @Test
    void argumentsAreChecked() {
        LinearLinking method = LinearLinking.withDefaults();
        assertThatIllegalArgumentException().isThrownBy(() -> method.run(Method.TUCKER, Scores.of(FROM), Scores.of(TO)))
                .withMessageContaining("TUCKER needs anchor tasks");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> method.run(Method.LEVINE, Scores.of(FROM, List.of("t1")), Scores.of(TO, List.of("t8"))))
                .withMessageContaining("[1] and [3]");
        assertThatIllegalArgumentException().isThrownBy(() -> Scores.of(FROM, List.of("t9"))).withMessageContaining("t9");
        assertThatIllegalArgumentException().isThrownBy(() -> Scores.of(FROM, List.of("t1", "t1"))).withMessageContaining("t1, t1");
        assertThatIllegalArgumentException().isThrownBy(() -> Scores.of(Map.of())).withMessageContaining("one scale");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scores.of(Map.of(SchoolId.of("a"), counts(1, 1), SchoolId.of("b"), counts(1, 1, 1))))
                .withMessageContaining("[1, 2]");
        assertThatIllegalArgumentException().isThrownBy(() -> method.withWeight(1.1)).withMessageContaining("0..1");
        assertThatIllegalArgumentException().isThrownBy(() -> method.withAnchor(0.2, 0.7, -1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> method.withFewestPupils(1)).withMessageContaining("at least 2");
    }

    @Test
    void actMathIsLinkedAsInItsFile() throws IOException {
        List<List<String>> rows = ItemFiles.shared("equating/actmath.csv");
        List<List<String>> expected = ItemFiles.shared("equating/actmath_eg_equating.csv");
        int[] x = rows.stream().skip(1).mapToInt(row -> Integer.parseInt(row.get(1))).toArray();
        int[] y = rows.stream().skip(1).mapToInt(row -> Integer.parseInt(row.get(2))).toArray();
        Scores from = Scores.of(Map.of(SchoolId.of("x"), counts(x)));
        Scores to = Scores.of(Map.of(SchoolId.of("y"), counts(y)));
        Line mean = LinearLinking.withDefaults().run(Method.MEAN, from, to).line().orElseThrow();
        Line linear = LinearLinking.withDefaults().run(Method.LINEAR, from, to).line().orElseThrow();
        assertThat(expected).hasSize(42);
        for (List<String> row : expected.subList(1, 42)) {
            double score = Double.parseDouble(row.get(0));
            assertThat(mean.apply(score)).isCloseTo(Double.parseDouble(row.get(2)), within(1e-10));
            assertThat(linear.apply(score)).isCloseTo(Double.parseDouble(row.get(3)), within(1e-10));
        }
    }

    /** Two tasks: the anchor, and the rest of the total. */
    private static Scores anchored(List<List<String>> rows, String school) {
        TaskResponses.Builder builder = TaskResponses.builder(ItemFiles.WORK, ItemFiles.tasks(12, 24));
        for (List<String> row : rows.subList(1, rows.size())) {
            int anchor = Integer.parseInt(row.get(1));
            builder.add(SchoolId.of(school), "", anchor, Integer.parseInt(row.get(0)) - anchor);
        }
        return Scores.of(builder.build(), List.of("1"));
    }

    @Test
    void kbNeatIsLinkedAsInItsFile() throws IOException {
        Scores from = anchored(ItemFiles.shared("equating/kbneat_x.csv"), "x");
        Scores to = anchored(ItemFiles.shared("equating/kbneat_y.csv"), "y");
        List<List<String>> expected = ItemFiles.shared("equating/kbneat_neat_equating.csv");
        Line tucker = LinearLinking.withDefaults().run(Method.TUCKER, from, to).line().orElseThrow();
        Line levine = LinearLinking.withDefaults().run(Method.LEVINE, from, to).line().orElseThrow();
        LinearLinking.Result chained = LinearLinking.withDefaults().run(Method.CHAINED, from, to);
        assertThat(expected).hasSize(38);
        for (List<String> row : expected.subList(1, 38)) {
            double score = Double.parseDouble(row.get(0));
            assertThat(tucker.apply(score)).isCloseTo(Double.parseDouble(row.get(2)), within(1e-10));
            assertThat(levine.apply(score)).isCloseTo(Double.parseDouble(row.get(3)), within(1e-10));
            assertThat(chained.line().orElseThrow().apply(score)).isCloseTo(Double.parseDouble(row.get(6)), within(1e-10));
        }
        assertThat(chained.comparability()).as("a third of the points").isEqualTo(Comparability.FULL);
    }
}
