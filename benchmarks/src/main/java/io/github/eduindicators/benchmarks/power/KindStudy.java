package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.objectivity.Check;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Measures one check on a synthetic world, while it is being developed: calibration among ordinary honest schools, power at one
 * per cent of false positives, and how often each honest look-alike is flagged.
 *
 * <pre>{@code
 * mvn -q -o package -DskipTests -pl benchmarks -am
 * java -cp benchmarks/target/benchmarks.jar io.github.eduindicators.benchmarks.power.KindStudy \
 *     --check io.github.eduindicators.objectivity.JournalShift --kind journal \
 *     [--set development|evaluation] [--variant honest,two-years,...] [--seed 1] [--worlds 1] [--schools 4000]
 * }</pre>
 *
 * <p>Without {@code --check} the obvious detector of the kind is measured. Variants: {@code honest ordinary two-years no-classes
 * missing-journal lumpy regional-leniency regions no-context homogeneous}, several separated by commas. The check is a class with
 * a static method {@code withDefaults()}; where it gives a school several findings with p of one method, the smallest counts and
 * the number of such schools is printed. The threshold is taken among all honest schools, look-alikes included; a school that
 * cannot be tested has p = 1. Several worlds use the seeds that follow.
 */
public final class KindStudy {
    private static final double[] LEVELS = {0.05, 0.01, 0.001, 0.0001};
    private static final double SHARE = 0.01;

    private final PrintStream out;
    private final Map<String, String> options = new HashMap<>();

    private KindStudy(PrintStream out, String... arguments) {
        this.out = out;
        options.putAll(Map.of("--set", "development", "--variant", "", "--seed", "1", "--worlds", "1", "--schools", "4000"));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        if (arguments.length % 2 == 1 || !options.containsKey("--kind")) {
            throw new IllegalArgumentException(
                    "usage: --kind KIND [--check CLASS] [--set S] [--variant V] [--seed N] [--worlds N] [--schools N]");
        }
    }

    /**
     * Runs the study and prints it.
     *
     * @param arguments as above
     * @throws ReflectiveOperationException if there is no such check
     */
    public static void main(String... arguments) throws ReflectiveOperationException {
        new KindStudy(new PrintStream(System.out, true, StandardCharsets.UTF_8), arguments).run();
    }

    private static Check check(String name) throws ReflectiveOperationException {
        Method factory = Class.forName(name).getDeclaredMethod("withDefaults");
        // Checks under development are package-private.
        factory.setAccessible(true);
        return (Check) factory.invoke(null);
    }

    private void run() throws ReflectiveOperationException {
        StudyParameters parameters = StudyParameters.of(options.get("--set"))
                .withSchools(Integer.parseInt(options.get("--schools")))
                .with(Arrays.stream(options.get("--variant").split(","))
                        .filter(v -> !v.isBlank())
                        .map(StudyParameters.Variant::parse)
                        .toArray(StudyParameters.Variant[]::new));
        String kind = options.get("--kind");
        List<Truth> truths = new ArrayList<>();
        double[] evidence = {};
        long first = Long.parseLong(options.get("--seed"));
        long worlds = Long.parseLong(options.get("--worlds"));
        for (long seed = first; seed < first + worlds; seed++) {
            long start = System.nanoTime();
            StudyWorld world = StudyWorld.generate(parameters, seed);
            long made = System.nanoTime();
            double[] own = options.containsKey("--check")
                    ? evidence(check(options.get("--check")), world)
                    : NaiveEvidence.of(kind, world.results());
            long done = System.nanoTime();
            out.printf(Locale.ROOT, "%s %s seed %d: %s; generated in %.1f s, checked in %.1f s%n", parameters.name(),
                    parameters.variants(), seed, world.results(), (made - start) / 1e9, (done - made) / 1e9);
            truths.addAll(world.truths());
            int at = evidence.length;
            evidence = Arrays.copyOf(evidence, at + own.length);
            System.arraycopy(own, 0, evidence, at, own.length);
        }
        print(kind, Detection.of(truths, evidence), truths);
    }

    private double[] evidence(Check check, StudyWorld world) {
        Map<SchoolId, Double> p = new HashMap<>();
        int repeated = 0;
        for (Finding finding : check.run(world.results())) {
            if (finding.p().isPresent() && finding.unit() instanceof SchoolId school) {
                repeated += p.containsKey(school) ? 1 : 0;
                p.merge(school, finding.p().orElseThrow(), Math::min);
            }
        }
        if (repeated > 0) {
            out.println(repeated + " further findings with p: the smallest p of a school is used");
        }
        return world.truths().stream().mapToDouble(truth -> p.getOrDefault(truth.school(), 1.0)).toArray();
    }

    private void print(String kind, Detection detection, List<Truth> truths) {
        boolean p = options.containsKey("--check");
        Predicate<Truth> own = truth -> truth.violation().code().equals(kind);
        if (p) {
            out.println("false positives among ordinary honest schools: rate (count) at p <= level; testable = p < 1");
            out.printf(Locale.ROOT, "%-8s %7s %9s", "band", "schools", "testable");
            for (double level : LEVELS) {
                out.printf(Locale.ROOT, " %16s", level);
            }
            out.println();
            for (SizeBand band : SizeBand.values()) {
                calibration(band.label(), detection, truth -> truth.ordinary() && truth.band() == band);
            }
            calibration("all", detection, Truth::ordinary);
        }
        double threshold = detection.threshold(SHARE, Truth::honest);
        out.printf(Locale.ROOT, "threshold %.3g: 1 %% of all honest schools%n", threshold);
        out.printf("%-10s %9s %7s  %-22s %-22s %-22s%n", "band", "violators", "AUC", "power",
                "1 % of honest in band", "1 % of ordinary");
        for (SizeBand band : SizeBand.values()) {
            power(band.label(), detection, threshold, own, truth -> truth.band() == band);
        }
        power("all", detection, threshold, own, truth -> true);
        power("cohort>=25", detection, threshold, own, truth -> truth.band().large());
        int years = truths.stream().mapToInt(truth -> truth.scope().lastYear() + 1).max().orElse(0);
        out.println("power by scope");
        truths.stream().filter(own).map(truth -> truth.scope().label(years)).distinct().sorted().forEach(label -> out.printf(
                "  %-18s %s  cohort>=25 %s%n", label,
                detection.below(threshold, own.and(truth -> truth.scope().label(years).equals(label))),
                detection.below(threshold, own.and(truth -> truth.scope().label(years).equals(label) && truth.band().large()))));
        out.println("flagged at the threshold");
        for (LookAlike alike : LookAlike.values()) {
            Predicate<Truth> which = truth -> truth.honest() && truth.lookAlike() == alike;
            if (truths.stream().anyMatch(which)) {
                out.printf("  %-18s %s  cohort>=25 %s%n", alike == LookAlike.NONE ? "ordinary" : alike.code(),
                        detection.below(threshold, which), detection.below(threshold, which.and(truth -> truth.band().large())));
            }
        }
        for (Violation violation : Violation.values()) {
            if (violation != Violation.NONE && !violation.code().equals(kind)) {
                out.printf("  %-18s %s%n", "violators: " + violation.code(),
                        detection.below(threshold, truth -> truth.violation() == violation));
            }
        }
    }

    private void calibration(String label, Detection detection, Predicate<Truth> which) {
        Rate testable = detection.below(1, which);
        out.printf(Locale.ROOT, "%-8s %7d %9.3f", label, testable.trials(), testable.value());
        for (double level : LEVELS) {
            Rate rate = detection.atMost(level, which);
            String mark = rate.surelyAbove(level) ? "!" : "";
            out.printf(Locale.ROOT, " %16s", String.format(Locale.ROOT, "%.5f (%d)%s", rate.value(), rate.count(), mark));
        }
        out.println();
    }

    private void power(String label, Detection detection, double threshold, Predicate<Truth> own, Predicate<Truth> band) {
        Rate power = detection.below(threshold, own.and(band));
        double ownThreshold = detection.threshold(SHARE, band.and(Truth::honest));
        double ordinary = detection.threshold(SHARE, Truth::ordinary);
        out.printf(Locale.ROOT, "%-10s %9d %7.3f  %-22s %-22s %-22s%n", label, power.trials(),
                detection.auc(own.and(band), band.and(Truth::honest)), power, detection.below(ownThreshold, own.and(band)),
                detection.below(ordinary, own.and(band)));
    }
}
