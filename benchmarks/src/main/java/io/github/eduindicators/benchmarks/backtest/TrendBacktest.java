package io.github.eduindicators.benchmarks.backtest;

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

/**
 * Holds {@code trend.Forecast} against years that came: the Polish examination of grade 8, means of schools in three subjects,
 * 2021 to 2025.
 *
 * <pre>{@code
 * mvn -q -o package -DskipTests -pl benchmarks -am
 * java -cp benchmarks/target/benchmarks.jar io.github.eduindicators.benchmarks.backtest.TrendBacktest \
 *     --panel FILE [--subjects polish,math,english] [--development 2024] [--year 2025] [--out FILE]
 * }</pre>
 *
 * <p>Fits to all years before {@code --year}, forecasts it and compares. Everything was chosen on {@code --development}, which is
 * fitted to the years before it in turn; nothing of {@code --year} was used but the mean of that year over the schools compared
 * (forecasts are relative to the other schools; the same is done for last value, means and drift), and in the variant "cohort
 * known" the number of pupils, which a school knows beforehand.
 *
 * <p>The panel has no deviations of pupils. They are estimated by year from how the variance between schools of changes from year
 * to year falls with the numbers of pupils, on the fitted years; means of a year that are all whole have the variance of
 * rounding, 1/12, besides. A third variant takes the variance between schools of the means of each year instead; small schools
 * truly differ more than large ones, and that variant takes it for a deviation of pupils.
 *
 * <p>Prints and writes JSON. The same file gives the same bytes.
 */
public final class TrendBacktest {
    private TrendBacktest() {}

    /**
     * Runs the back-test.
     *
     * @param arguments as above
     * @throws IOException if the panel cannot be read or the result not be written
     */
    public static void main(String... arguments) throws IOException {
        Map<String, String> options = new TreeMap<>(
                Map.of("--panel", "", "--subjects", "polish,math,english", "--development", "2024", "--year", "2025",
                        "--out", ""));
        for (int i = 0; i < arguments.length; i += 2) {
            if (!options.containsKey(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "options are " + options.keySet() + ", each with a value, got " + arguments[i]);
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        List<String> subjects = List.of(options.get("--subjects").split(","));
        Panel panel = Panel.read(Path.of(options.get("--panel")), subjects);
        List<Integer> targets = new ArrayList<>();
        for (String option : List.of("--development", "--year")) {
            if (!options.get(option).isEmpty()) {
                targets.add(Integer.parseInt(options.get(option)));
            }
        }
        String json = json(report(panel, subjects, targets), "") + "\n";
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(json);
        if (!options.get("--out").isEmpty()) {
            Files.writeString(Path.of(options.get("--out")), json, StandardCharsets.UTF_8);
        }
    }

    /** Trials by year and subject, with what was left out. */
    static Map<String, Object> report(Panel panel, List<String> subjects, List<Integer> targets) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("study", "forecasts of trends against the year that came");
        Map<String, Object> rows = new LinkedHashMap<>();
        panel.counts().forEach((year, counts) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("rows", counts.rows());
            row.put("duplicate school-years left out", counts.duplicateSchoolYears());
            row.put("their rows", counts.duplicateRows());
            rows.put(year.toString(), row);
        });
        report.put("panel", rows);
        List<Object> trials = new ArrayList<>();
        targets.forEach(target -> subjects.forEach(subject -> trials.add(new Trial(panel, subject, target).run())));
        report.put("trials", trials);
        return report;
    }

    /** What holds objects or lists takes a line a part, anything else one line. */
    private static String json(Object value, String indent) {
        String inner = indent + "  ";
        if (value instanceof Map<?, ?> map) {
            List<String> parts = map.entrySet().stream()
                    .map(entry -> '"' + entry.getKey().toString() + "\": " + json(entry.getValue(), inner)).toList();
            boolean lines = map.values().stream().anyMatch(part -> part instanceof Map || part instanceof List);
            return "{" + joined(parts, lines, indent) + "}";
        } else if (value instanceof List<?> list) {
            List<String> parts = list.stream().map(part -> json(part, inner)).toList();
            return "[" + joined(parts, list.stream().anyMatch(part -> part instanceof Map), indent) + "]";
        } else if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%.4f", number);
        }
        return value instanceof Number ? value.toString() : '"' + value.toString() + '"';
    }

    private static String joined(List<String> parts, boolean lines, String indent) {
        String end = "\n" + indent;
        return lines ? end + "  " + String.join("," + end + "  ", parts) + end : String.join(", ", parts);
    }
}
