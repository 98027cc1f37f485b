package io.github.eduindicators.trend;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.stats.QuantileType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Where does a unit stand and where is it going, in one word: the level of its value and the level of its change choose a cell?
 *
 * <p>Both axes are cut into levels, every finite number lies in exactly one, and the level of the change that holds 0 is the one of "no
 * change". The change is the value less the value of the period just before (the year before; of half-years the half before). If that
 * is missing, or not comparable, or on another scale, there is no level of the change and no cell, only the status. An older
 * period never stands in.
 *
 * <p>Numbers are rounded before they are cut ({@link Builder#rounding(int, RoundingMode)}); without that they are read with 12
 * significant digits, so that 0.3 - 0.1 is 0.2. With rounding the change is the difference of the rounded values, which readers of a
 * table can check, unless {@link Builder#changeOfExactValues} is asked for. Which side of a cut its own value belongs to is said cut by
 * cut: {@link Levels#above} or {@link Levels#atLeast}.
 *
 * <pre>{@code
 * var matrix = StatusChangeMatrix.builder()
 *         .status(Levels.from("low").atLeast(50, "medium").atLeast(70, "high"))
 *         .change(Levels.from("fell").above(-3, "same").atLeast(3, "rose"))
 *         .row("low", "red", "red", "orange")
 *         .row("medium", "orange", "yellow", "green")
 *         .row("high", "yellow", "green", "blue")
 *         .rounding(1)
 *         .build();
 * matrix.run(series).cell();
 * }</pre>
 *
 * <p>With a gate ({@link Builder#gate}), a change that is not in the level of "no change" needs evidence: with the standard errors s of
 * the two points and the variance omega squared of shocks, {@code P = Phi(|change| / sqrt(s1^2 + s2^2 + 2 omega^2))}, the probability
 * under a flat prior that the change has the sign it shows, must reach c. Otherwise the level is that of "no change". Where a standard
 * error lacks, there is no level of the change. The gate takes values as they are, before rounding.
 *
 * <p>Input: a series in any unit, which is that of the cuts. An empty series gives no level at all; one point, a status; two equal
 * values, the level of "no change".
 *
 * <p>Caveats: the change of one year is far less reliable than the status (0.47 against 0.90 with 25 pupils a year, variances of 36
 * between schools and 100 between pupils, and a correlation of 0.9 between years), so without a gate the columns of small schools are
 * mostly chance. A status is a statement about fixed cuts; whether they still mean the same in another year is for the scale to say. A
 * change from a value that was chosen for being bad is partly a return to the mean.
 *
 * <p>Complexity: linear in the number of levels. Immutable and safe to share between threads.
 *
 * <p>Reference: the five-by-five tables of the California School Dashboard (California Department of Education, 2023), of which this is
 * the general form; the gate is ours.
 */
public final class StatusChangeMatrix {
    private static final MathContext MEASURED = new MathContext(12, RoundingMode.HALF_EVEN);
    private static final int MOST_DECIMALS = 9;

    private final Levels status;
    private final Levels change;
    private final List<List<String>> cells;
    /** -1 for none. */
    private final int decimals;
    private final RoundingMode mode;
    private final boolean exactChange;
    private final TrendMonitoring.Direction direction;
    private final OptionalDouble gate;
    private final double shock;
    private final long minimumN;
    private final YearSeries.Comparability atLeast;

    private StatusChangeMatrix(Builder builder, Levels status, Levels change, List<List<String>> cells) {
        this.status = status;
        this.change = change;
        this.cells = cells;
        this.decimals = builder.decimals;
        this.mode = builder.mode;
        this.exactChange = builder.exactChange;
        this.direction = builder.direction;
        this.gate = builder.gate;
        this.shock = builder.shock;
        this.minimumN = builder.minimumN;
        this.atLeast = builder.atLeast;
    }

    /** Whether a change is one for the better. */
    public enum Turn {
        /** Its level lies on the better side of the level of no change. */
        BETTER,
        /** It lies in the level of no change. */
        SAME,
        /** Its level lies on the worse side. */
        WORSE
    }

    /** What a level or a cell lacks, or why it is not the one the numbers alone would give. */
    public enum Reason {
        /** There is no point. */
        NO_POINT,
        /** The value rests on too few observations, or on an unknown number of them. */
        TOO_FEW_OBSERVATIONS,
        /** There is no point for the period before. */
        NO_PRIOR_PERIOD,
        /** The point of the period before rests on too few observations. */
        PRIOR_TOO_FEW_OBSERVATIONS,
        /** One of the two points cannot be compared with others. */
        NOT_COMPARABLE,
        /** The two points are on different scales. */
        OTHER_SCALE,
        /** The evidence that is asked for cannot be computed. */
        NO_STANDARD_ERROR,
        /** The change lies outside the level of no change, but the evidence for it is too weak. */
        NOT_ENOUGH_EVIDENCE;

        /**
         * Returns the code used in files.
         *
         * @return such as {@code no-prior-period}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The levels of one axis, from the lowest numbers to the highest. Immutable. */
    public static final class Levels {
        private final List<String> names;
        private final List<Cut> cuts;

        /** A cut, and whether its own value belongs to the level above it. */
        private record Cut(BigDecimal at, boolean upper) {
            private boolean passed(BigDecimal value) {
                int order = value.compareTo(at);
                return order > 0 || order == 0 && upper;
            }

            @Override
            public String toString() {
                return (upper ? ">=" : ">") + at.stripTrailingZeros().toPlainString();
            }
        }

        private Levels(List<String> names, List<Cut> cuts) {
            this.names = List.copyOf(names);
            this.cuts = List.copyOf(cuts);
        }

        /**
         * Starts with the lowest level.
         *
         * @param lowest its name
         * @return the only level so far: it holds every number
         * @throws IllegalArgumentException if the name is blank
         */
        public static Levels from(String lowest) {
            if (lowest.isBlank()) {
                throw new IllegalArgumentException("a level must have a name");
            }
            return new Levels(List.of(lowest), List.of());
        }

        /**
         * Divides at quantiles of a distribution, such as that of the first year, which then stay fixed. A value equal to a quantile
         * belongs to the level below.
         *
         * @param reference the values of the distribution, finite, in any order
         * @param probabilities where to cut, rising, each between 0 and 1
         * @param names the names of the levels, one more than there are cuts
         * @return the levels, cut at quantiles of {@link QuantileType#TYPE_7}
         * @throws IllegalArgumentException if the numbers of names and cuts do not fit, or two quantiles are equal
         */
        public static Levels ofQuantiles(double[] reference, double[] probabilities, List<String> names) {
            if (names.size() != probabilities.length + 1) {
                throw new IllegalArgumentException(
                        probabilities.length + " cuts need " + (probabilities.length + 1) + " names, got " + names.size());
            }
            Levels levels = from(names.get(0));
            for (int i = 0; i < probabilities.length; i++) {
                if (!(probabilities[i] > 0 && probabilities[i] < 1)) {
                    throw new IllegalArgumentException("a probability must be between 0 and 1, got " + probabilities[i]);
                }
                levels = levels.above(QuantileType.TYPE_7.of(reference, probabilities[i]), names.get(i + 1));
            }
            return levels;
        }

        /**
         * Adds a level above the highest so far; the cut itself belongs to the level below.
         *
         * @param cut where it begins, above all cuts so far
         * @param name its name
         * @return the levels
         * @throws IllegalArgumentException if the cut is not above the last one, or the name is blank or taken
         */
        public Levels above(double cut, String name) {
            return with(cut, name, false);
        }

        /**
         * Adds a level above the highest so far; the cut itself belongs to the new level.
         *
         * @param cut where it begins, above all cuts so far
         * @param name its name
         * @return the levels
         * @throws IllegalArgumentException if the cut is not above the last one, or the name is blank or taken
         */
        public Levels atLeast(double cut, String name) {
            return with(cut, name, true);
        }

        private Levels with(double cut, String name, boolean upper) {
            if (!Double.isFinite(cut)) {
                throw new IllegalArgumentException("a cut must be finite, got " + cut);
            }
            if (name.isBlank() || names.contains(name)) {
                throw new IllegalArgumentException("every level must have a name of its own, got '" + name + "' after " + names);
            }
            Cut next = new Cut(measured(cut), upper);
            if (!cuts.isEmpty() && next.at.compareTo(cuts.get(cuts.size() - 1).at) <= 0) {
                throw new IllegalArgumentException("cuts must rise, got " + cut + " after " + cuts.get(cuts.size() - 1).at);
            }
            List<String> allNames = new ArrayList<>(names);
            allNames.add(name);
            List<Cut> allCuts = new ArrayList<>(cuts);
            allCuts.add(next);
            return new Levels(allNames, allCuts);
        }

        /**
         * Returns the names.
         *
         * @return from the lowest level to the highest
         */
        public List<String> names() {
            return names;
        }

        private int index(BigDecimal value) {
            int level = 0;
            while (level < cuts.size() && cuts.get(level).passed(value)) {
                level++;
            }
            return level;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(names.get(0));
            for (int i = 0; i < cuts.size(); i++) {
                text.append(' ').append(cuts.get(i)).append(' ').append(names.get(i + 1));
            }
            return text.toString();
        }
    }

    /** Builds a matrix. Not thread-safe. */
    public static final class Builder {
        @Nullable
        private Levels status;
        @Nullable
        private Levels change;
        private final List<String> rowNames = new ArrayList<>();
        private final List<List<String>> rows = new ArrayList<>();
        private int decimals = -1;
        private RoundingMode mode = RoundingMode.HALF_UP;
        private boolean exactChange;
        private TrendMonitoring.Direction direction = TrendMonitoring.Direction.HIGHER_IS_BETTER;
        private OptionalDouble gate = OptionalDouble.empty();
        private double shock;
        private long minimumN;
        private YearSeries.Comparability atLeast = YearSeries.Comparability.FULL;

        private Builder() {}

        /**
         * Sets the levels of the value.
         *
         * @param levels the levels
         * @return this
         */
        public Builder status(Levels levels) {
            status = Objects.requireNonNull(levels, "levels");
            return this;
        }

        /**
         * Sets the levels of the change.
         *
         * @param levels the levels
         * @return this
         */
        public Builder change(Levels levels) {
            change = Objects.requireNonNull(levels, "levels");
            return this;
        }

        /**
         * Adds the cells of one status.
         *
         * @param statusLevel the name of the level of the status
         * @param byChange the cells, by the levels of the change from the lowest to the highest
         * @return this
         */
        public Builder row(String statusLevel, String... byChange) {
            rowNames.add(Objects.requireNonNull(statusLevel, "statusLevel"));
            rows.add(List.of(byChange));
            return this;
        }

        /**
         * Rounds numbers before they are cut, halves away from zero.
         *
         * @param places the decimals, 0..9
         * @return this
         * @throws IllegalArgumentException if the decimals are outside that
         */
        public Builder rounding(int places) {
            return rounding(places, RoundingMode.HALF_UP);
        }

        /**
         * Rounds numbers before they are cut.
         *
         * @param places the decimals, 0..9
         * @param how how to round
         * @return this
         * @throws IllegalArgumentException if the decimals are outside that or the mode forbids rounding
         */
        public Builder rounding(int places, RoundingMode how) {
            if (places < 0 || places > MOST_DECIMALS || how == RoundingMode.UNNECESSARY) {
                throw new IllegalArgumentException(
                        "decimals must be within 0.." + MOST_DECIMALS + " and the mode must round, got " + places + " and " + how);
            }
            decimals = places;
            mode = Objects.requireNonNull(how, "how");
            return this;
        }

        /**
         * Takes the change between values as they are and rounds it after, not the change between rounded values.
         *
         * @return this
         */
        public Builder changeOfExactValues() {
            exactChange = true;
            return this;
        }

        /**
         * Says which way is better; the default is more.
         *
         * @param which the direction
         * @return this
         */
        public Builder direction(TrendMonitoring.Direction which) {
            direction = Objects.requireNonNull(which, "which");
            return this;
        }

        /**
         * Asks for evidence of a change.
         *
         * @param probability the least probability that the change has the sign it shows, at least 0.5 and below 1
         * @return this
         * @throws IllegalArgumentException if it is outside that
         */
        public Builder gate(double probability) {
            if (!(probability >= 0.5 && probability < 1)) {
                throw new IllegalArgumentException("the probability must be at least 0.5 and below 1, got " + probability);
            }
            gate = OptionalDouble.of(probability);
            return this;
        }

        /**
         * Sets the variance of school-year shocks that the gate reckons with.
         *
         * @param omegaSquared not negative, in the square of the unit of values
         * @return this
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder shock(double omegaSquared) {
            if (!(omegaSquared >= 0) || Double.isInfinite(omegaSquared)) {
                throw new IllegalArgumentException("the variance of shocks must not be negative, got " + omegaSquared);
            }
            shock = omegaSquared;
            return this;
        }

        /**
         * Asks for a least number of observations behind each value.
         *
         * @param n the number, positive; points whose number is not known have too few
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder minimumN(long n) {
            if (n < 1) {
                throw new IllegalArgumentException("the least number of observations must be positive, got " + n);
            }
            minimumN = n;
            return this;
        }

        /**
         * Chooses which points can be compared with those of the period before.
         *
         * @param level {@link YearSeries.Comparability#RELATIVE_ONLY} where values are relative to the units of the same period and
         *     season
         * @return this
         */
        public Builder admitting(YearSeries.Comparability level) {
            atLeast = Objects.requireNonNull(level, "level");
            return this;
        }

        /**
         * Makes the matrix.
         *
         * @return the matrix
         * @throws IllegalArgumentException if an axis lacks, or the rows are not those of the status or do not fit the change
         */
        public StatusChangeMatrix build() {
            if (status == null || change == null) {
                throw new IllegalArgumentException("a matrix needs the levels of the status and of the change");
            }
            if (!new HashSet<>(rowNames).equals(new HashSet<>(status.names)) || rowNames.size() != status.names.size()) {
                throw new IllegalArgumentException("there must be one row a level of the status, " + status.names + ", got " + rowNames);
            }
            List<List<String>> cells = new ArrayList<>();
            for (String name : status.names) {
                List<String> row = rows.get(rowNames.indexOf(name));
                if (row.size() != change.names.size() || row.stream().anyMatch(String::isBlank)) {
                    throw new IllegalArgumentException(
                            "the row '" + name + "' must have a cell for each of " + change.names + ", got " + row);
                }
                cells.add(row);
            }
            return new StatusChangeMatrix(this, status, change, List.copyOf(cells));
        }
    }

    /**
     * Starts a matrix.
     *
     * @return a builder: more is better, no rounding, no gate
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        MethodInfo info = MethodInfo.of("trend/status-change", "1",
                        "general form of the five-by-five tables of the California School Dashboard, 2023; the gate is ours")
                .with(Fact.of("status", status.toString())).with(Fact.of("change", change.toString()))
                .with(Fact.of("cells", cells.stream().map(row -> String.join(",", row)).collect(Collectors.joining(";"))))
                .with(Fact.of("rounding", decimals < 0 ? "none" : decimals + " " + mode + (exactChange ? " after the difference" : "")))
                .with(Fact.of("direction", direction.name())).with(Fact.of("admitting", atLeast.name()));
        if (minimumN > 0) {
            info = info.with(Fact.of("minimum-n", minimumN));
        }
        return gate.isEmpty() ? info : info.with(Fact.of("gate", gate.getAsDouble())).with(Fact.of("omega2", shock));
    }

    /**
     * Returns the level of a value.
     *
     * @param value finite
     * @return the name of the level
     * @throws IllegalArgumentException if the value is not finite
     */
    public String statusLevel(double value) {
        return status.names.get(status.index(rounded(finite(value))));
    }

    /**
     * Returns the level of a change, without a gate.
     *
     * @param difference finite
     * @return the name of the level
     * @throws IllegalArgumentException if the difference is not finite
     */
    public String changeLevel(double difference) {
        return change.names.get(change.index(rounded(finite(difference))));
    }

    /**
     * Returns what two levels give.
     *
     * @param statusLevel the name of the level of the status
     * @param changeLevel the name of the level of the change
     * @return the cell
     * @throws IllegalArgumentException if there is no such level
     */
    public String cell(String statusLevel, String changeLevel) {
        int row = status.names.indexOf(statusLevel);
        int column = change.names.indexOf(changeLevel);
        if (row < 0 || column < 0) {
            throw new IllegalArgumentException(
                    "levels are " + status.names + " and " + change.names + ", got " + statusLevel + " and " + changeLevel);
        }
        return cells.get(row).get(column);
    }

    /**
     * Looks at the last period of a series.
     *
     * @param series the series
     * @return what it says; of an empty series nothing
     */
    public Result run(YearSeries series) {
        return series.last().map(last -> run(series, last)).orElseGet(() -> new Result(series.key(), null, Reason.NO_POINT));
    }

    /**
     * Looks at one period of a series.
     *
     * @param series the series
     * @param period the period
     * @return what it says; nothing where there is no point for the period
     */
    public Result run(YearSeries series, Period period) {
        Optional<YearSeries.Point> now = point(series, period);
        if (now.isEmpty()) {
            return new Result(series.key(), null, Reason.NO_POINT);
        }
        if (tooFew(now.get())) {
            return new Result(series.key(), now.get(), Reason.TOO_FEW_OBSERVATIONS);
        }
        Optional<YearSeries.Point> before = previous(series, period);
        return new Result(this, series.key(), now.get(), before);
    }

    private static Optional<YearSeries.Point> point(YearSeries series, Period period) {
        return series.points().stream().filter(point -> point.period().equals(period)).findFirst();
    }

    private static Optional<YearSeries.Point> previous(YearSeries series, Period period) {
        boolean earlier = series.points().stream().anyMatch(point -> point.period().compareTo(period) < 0);
        return earlier ? point(series, period.previous()) : Optional.empty();
    }

    private boolean tooFew(YearSeries.Point point) {
        return point.n().orElse(0) < minimumN;
    }

    private boolean admits(YearSeries.Point point) {
        return point.comparability() != YearSeries.Comparability.NONE && point.comparability().compareTo(atLeast) >= 0;
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a value must be finite, got " + value);
        }
        return value;
    }

    /** A number without the noise of binary arithmetic. */
    static BigDecimal measured(double value) {
        return BigDecimal.valueOf(value).round(MEASURED);
    }

    private BigDecimal rounded(double value) {
        return rounded(measured(value));
    }

    private BigDecimal rounded(BigDecimal value) {
        return decimals < 0 ? value : value.setScale(decimals, mode);
    }

    private BigDecimal difference(double now, double before) {
        return decimals < 0 || exactChange
                ? rounded(measured(now).subtract(measured(before)))
                : rounded(now).subtract(rounded(before));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /** What a matrix says of one period of one series. Immutable. */
    public static final class Result {
        private final YearSeries.Key key;
        @Nullable
        private final YearSeries.Point point;
        @Nullable
        private final YearSeries.Point prior;
        @Nullable
        private final String status;
        @Nullable
        private final String change;
        @Nullable
        private final String cell;
        @Nullable
        private final Turn turn;
        private final OptionalDouble difference;
        private final OptionalDouble evidence;
        private final List<Reason> reasons;

        private Result(YearSeries.Key key, @Nullable YearSeries.Point point, Reason reason) {
            this.key = key;
            this.point = point;
            this.prior = null;
            this.status = null;
            this.change = null;
            this.cell = null;
            this.turn = null;
            this.difference = OptionalDouble.empty();
            this.evidence = OptionalDouble.empty();
            this.reasons = List.of(reason);
        }

        private Result(StatusChangeMatrix matrix, YearSeries.Key key, YearSeries.Point now, Optional<YearSeries.Point> before) {
            this.key = key;
            this.point = now;
            List<Reason> why = new ArrayList<>();
            int row = matrix.status.index(matrix.rounded(now.value()));
            this.status = matrix.status.names.get(row);
            Optional<Reason> obstacle = obstacle(matrix, now, before);
            obstacle.ifPresent(why::add);
            if (obstacle.isPresent()) {
                this.prior = null;
                this.change = null;
                this.cell = null;
                this.turn = null;
                this.difference = OptionalDouble.empty();
                this.evidence = OptionalDouble.empty();
            } else {
                this.prior = before.orElseThrow();
                BigDecimal moved = matrix.difference(now.value(), prior.value());
                this.difference = OptionalDouble.of(moved.doubleValue() + 0.0);
                this.evidence = evidence(matrix, now, prior);
                int level = matrix.change.index(moved);
                int same = matrix.change.index(BigDecimal.ZERO);
                boolean known = true;
                if (matrix.gate.isPresent() && level != same) {
                    if (evidence.isEmpty()) {
                        why.add(Reason.NO_STANDARD_ERROR);
                        known = false;
                    } else if (evidence.getAsDouble() < matrix.gate.getAsDouble()) {
                        why.add(Reason.NOT_ENOUGH_EVIDENCE);
                        level = same;
                    }
                }
                this.change = known ? matrix.change.names.get(level) : null;
                this.cell = known ? matrix.cells.get(row).get(level) : null;
                this.turn = known ? turn(matrix.direction, level - same) : null;
            }
            this.reasons = List.copyOf(why);
        }

        private static Optional<Reason> obstacle(StatusChangeMatrix matrix, YearSeries.Point now, Optional<YearSeries.Point> before) {
            if (before.isEmpty()) {
                return Optional.of(Reason.NO_PRIOR_PERIOD);
            }
            if (!matrix.admits(now) || !matrix.admits(before.get())) {
                return Optional.of(Reason.NOT_COMPARABLE);
            }
            if (!now.scale().equals(before.get().scale())) {
                return Optional.of(Reason.OTHER_SCALE);
            }
            return matrix.tooFew(before.get()) ? Optional.of(Reason.PRIOR_TOO_FEW_OBSERVATIONS) : Optional.empty();
        }

        private static OptionalDouble evidence(StatusChangeMatrix matrix, YearSeries.Point now, YearSeries.Point before) {
            if (now.standardError().isEmpty() || before.standardError().isEmpty()) {
                return OptionalDouble.empty();
            }
            double error = now.standardError().getAsDouble();
            double earlier = before.standardError().getAsDouble();
            double z = Math.abs(now.value() - before.value()) / Math.sqrt(error * error + earlier * earlier + 2 * matrix.shock);
            return OptionalDouble.of(NormalLaw.upperTail(-z));
        }

        private static Turn turn(TrendMonitoring.Direction direction, int levels) {
            if (levels == 0) {
                return Turn.SAME;
            }
            return levels > 0 == (direction == TrendMonitoring.Direction.HIGHER_IS_BETTER) ? Turn.BETTER : Turn.WORSE;
        }

        /**
         * Returns what the series is about.
         *
         * @return the key
         */
        public YearSeries.Key key() {
            return key;
        }

        /**
         * Returns the point that was looked at.
         *
         * @return the point, or empty if there is none
         */
        public Optional<YearSeries.Point> point() {
            return Optional.ofNullable(point);
        }

        /**
         * Returns the point that the change is reckoned from.
         *
         * @return the point of the period before, or empty where no change can be told
         */
        public Optional<YearSeries.Point> prior() {
            return Optional.ofNullable(prior);
        }

        /**
         * Returns the level of the value.
         *
         * @return the name, or empty where there is no value or it rests on too few observations
         */
        public Optional<String> status() {
            return Optional.ofNullable(status);
        }

        /**
         * Returns the level of the change, after the gate.
         *
         * @return the name, or empty where no change can be told
         */
        public Optional<String> change() {
            return Optional.ofNullable(change);
        }

        /**
         * Returns the cell.
         *
         * @return the cell, or empty where no change can be told
         */
        public Optional<String> cell() {
            return Optional.ofNullable(cell);
        }

        /**
         * Returns whether the change is one for the better.
         *
         * @return the turn, or empty where no change can be told
         */
        public Optional<Turn> turn() {
            return Optional.ofNullable(turn);
        }

        /**
         * Returns the change in numbers, as it was cut.
         *
         * @return the difference, rounded where that is asked for, or empty where no change can be told
         */
        public OptionalDouble difference() {
            return difference;
        }

        /**
         * Returns how sure the sign of the change is.
         *
         * @return the probability under a flat prior, 0.5..1, or empty without standard errors or without a change
         */
        public OptionalDouble evidence() {
            return evidence;
        }

        /**
         * Returns what lacks, and whether the gate was shut.
         *
         * @return the reasons; none where the numbers alone decide
         */
        public List<Reason> reasons() {
            return reasons;
        }

        @Override
        public String toString() {
            String what = status == null ? "no level" : status + " " + (change == null ? "without change" : change + " = " + cell);
            return "Result[" + key + (point == null ? "" : " " + point.period()) + ": " + what
                    + reasons.stream().map(reason -> ", " + reason.code()).collect(Collectors.joining()) + "]";
        }
    }
}
