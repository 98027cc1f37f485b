package io.github.eduindicators.criteria;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValues;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.annotation.Nullable;

/**
 * How well does a unit meet declared criteria? A tree of criteria with points, weights, limits and levels, in an edition with
 * dates of validity: what an order, a region or a municipality has put into tables.
 *
 * <p>Formula: the rule of each criterion turns its value into points within 0..its maximum. A sum of parts has {@code Σ w·p}
 * points of {@code Σ w·a} that could be attained; a weighted mean has {@code M · Σ w·(p/a) / Σ w} of {@code M}, over the parts
 * that count; a geometric mean {@code M · exp(Σ w·ln(p/a) / Σ w)}; the least and the best part {@code M · min} or {@code max
 * p/a}. Here p are points, a what could be attained, w weights, M the maximum of the group. A part without a value is treated
 * as {@link Node.Missing} says. Then caps limit the group; the total is held to the levels, in points or in percent of what
 * could be attained; vetoes limit the level.
 *
 * <p>Input: {@link IndicatorValues} of a period, those pooled over assessments; changes look at earlier periods too.
 * Arithmetic is decimal with 34 digits: 2.675 rounds half up to 2.68, and 9 of 30 are 30 %. Numbers computed in binary
 * arithmetic are read with 12 significant digits; a ratio that kept its counts is divided anew. Only the geometric mean uses
 * binary functions.
 *
 * <p>Result: a scorecard for each unit of the methodology's types that has a value of one of its indicators in the period. If
 * too little is known the scorecard has no total and says why, step by step; it is never 0 silently. No units, no scorecards.
 * One unit is the best and the worst of its population. Where all are equal, all have the points of the best.
 *
 * <p>Caveats: points are a convention, not a measurement: they carry no error of their own, and a unit just below a cut hardly
 * differs from one just above. The engine is the same for an order and for an example; {@link #status()} says which it is.
 *
 * <p>Complexity: units times nodes, and a sort of the population for each rule that compares units. Immutable and safe to
 * share between threads; the same values give the same scorecards, in whatever order they came.
 *
 * <p>Reference: the model follows what public accountability systems have in common (California School Dashboard, Tennessee
 * and Texas letter grades, Russian accreditation indicators and order 344н of 31.05.2018); the generalisation is ours.
 *
 * <pre>{@code
 * var methodology = Methodology.builder("accreditation-example", "2023")
 *         .root(Group.builder("AP", Group.Aggregation.SUM).add(structure, teachers).build())
 *         .levels(Methodology.LevelScale.POINTS,
 *                 Methodology.Level.of("below", Title.of("below the minimum"), "[0;15)").callingForAttention(),
 *                 Methodology.Level.of("met", Title.of("met"), "[15;20]"))
 *         .build();
 * var scorecards = methodology.run(values, Period.of(2023));
 * scorecards.all().get(0).total();                                  // 20 of 20
 * scorecards.all().get(0).trace().forEach(System.out::println);     // every step with its inputs
 * }</pre>
 */
public final class Methodology implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String METHOD = "criteria/scorecard";

    /** What a methodology rests on. */
    public enum Status {
        /** An order, whose number and date the source names. */
        ORDER,
        /** A region's or municipality's own rules. */
        REGIONAL,
        /** An example to start from: nobody has adopted it. */
        EXAMPLE
    }

    /** What levels are cut from. */
    public enum LevelScale {
        /** The points of the total, 0..its maximum. */
        POINTS,
        /** The points in percent of what the unit could attain, 0..100. */
        PERCENT
    }

    /**
     * A level of the total.
     *
     * @param code the code, such as {@code high}: letters, digits, {@code _ - .}, at most 40
     * @param title the name
     * @param range the totals of this level
     * @param call whether the level calls for attention
     */
    public record Level(String code, Title title, Range range, Call call) implements Serializable {

        /** Whether a level calls for attention. */
        public enum Call {
            /** It does not. */
            NONE,
            /** It does: findings with this level are flagged. */
            ATTENTION
        }

        /**
         * Checks the code.
         *
         * @param code the code
         * @param title the name
         * @param range the totals of this level
         * @param call whether the level calls for attention
         * @throws MethodologyException if the code has other characters or more than 40
         */
        public Level {
            Checks.code("the code of a level", code);
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(range, "range");
            Objects.requireNonNull(call, "call");
        }

        /**
         * Returns a level that does not call for attention.
         *
         * @param code the code, such as {@code high}
         * @param title the name
         * @param range the totals of this level, such as {@code [80;100]}
         * @return the level
         * @throws MethodologyException if the code or the range is not one
         */
        public static Level of(String code, Title title, String range) {
            return new Level(code, title, Range.parse(range), Call.NONE);
        }

        /**
         * Returns the same level, calling for attention.
         *
         * @return the level
         */
        public Level callingForAttention() {
            return new Level(code, title, range, Call.ATTENTION);
        }

        @Override
        public String toString() {
            return code + " " + range;
        }
    }

    /**
     * A limit of the level: if the conditions are met, the level is at most this one.
     *
     * @param when the conditions, all of which must be met
     * @param level the code of the best level that is left
     */
    public record Veto(List<Condition> when, String level) implements Serializable {

        /**
         * Checks that there is a condition.
         *
         * @param when the conditions
         * @param level the code of the best level that is left
         * @throws MethodologyException if there is no condition
         */
        public Veto {
            when = List.copyOf(when);
            Objects.requireNonNull(level, "level");
            if (when.isEmpty()) {
                throw new MethodologyException("", "condition", "a veto needs a condition");
            }
        }
    }

    /**
     * When and how points are rounded. Values are rounded by their criterion, whatever stands here. Rounding that would lift
     * points above what could be attained goes down instead.
     *
     * @param when when points are rounded
     * @param decimals how many decimals, 0..9
     * @param mode how halves are rounded
     */
    public record Rounding(When when, int decimals, RoundingMode mode) implements Serializable {
        private static final int MOST = 9;

        /** When points are rounded. */
        public enum When {
            /** Never. */
            NEVER,
            /** At each node, so that a group is made of rounded points. */
            EACH_STEP,
            /** At the total alone. */
            TOTAL
        }

        /**
         * Checks the decimals.
         *
         * @param when when points are rounded
         * @param decimals how many decimals
         * @param mode how halves are rounded
         * @throws MethodologyException if the decimals are outside 0..9 or the mode forbids rounding
         */
        public Rounding {
            Objects.requireNonNull(when, "when");
            Objects.requireNonNull(mode, "mode");
            if (decimals < 0 || decimals > MOST || mode == RoundingMode.UNNECESSARY) {
                throw new MethodologyException("", "rounding", "decimals must be within 0..9 and the mode must round, got "
                        + decimals
                        + " and " + mode);
            }
        }

        /**
         * Returns no rounding.
         *
         * @return points stay as they are
         */
        public static Rounding never() {
            return new Rounding(When.NEVER, 0, RoundingMode.HALF_UP);
        }

        /**
         * Returns rounding of every node, halves up.
         *
         * @param decimals how many decimals, 0..9
         * @return the policy
         * @throws MethodologyException if the decimals are outside 0..9
         */
        public static Rounding eachStep(int decimals) {
            return new Rounding(When.EACH_STEP, decimals, RoundingMode.HALF_UP);
        }

        /**
         * Returns rounding of the total alone, halves up.
         *
         * @param decimals how many decimals, 0..9
         * @return the policy
         * @throws MethodologyException if the decimals are outside 0..9
         */
        public static Rounding total(int decimals) {
            return new Rounding(When.TOTAL, decimals, RoundingMode.HALF_UP);
        }

        BigDecimal step(BigDecimal points, BigDecimal most) {
            return when == When.EACH_STEP ? rounded(points, most) : points;
        }

        BigDecimal last(BigDecimal points, BigDecimal most) {
            return when == When.NEVER ? points : rounded(points, most);
        }

        /** Rounding must not lift points above what could be attained. */
        private BigDecimal rounded(BigDecimal points, BigDecimal most) {
            BigDecimal rounded = Decimals.settled(points).setScale(decimals, mode);
            return rounded.compareTo(most) > 0 ? most.setScale(decimals, RoundingMode.FLOOR) : rounded;
        }

        @Override
        public String toString() {
            return when == When.NEVER ? "NEVER" : when + " " + decimals + " " + mode;
        }
    }

    private final String id;
    private final String edition;
    private final Title title;
    private final Status status;
    private final String source;

    @Nullable
    private final LocalDate validFrom;

    @Nullable
    private final LocalDate validTo;

    private final EnumSet<UnitType> unitTypes;
    private final Node root;
    private final LevelScale levelScale;
    private final ArrayList<Level> levels;
    private final ArrayList<Veto> vetoes;
    private final Rounding rounding;
    private final Node.Missing missing;
    private final double minimumWeight;
    private final TreeSet<String> metrics;

    private Methodology(Builder builder) {
        this.id = builder.id;
        this.edition = builder.edition;
        this.title = builder.title == null ? Title.of(builder.id) : builder.title;
        this.status = builder.status;
        this.source = builder.source;
        this.validFrom = builder.validFrom;
        this.validTo = builder.validTo;
        this.unitTypes = EnumSet.copyOf(builder.unitTypes);
        this.root = Objects.requireNonNull(builder.root, "root");
        this.levelScale = builder.levelScale;
        this.levels = new ArrayList<>(builder.levels);
        this.vetoes = new ArrayList<>(builder.vetoes);
        this.rounding = builder.rounding;
        this.missing = builder.missing;
        this.minimumWeight = builder.minimumWeight;
        this.metrics = MethodologyCheck.check(this);
    }

    /**
     * Starts a methodology.
     *
     * @param id the identity, such as {@code noko-344n-education}: lower-case letters, digits, {@code _ - .}, at most 60
     * @param edition which edition, such as {@code 2018}; one line of 1..60 characters
     * @return a builder: an example for schools, always valid, without rounding and levels, {@link Node.Missing#strict()}
     * @throws MethodologyException if the identity or the edition is not one
     */
    public static Builder builder(String id, String edition) {
        return new Builder(id, edition);
    }

    /**
     * Returns the edition in force on a day.
     *
     * @param editions methodologies, of this and other identities, in any order
     * @param id the identity
     * @param day the day
     * @return the edition, or empty if none is in force
     * @throws MethodologyException if two editions of the identity are in force on one day, whichever it is
     */
    public static Optional<Methodology> at(Collection<Methodology> editions, String id, LocalDate day) {
        List<Methodology> same = editions.stream().filter(one -> one.id.equals(id)).toList();
        MethodologyCheck.noOverlap(same);
        return same.stream().filter(one -> one.inForce(day)).findFirst();
    }

    /**
     * Returns the edition for a period: the one in force on its first day or, where none is, on its last.
     *
     * @param editions methodologies, of this and other identities, in any order
     * @param id the identity
     * @param period the period
     * @return the edition, or empty if none is in force on either day
     * @throws MethodologyException if two editions of the identity are in force on one day, whichever it is
     */
    public static Optional<Methodology> at(Collection<Methodology> editions, String id, Period period) {
        return at(editions, id, period.firstDay()).or(() -> at(editions, id, period.lastDay()));
    }

    /**
     * Scores the units of a period, all of which are peers of those of their type.
     *
     * @param values the indicators
     * @param period the period
     * @return a scorecard for each unit of the methodology's types that has a value of one of its indicators in the period
     */
    public Scorecards run(IndicatorValues values, Period period) {
        return Evaluation.run(this, values, period, null);
    }

    /**
     * Scores the units of a period, comparing like with like.
     *
     * @param values the indicators
     * @param period the period
     * @param peers the groups; a unit in no group is compared with nobody, and rules that compare units give it no points
     * @return a scorecard for each unit of the methodology's types that has a value of one of its indicators in the period
     */
    public Scorecards run(IndicatorValues values, Period period, PeerGroups peers) {
        return Evaluation.run(this, values, period, Objects.requireNonNull(peers, "peers"));
    }

    /**
     * Returns the identity.
     *
     * @return such as {@code noko-344n-education}
     */
    public String id() {
        return id;
    }

    /**
     * Returns the edition.
     *
     * @return such as {@code 2018}
     */
    public String edition() {
        return edition;
    }

    /**
     * Returns the name.
     *
     * @return the name in Russian and English
     */
    public Title title() {
        return title;
    }

    /**
     * Returns what the methodology rests on.
     *
     * @return the status
     */
    public Status status() {
        return status;
    }

    /**
     * Returns where the methodology comes from.
     *
     * @return the number and date of the order, or who made it; may be empty unless it is an order
     */
    public String source() {
        return source;
    }

    /**
     * Returns the first day in force.
     *
     * @return the day, or empty if open
     */
    public Optional<LocalDate> validFrom() {
        return Optional.ofNullable(validFrom);
    }

    /**
     * Returns the last day in force.
     *
     * @return the day, or empty if open
     */
    public Optional<LocalDate> validTo() {
        return Optional.ofNullable(validTo);
    }

    /**
     * Returns whether the edition is in force.
     *
     * @param day a day
     * @return true from the first day to the last
     */
    public boolean inForce(LocalDate day) {
        return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || !day.isAfter(validTo));
    }

    /**
     * Returns which types of unit it is for.
     *
     * @return the types, at least one
     */
    public Set<UnitType> unitTypes() {
        return Collections.unmodifiableSet(unitTypes);
    }

    /**
     * Returns the tree.
     *
     * @return its root
     */
    public Node root() {
        return root;
    }

    /**
     * Returns what levels are cut from.
     *
     * @return the scale
     */
    public LevelScale levelScale() {
        return levelScale;
    }

    /**
     * Returns the levels.
     *
     * @return from the lowest to the highest; empty if there are none
     */
    public List<Level> levels() {
        return Collections.unmodifiableList(levels);
    }

    /**
     * Returns the limits of the level.
     *
     * @return the vetoes, in the declared order
     */
    public List<Veto> vetoes() {
        return Collections.unmodifiableList(vetoes);
    }

    /**
     * Returns when and how points are rounded.
     *
     * @return the policy
     */
    public Rounding rounding() {
        return rounding;
    }

    /**
     * Returns what is done with parts without a value where neither they nor their group say it.
     *
     * @return the policy
     */
    public Node.Missing missing() {
        return missing;
    }

    /**
     * Returns which share of the weight of its parts a group needs, where it does not say it.
     *
     * @return the share, 0..1
     */
    public double minimumWeight() {
        return minimumWeight;
    }

    /**
     * Returns the indicators that the criteria read.
     *
     * @return their codes, sorted
     */
    public SortedSet<String> metrics() {
        return Collections.unmodifiableSortedSet(metrics);
    }

    /**
     * Returns how findings name this methodology.
     *
     * @return the method {@code criteria/scorecard} with the identity and the edition as parameters
     */
    public MethodInfo method() {
        return MethodInfo.of(METHOD, "1", source.isEmpty() ? title.ru() : source)
                .with(Fact.of("methodology", id))
                .with(Fact.of("edition", edition));
    }

    /**
     * Starts a methodology that is like this one.
     *
     * @return a builder with all that this methodology has
     */
    public Builder toBuilder() {
        Builder builder = new Builder(id, edition);
        builder.title = title;
        builder.status = status;
        builder.source = source;
        builder.validFrom = validFrom;
        builder.validTo = validTo;
        builder.unitTypes = EnumSet.copyOf(unitTypes);
        builder.root = root;
        builder.levelScale = levelScale;
        builder.levels = levels;
        builder.vetoes.addAll(vetoes);
        builder.rounding = rounding;
        builder.missing = missing;
        builder.minimumWeight = minimumWeight;
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Methodology that
                && id.equals(that.id)
                && edition.equals(that.edition)
                && title.equals(that.title)
                && status == that.status
                && source.equals(that.source)
                && Objects.equals(validFrom, that.validFrom)
                && Objects.equals(validTo, that.validTo)
                && unitTypes.equals(that.unitTypes)
                && root.equals(that.root)
                && levelScale == that.levelScale
                && levels.equals(that.levels)
                && vetoes.equals(that.vetoes)
                && rounding.equals(that.rounding)
                && missing.equals(that.missing)
                && minimumWeight == that.minimumWeight;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, edition, validFrom, validTo);
    }

    @Override
    public String toString() {
        return id + " " + edition + " " + status
                + (validFrom == null ? "" : " from " + validFrom)
                + (validTo == null ? "" : " to " + validTo)
                + " " + unitTypes + " " + metrics.size() + " indicators, at most " + Decimals.text(root.maxPoints());
    }

    /** Collects the parts of a methodology. Not safe for use by several threads. */
    public static final class Builder {
        private static final int LONGEST_ID = 60;
        private static final int LONGEST_SOURCE = 4000;

        private final String id;
        private final String edition;

        @Nullable
        private Title title;

        private Status status = Status.EXAMPLE;
        private String source = "";

        @Nullable
        private LocalDate validFrom;

        @Nullable
        private LocalDate validTo;

        private EnumSet<UnitType> unitTypes = EnumSet.of(UnitType.SCHOOL);

        @Nullable
        private Node root;

        private LevelScale levelScale = LevelScale.POINTS;
        private List<Level> levels = List.of();
        private final List<Veto> vetoes = new ArrayList<>();
        private Rounding rounding = Rounding.never();
        private Node.Missing missing = Node.Missing.strict();
        private double minimumWeight;

        private Builder(String id, String edition) {
            Checks.metric(id);
            if (id.length() > LONGEST_ID) {
                throw new MethodologyException("", "id", "the identity has at most 60 characters, got " + id.length());
            }
            String stripped = Checks.label(edition);
            if (stripped.isEmpty() || stripped.length() > LONGEST_ID) {
                throw new MethodologyException("", "edition", "the edition is one line of 1..60 characters, got "
                        + stripped.length());
            }
            this.id = id;
            this.edition = stripped;
        }

        /**
         * Sets the name; without it the identity stands for it.
         *
         * @param value the name
         * @return this builder
         */
        public Builder title(Title value) {
            this.title = Objects.requireNonNull(value, "title");
            return this;
        }

        /**
         * Sets what it rests on.
         *
         * @param value the status
         * @param text the number and date of the order, or who made it; not blank for an order
         * @return this builder
         * @throws MethodologyException if the text of an order is blank, or it has more than 4000 characters
         */
        public Builder status(Status value, String text) {
            this.status = Objects.requireNonNull(value, "status");
            this.source = text.strip();
            if (value == Status.ORDER && source.isEmpty() || source.length() > LONGEST_SOURCE) {
                throw new MethodologyException("", "source",
                        "an order is named by its number and date in at most 4000 characters, got " + source.length());
            }
            return this;
        }

        /**
         * Sets the first day in force; open, unless said otherwise.
         *
         * @param day the day
         * @return this builder
         */
        public Builder validFrom(LocalDate day) {
            this.validFrom = Objects.requireNonNull(day, "validFrom");
            return this;
        }

        /**
         * Sets the last day in force; open, unless said otherwise.
         *
         * @param day the day
         * @return this builder
         */
        public Builder validTo(LocalDate day) {
            this.validTo = Objects.requireNonNull(day, "validTo");
            return this;
        }

        /**
         * Sets which types of unit it is for; schools, unless said otherwise.
         *
         * @param types the types, at least one
         * @return this builder
         * @throws MethodologyException if there is none
         */
        public Builder unitTypes(UnitType... types) {
            return unitTypes(Arrays.asList(types));
        }

        /**
         * Sets which types of unit it is for; schools, unless said otherwise.
         *
         * @param types the types, at least one
         * @return this builder
         * @throws MethodologyException if there is none
         */
        public Builder unitTypes(Collection<UnitType> types) {
            if (types.isEmpty()) {
                throw new MethodologyException("", "unit-types", "a methodology is for at least one type of unit, got none");
            }
            this.unitTypes = EnumSet.copyOf(types);
            return this;
        }

        /**
         * Sets the tree; necessary.
         *
         * @param node its root, usually a group
         * @return this builder
         */
        public Builder root(Node node) {
            this.root = Objects.requireNonNull(node, "root");
            return this;
        }

        /**
         * Sets the levels of the total.
         *
         * @param scale what they are cut from
         * @param value the levels, from the lowest to the highest
         * @return this builder
         */
        public Builder levels(LevelScale scale, Level... value) {
            return levels(scale, Arrays.asList(value));
        }

        /**
         * Sets the levels of the total.
         *
         * @param scale what they are cut from
         * @param value the levels, from the lowest to the highest; they partition 0..the maximum, or 0..100
         * @return this builder
         */
        public Builder levels(LevelScale scale, List<Level> value) {
            this.levelScale = Objects.requireNonNull(scale, "scale");
            this.levels = List.copyOf(value);
            return this;
        }

        /**
         * Adds a limit of the level.
         *
         * @param value the veto
         * @return this builder
         */
        public Builder veto(Veto value) {
            vetoes.add(Objects.requireNonNull(value, "veto"));
            return this;
        }

        /**
         * Sets when and how points are rounded; never, unless said otherwise.
         *
         * @param value the policy
         * @return this builder
         */
        public Builder rounding(Rounding value) {
            this.rounding = Objects.requireNonNull(value, "rounding");
            return this;
        }

        /**
         * Sets what is done with parts without a value where neither they nor their group say it.
         *
         * @param value the policy
         * @return this builder
         */
        public Builder missing(Node.Missing value) {
            this.missing = Objects.requireNonNull(value, "missing");
            return this;
        }

        /**
         * Sets which share of the weight of its parts a group needs, where it does not say it; none, unless said otherwise.
         *
         * @param share 0..1
         * @return this builder
         * @throws MethodologyException if it is outside 0..1
         */
        public Builder minimumWeight(double share) {
            this.minimumWeight = Checks.share("minimum weight", share);
            return this;
        }

        /**
         * Makes the methodology after checking all of it: bands partition their range at the declared decimals, weights add
         * up, codes are unique, what is referred to exists, levels partition the total and can be reached, points follow the
         * direction, dates are in order, the tree is at most 12 deep and of at most 5000 nodes.
         *
         * @return the methodology
         * @throws MethodologyException if a check fails; it names the place and the check
         * @throws NullPointerException if there is no tree
         */
        public Methodology build() {
            return new Methodology(this);
        }
    }
}
