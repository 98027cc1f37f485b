package io.github.eduindicators.criteria;

import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValue.State;
import io.github.eduindicators.stats.Interval;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import javax.annotation.Nullable;

/**
 * What a source gives for a unit: a number, or why there is none.
 *
 * @param value the number, null where there is none
 * @param n how many observations it rests on, negative where that is not known
 * @param ends the ends of its 95 % interval, null where none is known
 * @param notes codes of what to know of it
 */
record Reading(State state, @Nullable BigDecimal value, long n, @Nullable List<BigDecimal> ends, Set<String> notes) {

    /** No indicator is larger; beyond, points and facts might not be numbers any more. */
    private static final BigDecimal LARGEST = new BigDecimal("1e18");

    /** The indicators of one unit in this period and, by the number of periods back, in earlier ones. */
    interface Table {
        @Nullable
        IndicatorValue value(String metric, int periodsBack);
    }

    static Reading of(Source source, Table table) {
        Reading read = source instanceof Source.Change change
                ? change(change, table)
                : at(source, metric -> table.value(metric, 0));
        return read.value != null && read.value.abs().compareTo(LARGEST) > 0 ? none(State.INSUFFICIENT_DATA, "out-of-range") : read;
    }

    static Reading none(State state, String note) {
        return new Reading(state, null, -1, null, Set.of(note));
    }

    private static Reading change(Source.Change change, Table table) {
        Reading now = at(change.of(), metric -> table.value(metric, 0));
        if (now.value == null) {
            return now;
        }
        Reading then = at(change.of(), metric -> table.value(metric, change.periods()));
        if (then.value == null) {
            return none(State.INSUFFICIENT_DATA, "no-previous");
        }
        Set<String> notes = new LinkedHashSet<>(now.notes);
        notes.addAll(then.notes);
        return new Reading(State.VALUE, now.value.subtract(then.value),
                now.n < 0 || then.n < 0 ? -1 : Math.min(now.n, then.n), null, notes);
    }

    private static Reading at(Source source, Function<String, IndicatorValue> metrics) {
        return source instanceof Source.Metric metric
                ? metric(metric, metrics.apply(metric.code()))
                : ratio((Source.Ratio) source, metrics);
    }

    private static Reading metric(Source.Metric metric, @Nullable IndicatorValue value) {
        if (value == null) {
            return none(State.INSUFFICIENT_DATA, "missing");
        }
        if (value.state() != State.VALUE) {
            return none(value.state(), value.note().isEmpty()
                    ? value.state() == State.NOT_APPLICABLE ? "not-applicable" : "insufficient-data"
                    : value.note());
        }
        BigDecimal factor = Decimals.exact(metric.factor());
        List<BigDecimal> ends = value.interval()
                .map(i -> List.of(Decimals.measured(i.lower()).multiply(factor), Decimals.measured(i.upper()).multiply(factor)))
                .orElse(null);
        return new Reading(State.VALUE, scaled(value, factor), known(value.n()), ends, notes(value));
    }

    /** A ratio that kept its counts is divided anew, so that 9 of 30 times 100 is 30. */
    private static BigDecimal scaled(IndicatorValue value, BigDecimal factor) {
        return value.numerator().isPresent() && value.denominator().isPresent()
                ? Decimals.quotient(
                        Decimals.measured(value.numerator().getAsDouble()).multiply(factor),
                        Decimals.measured(value.denominator().getAsDouble()))
                : Decimals.measured(value.value().orElseThrow()).multiply(factor);
    }

    private static Reading ratio(Source.Ratio ratio, Function<String, IndicatorValue> metrics) {
        List<IndicatorValue> below = new ArrayList<>();
        Reading lacking = read(ratio.denominator(), metrics, below);
        if (lacking != null) {
            return lacking;
        }
        BigDecimal denominator = sum(below);
        if (denominator.signum() < 0) {
            return none(State.INSUFFICIENT_DATA, "negative-denominator");
        }
        List<IndicatorValue> above = new ArrayList<>();
        lacking = read(ratio.numerator(), metrics, above);
        if (denominator.signum() == 0) {
            return lacking == null && sum(above).signum() != 0
                    ? none(State.INSUFFICIENT_DATA, "numerator-without-denominator")
                    : none(State.NOT_APPLICABLE, "zero-denominator");
        }
        if (lacking != null) {
            return lacking;
        }
        BigDecimal numerator = sum(above);
        BigDecimal factor = Decimals.exact(ratio.factor());
        Set<String> notes = new LinkedHashSet<>();
        above.forEach(value -> notes.addAll(notes(value)));
        below.forEach(value -> notes.addAll(notes(value)));
        boolean whole = whole(numerator) && whole(denominator) && denominator.precision() - denominator.scale() <= 15;
        List<BigDecimal> ends = null;
        if (whole && numerator.signum() >= 0 && numerator.compareTo(denominator) <= 0) {
            Interval share = Interval.wilson(numerator.longValueExact(), denominator.longValueExact());
            ends = List.of(Decimals.measured(share.lower()).multiply(factor), Decimals.measured(share.upper()).multiply(factor));
        }
        return new Reading(State.VALUE, Decimals.quotient(numerator.multiply(factor), denominator),
                whole ? denominator.longValueExact() : -1, ends, notes);
    }

    /** Reads the indicators; what does not apply comes before what is not known. */
    @Nullable
    private static Reading read(List<String> codes, Function<String, IndicatorValue> metrics, List<IndicatorValue> into) {
        Reading unknown = null;
        for (String code : codes) {
            Reading reading = metric(new Source.Metric(code, 1), metrics.apply(code));
            if (reading.state == State.NOT_APPLICABLE) {
                return reading;
            }
            if (reading.state == State.INSUFFICIENT_DATA) {
                unknown = unknown == null ? reading : unknown;
            } else {
                into.add(metrics.apply(code));
            }
        }
        return unknown;
    }

    private static BigDecimal sum(List<IndicatorValue> values) {
        return values.stream().map(value -> scaled(value, BigDecimal.ONE)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean whole(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0;
    }

    private static long known(OptionalLong n) {
        return n.orElse(-1);
    }

    private static Set<String> notes(IndicatorValue value) {
        Set<String> notes = new LinkedHashSet<>();
        for (String note : value.note().split(";", -1)) {
            if (!note.isBlank()) {
                notes.add(note.strip());
            }
        }
        return notes;
    }

    Reading rounded(Criterion.Precision precision) {
        return value == null || precision.isExact() ? this : new Reading(state, precision.round(value), n, ends, notes);
    }

    /** Schools whose results are in doubt are scored, and others are not compared with them. */
    boolean isDoubtful() {
        return notes.contains("doubtful-results");
    }
}
