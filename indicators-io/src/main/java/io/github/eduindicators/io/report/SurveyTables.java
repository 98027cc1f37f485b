package io.github.eduindicators.io.report;

import io.github.eduindicators.stats.Interval;
import io.github.eduindicators.surveys.Satisfaction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** The shares of a survey as a table; they are computed while they are written. */
final class SurveyTables {
    private static final List<String> COLUMNS = List.of(
            "wave", "unit_type", "unit", "group", "question", "answer", "value", "lower", "upper", "n", "invited", "worst", "best", "note");

    private SurveyTables() {}

    /** The answer is blank where the value is the share of all positive answers together. */
    static List<Table> all(Satisfaction.Result result, UnitNames names, Texts texts) {
        return List.of(new Table("satisfaction", COLUMNS, rows -> result.forEachShare(share -> rows.accept(row(share, names)))));
    }

    private static List<Object> row(Satisfaction.Share share, UnitNames names) {
        return List.of(
                share.wave(),
                share.unit().unitType().code(),
                names.of(share.unit()),
                share.group(),
                share.question(),
                share.answer(),
                cell(share.value(), Interval::value),
                cell(share.value(), Interval::lower),
                cell(share.value(), Interval::upper),
                share.n(),
                cell(share.invited()),
                cell(share.bounds(), Interval::lower),
                cell(share.bounds(), Interval::upper),
                share.note());
    }

    private static Object cell(Optional<Interval> interval, ToDoubleFunction<Interval> part) {
        return interval.isPresent() ? (Object) part.applyAsDouble(interval.get()) : "";
    }

    private static Object cell(OptionalLong count) {
        return count.isPresent() ? (Object) count.getAsLong() : "";
    }
}
