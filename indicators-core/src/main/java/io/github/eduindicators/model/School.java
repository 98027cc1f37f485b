package io.github.eduindicators.model;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.Doubles;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A school as the register describes it: identity, name, place, kind and numeric context. It holds nothing about persons.
 *
 * <p>Two schools are equal when all of that is equal. Immutable and safe to share between threads.
 */
public final class School implements Comparable<School>, Serializable {
    private static final long serialVersionUID = 2L;
    /** The region of a school that no register places. */
    static final Region NO_REGION = Region.of("-");

    private final SchoolId id;
    private final String name;
    private final Municipality municipality;
    private final String type;
    private final String locality;
    private final TreeMap<String, Double> context;
    private final TreeMap<Integer, TreeMap<String, Double>> contextOfYears;

    private School(Builder builder) {
        this.id = builder.id;
        this.name = builder.name.isEmpty() ? builder.id.value() : builder.name;
        this.municipality = builder.municipality;
        this.type = builder.type;
        this.locality = builder.locality;
        this.context = new TreeMap<>(builder.context);
        this.contextOfYears = new TreeMap<>();
        builder.contextOfYears.forEach((year, values) -> contextOfYears.put(year, new TreeMap<>(values)));
    }

    /**
     * Returns a school of which only the identity is known: its name is its id, its region and municipality are {@code "-"}.
     *
     * @param id the identity
     * @return the school
     */
    public static School of(SchoolId id) {
        return builder(id).build();
    }

    /**
     * Starts a school.
     *
     * @param id the identity
     * @return a builder with everything else unknown
     */
    public static Builder builder(SchoolId id) {
        return new Builder(id);
    }

    /**
     * Returns the identity.
     *
     * @return the identity
     */
    public SchoolId id() {
        return id;
    }

    /**
     * Returns the name, or the identifier where no name is known.
     *
     * @return the name, never blank
     */
    public String name() {
        return name;
    }

    /**
     * Returns the region, {@code "-"} where it is not known.
     *
     * @return the region
     */
    public Region region() {
        return municipality.region();
    }

    /**
     * Returns the municipality, {@code "-"} where it is not known.
     *
     * @return the municipality
     */
    public Municipality municipality() {
        return municipality;
    }

    /**
     * Returns the kind of school in the register's words, empty where not known.
     *
     * @return for example {@code lyceum}; may be empty
     */
    public String type() {
        return type;
    }

    /**
     * Returns the kind of place in the register's words, empty where not known.
     *
     * @return for example {@code rural}; may be empty
     */
    public String locality() {
        return locality;
    }

    /**
     * Returns one value of the school's context.
     *
     * @param variable the name of the context variable
     * @return the value, or empty where the register has none
     */
    public OptionalDouble context(String variable) {
        Double value = context.get(variable);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * Returns the whole numeric context.
     *
     * @return values by variable, sorted by name; finite
     */
    public SortedMap<String, Double> context() {
        return ImmutableSortedMap.copyOf(context);
    }

    /**
     * Returns the numeric context of a year: what holds for all years, and over it what is known of that year.
     *
     * @param year the calendar year
     * @return values by variable, sorted by name; finite
     */
    public SortedMap<String, Double> context(int year) {
        TreeMap<String, Double> own = contextOfYears.get(year);
        if (own == null) {
            return context();
        }
        TreeMap<String, Double> values = new TreeMap<>(context);
        values.putAll(own);
        return ImmutableSortedMap.copyOf(values);
    }

    @Override
    public int compareTo(School other) {
        return id.compareTo(other.id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof School that
                && id.equals(that.id)
                && name.equals(that.name)
                && municipality.equals(that.municipality)
                && type.equals(that.type)
                && locality.equals(that.locality)
                && context.equals(that.context)
                && contextOfYears.equals(that.contextOfYears);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, name, municipality, type, locality, context, contextOfYears);
    }

    @Override
    public String toString() {
        return id + " " + name + " (" + municipality + ", " + municipality.region() + ")";
    }

    /**
     * Starts a school that differs from this one only in what is set next.
     *
     * @return a builder with everything that is known of this school
     */
    public Builder toBuilder() {
        Builder builder = builder(id);
        builder.name = name;
        builder.municipality = municipality;
        builder.type = type;
        builder.locality = locality;
        builder.context.putAll(context);
        contextOfYears.forEach((year, values) -> builder.contextOfYears.put(year, new TreeMap<>(values)));
        return builder;
    }

    /** Collects what is known of a school. Not safe for use by several threads. */
    public static final class Builder {
        private final SchoolId id;
        private String name = "";
        private Municipality municipality = Municipality.of(NO_REGION, NO_REGION.name());
        private String type = "";
        private String locality = "";
        private final TreeMap<String, Double> context = new TreeMap<>();
        private final TreeMap<Integer, TreeMap<String, Double>> contextOfYears = new TreeMap<>();

        private Builder(SchoolId id) {
            this.id = Objects.requireNonNull(id, "id");
        }

        /**
         * Sets the name.
         *
         * @param value the name, not blank
         * @return this builder
         * @throws IllegalArgumentException if the name is blank, too long or holds control characters
         */
        public Builder name(String value) {
            this.name = Codes.text("school name", value);
            return this;
        }

        /**
         * Sets the municipality and with it the region.
         *
         * @param value the municipality
         * @return this builder
         */
        public Builder municipality(Municipality value) {
            this.municipality = Objects.requireNonNull(value, "municipality");
            return this;
        }

        /**
         * Sets the kind of school.
         *
         * @param value the register's word; may be empty
         * @return this builder
         */
        public Builder type(String value) {
            this.type = value.isBlank() ? "" : Codes.text("school type", value);
            return this;
        }

        /**
         * Sets the kind of place.
         *
         * @param value the register's word; may be empty
         * @return this builder
         */
        public Builder locality(String value) {
            this.locality = value.isBlank() ? "" : Codes.text("locality", value);
            return this;
        }

        /**
         * Adds one value of context.
         *
         * @param variable the name of the variable, not blank
         * @param value the value, finite
         * @return this builder
         * @throws IllegalArgumentException if the name is blank or the value is not finite
         */
        public Builder context(String variable, double value) {
            put(context, variable, value);
            return this;
        }

        /**
         * Adds one value of context of a year, which holds for that year instead of the value for all years.
         *
         * @param year the calendar year
         * @param variable the name of the variable, not blank
         * @param value the value, finite
         * @return this builder
         * @throws IllegalArgumentException if the name is blank or the value is not finite
         */
        public Builder context(int year, String variable, double value) {
            put(contextOfYears.computeIfAbsent(year, y -> new TreeMap<>()), variable, value);
            return this;
        }

        private static void put(TreeMap<String, Double> values, String variable, double value) {
            if (!Doubles.isFinite(value)) {
                throw new IllegalArgumentException("context " + variable + " must be finite, got " + value);
            }
            values.put(Codes.text("context variable", variable), value);
        }

        /**
         * Adds several values of context.
         *
         * @param values finite values by variable
         * @return this builder
         * @throws IllegalArgumentException if a name is blank or a value is not finite
         */
        public Builder context(Map<String, Double> values) {
            values.forEach((variable, value) -> context(variable, value));
            return this;
        }

        /**
         * Makes the school.
         *
         * @return the school
         */
        public School build() {
            return new School(this);
        }
    }
}
