package io.github.eduindicators.io.report;

import io.github.eduindicators.criteria.Methodology;
import io.github.eduindicators.criteria.Noko;
import io.github.eduindicators.criteria.Scorecard;
import io.github.eduindicators.criteria.Scorecards;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.review.ScorecardReview;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** One line of {@code scorecards.csv}: what a unit has for a criterion, or for all of them where the criterion is blank. */
record ScorecardRow(
        Methodology methodology,
        Unit unit,
        Period period,
        String criterion,
        OptionalDouble value,
        OptionalDouble max,
        String level,
        String note) {
    private static final double NOKO_MAX = 100;

    /** Where a scorecard stands among the others. */
    record Place(String methodology, String edition, UnitType type, String unit, Period period) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(Place::methodology)
                .thenComparing(Place::edition)
                .thenComparing(Place::type)
                .thenComparing(Place::unit)
                .thenComparing(Place::period);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** The lines of all scorecards, and of the means of municipalities and regions. */
    static void of(ScorecardReview review, Consumer<ScorecardRow> rows) {
        for (Scorecards cards : review.scorecards()) {
            cards.all().forEach(card -> of(card, rows));
        }
        for (Noko.Aggregate aggregate : review.noko().aggregates()) {
            of(aggregate, review, rows);
        }
    }

    private static void of(Scorecard card, Consumer<ScorecardRow> rows) {
        String level = card.level().map(Methodology.Level::code).orElse("");
        String total = card.total().code();
        for (Scorecard.Score score : card.scores()) {
            boolean whole = score.code().equals(total);
            rows.accept(new ScorecardRow(
                    card.methodology(), card.unit(), card.period(), whole ? "" : score.code(), score.points(),
                    score.points().isPresent() ? OptionalDouble.of(score.attainable()) : OptionalDouble.empty(),
                    whole ? level : score.label(), score.note()));
        }
    }

    private static void of(Noko.Aggregate aggregate, ScorecardReview review, Consumer<ScorecardRow> rows) {
        Methodology methodology = review.noko().scorecards().stream()
                .filter(cards -> cards.period().equals(aggregate.period()))
                .map(Scorecards::methodology)
                .findFirst()
                .orElseThrow();
        String note = aggregate.aggregation().name().toLowerCase(Locale.ROOT);
        aggregate.means().forEach((code, mean) -> rows.accept(new ScorecardRow(
                methodology, aggregate.unit(), aggregate.period(), code.equals(methodology.root().code()) ? "" : code,
                OptionalDouble.of(mean.value()), OptionalDouble.of(NOKO_MAX), "", note + ";organisations=" + mean.organisations())));
    }

    Place place(UnitNames names) {
        return new Place(methodology.id(), methodology.edition(), unit.unitType(), names.of(unit), period);
    }

    List<Object> cells(UnitNames names) {
        return List.of(
                methodology.id(), methodology.edition(), unit.unitType().code(), names.of(unit), period.toString(), criterion,
                cell(value), cell(max), level, note);
    }

    private static Object cell(OptionalDouble number) {
        return number.isPresent() ? (Object) number.getAsDouble() : "";
    }
}
