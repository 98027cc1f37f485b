package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.benchmarks.power.TrendWorld.Kind;
import io.github.eduindicators.benchmarks.power.TrendWorld.Scenario;
import io.github.eduindicators.trend.TrendMonitoring;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How often are the labels of {@link TrendMonitoring} wrong? On synthetic regions whose true slopes are known.
 *
 * <pre>{@code
 * mvn -q -o package -DskipTests -pl benchmarks -am
 * java -cp benchmarks/target/benchmarks.jar io.github.eduindicators.benchmarks.power.TrendLabelStudy \
 *     [--regions 100] [--schools 300] [--seed N] [--only TEXT] [--out FILE]
 * }</pre>
 *
 * <p>{@code --only} runs the scenarios whose names hold a text. Prints Markdown; with {@code --out} also writes JSON. The same arguments
 * give the same bytes. Regions of one scenario have seeds of their own, and all their schools are counted together (of small regions there
 * are more, at most 600): what is common to a region, such as its effects of years and what was estimated from it, makes schools of one
 * region err together, so the intervals of rates, which take schools as independent, are too narrow.
 *
 * <p>A label IMPROVING or DECLINING is wrong if the true slope is not on its side (with tau 0 and no common slope always), and wrong or
 * tiny if it is not by a fifth of the threshold of stability. STABLE is wrong if the true slope is beyond the threshold.
 */
public final class TrendLabelStudy {
    private static final int[] YEARS = {3, 4, 5, 6, 8};
    private static final double[] OMEGAS = {0, 0.5, 1};
    private static final double[] TAUS = {0, 0.03, 0.08};
    private static final int BINS = 10;
    private static final double DELTA = 0.05;
    private static final double TINY = 0.01;
    private static final int MOST_REGIONS = 600;
    private static final long STRIDE = 1_000_003;

    private final PrintStream progress;
    private final Map<String, String> options =
            new TreeMap<>(Map.of("--regions", "100", "--schools", "300", "--seed", "50105", "--only", "", "--out", ""));

    private TrendLabelStudy(PrintStream progress, String... arguments) {
        this.progress = progress;
        for (int i = 0; i < arguments.length; i += 2) {
            if (!options.containsKey(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("options are " + options.keySet() + ", each with a value, got " + arguments[i]);
            }
            options.put(arguments[i], arguments[i + 1]);
        }
    }

    /**
     * Runs the study.
     *
     * @param arguments as above
     * @throws IOException if the file cannot be written
     */
    public static void main(String... arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        TrendLabelStudy study = new TrendLabelStudy(new PrintStream(System.err, true, StandardCharsets.UTF_8), arguments);
        List<Table> tables = study.run();
        tables.forEach(table -> out.print(table.markdown()));
        String file = study.options.get("--out");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), study.json(tables), StandardCharsets.UTF_8);
        }
    }

    /** Runs the study in silence. */
    static List<Table> run(String... arguments) {
        return new TrendLabelStudy(new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8), arguments).run();
    }

    private int number(String option) {
        return Integer.parseInt(options.get(option));
    }

    private List<Table> run() {
        int schools = number("--schools");
        List<Scenario> scenarios = new ArrayList<>();
        for (int years : YEARS) {
            for (double omega : OMEGAS) {
                for (double tau : TAUS) {
                    scenarios.add(new Scenario(Kind.RELATIVE, schools, years, omega, tau));
                }
            }
        }
        for (Kind kind : List.of(Kind.LEVEL, Kind.SHARE)) {
            for (int years : YEARS) {
                for (double tau : TAUS) {
                    scenarios.add(new Scenario(kind, schools, years, 1, tau));
                }
            }
        }
        for (int few : new int[] {8, 12, 30}) {
            for (Kind kind : List.of(Kind.RELATIVE, Kind.LEVEL)) {
                for (double tau : TAUS) {
                    scenarios.add(new Scenario(kind, few, 5, 1, tau));
                }
            }
        }
        Table labels = labels("labels", "Labels", "kind", "schools", "years", "omega", "tau");
        Table together = labels("together", "Labels of all years and shocks together", "kind", "schools", "tau");
        List<Table> bins = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            bins.add(Table.of("calibration-" + kind.name().toLowerCase(Locale.ROOT),
                    "Calibration of P(up), values " + kind + ", true slopes differ: all slopes with a probability, and those not INSUFFICIENT",
                    "schools", "years", "bin", "mean P(up)", "up", "mean P(up) labelled", "up labelled"));
        }
        Map<String, Tally> pooled = new TreeMap<>();
        Map<List<Object>, Tally> sums = new LinkedHashMap<>();
        for (int s = 0; s < scenarios.size(); s++) {
            Scenario scenario = scenarios.get(s);
            if (!scenario.code().contains(options.get("--only"))) {
                continue;
            }
            Tally tally = tally(scenario, number("--seed") + s * STRIDE);
            progress.println(scenario.code());
            labels.row(tally.row(List.of(
                    scenario.kind().name(), scenario.schools(), scenario.years(), scenario.omega(), scenario.tau())));
            sums.merge(List.of(scenario.kind().name(), scenario.schools(), scenario.tau()), tally, Tally::plus);
            if (scenario.tau() > 0) {
                String group = String.format(Locale.ROOT, "%d %06d %d", scenario.kind().ordinal(), scenario.schools(), scenario.years());
                pooled.merge(group, tally, Tally::plus);
            }
        }
        sums.forEach((group, tally) -> together.row(tally.row(group)));
        pooled.forEach((group, tally) -> {
            String[] parts = group.split(" ");
            for (int bin = 0; bin < BINS; bin++) {
                bins.get(Integer.parseInt(parts[0])).row(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), bin,
                        tally.count[0][bin] == 0 ? Double.NaN : tally.probability[0][bin] / tally.count[0][bin],
                        new Rate(tally.up[0][bin], tally.count[0][bin]),
                        tally.count[1][bin] == 0 ? Double.NaN : tally.probability[1][bin] / tally.count[1][bin],
                        new Rate(tally.up[1][bin], tally.count[1][bin]));
            }
        });
        List<Table> tables = new ArrayList<>(List.of(together, labels));
        tables.addAll(bins);
        return tables;
    }

    private static Table labels(String name, String title, String... keys) {
        List<String> columns = new ArrayList<>(List.of(keys));
        columns.addAll(List.of("IMPROVING or DECLINING", "wrong", "wrong or tiny", "expected wrong", "STABLE", "STABLE wrong", "UNCERTAIN",
                "two in a row", "two in a row wrong", "two in a row wrong or tiny"));
        return Table.of(name, title, columns.toArray(new String[0]));
    }

    private Tally tally(Scenario scenario, long seed) {
        int regions = Math.min(MOST_REGIONS, (int) Math.max(1, (long) number("--regions") * number("--schools") / scenario.schools()));
        return IntStream.range(0, regions).parallel()
                .mapToObj(region -> Tally.of(TrendWorld.generate(scenario, seed, region)))
                .toList().stream()
                .reduce(new Tally(), Tally::plus);
    }

    private String json(List<Table> tables) {
        String settings = options.entrySet().stream()
                .filter(option -> !option.getKey().equals("--out"))
                .map(option -> Table.quoted(option.getKey().substring(2)) + ": " + Table.quoted(option.getValue()))
                .collect(Collectors.joining(", "));
        return "{\n  \"study\": \"labels of trends on synthetic regions\",\n  \"options\": {" + settings + "},\n  \"tables\": [\n"
                + tables.stream().map(Table::json).collect(Collectors.joining(",\n")) + "\n  ]\n}\n";
    }

    /** What was counted. */
    private static final class Tally {
        private long schools;
        private long moved;
        private long movedWrong;
        private long movedTiny;
        private double expectedWrong;
        private long stable;
        private long stableWrong;
        private long uncertain;
        private long naive;
        private long naiveWrong;
        private long naiveTiny;
        /** Of all slopes with a probability, and of those that could get a label. */
        private final long[][] count = new long[2][BINS];
        private final long[][] up = new long[2][BINS];
        private final double[][] probability = new double[2][BINS];

        private List<Object> row(List<Object> keys) {
            List<Object> cells = new ArrayList<>(keys);
            cells.addAll(List.of(new Rate(moved, schools), new Rate(movedWrong, moved), new Rate(movedTiny, moved),
                    moved == 0 ? Double.NaN : expectedWrong / moved, new Rate(stable, schools), new Rate(stableWrong, stable),
                    new Rate(uncertain, schools), new Rate(naive, schools), new Rate(naiveWrong, naive), new Rate(naiveTiny, naive)));
            return cells;
        }

        private static Tally of(TrendWorld world) {
            Tally tally = new Tally();
            TrendMonitoring.Result result = world.monitoring().run(world.series());
            tally.expectedWrong = result.expectedFalse(TrendMonitoring.Label.IMPROVING)
                    + result.expectedFalse(TrendMonitoring.Label.DECLINING);
            for (int i = 0; i < world.slopes().length; i++) {
                tally.add(world, i, result.row(world.series().get(i).key()).orElseThrow());
            }
            return tally;
        }

        private void add(TrendWorld world, int i, TrendMonitoring.Row row) {
            double truth = world.slopes()[i];
            schools++;
            int side = switch (row.label()) {
                case IMPROVING -> 1;
                case DECLINING -> -1;
                default -> 0;
            };
            if (side != 0) {
                moved++;
                movedWrong += side * truth > 0 ? 0 : 1;
                movedTiny += side * truth > TINY * world.unit() ? 0 : 1;
            }
            if (row.label() == TrendMonitoring.Label.STABLE) {
                stable++;
                stableWrong += Math.abs(truth) < DELTA * world.unit() ? 0 : 1;
            }
            uncertain += row.label() == TrendMonitoring.Label.UNCERTAIN ? 1 : 0;
            int plain = TrendWorld.naive(world.series().get(i));
            if (plain != 0) {
                naive++;
                naiveWrong += plain * truth > 0 ? 0 : 1;
                naiveTiny += plain * truth > TINY * world.unit() ? 0 : 1;
            }
            if (row.probabilityUp().isPresent()) {
                double p = row.probabilityUp().getAsDouble();
                bin(0, p, truth);
                if (row.label() != TrendMonitoring.Label.INSUFFICIENT && row.label() != TrendMonitoring.Label.NOT_COMPARABLE) {
                    bin(1, p, truth);
                }
            }
        }

        private void bin(int set, double p, double truth) {
            int bin = Math.min(BINS - 1, (int) (p * BINS));
            count[set][bin]++;
            up[set][bin] += truth > 0 ? 1 : 0;
            probability[set][bin] += p;
        }

        private Tally plus(Tally other) {
            Tally sum = new Tally();
            sum.schools = schools + other.schools;
            sum.moved = moved + other.moved;
            sum.movedWrong = movedWrong + other.movedWrong;
            sum.movedTiny = movedTiny + other.movedTiny;
            sum.expectedWrong = expectedWrong + other.expectedWrong;
            sum.stable = stable + other.stable;
            sum.stableWrong = stableWrong + other.stableWrong;
            sum.uncertain = uncertain + other.uncertain;
            sum.naive = naive + other.naive;
            sum.naiveWrong = naiveWrong + other.naiveWrong;
            sum.naiveTiny = naiveTiny + other.naiveTiny;
            for (int set = 0; set < count.length; set++) {
                for (int bin = 0; bin < BINS; bin++) {
                    sum.count[set][bin] = count[set][bin] + other.count[set][bin];
                    sum.up[set][bin] = up[set][bin] + other.up[set][bin];
                    sum.probability[set][bin] = probability[set][bin] + other.probability[set][bin];
                }
            }
            return sum;
        }
    }
}
