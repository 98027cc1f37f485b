package io.github.eduindicators.benchmarks.power;

import io.github.eduindicators.benchmarks.power.StudyParameters.Variant;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures the whole objectivity screening on synthetic regions: calibration on honest schools, power and false positives by kind
 * of evidence, size and honest look-alike, the list's realised share of false flags, and the same for the plain ФИОКО signs.
 *
 * <pre>{@code
 * mvn -q -o package -DskipTests -pl benchmarks -am
 * java -cp benchmarks/target/benchmarks.jar io.github.eduindicators.benchmarks.power.PowerStudy \
 *     [--set development|evaluation|both] [--worlds 6] [--variant-worlds 2] [--schools 4000] [--seed N] [--out FILE]
 * }</pre>
 *
 * <p>Prints Markdown; with {@code --out} also writes JSON. The same arguments give the same bytes. Each world has adjusted
 * p-values of its own, and the schools of all worlds are then counted together. The threshold of a kind is the 1 % quantile of
 * its p over all honest schools, look-alikes included; a school that cannot be tested has p = 1 and counts as not found. The
 * cohort of a school is the median number of its results an assessment. A target is missed when the 95 % Wilson interval lies
 * wholly on its wrong side, and not refuted when only the figure itself does.
 */
public final class PowerStudy {
    private static final List<Variant> VARIANTS = List.of(Variant.TWO_YEARS, Variant.NO_CLASSES, Variant.MISSING_JOURNAL,
            Variant.LUMPY, Variant.REGIONAL_LENIENCY, Variant.REGIONS, Variant.NO_CONTEXT, Variant.HOMOGENEOUS);
    private static final List<String> SETS = List.of("development", "evaluation");
    /** Seeds of worlds with violators, of honest ones and of variants do not meet. */
    private static final long STRIDE = 1000;

    private final Function<StudyWorld, Screened> screening;
    private final PrintStream progress;
    private final Map<String, String> options = new TreeMap<>(
            Map.of("--set", "both", "--worlds", "6",
                    "--variant-worlds", "2", "--schools", "4000", "--seed", "20211", "--out", ""));

    private PowerStudy(Function<StudyWorld, Screened> screening, PrintStream progress, String... arguments) {
        this.screening = screening;
        this.progress = progress;
        for (int i = 0; i < arguments.length; i += 2) {
            if (!options.containsKey(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "options are " + options.keySet() + ", each with a value, got " + arguments[i]);
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
        PowerStudy study = new PowerStudy(Screened::of, new PrintStream(System.err, true, StandardCharsets.UTF_8), arguments);
        Map<String, List<Table>> tables = study.run();
        tables.forEach((set, list) -> {
            out.println("## " + set + "\n");
            list.forEach(table -> out.print(table.markdown()));
        });
        String file = study.options.get("--out");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), study.json(tables), StandardCharsets.UTF_8);
        }
    }

    /** Runs the study of any screening, in silence. */
    static Map<String, List<Table>> run(Function<StudyWorld, Screened> screening, String... arguments) {
        PrintStream silence = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new PowerStudy(screening, silence, arguments).run();
    }

    private int number(String option) {
        return Integer.parseInt(options.get(option));
    }

    private Map<String, List<Table>> run() {
        Map<String, List<Table>> tables = new LinkedHashMap<>();
        String chosen = options.get("--set");
        for (String set : chosen.equals("both") ? SETS : List.of(chosen)) {
            tables.put(set, run(StudyParameters.of(set).withSchools(number("--schools"))));
        }
        return tables;
    }

    private List<Table> run(StudyParameters parameters) {
        // The sets never share a seed.
        long seed = number("--seed") + 100 * STRIDE * SETS.indexOf(parameters.name());
        int worlds = number("--worlds");
        Screened harmed = screen(parameters, seed, worlds);
        Screened ordinary = screen(parameters.with(Variant.ORDINARY), seed + STRIDE, worlds);
        Screened honest = screen(parameters.with(Variant.HONEST), seed + 2 * STRIDE, worlds);
        List<Table> tables = new ArrayList<>(List.of(
                StudyTables.targets("targets", harmed),
                StudyTables.power("power", "AUC and power at 1 % false positives", harmed, kind -> kind),
                StudyTables.scopes("scopes", harmed, parameters.years()),
                StudyTables.lookAlikes("look-alikes", harmed),
                StudyTables.list("list", harmed),
                StudyTables.power("signs-power", "The same with the number of ФИОКО signs as the score", harmed,
                        kind -> Screened.SIGNS),
                StudyTables.power("naive-power", "The same with the obvious detector of each kind", harmed, Screened::naive),
                StudyTables.signs("signs-rule", harmed),
                StudyTables.calibration("calibration", "Honest schools at nominal levels, no look-alikes", ordinary),
                StudyTables.calibration("calibration-look-alikes",
                        "Honest schools at nominal levels, look-alikes among them", honest)));
        int variantWorlds = number("--variant-worlds");
        if (variantWorlds > 0) {
            Map<String, Screened> variants = new LinkedHashMap<>();
            Map<String, Screened> calm = new LinkedHashMap<>();
            for (Variant variant : VARIANTS) {
                long own = seed + (10 + 2 * variant.ordinal()) * STRIDE;
                variants.put(variant.code(), screen(parameters.with(variant), own, variantWorlds));
                // Homogeneous schools exist only among look-alikes.
                Variant without = variant == Variant.HOMOGENEOUS ? Variant.HONEST : Variant.ORDINARY;
                calm.put(variant.code(), screen(parameters.with(variant, without), own + STRIDE, variantWorlds));
            }
            tables.add(StudyTables.variants("variants", variants, calm));
            tables.add(StudyTables.variantLists("variant-lists", variants, calm));
            tables.add(StudyTables.lookAlikes("homogeneous", variants.get(Variant.HOMOGENEOUS.code())));
        }
        return List.copyOf(tables);
    }

    private Screened screen(StudyParameters parameters, long seed, int worlds) {
        boolean harmed = parameters.variants().isEmpty();
        return Screened.of(IntStream.range(0, worlds).parallel().mapToObj(i -> {
            StudyWorld world = StudyWorld.generate(parameters, seed + i);
            long start = System.nanoTime();
            Screened screened = screening.apply(world);
            progress.printf(Locale.ROOT, "%s %s seed %d: screened in %.1f s%n",
                    parameters.name(), parameters.variants(), seed + i, (System.nanoTime() - start) / 1e9);
            return harmed ? screened.withNaive(world) : screened;
        }).toList());
    }

    private String json(Map<String, List<Table>> tables) {
        String sets = tables.entrySet().stream()
                .map(entry -> "  " + Table.quoted(entry.getKey()) + ": [\n"
                        + entry.getValue().stream().map(Table::json).collect(Collectors.joining(",\n")) + "\n  ]")
                .collect(Collectors.joining(",\n"));
        String settings = options.entrySet().stream()
                .filter(option -> !option.getKey().equals("--out"))
                .map(option -> Table.quoted(option.getKey().substring(2)) + ": " + Table.quoted(option.getValue()))
                .collect(Collectors.joining(", "));
        return "{\n  \"study\": \"objectivity screening on synthetic regions\",\n"
                + "  \"options\": {" + settings + "},\n" + sets + "\n}\n";
    }
}
