package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ScoreTallyPropertiesTest {
    private static final List<Assessment> WORKS = List.of(
            Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15)),
            Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(45, 18, 29, 39)),
            Assessment.vpr(2020, Subject.RUSSIAN, 4, ScoreScale.of(38, 14, 24, 33)));

    record Row(SchoolId school, Assessment work, int score, int mark) {}

    @Provide
    Arbitrary<List<Row>> rows() {
        Arbitrary<Row> row = Combinators.combine(
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.of(WORKS),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.of(0, 2, 3, 4, 5))
                .as((school, work, score, mark) -> new Row(SchoolId.of("s" + school), work, score, mark));
        return row.list().ofMaxSize(80);
    }

    private static ScoreTally tally(List<Row> rows) {
        ScoreTally tally = ScoreTally.create();
        rows.forEach(row -> tally.add(row.school(), row.work(), row.score(), row.mark()));
        return tally;
    }

    @Property(tries = 200)
    void theOrderOfRowsDoesNotMatter(@ForAll("rows") List<Row> rows, @ForAll long seed) {
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        SchoolResults results = tally(rows).snapshot();
        assertThat(tally(shuffled).snapshot()).isEqualTo(results).hasToString(results.toString());
        assertThat(results.count()).isEqualTo(rows.size());
    }

    @Property(tries = 200)
    void mergingPartsInAnyOrderIsTheWhole(@ForAll("rows") List<Row> rows, @ForAll @IntRange(min = 1, max = 5) int parts, @ForAll long seed) {
        List<List<Row>> divided = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            divided.add(new ArrayList<>());
        }
        Random random = new Random(seed);
        rows.forEach(row -> divided.get(random.nextInt(parts)).add(row));
        ScoreTally left = ScoreTally.create();
        divided.forEach(part -> left.merge(tally(part)));
        Collections.reverse(divided);
        ScoreTally right = ScoreTally.create();
        divided.forEach(part -> right.merge(tally(part)));
        assertThat(left.snapshot()).isEqualTo(tally(rows).snapshot());
        assertThat(right.snapshot()).isEqualTo(left.snapshot());
    }

    @Property(tries = 50)
    void parallelCollectingIsSequentialCounting(@ForAll("rows") List<Row> rows) {
        SchoolResults collected = rows.parallelStream().collect(ScoreTally.collector(Row::school, Row::work, Row::score, Row::mark));
        assertThat(collected).isEqualTo(tally(rows).snapshot());
    }

    @Property(tries = 5)
    void largePartsAreMergedBySeveralThreadsToTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        ScoreTally left = ScoreTally.create();
        ScoreTally right = ScoreTally.create();
        ScoreTally whole = ScoreTally.create();
        Assessment wide = Assessment.vpr(2021, Subject.of("wide"), 5, ScoreScale.of(1000));
        for (int i = 0; i < 6_000; i++) {
            SchoolId school = SchoolId.of("s" + random.nextInt(1_500));
            int score = random.nextInt(4) * 250;
            int times = i % 2_000 == 0 ? 700 : 1;
            for (int time = 0; time < times; time++) {
                (random.nextBoolean() ? left : right).add(school, wide, score, 0);
                whole.add(school, wide, score, 0);
            }
        }
        assertThat(right.bytes()).isGreaterThan(1 << 22);
        assertThat(left.merge(right).snapshot()).isEqualTo(whole.snapshot());
    }

    @Property(tries = 200)
    void momentsAreThoseOfTheValues(@ForAll @Size(min = 2, max = 60) List<@IntRange(min = 0, max = 20) Integer> scores) {
        int[] counts = new int[21];
        scores.forEach(score -> counts[score]++);
        ScoreDistribution distribution = ScoreDistribution.of(WORKS.get(0).scale(), counts);
        double mean = scores.stream().mapToInt(Integer::intValue).average().orElseThrow();
        double squares = scores.stream().mapToDouble(s -> (s - mean) * (s - mean)).sum();
        assertThat(distribution.mean()).hasValueCloseTo(mean, within(1e-12));
        assertThat(distribution.variance()).hasValueCloseTo(squares / (scores.size() - 1), within(1e-10));
        long marks = 0;
        for (int mark = 2; mark <= 5; mark++) {
            marks += distribution.markCount(mark);
        }
        assertThat(marks).isEqualTo(scores.size());
    }

    @Property(tries = 100)
    void theMarkTableDividesAllPupilsWithAJournalMark(@ForAll("rows") List<Row> rows) {
        for (SchoolResult result : tally(rows).snapshot().results(WORKS.get(0).id())) {
            MarkTable table = result.scores().marks();
            assertThat(table.lowered() + table.confirmed() + table.raised()).isEqualTo(table.count());
            long marked = rows.stream()
                    .filter(r -> r.school().equals(result.school().id()) && r.work().equals(WORKS.get(0)) && r.mark() != 0)
                    .count();
            long apart = rows.stream()
                    .filter(r -> r.school().equals(result.school().id()) && r.work().equals(WORKS.get(0)) && r.mark() != 0)
                    .filter(r -> Math.abs(r.work().scale().mark(r.score()) - r.mark()) >= 2)
                    .count();
            assertThat(table.count()).isEqualTo(marked);
            assertThat(table.farApart()).isEqualTo(apart);
        }
    }
}
