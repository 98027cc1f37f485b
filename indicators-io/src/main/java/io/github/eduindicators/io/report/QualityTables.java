package io.github.eduindicators.io.report;

import io.github.eduindicators.items.AssessmentQuality;
import io.github.eduindicators.items.ItemAnalysis;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.stats.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The table of the quality of assessments: a row for each assessment and region. */
final class QualityTables {
    private QualityTables() {}

    /** The table {@code quality}, by assessment and region. */
    static List<Table> all(SortedMap<Region, List<AssessmentQuality.Verdict>> quality, UnitNames names, Texts texts) {
        return List.of(Table.of(
                "quality",
                List.of("assessment", "region", "n", "left_out", "tasks", "mean", "sd", "alpha", "alpha_lower", "alpha_upper", "sem",
                        "verdict", "reasons"),
                quality.entrySet().stream()
                        .flatMap(entry -> entry.getValue().stream().map(verdict -> Map.entry(entry.getKey(), verdict)))
                        .sorted(Comparator.comparing((Map.Entry<Region, AssessmentQuality.Verdict> entry) ->
                                        entry.getValue().analysis().assessment().id())
                                .thenComparing(Map.Entry::getKey))
                        .map(entry -> row(names.of(entry.getKey()), entry.getValue(), texts))
                        .toList()));
    }

    private static List<Object> row(String region, AssessmentQuality.Verdict verdict, Texts texts) {
        ItemAnalysis.Result analysis = verdict.analysis();
        List<Object> row = new ArrayList<>(List.of(
                analysis.assessment().id().value(),
                region,
                analysis.n(),
                analysis.leftOut(),
                (long) analysis.taskCount(),
                cell(analysis.mean()),
                cell(analysis.standardDeviation())));
        row.addAll(analysis.alphaInterval().map(QualityTables::cells).orElse(List.of("", "", "")));
        row.add(cell(analysis.sem()));
        row.add(verdict.level().name());
        row.add(verdict.reasons().stream().map(reason -> told(reason, texts)).collect(Collectors.joining("; ")));
        return List.copyOf(row);
    }

    private static List<Object> cells(Interval alpha) {
        return List.of(alpha.value(), alpha.lower(), alpha.upper());
    }

    private static Object cell(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : "";
    }

    private static String told(AssessmentQuality.Reason reason, Texts texts) {
        String figure = reason.figure() == Math.rint(reason.figure())
                ? Long.toString(Math.round(reason.figure()))
                : String.format(Locale.ROOT, "%.3f", reason.figure());
        return texts.get("quality.reason." + reason.kind().key()) + (reason.task().isEmpty() ? "" : " " + reason.task()) + ": " + figure;
    }
}
