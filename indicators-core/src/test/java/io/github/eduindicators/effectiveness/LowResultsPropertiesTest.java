package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.effectiveness.LowResultsTest.World;
import io.github.eduindicators.effectiveness.Membership.Answer;
import io.github.eduindicators.effectiveness.RegionalCriteria.Criterion;
import io.github.eduindicators.effectiveness.RegionalCriteria.Limit;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LowResultsPropertiesTest {
    private static final List<Assessment> WORKS = List.of(
            LowResultsTest.vpr(2019, Subject.RUSSIAN, 5), LowResultsTest.vpr(2020, Subject.RUSSIAN, 5),
            LowResultsTest.vpr(2021, Subject.RUSSIAN, 5), LowResultsTest.vpr(2020, Subject.MATHEMATICS, 5),
            LowResultsTest.vpr(2021, Subject.MATHEMATICS, 5), LowResultsTest.ege(2020, Subject.RUSSIAN),
            LowResultsTest.ege(2021, Subject.RUSSIAN), LowResultsTest.ege(2021, Subject.MATHEMATICS));

    private record Cell(String school, Assessment work, int failed, int of) {}

    /** Many schools near the threshold. */
    private static List<Cell> cells(long seed, int schools) {
        Random random = new Random(seed);
        List<Cell> cells = new ArrayList<>();
        for (int s = 0; s < schools; s++) {
            for (Assessment work : WORKS) {
                if (random.nextInt(4) > 0) {
                    int of = 1 + random.nextInt(20);
                    cells.add(new Cell("s" + s, work, Math.min(of, random.nextInt(2 + of / 2)), of));
                }
            }
        }
        return cells;
    }

    private static World world(List<Cell> cells) {
        World world = new World();
        cells.forEach(cell -> world.with(cell.school, cell.work, cell.failed, cell.of));
        return world;
    }

    private static Map<String, Answer> answers(LowResults rule, List<Cell> cells) {
        return rule.run(world(cells).results()).memberships().stream()
                .collect(Collectors.toMap(m -> m.unit().code() + " " + m.period(), Membership::member, (a, b) -> a, TreeMap::new));
    }

    @Property(tries = 60)
    void theOrderOfRowsAndSchoolsMakesNoDifference(@ForAll long seed) {
        List<Cell> cells = cells(seed, 6);
        Memberships one = LowResults.federal().run(world(cells).results());
        IndicatorValues shares = LowResults.federal().shares(world(cells).results());
        Collections.shuffle(cells, new Random(seed));
        Memberships other = LowResults.federal().run(world(cells).results());
        assertThat(other.memberships()).isEqualTo(one.memberships());
        assertThat(other.findings()).isEqualTo(one.findings());
        assertThat(LowResults.federal().shares(world(cells).results())).isEqualTo(shares);
    }

    @Property(tries = 60)
    void talliesThatAreMergedGiveTheSameAnswers(@ForAll long seed) {
        List<Cell> cells = cells(seed, 5);
        ScoreTally left = ScoreTally.create();
        ScoreTally right = ScoreTally.create();
        int row = 0;
        for (Cell cell : cells) {
            int cut = cell.work.scale().cuts().get(0);
            for (int i = 0; i < cell.of; i++) {
                (row++ % 3 == 0 ? left : right).add(SchoolId.of(cell.school), cell.work, i < cell.failed ? cut - 1 : cut);
            }
        }
        assertThat(LowResults.federal().run(left.merge(right).snapshot()).memberships())
                .isEqualTo(LowResults.federal().run(world(cells).results()).memberships());
    }

    /** An oracle of its own: the rule as a sentence, on fractions, without pooling or aliases in the data. */
    @Property(tries = 100)
    void theRuleIsTheSentence(@ForAll long seed) {
        List<Cell> cells = cells(seed, 3);
        Map<String, Answer> answers = answers(LowResults.federal(), cells);
        for (Map.Entry<String, Answer> entry : answers.entrySet()) {
            String school = entry.getKey().split(" ")[0];
            int year = Integer.parseInt(entry.getKey().split(" ")[1]);
            List<Cell> now = cells.stream().filter(c -> c.school.equals(school) && c.work.year() == year).toList();
            List<Cell> low = now.stream().filter(c -> 10 * c.failed >= 3 * c.of).toList();
            List<Cell> before = cells.stream().filter(c -> c.school.equals(school) && c.work.year() == year - 1)
                    .filter(c -> low.stream().anyMatch(l -> l.work.procedure().equals(c.work.procedure())
                            && l.work.subject().equals(c.work.subject()) && l.work.grade() == c.work.grade()))
                    .toList();
            Answer expected = now.isEmpty() ? Answer.INSUFFICIENT_DATA
                    : low.size() < 2 ? Answer.NO
                    : before.isEmpty() ? Answer.INSUFFICIENT_DATA
                    : before.stream().anyMatch(c -> 10 * c.failed >= 3 * c.of) ? Answer.YES : Answer.NO;
            assertThat(entry.getValue()).as(entry.getKey() + " of " + cells).isEqualTo(expected);
        }
    }

    @Property(tries = 60)
    void whoIsOnTheListStaysOnItWithMoreFailures(@ForAll long seed, @ForAll @IntRange(max = 30) int which) {
        List<Cell> cells = cells(seed, 4);
        Map<String, Answer> before = answers(LowResults.federal(), cells);
        int at = Math.min(which, cells.size() - 1);
        Cell cell = cells.get(at);
        cells.set(at, new Cell(cell.school, cell.work, cell.of, cell.of));
        Map<String, Answer> after = answers(LowResults.federal(), cells);
        before.forEach((key, answer) -> {
            if (answer == Answer.YES) {
                assertThat(after.get(key)).isEqualTo(Answer.YES);
            }
        });
    }

    @Property(tries = 60)
    void strictOptionsListFewer(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int participants) {
        List<Cell> cells = cells(seed, 6);
        LowResults strict = LowResults.federal().withMinimumParticipants(participants + 1);
        LowResults wide = LowResults.federal().withMinimumParticipants(participants);
        assertSubset(answers(strict, cells), answers(wide, cells));
        assertSubset(answers(LowResults.federal().withMinimumProcedures(3), cells), answers(LowResults.federal(), cells));
        assertSubset(answers(LowResults.federal().withShare(2, 5), cells), answers(LowResults.federal(), cells));
        assertSubset(answers(LowResults.federal(), cells),
                answers(LowResults.federal().withPreviousYear(LowResults.PreviousYear.LAST_AVAILABLE), cells));
    }

    private static void assertSubset(Map<String, Answer> fewer, Map<String, Answer> more) {
        fewer.forEach((key, answer) -> {
            if (answer == Answer.YES) {
                assertThat(more.get(key)).as(key).isEqualTo(Answer.YES);
            }
        });
    }

    @Property(tries = 60)
    void theKeptHoldMoreThanTheShareAndNoneOfThemCouldBeSpared(@ForAll long seed) {
        List<Cell> cells = cells(seed, 8).stream().filter(c -> c.work.procedure().code().equals("EGE")).toList();
        CumulativeFailures rule = CumulativeFailures.withDefaults().withYears(1);
        List<Membership> rows = cells.isEmpty() ? List.of() : rule.run(world(cells).results()).memberships();
        Map<String, Integer> failures = new TreeMap<>();
        cells.stream().filter(c -> c.work.year() == 2021).forEach(c -> failures.merge(c.school, c.failed, Integer::sum));
        int total = failures.values().stream().mapToInt(Integer::intValue).sum();
        List<String> kept = rows.stream()
                .filter(m -> m.period().equals(Period.of(2021)) && m.reasons().get(0).holds() == Answer.YES)
                .map(m -> m.unit().code())
                .toList();
        int held = kept.stream().mapToInt(failures::get).sum();
        assertThat(total == 0 ? kept.isEmpty() : 5 * held > 3 * total).isTrue();
        if (!kept.isEmpty()) {
            int least = kept.stream().mapToInt(failures::get).min().orElseThrow();
            int above = kept.stream().mapToInt(failures::get).filter(f -> f > least).sum();
            assertThat(5 * above <= 3 * total).isTrue();
            assertThat(failures.entrySet().stream().filter(e -> !kept.contains(e.getKey()))).allMatch(e -> e.getValue() < least);
        }
    }

    private static IndicatorValues values(long seed, int schools, double factor, double shift) {
        Random random = new Random(seed);
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int s = 0; s < schools; s++) {
            for (int year = 2019; year <= 2021; year++) {
                double value = random.nextInt(20);
                if (random.nextInt(5) > 0) {
                    values.add(SchoolId.of("s" + s), "x", Period.of(year), IndicatorValue.of(factor * value + shift));
                }
            }
        }
        return values.build();
    }

    private static List<String> members(RegionalCriteria rule, IndicatorValues values) {
        return rule.run(values).members(Period.of(2021)).stream().map(Unit::code).toList();
    }

    @Property(tries = 60)
    void unitsOfMeasureMakeNoDifferenceToLimitsFromTheRegion(@ForAll long seed) {
        RegionalCriteria rule = RegionalCriteria.named("risk")
                .with(Criterion.below("x", Limit.mean(-0.37)).named("mean").in(1, 3))
                .with(Criterion.below("x", Limit.quantile(0.31)).named("quantile").in(2, 3))
                .atLeast(1);
        assertThat(members(rule, values(seed, 15, 4, 8))).isEqualTo(members(rule, values(seed, 15, 1, 0)));
    }

    @Property(tries = 60)
    void moreHitsOrMoreCriteriaListFewer(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int hits) {
        IndicatorValues values = values(seed, 15, 1, 0);
        Criterion low = Criterion.atMost("x", Limit.quantile(0.5));
        RegionalCriteria fewer = RegionalCriteria.named("risk").with(low.in(hits + 1, 3));
        RegionalCriteria more = RegionalCriteria.named("risk").with(low.in(hits, 3));
        assertThat(members(more, values)).containsAll(members(fewer, values));
        RegionalCriteria both = more.with(Criterion.below("x", Limit.of(5)).named("other"));
        assertThat(members(more, values)).containsAll(members(both, values));
        assertThat(members(both.atLeast(1), values)).containsAll(members(more, values));
    }
}
