package io.github.eduindicators.io.report;

import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.surveys.StudyEstimate;
import io.github.eduindicators.surveys.StudyMonitoring;
import io.github.eduindicators.surveys.StudyMonitoring.Row;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What sampled studies say, number by number, as a table. */
final class StudyTables {
    private static final List<String> COLUMNS = List.of("study", "cycle", "domain", "group", "statistic", "value", "se", "sampling_variance",
            "imputation_variance", "df", "lower", "upper", "n", "note");

    private StudyTables() {}

    static List<Table> all(StudyMonitoring.Result studies) {
        return List.of(Table.of("studies", COLUMNS, studies.rows().stream().map(StudyTables::row).toList()));
    }

    private static List<Object> row(Row row) {
        Optional<Interval> interval = row.interval();
        return List.of(
                row.wave().study(),
                row.wave().cycle().toString(),
                row.wave().domain(),
                row.group().isEmpty() ? "" : row.group() + "=" + row.label(),
                row.statistic(),
                cell(row.value()),
                cell(row.standardError()),
                cell(row.estimate().map(StudyEstimate::samplingVariance).orElse(OptionalDouble.empty())),
                cell(row.estimate().map(StudyEstimate::imputationVariance).orElse(OptionalDouble.empty())),
                cell(row.freedom()),
                interval.map(i -> (Object) i.lower()).orElse(""),
                interval.map(i -> (Object) i.upper()).orElse(""),
                cell(row.n()),
                row.note());
    }

    private static Object cell(OptionalDouble number) {
        return number.isPresent() ? (Object) number.getAsDouble() : "";
    }

    private static Object cell(OptionalLong number) {
        return number.isPresent() ? (Object) number.getAsLong() : "";
    }
}
