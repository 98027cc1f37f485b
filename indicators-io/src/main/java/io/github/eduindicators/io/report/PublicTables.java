package io.github.eduindicators.io.report;

import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Noko;
import io.github.eduindicators.fioko.IndexRow;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.review.Review;
import io.github.eduindicators.trend.TrendMonitoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The tables of a review for the public. No school is said to have signs or to be doubtful, none to have low results, no person
 * is in them. What is suppressed has its line, with blanks and the note {@code suppressed}.
 *
 * <p>Figures are rounded so that nothing can be solved from far decimals: shares to four, means of scores to two, trends to
 * three.
 */
final class PublicTables {
    static final String SUPPRESSED = "suppressed";

    private static final Set<String> MEANS = Set.of("mean_score");
    private static final Set<String> SHARES = Set.of("pass_rate", "quality_rate");
    private static final Set<String> TRENDS = Set.of("mean_z", "pass_rate", "quality_rate");
    private static final String OBJECTIVITY = "objectivity_index";
    /** What a scorecard may be made of without telling more than other files: what comes from outside the results, and НОКО. */
    private static final Set<String> COUNTED = Set.of(
            "mean_score", "mean_mark", "mean_z", "sou", "pass_rate", "quality_rate", "below_minimum", "band_to_60", "band_61_80",
            "band_81_100", "score_100", "lower_quartile_share", "upper_quartile_share", "value_added", "contextual_residual",
                    "isbsh");
    private static final String SUMS = "sum_from_";

    private final Review.Result review;
    private final PublicCells cells;
    private final UnitNames names;

    PublicTables(Review.Result review, PublicCells cells) {
        this.review = review;
        this.cells = cells;
        this.names = UnitNames.of(review.results());
    }

    List<Table> all() {
        return List.of(schools(), index(), effectiveness(), scorecards(), trends(), bestPractices());
    }

    Table schools() {
        return Table.of(
                "schools",
                List.of("school", "name", "region", "municipality", "n", "note"),
                review.schools().stream().sorted(Comparator.comparing(summary -> summary.school().id())).map(summary -> {
                    School school = summary.school();
                    boolean shown = cells.total(school.id());
                    return List.<Object>of(
                            school.id().value(), school.name(), school.region().name(), school.municipality().name(),
                            shown ? summary.n() : "", shown ? "" : SUPPRESSED);
                }).toList());
    }

    /**
     * The share of results in schools with a sign would, with the results of each school, name these schools; so it is rounded,
     * and of regions only.
     */
    Table index() {
        return Table.of(
                "index",
                List.of("unit_type", "unit", "year", "schools", "flagged", "index", "participants_share", "note"),
                review.index().stream()
                        .sorted(Comparator.comparing((IndexRow row) -> row.unit().unitType())
                                .thenComparing(row -> names.of(row.unit()))
                                .thenComparingInt(IndexRow::year))
                        .map(this::row)
                        .toList());
    }

    private List<Object> row(IndexRow row) {
        if (!cells.shows(row)) {
            return List.of(row.unit().unitType().code(), names.of(row.unit()), (long) row.year(), "", "", "", "", SUPPRESSED);
        }
        boolean many = Math.min(row.flagged(), row.schools() - row.flagged()) >= PublicCells.LEAST;
        return List.of(
                row.unit().unitType().code(), names.of(row.unit()), (long) row.year(), (long) row.schools(), (long) row.flagged(),
                rounded(row.index(), 1),
                row.unit() instanceof Region && many ? (Object) rounded(row.participantsShare(), 0) : "", "");
    }

    static double rounded(double value, int decimals) {
        double scale = Math.pow(10, decimals);
        return Math.rint(value * scale) / scale;
    }

    /** Means of scores of all units, and shares of municipalities and regions; of a school the failed are too few as a rule. */
    Table effectiveness() {
        return new Table(
                "effectiveness",
                List.of("unit_type", "unit", "indicator", "period", "assessment", "value", "lower", "upper", "n", "note"),
                rows -> review.effectiveness().forEach((key, value) -> {
                    if (listed(key)) {
                        rows.accept(row(key, value));
                    }
                }));
    }

    static boolean listed(IndicatorValues.Key key) {
        return !key.assessment().isEmpty()
                && (MEANS.contains(key.indicator()) || SHARES.contains(key.indicator()) && !(key.unit() instanceof SchoolId));
    }

    private List<Object> row(IndicatorValues.Key key, IndicatorValue value) {
        List<Object> row = new ArrayList<>(List.of(
                key.unit().unitType().code(), names.of(key.unit()), key.indicator(), key.period().toString(), key.assessment()));
        if (value.value().isEmpty() || !cells.shows(key.unit(), key.indicator(), key.assessment())) {
            row.addAll(List.of("", "", "", "", SUPPRESSED));
            return row;
        }
        int decimals = SHARES.contains(key.indicator()) ? 4 : 2;
        row.add(rounded(value.value().getAsDouble(), decimals));
        row.add(value.interval().map(interval -> (Object) rounded(interval.lower(), decimals)).orElse(""));
        row.add(value.interval().map(interval -> (Object) rounded(interval.upper(), decimals)).orElse(""));
        row.add(value.n().isPresent() ? (Object) value.n().getAsLong() : "");
        row.add("");
        return row;
    }

    /**
     * НОКО of organisations, which the law publishes; every scorecard of municipalities and regions; none of heads and schools.
     */
    Table scorecards() {
        return new Table(
                "scorecards",
                List.of("methodology", "edition", "unit_type", "unit", "period", "criterion", "value", "max", "level", "note"),
                this::scorecards);
    }

    private void scorecards(Consumer<List<Object>> rows) {
        Map<ScorecardRow.Place, List<ScorecardRow>> sorted = new TreeMap<>();
        ScorecardRow.of(review.criteria(), row -> {
            if (listed(row)) {
                sorted.computeIfAbsent(row.place(names), place -> new ArrayList<>()).add(row);
            }
        });
        sorted.values().forEach(list -> list.stream().sorted(Comparator.comparing(ScorecardRow::criterion)).forEach(row ->
                rows.accept(row(row))));
    }

    private static boolean listed(ScorecardRow row) {
        return switch (row.unit().unitType()) {
            case MUNICIPALITY, REGION -> true;
            case ORGANISATION -> row.methodology().id().equals(Noko.education().id());
            default -> false;
        };
    }

    private List<Object> row(ScorecardRow row) {
        List<Object> cellsOfRow = new ArrayList<>(row.cells(names));
        int note = cellsOfRow.size() - 1;
        if (shows(row.methodology(), row.unit(), row.period().year())) {
            cellsOfRow.set(note, withoutDoubt(row.note()));
        } else {
            for (int i = note - 3; i < note; i++) {
                cellsOfRow.set(i, "");
            }
            cellsOfRow.set(note, SUPPRESSED);
        }
        return cellsOfRow;
    }

    private static String withoutDoubt(String note) {
        return Arrays.stream(note.split(";")).filter(part -> !part.startsWith("doubtful")).collect(Collectors.joining(";"));
    }

    /** A scorecard that is made of results of the unit tells what it is made of. */
    boolean shows(Methodology methodology, Unit unit, int year) {
        for (String metric : methodology.metrics()) {
            if (metric.equals(OBJECTIVITY)) {
                Predicate<IndexRow> own = row -> row.unit().equals(unit) && row.year() == year;
                if (review.index().stream().filter(own).anyMatch(row -> !cells.shows(row))) {
                    return false;
                }
            } else if (SHARES.contains(metric)) {
                if (!cells.showsAll(unit, metric, assessment -> assessment.year() == year)) {
                    return false;
                }
            } else if (COUNTED.contains(metric) || metric.startsWith(SUMS)) {
                return false;
            }
        }
        return true;
    }

    /** Trends of municipalities and regions, where every year they are made of is shown. */
    Table trends() {
        Set<String> methodologies = new HashSet<>();
        return new Table(
                "trends",
                List.of("unit_type", "unit", "indicator", "procedure", "subject", "grade", "years", "slope", "se", "eb_slope",
                        "p_up", "label"),
                rows -> {
                    review.criteria().scorecards().forEach(cards -> methodologies.add(cards.methodology().id()));
                    review.trends().forEach(row -> {
                        if (listed(row, methodologies)) {
                            rows.accept(row(row));
                        }
                    });
                });
    }

    private static boolean listed(TrendMonitoring.Row row, Set<String> methodologies) {
        UnitType type = row.key().unit().unitType();
        return (type == UnitType.MUNICIPALITY || type == UnitType.REGION)
                && (TRENDS.contains(row.key().indicator()) || methodologies.contains(row.key().indicator()));
    }

    boolean shows(TrendMonitoring.Row row) {
        YearSeries.Key key = row.key();
        if (TRENDS.contains(key.indicator())) {
            return cells.showsAll(key.unit(), key.indicator(), assessment -> isOf(assessment, key));
        }
        return review.criteria().scorecards().stream()
                .filter(cards -> cards.methodology().id().equals(key.indicator()))
                .allMatch(cards -> shows(cards.methodology(), key.unit(), cards.period().year()));
    }

    private static boolean isOf(Assessment assessment, YearSeries.Key key) {
        return key.procedure().isEmpty()
                || assessment.procedure().code().equals(key.procedure()) && assessment.subject().code().equals(key.subject())
                        && assessment.grade() == key.grade();
    }

    private List<Object> row(TrendMonitoring.Row row) {
        YearSeries.Key key = row.key();
        List<Object> line = new ArrayList<>(List.of(
                key.unit().unitType().code(), names.of(key.unit()), key.indicator(), key.procedure(), key.subject(),
                key.grade() == 0 ? "" : (Object) (long) key.grade()));
        if (shows(row)) {
            line.addAll(List.of(
                    (long) row.years(),
                    row.slope().map(slope -> (Object) rounded(slope.value(), 3)).orElse(""),
                    cell(row.slopeError()), cell(row.ebSlope()), cell(row.probabilityUp()), row.label().name()));
        } else {
            line.addAll(List.of("", "", "", "", "", "SUPPRESSED"));
        }
        return line;
    }

    private static Object cell(OptionalDouble value) {
        return value.isPresent() ? (Object) rounded(value.getAsDouble(), 3) : "";
    }

    Table bestPractices() {
        return Table.of(
                "best_practices",
                List.of("year", "school", "name", "region", "municipality"),
                cells.best().stream()
                        .map(membership -> {
                            School school = review.results().school((SchoolId) membership.unit()).orElseThrow();
                            return List.<Object>of(
                                    (long) membership.period().year(), school.id().value(), school.name(), school.region().name(),
                                    school.municipality().name());
                        })
                        .sorted(Comparator.comparing((List<Object> row) -> -(Long) row.get(0)).thenComparing(row ->
                                (String) row.get(1)))
                        .toList());
    }

    /** Whether a municipality is known by name. */
    static boolean known(Municipality municipality) {
        return !municipality.name().equals("-");
    }
}
