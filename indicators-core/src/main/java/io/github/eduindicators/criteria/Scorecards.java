package io.github.eduindicators.criteria;

import com.google.common.collect.Lists;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scorecards of all units of a run. Immutable and safe to share between threads. */
public final class Scorecards implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Methodology methodology;
    private final Period period;
    private final ArrayList<Scorecard> all;

    Scorecards(Methodology methodology, Period period, List<Scorecard> all) {
        this.methodology = methodology;
        this.period = period;
        this.all = new ArrayList<>(all);
    }

    /**
     * Returns the methodology.
     *
     * @return by which the units were scored
     */
    public Methodology methodology() {
        return methodology;
    }

    /**
     * Returns the period.
     *
     * @return for which they were scored
     */
    public Period period() {
        return period;
    }

    /**
     * Returns all scorecards.
     *
     * @return sorted by unit
     */
    public List<Scorecard> all() {
        return Collections.unmodifiableList(all);
    }

    /**
     * Returns the scorecard of a unit.
     *
     * @param unit the unit
     * @return the scorecard, or empty if the unit was not scored
     */
    public Optional<Scorecard> of(Unit unit) {
        int at = Collections.binarySearch(Lists.transform(all, Scorecard::unit), unit, Unit.order());
        return at < 0 ? Optional.empty() : Optional.of(all.get(at));
    }

    /**
     * Returns what the scorecards claim.
     *
     * @return one finding a unit, sorted by unit
     */
    public List<Finding> findings() {
        return all.stream().map(Scorecard::finding).toList();
    }

    /**
     * Returns the points as indicators, so that other methodologies and composites can read them: the total under the identity
     * of the methodology, each other node under {@code identity.code} in lower case.
     *
     * @return the points of the period; where there are none, why
     */
    public IndicatorValues values() {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (Scorecard card : all) {
            for (Scorecard.Score score : card.scores()) {
                String code = score == card.total() ? methodology.id() : methodology.id() + "." + score.code()
                        .toLowerCase(Locale.ROOT);
                IndicatorValue value = score.points().isPresent()
                        ? IndicatorValue.of(score.points().getAsDouble()).withNote(score.note())
                        : score.state() == IndicatorValue.State.NOT_APPLICABLE
                                ? IndicatorValue.notApplicable(score.note())
                                : IndicatorValue.insufficient(0, score.note());
                values.add(card.unit(), code, period, value);
            }
        }
        return values.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scorecards that
                && methodology.equals(that.methodology)
                && period.equals(that.period)
                && all.equals(that.all);
    }

    @Override
    public int hashCode() {
        return methodology.hashCode() * 31 + period.hashCode();
    }

    /**
     * Returns a short table.
     *
     * @return one line a unit, at most 20
     */
    @Override
    public String toString() {
        return methodology.id() + " " + methodology.edition() + " " + period + ", " + all.size() + " units"
                + all.stream().limit(20).map(card -> "\n  " + card).collect(Collectors.joining())
                + (all.size() > 20 ? "\n  …" : "");
    }
}
