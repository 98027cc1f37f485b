package io.github.eduindicators.criteria;

import io.github.eduindicators.model.UnitType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * One criterion: where its number comes from, how it is rounded, and which points it gives.
 *
 * <pre>{@code
 * var teachers = Criterion.builder("AP3", Source.percent("teachers_with_category", "teachers"))
 *         .title(new Title("Доля учителей с категорией", "Share of teachers with a category"))
 *         .decimals(0)
 *         .rule(Rule.Bands.of("[0;100]", Band.of("[0;19]", 0), Band.of("[20;49]", 5), Band.of("[50;100]", 10)))
 *         .build();
 * }</pre>
 *
 * <p>A criterion scored from documents and websites has a source too: the indicator under which the experts' figure was
 * entered; what they look at stands in {@link #evidence()}. Immutable and safe to share between threads.
 */
public final class Criterion implements Node {
    private static final long serialVersionUID = 1L;

    /** Which way is better. */
    public enum Direction {
        /** More is better: points must not fall as the value rises. */
        HIGHER_BETTER,
        /** Less is better: points must not rise as the value rises. */
        LOWER_BETTER,
        /** Neither: points may rise and fall, as where the middle is best. */
        UNORDERED
    }

    /**
     * How a number is rounded before it is compared.
     *
     * @param decimals how many decimals, 0..9, or -1 for no rounding
     * @param mode how halves are rounded
     */
    public record Precision(int decimals, RoundingMode mode) implements Serializable {
        private static final int MOST = 9;

        /**
         * Checks the decimals.
         *
         * @param decimals how many decimals
         * @param mode how halves are rounded
         * @throws MethodologyException if the decimals are outside -1..9 or the mode forbids rounding
         */
        public Precision {
            Objects.requireNonNull(mode, "mode");
            if (decimals < -1 || decimals > MOST || mode == RoundingMode.UNNECESSARY) {
                throw new MethodologyException("", "decimals",
                        "decimals must be within 0..9, or -1 for none, and the mode must round, got "
                        + decimals + " and " + mode);
            }
        }

        /**
         * Returns no rounding.
         *
         * @return values are compared as they are
         */
        public static Precision exact() {
            return new Precision(-1, RoundingMode.HALF_UP);
        }

        /**
         * Returns rounding by which halves go up, as at school.
         *
         * @param decimals how many decimals, 0..9
         * @return the precision
         * @throws MethodologyException if the decimals are outside 0..9
         */
        public static Precision of(int decimals) {
            if (decimals < 0) {
                throw new MethodologyException("", "decimals", "decimals must be within 0..9, got " + decimals);
            }
            return new Precision(decimals, RoundingMode.HALF_UP);
        }

        /**
         * Returns whether there is no rounding.
         *
         * @return true if values are compared as they are
         */
        public boolean isExact() {
            return decimals < 0;
        }

        BigDecimal round(BigDecimal value) {
            return isExact() ? value : Decimals.settled(value).setScale(decimals, mode);
        }

        @Override
        public String toString() {
            return isExact() ? "exact" : decimals + " " + mode;
        }
    }

    private final String code;
    private final Title title;
    private final Source source;
    private final Direction direction;
    private final Precision precision;
    private final Rule rule;
    private final double maxPoints;
    private final double weight;
    private final long minimumN;
    private final String evidence;
    private final EnumSet<UnitType> unitTypes;

    @Nullable
    private final Missing missing;

    private Criterion(Builder builder) {
        this.code = builder.code;
        this.title = builder.title == null ? Title.of(builder.code) : builder.title;
        this.source = builder.source;
        this.direction = builder.direction;
        this.precision = builder.precision;
        this.rule = Objects.requireNonNull(builder.rule, "rule");
        this.maxPoints = builder.maxPoints == null ? rule.maxPoints() : builder.maxPoints;
        this.weight = builder.weight;
        this.minimumN = builder.minimumN;
        this.evidence = builder.evidence;
        this.unitTypes = EnumSet.copyOf(builder.unitTypes);
        this.missing = builder.missing;
    }

    /**
     * Starts a criterion.
     *
     * @param code the code, such as {@code 1.2}: letters, digits, {@code _ - .}, at most 40
     * @param source where its number comes from
     * @return a builder: more is better, no rounding, weight 1
     * @throws MethodologyException if the code has other characters or more than 40
     */
    public static Builder builder(String code, Source source) {
        return new Builder(code, source);
    }

    /**
     * Starts a criterion whose number is an indicator.
     *
     * @param code the code, such as {@code 1.2}: letters, digits, {@code _ - .}, at most 40
     * @param metric the code of the indicator
     * @return a builder: more is better, no rounding, weight 1
     * @throws MethodologyException if a code is not one
     */
    public static Builder builder(String code, String metric) {
        return new Builder(code, Source.metric(metric));
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public Title title() {
        return title;
    }

    /**
     * Returns where the number comes from.
     *
     * @return the source
     */
    public Source source() {
        return source;
    }

    /**
     * Returns which way is better.
     *
     * @return the direction
     */
    public Direction direction() {
        return direction;
    }

    /**
     * Returns how the number is rounded before it is compared.
     *
     * @return the precision
     */
    public Precision precision() {
        return precision;
    }

    /**
     * Returns how the number becomes points.
     *
     * @return the rule
     */
    public Rule rule() {
        return rule;
    }

    @Override
    public double maxPoints() {
        return maxPoints;
    }

    @Override
    public double weight() {
        return weight;
    }

    @Override
    public Optional<Missing> missing() {
        return Optional.ofNullable(missing);
    }

    /**
     * Returns the least number of observations that the value must rest on.
     *
     * @return the number, or 0 if none is asked for; otherwise a value of which the number is not known gives no points
     */
    public long minimumN() {
        return minimumN;
    }

    /**
     * Returns what experts look at to score the criterion.
     *
     * @return the documents or pages, or empty
     */
    public String evidence() {
        return evidence;
    }

    /**
     * Returns which types of unit the criterion applies to.
     *
     * @return the types; empty for all types of the methodology
     */
    public Set<UnitType> unitTypes() {
        return Collections.unmodifiableSet(unitTypes);
    }

    /**
     * Starts a criterion that is like this one.
     *
     * @return a builder with all that this criterion has
     */
    public Builder toBuilder() {
        Builder builder = new Builder(code, source);
        builder.title = title;
        builder.direction = direction;
        builder.precision = precision;
        builder.rule = rule;
        builder.maxPoints = maxPoints;
        builder.weight = weight;
        builder.minimumN = minimumN;
        builder.evidence = evidence;
        builder.unitTypes = EnumSet.copyOf(unitTypes);
        builder.missing = missing;
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Criterion that
                && code.equals(that.code)
                && title.equals(that.title)
                && source.equals(that.source)
                && direction == that.direction
                && precision.equals(that.precision)
                && rule.equals(that.rule)
                && maxPoints == that.maxPoints
                && weight == that.weight
                && minimumN == that.minimumN
                && evidence.equals(that.evidence)
                && unitTypes.equals(that.unitTypes)
                && Objects.equals(missing, that.missing);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, source, maxPoints);
    }

    @Override
    public String toString() {
        return code + " " + title + " (" + source + ", at most " + Decimals.text(maxPoints) + ")";
    }

    /** Collects the parts of a criterion. Not safe for use by several threads. */
    public static final class Builder {
        private static final int LONGEST_EVIDENCE = 4000;

        private final String code;
        private final Source source;

        @Nullable
        private Title title;

        private Direction direction = Direction.HIGHER_BETTER;
        private Precision precision = Precision.exact();

        @Nullable
        private Rule rule;

        @Nullable
        private Double maxPoints;

        private double weight = 1;
        private long minimumN;
        private String evidence = "";
        private EnumSet<UnitType> unitTypes = EnumSet.noneOf(UnitType.class);

        @Nullable
        private Missing missing;

        private Builder(String code, Source source) {
            this.code = Checks.code("the code of a criterion", code);
            this.source = Objects.requireNonNull(source, "source");
        }

        /**
         * Sets the name; without it the code stands for it.
         *
         * @param value the name
         * @return this builder
         */
        public Builder title(Title value) {
            this.title = Objects.requireNonNull(value, "title");
            return this;
        }

        /**
         * Sets which way is better; more, unless said otherwise.
         *
         * @param value the direction
         * @return this builder
         */
        public Builder direction(Direction value) {
            this.direction = Objects.requireNonNull(value, "direction");
            return this;
        }

        /**
         * Sets how the number is rounded before it is compared; not at all, unless said otherwise.
         *
         * @param value the precision
         * @return this builder
         */
        public Builder precision(Precision value) {
            this.precision = Objects.requireNonNull(value, "precision");
            return this;
        }

        /**
         * Sets to how many decimals the number is rounded, halves up, before it is compared.
         *
         * @param decimals 0..9
         * @return this builder
         * @throws MethodologyException if they are outside 0..9
         */
        public Builder decimals(int decimals) {
            return precision(Precision.of(decimals));
        }

        /**
         * Sets how the number becomes points; necessary.
         *
         * @param value the rule
         * @return this builder
         */
        public Builder rule(Rule value) {
            this.rule = Objects.requireNonNull(value, "rule");
            return this;
        }

        /**
         * Sets the most points; the methodology is refused if they are not those of the rule. Without it those of the rule hold.
         *
         * @param value not negative
         * @return this builder
         * @throws MethodologyException if they are negative or not finite
         */
        public Builder maxPoints(double value) {
            this.maxPoints = Checks.points(value);
            return this;
        }

        /**
         * Sets how much the criterion counts in its group; 1, unless said otherwise.
         *
         * @param value positive
         * @return this builder
         * @throws MethodologyException if it is not positive
         */
        public Builder weight(double value) {
            this.weight = Checks.positive("weight", value);
            return this;
        }

        /**
         * Sets the least number of observations that the value must rest on; none, unless said otherwise.
         *
         * @param value not negative
         * @return this builder
         * @throws MethodologyException if it is negative
         */
        public Builder minimumN(long value) {
            if (value < 0) {
                throw new MethodologyException("", "minimum-n", "the least n must not be negative, got " + value);
            }
            this.minimumN = value;
            return this;
        }

        /**
         * Sets what experts look at to score the criterion.
         *
         * @param value the documents or pages, at most 4000 characters
         * @return this builder
         * @throws MethodologyException if it is longer
         */
        public Builder evidence(String value) {
            if (value.length() > LONGEST_EVIDENCE) {
                throw new MethodologyException("", "evidence", "evidence has at most 4000 characters, got " + value.length());
            }
            this.evidence = value.strip();
            return this;
        }

        /**
         * Sets which types of unit the criterion applies to; all of the methodology, unless said otherwise.
         *
         * @param value the types; empty for all
         * @return this builder
         */
        public Builder unitTypes(Collection<UnitType> value) {
            this.unitTypes = value.isEmpty() ? EnumSet.noneOf(UnitType.class) : EnumSet.copyOf(value);
            return this;
        }

        /**
         * Sets what is done if the criterion has no value; what its group says, unless said otherwise.
         *
         * @param value the policy
         * @return this builder
         */
        public Builder missing(Missing value) {
            this.missing = Objects.requireNonNull(value, "missing");
            return this;
        }

        /**
         * Makes the criterion. Whether its bands partition its range is checked when the methodology is built.
         *
         * @return the criterion
         * @throws NullPointerException if there is no rule
         */
        public Criterion build() {
            return new Criterion(this);
        }
    }
}
