package io.github.eduindicators.io.report;

import io.github.eduindicators.items.Completion;
import io.github.eduindicators.items.CompletionBand;
import io.github.eduindicators.items.Deficits;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.review.TaskReview;
import io.github.eduindicators.stats.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What the responses to tasks say of each unit, as tables. The rows are made while they are written. */
final class TaskTables {
    private static final List<String> COMPLETION = List.of(
            "unit_type", "unit", "assessment", "kind", "element", "value", "lower", "upper", "n", "not_attempted", "band");
    private static final List<String> DEFICITS = List.of(
            "unit_type", "unit", "assessment", "kind", "element", "value", "region", "gap", "lower", "upper", "profile_gap",
            "profile_lower", "profile_upper", "p", "adjusted_p", "n", "outcome");

    private final List<TaskReview.Work> works;
    private final UnitNames names;

    private TaskTables(TaskReview review, UnitNames names) {
        this.works = review.works().stream().sorted(Comparator.comparing(TaskReview.Work::assessment)).toList();
        this.names = names;
    }

    static List<Table> all(TaskReview review, UnitNames names) {
        TaskTables tables = new TaskTables(review, names);
        return List.of(
                new Table("completion", COMPLETION, to -> tables.rows(tables::completion).forEach(to)),
                new Table("deficits", DEFICITS, to -> tables.rows(tables::deficits).forEach(to)));
    }

    /** By unit, then by assessment, then by element. */
    private Stream<List<Object>> rows(BiFunction<TaskReview.Work, Unit, Stream<List<Object>>> rows) {
        TreeSet<Unit> units = new TreeSet<>(
                Comparator.comparing(Unit::unitType).thenComparing(names::of).thenComparing(Unit.order()));
        works.forEach(work -> units.addAll(work.completion().units()));
        return units.stream().flatMap(unit -> works.stream().flatMap(work -> rows.apply(work, unit)));
    }

    private Stream<List<Object>> completion(TaskReview.Work work, Unit unit) {
        return work.completion().rows(unit).stream().map(row -> List.<Object>of(
                unit.unitType().code(),
                names.of(unit),
                work.assessment().id().value(),
                row.element().kind().code(),
                row.element().name(),
                row.share().value(),
                row.share().lower(),
                row.share().upper(),
                row.n(),
                row.notAttempted(),
                work.band(row).band().map(CompletionBand.Band::code).orElse("")));
    }

    private Stream<List<Object>> deficits(TaskReview.Work work, Unit unit) {
        return work.deficits().rows(unit).stream().map(row -> cells(work, row));
    }

    private List<Object> cells(TaskReview.Work work, Deficits.Row row) {
        Completion.Element element = row.element();
        return List.of(
                row.unit().unitType().code(),
                names.of(row.unit()),
                work.assessment().id().value(),
                element.kind().code(),
                element.name(),
                row.share().value(),
                cell(row.region()),
                cell(row.gap().map(Interval::value)),
                cell(row.gap().map(Interval::lower)),
                cell(row.gap().map(Interval::upper)),
                cell(row.profileGap().map(Interval::value)),
                cell(row.profileGap().map(Interval::lower)),
                cell(row.profileGap().map(Interval::upper)),
                cell(row.p()),
                cell(row.adjustedP()),
                row.n(),
                row.outcome().name().toLowerCase(Locale.ROOT));
    }

    private static Object cell(Optional<Double> value) {
        return value.isPresent() ? (Object) value.get() : "";
    }

    private static Object cell(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : "";
    }
}
