package io.github.eduindicators.io.report;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.io.Problem;
import io.github.eduindicators.io.Reason;
import io.github.eduindicators.objectivity.Evidence;
import io.github.eduindicators.items.AssessmentQuality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.review.ListRow;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.review.SchoolSummary;
import io.github.eduindicators.trend.TrendMonitoring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The tables of a review, sorted and complete. */
final class ReviewTables {
    /** How many problems of one file and reason are told one by one. */
    static final int MOST_PROBLEMS = 1_000;

    private static final Comparator<Problem> PLACE = Comparator.comparing(Problem::file)
            .thenComparing(problem -> problem.count() > 1)
            .thenComparing(Problem::sheet)
            .thenComparingLong(Problem::line)
            .thenComparing(Problem::column)
            .thenComparing(Problem::reason)
            .thenComparing(Problem::value)
            .thenComparingLong(Problem::count);

    private final Review.Result review;
    private final List<Problem> problems;
    private final Texts texts;
    private final UnitNames names;

    ReviewTables(Review.Result review, List<Problem> problems, Texts texts) {
        this.review = review;
        this.problems = problems;
        this.texts = texts;
        this.names = UnitNames.of(review.results());
    }

    List<Table> all() {
        List<Table> all = new ArrayList<>(
                List.of(problems(), schools(), evidence(), index(), lists(), effectiveness(), scorecards(), trends()));
        all.addAll(QualityTables.all(verdicts(), names, texts));
        all.addAll(TaskTables.all(review.tasks(), names));
        all.addAll(StaffTables.all(review.staff(), names));
        all.addAll(StudyTables.all(review.studies()));
        all.addAll(SurveyTables.all(review.satisfaction(), names, texts));
        all.addAll(RecommendationTables.all(review.recommendations(), review.effects(), names, texts));
        all.addAll(RoadmapTables.all(review.roadmap(), texts));
        return all;
    }

    private SortedMap<Region, List<AssessmentQuality.Verdict>> verdicts() {
        SortedMap<Region, List<AssessmentQuality.Verdict>> verdicts = new TreeMap<>();
        review.tasks().works().forEach(work -> work.regions().forEach(region -> work.quality(region)
                .ifPresent(verdict -> verdicts.computeIfAbsent(region, r -> new ArrayList<>()).add(verdict))));
        return verdicts;
    }

    Table problems() {
        return Table.of(
                "problems",
                List.of("file", "sheet", "line", "column", "value", "reason", "severity"),
                capped(problems).stream().map(this::row).toList());
    }

    private List<Object> row(Problem problem) {
        return List.of(
                problem.file(),
                problem.sheet(),
                problem.line() == 0 ? "" : problem.line(),
                problem.column(),
                problem.count() > 1 ? texts.get("problems.more", Long.toString(problem.count())) : problem.value(),
                texts.reason(problem.reason()),
                problem.severity().code());
    }

    /** Problems of several readers together may be more than each of them lists; what is too much is added to the total. */
    static List<Problem> capped(List<Problem> problems) {
        record Key(String file, Reason reason) implements Comparable<Key> {
            @Override
            public int compareTo(Key other) {
                return Comparator.comparing(Key::file).thenComparing(Key::reason).compare(this, other);
            }
        }
        List<Problem> sorted = problems.stream().sorted(PLACE).toList();
        Map<Key, Integer> told = new TreeMap<>();
        Map<Key, Long> rest = new TreeMap<>();
        List<Problem> kept = new ArrayList<>();
        for (Problem problem : sorted) {
            Key key = new Key(problem.file(), problem.reason());
            if (problem.count() == 1 && told.merge(key, 1, Integer::sum) <= MOST_PROBLEMS) {
                kept.add(problem);
            } else {
                rest.merge(key, problem.count(), Math::addExact);
            }
        }
        rest.forEach((key, count) -> kept.add(new Problem(key.file(), "", 0, "", "", key.reason(), count)));
        kept.sort(PLACE);
        return kept;
    }

    Table schools() {
        return Table.of(
                "schools",
                List.of("school", "name", "region", "municipality", "n", "signs", "years_flagged", "consecutive", "last_year",
                        "outcome", "kinds", "independent_kinds", "p", "adjusted_p"),
                review.schools().stream()
                        .sorted(Comparator.comparing(summary -> summary.school().id()))
                        .map(ReviewTables::row)
                        .toList());
    }

    private static List<Object> row(SchoolSummary summary) {
        return List.of(
                summary.school().id().value(),
                summary.school().name(),
                summary.school().region().name(),
                summary.school().municipality().name(),
                summary.n(),
                (long) summary.signs(),
                (long) summary.repetition().yearsFlagged(),
                (long) summary.repetition().consecutive(),
                summary.repetition().lastYear().isPresent() ? (Object) (long) summary.repetition().lastYear().getAsInt() : "",
                summary.outcome().name(),
                String.join(" ", summary.kinds()),
                (long) summary.independentKinds(),
                cell(summary.p()),
                cell(summary.adjustedP()));
    }

    Table evidence() {
        return Table.of(
                "evidence",
                List.of("school", "kind", "p", "adjusted_p", "effect", "n"),
                review.screening().evidence().stream().map(ReviewTables::row).toList());
    }

    private static List<Object> row(Evidence evidence) {
        return List.of(
                evidence.school().value(), evidence.kind(), evidence.p(), evidence.adjustedP(), cell(evidence.effect()), evidence.n());
    }

    private static Object cell(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : "";
    }

    Table index() {
        return Table.of(
                "index",
                List.of("unit_type", "unit", "year", "schools", "flagged", "index", "participants_share"),
                review.index().stream()
                        .sorted(Comparator.comparing((IndexRow row) -> row.unit().unitType())
                                .thenComparing(row -> names.of(row.unit()))
                                .thenComparingInt(IndexRow::year))
                        .map(this::row)
                        .toList());
    }

    private List<Object> row(IndexRow row) {
        return List.of(
                row.unit().unitType().code(),
                names.of(row.unit()),
                (long) row.year(),
                (long) row.schools(),
                (long) row.flagged(),
                row.index(),
                row.participantsShare());
    }

    Table lists() {
        return Table.of(
                "lists",
                List.of("list", "unit", "year", "member", "reason"),
                review.lists().stream()
                        .sorted(Comparator.comparing(ListRow::list)
                                .thenComparing(row -> row.unit().unitType())
                                .thenComparing(row -> names.of(row.unit()))
                                .thenComparingInt(ListRow::year))
                        .map(row -> List.<Object>of(
                                row.list(),
                                names.of(row.unit()),
                                (long) row.year(),
                                row.member().name().toLowerCase(Locale.ROOT),
                                reason(row, texts)))
                        .toList());
    }

    /** Every indicator of every unit; the rows are counted while they are written. */
    Table effectiveness() {
        return new Table(
                "effectiveness",
                List.of("unit_type", "unit", "indicator", "period", "assessment", "value", "lower", "upper", "n", "note"),
                rows -> review.effectiveness().forEach((key, value) -> rows.accept(row(key, value))));
    }

    private List<Object> row(IndicatorValues.Key key, IndicatorValue value) {
        return List.of(
                key.unit().unitType().code(),
                names.of(key.unit()),
                key.indicator(),
                key.period().toString(),
                key.assessment(),
                cell(value.value()),
                value.interval().map(interval -> (Object) interval.lower()).orElse(""),
                value.interval().map(interval -> (Object) interval.upper()).orElse(""),
                value.n().isPresent() ? (Object) value.n().getAsLong() : "",
                value.note());
    }

    /** The scorecards of all units; the total has no criterion. */
    Table scorecards() {
        return new Table(
                "scorecards",
                List.of("methodology", "edition", "unit_type", "unit", "period", "criterion", "value", "max", "level", "note"),
                this::scorecards);
    }

    private void scorecards(Consumer<List<Object>> rows) {
        Map<ScorecardRow.Place, List<ScorecardRow>> sorted = new TreeMap<>();
        ScorecardRow.of(review.criteria(), row -> sorted.computeIfAbsent(row.place(names), place -> new ArrayList<>()).add(row));
        sorted.values().forEach(list -> list.stream()
                .sorted(Comparator.comparing(ScorecardRow::criterion))
                .forEach(row -> rows.accept(row.cells(names))));
    }

    /** The trend of every series of years. */
    Table trends() {
        return new Table(
                "trends",
                List.of("unit_type", "unit", "indicator", "procedure", "subject", "grade", "years", "slope", "se", "eb_slope", "p_up", "label"),
                rows -> review.trends().forEach(row -> rows.accept(row(row))));
    }

    private List<Object> row(TrendMonitoring.Row row) {
        YearSeries.Key key = row.key();
        return List.of(
                key.unit().unitType().code(),
                names.of(key.unit()),
                key.indicator(),
                key.procedure(),
                key.subject(),
                key.grade() == 0 ? "" : (Object) (long) key.grade(),
                (long) row.years(),
                row.slope().map(slope -> (Object) slope.value()).orElse(""),
                cell(row.slopeError()),
                cell(row.ebSlope()),
                cell(row.probabilityUp()),
                row.label().name());
    }

    /** Why a unit is on a list, or not, in words. */
    static String reason(ListRow row, Texts texts) {
        return switch (row.member()) {
            case YES -> reasons(row, texts);
            case NO -> row.reasons().isEmpty() ? texts.get("list.no-signs") : reasons(row, texts);
            case INSUFFICIENT_DATA -> row.reasons().isEmpty() ? texts.get("list.insufficient") : reasons(row, texts);
        };
    }

    private static String reasons(ListRow row, Texts texts) {
        boolean signs = row.list().equals(ListRow.INTERVIEW) || row.list().equals(ListRow.ANALYSIS);
        return row.reasons().stream()
                .map(fact -> fact.key() + ": " + (signs ? signs(fact, texts) : value(fact)))
                .collect(Collectors.joining("; "));
    }

    private static String signs(Fact fact, Texts texts) {
        return texts.counted("sign", (long) fact.number().orElseThrow());
    }

    private static String value(Fact fact) {
        return fact.value() instanceof Double number ? String.format(Locale.ROOT, "%.3f", number) : fact.value().toString();
    }
}
