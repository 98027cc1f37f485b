package io.github.eduindicators.trend;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.trend.TrendMonitoring.Label;
import io.github.eduindicators.trend.TrendMonitoring.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The findings of {@link TrendMonitoring}. */
final class TrendFindings {
    private static final double CONFIDENCE = 0.9;

    private TrendFindings() {}

    static List<Finding> of(Collection<TrendMonitoring.Result> results) {
        TreeMap<Unit, List<Row>> byUnit = new TreeMap<>(Unit.order());
        results.stream().flatMap(result -> result.rows().stream()).sorted(Comparator.comparing(Row::key))
                .forEach(row -> byUnit.computeIfAbsent(row.key().unit(), unit -> new ArrayList<>()).add(row));
        List<Finding> findings = new ArrayList<>();
        if (!byUnit.isEmpty()) {
            MethodInfo method = results.iterator().next().method();
            byUnit.forEach((unit, rows) -> findings.addAll(of(method, unit, rows)));
        }
        findings.sort(Finding.order());
        return List.copyOf(findings);
    }

    private static List<Finding> of(MethodInfo method, Unit unit, List<Row> rows) {
        List<Finding> declining = labelled(rows, Label.DECLINING)
                .map(row -> moving(Finding.builder(method, unit).outcome(Outcome.FLAGGED).category("declining"), row).build())
                .toList();
        return declining.isEmpty() ? List.of(calm(method, unit, rows)) : declining;
    }

    private static Stream<Row> labelled(List<Row> rows, Label label) {
        return rows.stream().filter(row -> row.label() == label);
    }

    private static Finding.Builder moving(Finding.Builder builder, Row row) {
        YearSeries.Key key = row.key();
        row.belief(CONFIDENCE).ifPresent(builder::effect);
        row.p().ifPresent(builder::p);
        row.reliability().ifPresent(reliability -> builder.fact("reliability", 100 * reliability));
        return builder.n(row.years())
                .fact("indicator", key.indicator()).fact("procedure", key.procedure()).fact("subject", key.subject())
                .fact("grade", (long) key.grade())
                .fact("scope", scope(key))
                .fact("years", (long) row.years())
                .fact("first", row.first().orElseThrow().toString())
                .fact("last", row.last().orElseThrow().toString())
                .fact("own-slope", row.slope().orElseThrow().value())
                .fact("probability", 1 - row.wrong(row.label()));
    }

    /** Of which work, in codes that the wording can name. */
    private static String scope(YearSeries.Key key) {
        String codes = Stream.of(key.procedure(), key.subject(), key.grade() == 0 ? "" : "grade " + key.grade())
                .filter(code -> !code.isEmpty()).collect(Collectors.joining(", "));
        return codes.isEmpty() ? "all" : codes;
    }

    private static Finding calm(MethodInfo method, Unit unit, List<Row> rows) {
        Finding.Builder builder = Finding.builder(method, unit);
        for (Label label : Label.values()) {
            builder.fact(label.name().toLowerCase(Locale.ROOT).replace('_', '-'), labelled(rows, label).count());
        }
        Optional<Row> improving = labelled(rows, Label.IMPROVING)
                .min(Comparator.comparingDouble((Row row) -> row.wrong(Label.IMPROVING)).thenComparing(Row::key));
        if (improving.isPresent()) {
            return moving(builder.outcome(Outcome.CLEAR).category("improving"), improving.get()).build();
        }
        if (labelled(rows, Label.STABLE).findAny().isPresent()) {
            return builder.outcome(Outcome.CLEAR).category("stable").build();
        }
        if (rows.stream().allMatch(row -> row.label() == Label.NOT_COMPARABLE)) {
            return builder.outcome(Outcome.NOT_APPLICABLE).category("not-comparable").build();
        }
        String reasons = rows.stream().map(Row::reason).filter(reason -> !reason.isEmpty()).sorted().distinct()
                .collect(Collectors.joining(", "));
        builder.fact("reasons", reasons);
        Optional<Row> best = rows.stream().filter(row -> row.detectable().isPresent())
                .max(Comparator.comparingDouble((Row row) -> row.reliability().orElse(1)).thenComparing(Row::key));
        return best.isEmpty()
                ? builder.outcome(Outcome.INSUFFICIENT_DATA).category("untestable").build()
                : builder.outcome(Outcome.CLEAR).category("undecided")
                .fact("detectable", best.get().detectable().getAsDouble())
                .fact("indicator", best.get().key().indicator())
                .fact("scope", scope(best.get().key()))
                .build();
    }
}
