package io.github.eduindicators.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the guard concludes from measurements that are written down here. */
class GuardTest {
    private static final Probe TALLY = new Probe(TallyBenchmark.class, "tally", "rows", 100);
    private static final Probe LOOP = new Probe(TallyBenchmark.class, "loop", "rows", 100);
    private static final Probe MORE = TALLY.at(1000);

    private final Map<Probe, Deque<Cost>> script = new HashMap<>();
    private final List<Probe> asked = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private void costs(Probe probe, double... nanos) {
        for (double each : nanos) {
            script.computeIfAbsent(probe, p -> new ArrayDeque<>()).add(new Cost(each, 0));
        }
    }

    private void allocates(Probe probe, double... bytes) {
        for (double each : bytes) {
            script.computeIfAbsent(probe, p -> new ArrayDeque<>()).add(new Cost(10, each));
        }
    }

    private boolean run(Check... checks) {
        Meter meter = probe -> {
            asked.add(probe);
            Deque<Cost> costs = script.get(probe);
            return costs.size() > 1 ? costs.remove() : costs.peek();
        };
        return new Guard(meter, new PrintStream(printed, true, StandardCharsets.UTF_8)).run(List.of(checks));
    }

    private String lastLine() {
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        return lines.get(lines.size() - 1);
    }

    @Test
    void passesAtTheBoundAndMeasuresNoMoreThanThreeRounds() {
        costs(TALLY, 15);
        costs(LOOP, 10);
        assertThat(run(Check.ratio("ratio", TALLY, LOOP, 1.5))).isTrue();
        assertThat(asked).containsExactly(TALLY, LOOP, LOOP, TALLY, TALLY, LOOP);
        assertThat(lastLine()).isEqualTo("1 passed, 0 failed");
    }

    @Test
    void failsWhatIsTooSlowInEveryRoundAfterThreeAttempts() {
        costs(TALLY, 15.1);
        costs(LOOP, 10);
        assertThat(run(Check.ratio("ratio", TALLY, LOOP, 1.5))).isFalse();
        assertThat(asked).hasSize(18);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("FAILED: ratio", "1.5100");
        assertThat(lastLine()).isEqualTo("0 passed, 1 failed");
    }

    @Test
    void oneSlowRoundOfThreeDoesNotMatter() {
        costs(TALLY, 90, 14, 14);
        costs(LOOP, 10);
        assertThat(run(Check.ratio("ratio", TALLY, LOOP, 1.5))).isTrue();
        assertThat(asked).hasSize(6);
    }

    @Test
    void aNoisyAttemptIsRepeatedAndMayPassThen() {
        costs(TALLY, 90, 90, 14, 14, 14, 14);
        costs(LOOP, 10);
        assertThat(run(Check.ratio("ratio", TALLY, LOOP, 1.5))).isTrue();
        assertThat(asked).hasSize(12);
        assertThat(lastLine()).isEqualTo("1 passed, 0 failed");
    }

    @Test
    void onlyWhatExceededItsBoundIsMeasuredAgain() {
        costs(TALLY, 16);
        costs(LOOP, 10);
        costs(MORE, 16);
        boolean passed = run(Check.growth("growth", MORE, TALLY, 13), Check.ratio("ratio", TALLY, LOOP, 1.5));
        assertThat(passed).isFalse();
        assertThat(asked).filteredOn(MORE::equals).hasSize(3);
        assertThat(asked).filteredOn(LOOP::equals).hasSize(9);
        assertThat(lastLine()).isEqualTo("1 passed, 1 failed");
    }

    @Test
    void growthComparesWholePassesNotSingleResults() {
        costs(TALLY, 10);
        costs(MORE, 12.9);
        assertThat(run(Check.growth("growth", MORE, TALLY, 13))).isTrue();
        script.clear();
        costs(TALLY, 10);
        costs(MORE, 13.1);
        assertThat(run(Check.growth("growth", MORE, TALLY, 13))).isFalse();
    }

    @Test
    void allocationIsComparedWithItsBoundOrWithAnotherProbe() {
        allocates(TALLY, 56.02);
        allocates(LOOP, 56);
        assertThat(run(Check.allocation("allocation", TALLY, 0.01))).isFalse();
        assertThat(asked).as("allocation is not measured again").hasSize(3);
        assertThat(run(Check.allocationBeyond("allocation beyond", TALLY, LOOP, 0.01))).isFalse();
        assertThat(run(Check.allocationBeyond("allocation beyond", LOOP, TALLY, 0.01))).isTrue();
    }

    @Test
    void whatCouldNotBeMeasuredDoesNotPass() {
        costs(TALLY, Double.NaN);
        costs(LOOP, 10);
        assertThat(run(Check.ratio("ratio", TALLY, LOOP, 1.5))).isFalse();
    }

    @Test
    void growthIsLookedAtForTenTimesTheSizeInAllFour() {
        List<Check> growths = Guard.checks().stream().filter(check -> check.name().startsWith("times the cost for ten times")).toList();
        assertThat(growths).hasSize(4).allSatisfy(check -> {
            assertThat(check.bound()).isEqualTo(13);
            assertThat(check.probes().get(0)).isEqualTo(check.probes().get(1).at(10 * check.probes().get(1).size()));
        });
        assertThat(growths.stream().<Class<?>>map(check -> check.probes().get(0).suite()).toList()).isEqualTo(
                List.of(TallyBenchmark.class, ScreeningBenchmark.class, ValueAddedBenchmark.class, TrendBenchmark.class));
    }

    @Test
    void countingIsHeldToTheLoopAndToNoAllocation() {
        List<Check> counting = Guard.checks().stream().filter(check -> check.probes().get(0).suite() == TallyBenchmark.class).toList();
        assertThat(counting).extracting(Check::bound).containsExactly(0.01, 0.01, 1.5, 1.5, 13.0);
    }

    @Test
    void eachOfTheOthersHasABoundOfAllocationAndOneBesideALoopByHand() {
        for (Class<?> suite : List.of(ScreeningBenchmark.class, ValueAddedBenchmark.class, TrendBenchmark.class)) {
            List<String> names = Guard.checks().stream()
                    .filter(check -> check.probes().get(0).suite() == suite)
                    .map(Check::name)
                    .toList();
            assertThat(names).hasSize(3);
            assertThat(names.get(0)).startsWith("bytes allocated");
            assertThat(names.get(1)).startsWith("times the hand-written loop");
        }
    }

    @Test
    void theProbesAreBenchmarksWithTheirParameters() {
        assertThat(Guard.checks()).flatExtracting(Check::probes).allSatisfy(probe -> {
            assertThat(probe.suite().getMethods())
                    .filteredOn(method -> method.isAnnotationPresent(org.openjdk.jmh.annotations.Benchmark.class))
                    .extracting(java.lang.reflect.Method::getName)
                    .contains(probe.benchmark());
            List<String> parameters = new ArrayList<>(probe.others().keySet());
            parameters.add(probe.parameter());
            List<Class<?>> states = new ArrayList<>(List.of(probe.suite().getDeclaredClasses()));
            states.add(Rows.class);
            assertThat(states.stream()
                            .flatMap(state -> java.util.Arrays.stream(state.getDeclaredFields()))
                            .filter(field -> field.isAnnotationPresent(org.openjdk.jmh.annotations.Param.class))
                            .map(java.lang.reflect.Field::getName))
                    .containsAll(parameters);
        });
    }
}
