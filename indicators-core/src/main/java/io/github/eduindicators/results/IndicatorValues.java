package io.github.eduindicators.results;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The values of indicators by unit, indicator, period and, where it matters, assessment: what files bring, what methods compute, and what
 * criteria read.
 *
 * <p>An indicator has a code, such as {@code pass_rate}; regions add their own. The order in which values came makes no difference.
 * Immutable and safe to share between threads.
 */
public final class IndicatorValues implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final IndicatorValues EMPTY = new IndicatorValues(new TreeMap<>());

    /**
     * What a value is of.
     *
     * @param unit the unit
     * @param indicator the code of the indicator, lower case
     * @param period the period
     * @param assessment the identity of the assessment, empty where the value is pooled or has none
     */
    public record Key(Unit unit, String indicator, Period period, String assessment) implements Comparable<Key>, Serializable {
        private static final Pattern CODE = Pattern.compile("[\\p{Ll}\\p{N}][\\p{Ll}\\p{N}_.\\-]{0,99}");
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::unit, Unit.order())
                .thenComparing(Key::indicator)
                .thenComparing(Key::period)
                .thenComparing(Key::assessment);

        /**
         * Checks the code.
         *
         * @param unit the unit
         * @param indicator the code of the indicator; of lower-case letters, digits, {@code _ - .}
         * @param period the period
         * @param assessment the identity of the assessment, or empty
         * @throws IllegalArgumentException if the code has other characters or more than 100
         */
        public Key {
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(period, "period");
            Objects.requireNonNull(assessment, "assessment");
            if (!CODE.matcher(indicator).matches()) {
                throw new IllegalArgumentException(
                        "the code of an indicator has lower-case letters, digits, _ - . and at most 100 of them, got " + indicator);
            }
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return unit + " " + indicator + " " + period + (assessment.isEmpty() ? "" : " " + assessment);
        }
    }

    private final TreeMap<Key, IndicatorValue> values;

    private IndicatorValues(TreeMap<Key, IndicatorValue> values) {
        this.values = values;
    }

    /**
     * Returns no values.
     *
     * @return an empty table
     */
    public static IndicatorValues empty() {
        return EMPTY;
    }

    /**
     * Returns a table of values.
     *
     * @param values the values by what they are of
     * @return the table
     */
    public static IndicatorValues of(Map<Key, IndicatorValue> values) {
        TreeMap<Key, IndicatorValue> sorted = new TreeMap<>(Comparator.<Key>naturalOrder());
        values.forEach((key, value) -> sorted.put(key, Objects.requireNonNull(value, "value")));
        return new IndicatorValues(sorted);
    }

    /**
     * Starts a table.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the values of both tables.
     *
     * @param other another table
     * @return the union
     * @throws IllegalArgumentException if both have a value of the same
     */
    public IndicatorValues plus(IndicatorValues other) {
        Builder builder = builder();
        values.forEach(builder::add);
        other.values.forEach(builder::add);
        return builder.build();
    }

    /**
     * Returns a part of the table.
     *
     * @param wanted which values to keep
     * @return the part
     */
    public IndicatorValues where(Predicate<Key> wanted) {
        TreeMap<Key, IndicatorValue> kept = new TreeMap<>();
        values.forEach((key, value) -> {
            if (wanted.test(key)) {
                kept.put(key, value);
            }
        });
        return new IndicatorValues(kept);
    }

    /**
     * Returns all values.
     *
     * @return the values by what they are of, sorted
     */
    public SortedMap<Key, IndicatorValue> values() {
        return ImmutableSortedMap.copyOfSorted(values);
    }

    /**
     * Returns the value of an indicator that is pooled over assessments or has none.
     *
     * @param unit the unit
     * @param indicator the code of the indicator
     * @param period the period
     * @return the value, or empty if there is no such row; a row may hold a value that is none
     */
    public Optional<IndicatorValue> value(Unit unit, String indicator, Period period) {
        return Optional.ofNullable(values.get(new Key(unit, indicator, period, "")));
    }

    /**
     * Returns the value of an indicator in an assessment.
     *
     * @param unit the unit
     * @param indicator the code of the indicator
     * @param period the period
     * @param assessment the identity of the assessment
     * @return the value, or empty if there is no such row; a row may hold a value that is none
     */
    public Optional<IndicatorValue> value(Unit unit, String indicator, Period period, AssessmentId assessment) {
        return Optional.ofNullable(values.get(new Key(unit, indicator, period, assessment.value())));
    }

    /**
     * Returns the units.
     *
     * @return all units with a value, by kind and code
     */
    public SortedSet<Unit> units() {
        return values.keySet().stream().map(Key::unit).collect(ImmutableSortedSet.toImmutableSortedSet(Unit.order()));
    }

    /**
     * Returns the codes of the indicators.
     *
     * @return all codes, sorted
     */
    public SortedSet<String> indicators() {
        return values.keySet().stream().map(Key::indicator).collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.<String>naturalOrder()));
    }

    /**
     * Returns the periods.
     *
     * @return all periods, in time order
     */
    public SortedSet<Period> periods() {
        return values.keySet().stream().map(Key::period).collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.<Period>naturalOrder()));
    }

    /**
     * Returns whether there is no value at all.
     *
     * @return true if the table has no row
     */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IndicatorValues that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "IndicatorValues[" + values.size() + " values, " + units().size() + " units, " + indicators().size() + " indicators]";
    }

    /** Collects values. Not safe for use by several threads. */
    public static final class Builder {
        private final TreeMap<Key, IndicatorValue> values = new TreeMap<>();

        private Builder() {}

        /**
         * Adds a value.
         *
         * @param key what it is of
         * @param value the value
         * @return this builder
         * @throws IllegalArgumentException if there is one of the same already
         */
        public Builder add(Key key, IndicatorValue value) {
            if (values.putIfAbsent(key, Objects.requireNonNull(value, "value")) != null) {
                throw new IllegalArgumentException("an indicator has one value of a unit, period and assessment, got two of " + key);
            }
            return this;
        }

        /**
         * Adds a value that is pooled over assessments or has none.
         *
         * @param unit the unit
         * @param indicator the code of the indicator
         * @param period the period
         * @param value the value
         * @return this builder
         * @throws IllegalArgumentException if there is one of the same already
         */
        public Builder add(Unit unit, String indicator, Period period, IndicatorValue value) {
            return add(new Key(unit, indicator, period, ""), value);
        }

        /**
         * Makes the table.
         *
         * @return the table
         */
        public IndicatorValues build() {
            return new IndicatorValues(new TreeMap<>(values));
        }
    }
}
