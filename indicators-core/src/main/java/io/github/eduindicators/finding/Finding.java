package io.github.eduindicators.finding;

import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.stats.Interval;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A claim that a method makes about a unit, with all that it rests on. Numbers are present only where the method defines them, and are
 * never NaN. Immutable and safe to share between threads.
 */
public final class Finding implements Serializable {
    private static final long serialVersionUID = 1L;
    /** By unit, method and assessments: the order of every list of findings. */
    static final Comparator<Finding> ORDER = Comparator.comparing(Finding::unit, Unit.order())
            .thenComparing(f -> f.method.id())
            .thenComparing(f -> f.assessments.toString())
            .thenComparing(f -> f.outcome);

    private final MethodInfo method;
    private final Unit unit;
    private final ArrayList<AssessmentId> assessments;
    private final Outcome outcome;
    private final String category;
    private final Double p;
    private final Double adjustedP;
    private final Double statistic;
    private final Interval effect;
    private final Long n;
    private final ArrayList<Fact> facts;

    private Finding(Builder builder) {
        this.method = builder.method;
        this.unit = builder.unit;
        this.assessments = new ArrayList<>(builder.assessments);
        this.outcome = Objects.requireNonNull(builder.outcome, "outcome");
        this.category = builder.category;
        this.p = builder.p;
        this.adjustedP = builder.adjustedP;
        this.statistic = builder.statistic;
        this.effect = builder.effect;
        this.n = builder.n;
        this.facts = new ArrayList<>(builder.facts);
    }

    /**
     * Starts a finding.
     *
     * @param method the method
     * @param unit the school, municipality or region
     * @return a builder
     */
    public static Builder builder(MethodInfo method, Unit unit) {
        return new Builder(method, unit);
    }

    /**
     * Starts a finding that is like this one.
     *
     * @return a builder with all that this finding has
     */
    public Builder toBuilder() {
        Builder builder = new Builder(method, unit);
        builder.assessments.addAll(assessments);
        builder.outcome = outcome;
        builder.category = category;
        builder.p = p;
        builder.adjustedP = adjustedP;
        builder.statistic = statistic;
        builder.effect = effect;
        builder.n = n;
        builder.facts.addAll(facts);
        return builder;
    }

    /**
     * Returns the order by unit, method and assessments.
     *
     * @return the order of every list of findings
     */
    public static Comparator<Finding> order() {
        return ORDER;
    }

    /**
     * Returns the method.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        return method;
    }

    /**
     * Returns what the finding is about.
     *
     * @return the school, municipality or region
     */
    public Unit unit() {
        return unit;
    }

    /**
     * Returns the assessments that the finding rests on.
     *
     * @return in the order of the method
     */
    public List<AssessmentId> assessments() {
        return List.copyOf(assessments);
    }

    /**
     * Returns what the method says.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Returns the kind of reason within the outcome, which chooses the wording.
     *
     * @return a key, empty where the outcome says all
     */
    public String category() {
        return category;
    }

    /**
     * Returns the p-value of the test alone.
     *
     * @return 0..1, or empty where the method defines none
     */
    public OptionalDouble p() {
        return optional(p);
    }

    /**
     * Returns the p-value adjusted for all the units that were tested.
     *
     * @return 0..1, or empty where the method defines none
     */
    public OptionalDouble adjustedP() {
        return optional(adjustedP);
    }

    /**
     * Returns the statistic of the method.
     *
     * @return the statistic, or empty where the method defines none
     */
    public OptionalDouble statistic() {
        return optional(statistic);
    }

    /**
     * Returns the size of the effect with its 95 % interval, in the unit that the method documents.
     *
     * @return the effect, or empty where the method defines none
     */
    public Optional<Interval> effect() {
        return Optional.ofNullable(effect);
    }

    /**
     * Returns the number of results used.
     *
     * @return the number, or empty where it means nothing
     */
    public OptionalLong n() {
        return n == null ? OptionalLong.empty() : OptionalLong.of(n);
    }

    /**
     * Returns the facts.
     *
     * @return in the order in which they are told
     */
    public List<Fact> facts() {
        return List.copyOf(facts);
    }

    /**
     * Returns one fact.
     *
     * @param key its key
     * @return the first fact with the key, or empty
     */
    public Optional<Fact> fact(String key) {
        return facts.stream().filter(fact -> fact.key().equals(key)).findFirst();
    }

    private static OptionalDouble optional(@javax.annotation.Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * Puts the finding into words: the method, the outcome and the facts.
     *
     * @param locale Russian or any other, which gives English
     * @return one paragraph
     */
    public String explain(Locale locale) {
        return Wording.of(locale).explain(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Finding that
                && method.equals(that.method)
                && unit.equals(that.unit)
                && assessments.equals(that.assessments)
                && outcome == that.outcome
                && category.equals(that.category)
                && Objects.equals(p, that.p)
                && Objects.equals(adjustedP, that.adjustedP)
                && Objects.equals(statistic, that.statistic)
                && Objects.equals(effect, that.effect)
                && Objects.equals(n, that.n)
                && facts.equals(that.facts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, unit, assessments, outcome, p);
    }

    @Override
    public String toString() {
        return unit + " " + method.id() + " " + outcome
                + (p == null ? "" : String.format(Locale.ROOT, " p=%.2g", p))
                + (adjustedP == null ? "" : String.format(Locale.ROOT, " adjusted=%.2g", adjustedP))
                + (n == null ? "" : " n=" + n)
                + (assessments.isEmpty() || assessments.size() > 2 ? "" : " " + assessments);
    }

    /** Collects the parts of a finding. Not safe for use by several threads. */
    public static final class Builder {
        private final MethodInfo method;
        private final Unit unit;
        private final List<AssessmentId> assessments = new ArrayList<>();
        private Outcome outcome;
        private String category = "";
        private Double p;
        private Double adjustedP;
        private Double statistic;
        private Interval effect;
        private Long n;
        private final List<Fact> facts = new ArrayList<>();

        private Builder(MethodInfo method, Unit unit) {
            this.method = Objects.requireNonNull(method, "method");
            this.unit = Objects.requireNonNull(unit, "unit");
        }

        /**
         * Sets what the method says.
         *
         * @param value the outcome
         * @return this builder
         */
        public Builder outcome(Outcome value) {
            this.outcome = Objects.requireNonNull(value, "outcome");
            return this;
        }

        /**
         * Sets the kind of reason within the outcome.
         *
         * @param value a key of the wording
         * @return this builder
         */
        public Builder category(String value) {
            this.category = Objects.requireNonNull(value, "category");
            return this;
        }

        /**
         * Adds assessments that the finding rests on.
         *
         * @param ids their identities, in order
         * @return this builder
         */
        public Builder assessments(Collection<AssessmentId> ids) {
            assessments.addAll(ids);
            return this;
        }

        /**
         * Adds an assessment that the finding rests on.
         *
         * @param id its identity
         * @return this builder
         */
        public Builder assessment(AssessmentId id) {
            assessments.add(Objects.requireNonNull(id, "assessment"));
            return this;
        }

        /**
         * Sets the p-value of the test alone.
         *
         * @param value 0..1
         * @return this builder
         * @throws IllegalArgumentException if it is outside 0..1
         */
        public Builder p(double value) {
            this.p = probability("p", value);
            return this;
        }

        /**
         * Sets the p-value adjusted for all the units that were tested.
         *
         * @param value 0..1
         * @return this builder
         * @throws IllegalArgumentException if it is outside 0..1
         */
        public Builder adjustedP(double value) {
            this.adjustedP = probability("adjusted p", value);
            return this;
        }

        private static double probability(String what, double value) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(what + " must be within 0..1, got " + value);
            }
            return value;
        }

        /**
         * Sets the statistic.
         *
         * @param value finite
         * @return this builder
         * @throws IllegalArgumentException if it is not finite
         */
        public Builder statistic(double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("statistic must be finite, got " + value);
            }
            this.statistic = value;
            return this;
        }

        /**
         * Sets the size of the effect.
         *
         * @param value the effect with its interval, in the unit that the method documents
         * @return this builder
         */
        public Builder effect(Interval value) {
            this.effect = Objects.requireNonNull(value, "effect");
            return this;
        }

        /**
         * Sets the number of results used.
         *
         * @param value not negative
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder n(long value) {
            if (value < 0) {
                throw new IllegalArgumentException("n must not be negative, got " + value);
            }
            this.n = value;
            return this;
        }

        /**
         * Adds a fact that is a measured number.
         *
         * @param key its key
         * @param value the number, finite
         * @return this builder
         * @throws IllegalArgumentException if it is not finite
         */
        public Builder fact(String key, double value) {
            facts.add(Fact.of(key, value));
            return this;
        }

        /**
         * Adds a fact that is a whole number.
         *
         * @param key its key
         * @param value the number
         * @return this builder
         */
        public Builder fact(String key, long value) {
            facts.add(Fact.of(key, value));
            return this;
        }

        /**
         * Adds a fact that is a text.
         *
         * @param key its key
         * @param value the text
         * @return this builder
         */
        public Builder fact(String key, String value) {
            facts.add(Fact.of(key, value));
            return this;
        }

        /**
         * Makes the finding.
         *
         * @return the finding
         * @throws NullPointerException if no outcome was set
         */
        public Finding build() {
            return new Finding(this);
        }
    }
}
