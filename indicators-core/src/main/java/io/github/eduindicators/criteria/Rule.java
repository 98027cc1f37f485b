package io.github.eduindicators.criteria;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How the value of a criterion becomes points.
 *
 * <p>A rule is data: it is checked as part of a {@link Methodology}, at the decimals of its criterion. A value that no rule
 * foresees, such as 103 % where 0..100 are declared, gives no points and is shown as {@code out-of-range}; it is never 0
 * silently. Immutable and safe to share between threads.
 */
public sealed interface Rule extends Serializable {

    /**
     * Returns the most points that the rule can give.
     *
     * @return the maximum, not negative
     */
    double maxPoints();

    /**
     * Returns how many rules stand in one another, this one among them.
     *
     * @return 1 for a rule that holds no others, at most 5
     */
    default int depth() {
        return 1;
    }

    /**
     * What a meeting of two bands gives.
     *
     * @param points the points, not negative
     * @param label what it is called, such as a colour; may be empty
     */
    record Cell(double points, String label) implements Serializable {

        /**
         * Checks the points and the label.
         *
         * @param points the points
         * @param label what it is called
         * @throws MethodologyException if the points are negative or not finite, or the label is not one line of at most 200
         *     characters
         */
        public Cell {
            points = Checks.points(points);
            label = Checks.label(label);
        }
    }

    /**
     * Steps: the band in which the value lies gives the points. The bands must partition the declared range at the decimals of
     * the criterion: no gap, no overlap.
     *
     * @param range the values that can occur
     * @param bands the bands, in any order
     */
    record Bands(Range range, List<Band> bands) implements Rule {

        /**
         * Checks that there are bands.
         *
         * @param range the values that can occur
         * @param bands the bands, 1..1000
         * @throws MethodologyException if there is none or too many, or a range is empty
         */
        public Bands {
            if (range.isEmpty()) {
                throw new MethodologyException("range", "range", "the declared range needs numbers, got an empty one");
            }
            bands = bands("bands", bands);
        }

        /**
         * Returns steps.
         *
         * @param range the values that can occur, such as {@code [0;100]}
         * @param bands the bands
         * @return the rule
         * @throws MethodologyException if the text is not a range, or there is no band
         */
        public static Bands of(String range, Band... bands) {
            return new Bands(Range.parse(range), List.of(bands));
        }

        @Override
        public double maxPoints() {
            return bands.stream().mapToDouble(Band::points).max().orElse(0);
        }

        static List<Band> bands(String what, List<Band> bands) {
            if (bands.isEmpty() || bands.size() > 1000) {
                throw new MethodologyException("", what + "-size", what + " must be 1..1000, got " + bands.size());
            }
            for (int i = 0; i < bands.size(); i++) {
                if (bands.get(i).range().isEmpty()) {
                    throw new MethodologyException(what + "[" + i + "]", "band-empty",
                            "a band needs numbers, got an empty range");
                }
            }
            return List.copyOf(bands);
        }
    }

    /**
     * A straight line between two values.
     *
     * @param from the value at one end
     * @param to the value at the other end, not equal
     * @param fromPoints the points at {@code from}
     * @param toPoints the points at {@code to}
     * @param outside what a value beyond the ends gives
     */
    record Linear(double from, double to, double fromPoints, double toPoints, Outside outside) implements Rule {

        /** What a value beyond the ends gives. */
        public enum Outside {
            /** The points of the nearer end. */
            CLAMP,
            /** No points: the value is not one that can occur. */
            OUT_OF_RANGE
        }

        /**
         * Checks the ends.
         *
         * @param from the value at one end
         * @param to the value at the other end
         * @param fromPoints the points at {@code from}
         * @param toPoints the points at {@code to}
         * @param outside what a value beyond the ends gives
         * @throws MethodologyException if the ends are equal or not finite, or points negative
         */
        public Linear {
            from = Checks.finite("from", from);
            to = Checks.finite("to", to);
            fromPoints = Checks.points(fromPoints);
            toPoints = Checks.points(toPoints);
            Objects.requireNonNull(outside, "outside");
            if (from == to) {
                throw new MethodologyException("", "linear", "a line needs two different values, got " + from + " twice");
            }
        }

        /**
         * Returns a line from no points to all, which gives the points of the nearer end beyond.
         *
         * @param from the value that gives 0 points
         * @param to the value that gives all; below {@code from} where less is better
         * @param points all points, not negative
         * @return the rule
         * @throws MethodologyException if the ends are equal or not finite, or the points negative
         */
        public static Linear of(double from, double to, double points) {
            return new Linear(from, to, 0, points, Outside.CLAMP);
        }

        @Override
        public double maxPoints() {
            return Math.max(fromPoints, toPoints);
        }
    }

    /**
     * The value times a factor, up to a cap: {@code min(cap, factor · value)}; a negative value is out of range.
     *
     * @param factor points for each unit of the value, positive
     * @param cap the most points, positive
     */
    record Scaled(double factor, double cap) implements Rule {

        /**
         * Checks the numbers.
         *
         * @param factor points for each unit of the value
         * @param cap the most points
         * @throws MethodologyException if one is not positive
         */
        public Scaled {
            Checks.positive("factor", factor);
            Checks.positive("cap", cap);
        }

        /**
         * Returns the value itself as points, up to a cap.
         *
         * @param cap the most points, positive
         * @return the rule
         * @throws MethodologyException if the cap is not positive
         */
        public static Scaled identity(double cap) {
            return new Scaled(1, cap);
        }

        @Override
        public double maxPoints() {
            return cap;
        }
    }

    /**
     * Two axes: the band of the status and the band of another source, usually its change, choose a cell. If the second source
     * has no value, the criterion has none.
     *
     * @param status the bands of the value of the criterion; their points are 0
     * @param change the bands of the second source; their points are 0
     * @param changeAxis what the second source is and how it is rounded
     * @param cells one row for each band of the status, one cell for each band of the change
     */
    record Matrix(Bands status, Bands change, Axis changeAxis, List<List<Cell>> cells) implements Rule {

        /**
         * The second axis of a matrix.
         *
         * @param source where its number comes from
         * @param precision how the number is rounded before it is compared
         * @param direction which way is better along it; that of the criterion may differ
         */
        public record Axis(Source source, Criterion.Precision precision, Criterion.Direction direction) implements Serializable {

            /**
             * Checks that all is there.
             *
             * @param source where its number comes from
             * @param precision how the number is rounded before it is compared
             * @param direction which way is better along it
             */
            public Axis {
                Objects.requireNonNull(source, "source");
                Objects.requireNonNull(precision, "precision");
                Objects.requireNonNull(direction, "direction");
            }
        }

        /**
         * Checks that the cells fill the axes.
         *
         * @param status the bands of the value of the criterion
         * @param change the bands of the second source
         * @param changeAxis what the second source is
         * @param cells the rows of cells
         * @throws MethodologyException if a row or a cell lacks or is too much, or a band of an axis has points
         */
        public Matrix {
            Objects.requireNonNull(changeAxis, "changeAxis");
            cells = cells(status.bands(), change.bands().size(), cells);
            axis("status", status.bands());
            axis("change", change.bands());
        }

        @Override
        public double maxPoints() {
            return most(cells);
        }

        static void axis(String what, List<Band> bands) {
            for (Band band : bands) {
                if (band.points() != 0) {
                    throw new MethodologyException(what, "matrix-axis", "a band of an axis gives no points of its own, got "
                            + band);
                }
            }
        }

        static List<List<Cell>> cells(List<Band> rows, int columns, List<List<Cell>> cells) {
            List<List<Cell>> copy = new ArrayList<>();
            for (List<Cell> row : cells) {
                if (row.size() != columns) {
                    throw new MethodologyException("cells[" + copy.size() + "]", "matrix-size",
                            "the row must have " + columns + " cells, got " + row.size());
                }
                copy.add(List.copyOf(row));
            }
            if (copy.size() != rows.size()) {
                throw new MethodologyException("cells", "matrix-size", "there must be " + rows.size() + " rows of cells, got "
                        + copy.size());
            }
            return List.copyOf(copy);
        }

        static double most(List<List<Cell>> cells) {
            return cells.stream().flatMap(List::stream).mapToDouble(Cell::points).max().orElse(0);
        }
    }

    /**
     * Bands of the place among the units of the run: which part of the peers the unit is better than, 0..100, 100 the best.
     * The peers are the units of the same type and the same peer group that have a value, the unit among them; without groups
     * all units of the run.
     *
     * @param bands bands of the place; they partition {@code [0;100]}
     * @param ties how peers with an equal value count
     * @param minimumPeers the least number of peers, the unit among them, positive; with fewer there are no points
     */
    record QuantileBands(List<Band> bands, Ties ties, int minimumPeers) implements Rule {

        /** How peers with an equal value, the unit among them, count. */
        public enum Ties {
            /** They do not: the place is the share of those that are worse, from 0 to below 100. */
            WORSE,
            /** Half: the place is the share of the worse and half of the equal. */
            HALF,
            /** They all do: the place is the share of those that are not better, from above 0 to 100. */
            NOT_BETTER
        }

        /**
         * Checks the bands and the number.
         *
         * @param bands bands of the place
         * @param ties how peers with an equal value count
         * @param minimumPeers the least number of peers
         * @throws MethodologyException if there is no band or too many, or the number is not positive
         */
        public QuantileBands {
            bands = Bands.bands("bands", bands);
            Objects.requireNonNull(ties, "ties");
            if (minimumPeers < 1) {
                throw new MethodologyException("", "minimum-peers", "the least number of peers must be positive, got "
                        + minimumPeers);
            }
        }

        @Override
        public double maxPoints() {
            return bands.stream().mapToDouble(Band::points).max().orElse(0);
        }
    }

    /**
     * The most points that one of several rules gives. A rule that gives none, because its value is out of range or peers
     * lack, is passed over and shown.
     *
     * @param rules the rules, at least one
     */
    record BestOf(List<Rule> rules) implements Rule {

        /**
         * Checks that there are rules.
         *
         * @param rules the rules, 1..50
         * @throws MethodologyException if there is none or too many, or they stand in one another more than 5 deep
         */
        public BestOf {
            if (rules.isEmpty() || rules.size() > 50) {
                throw new MethodologyException("", "best-of-size", "the best is of 1..50 rules, got " + rules.size());
            }
            rules = List.copyOf(rules);
            Checks.ruleDepth(rules);
        }

        /**
         * Returns the best of several rules.
         *
         * @param rules the rules, at least one
         * @return the rule
         * @throws MethodologyException if there is none or too many
         */
        public static BestOf of(Rule... rules) {
            return new BestOf(List.of(rules));
        }

        @Override
        public int depth() {
            return 1 + rules.stream().mapToInt(Rule::depth).max().orElse(0);
        }

        @Override
        public double maxPoints() {
            return rules.stream().mapToDouble(Rule::maxPoints).max().orElse(0);
        }
    }

    /**
     * Yes or no: the value 1 gives the points and 0 gives none; where less is better, the other way round. Another value is
     * out of range.
     *
     * @param points the points, positive
     */
    record Flag(double points) implements Rule {

        /**
         * Checks the points.
         *
         * @param points the points
         * @throws MethodologyException if they are not positive
         */
        public Flag {
            Checks.positive("points", points);
        }

        @Override
        public double maxPoints() {
            return points;
        }
    }

    /**
     * A threshold and the confidence interval together: the band of the value, and on which side of a reference its 95 %
     * interval lies, choose a cell. A value without an interval gives no points. England's Progress 8 is of this kind: "well
     * above" is a value of at least 0.5 whose interval lies above 0.
     *
     * @param reference the number to which the interval is held, finite
     * @param bands the bands of the value; their points are 0
     * @param cells one row for each band, each of three cells: the interval lies below, has the reference within or at an end,
     *     lies above
     */
    record ThresholdAndInterval(double reference, Bands bands, List<List<Cell>> cells) implements Rule {

        /**
         * Checks that the cells fill the bands.
         *
         * @param reference the number to which the interval is held
         * @param bands the bands of the value
         * @param cells the rows of three cells
         * @throws MethodologyException if a row or a cell lacks or is too much, a band has points, or the reference is not finite
         */
        public ThresholdAndInterval {
            reference = Checks.finite("reference", reference);
            cells = Matrix.cells(bands.bands(), 3, cells);
            Matrix.axis("bands", bands.bands());
        }

        @Override
        public double maxPoints() {
            return Matrix.most(cells);
        }
    }

    /**
     * Held to the best of the peers, which has all the points. The peers are those of {@link QuantileBands}.
     *
     * <p>{@link Scale#RATIO}: more is better, {@code points · x / best}; less is better, {@code points · best / x}. A unit
     * that equals the best has all the points, also where the best is 0; a best of 0, where less is better, leaves no points
     * to the others. Negative values are out of range. {@link Scale#MIN_MAX}: {@code points · (x − worst) / (best − worst)};
     * where all are equal, all have all the points. Only "best = 100" is in the published description of the motivating
     * monitoring; both readings of what the others get are ours.
     *
     * @param points the points of the best, positive
     * @param scale what the others get
     * @param minimumPeers the least number of peers, the unit among them, positive; with fewer there are no points
     */
    record RatioToBest(double points, Scale scale, int minimumPeers) implements Rule {

        /** What those that are not the best get. */
        public enum Scale {
            /** In proportion to the best. */
            RATIO,
            /** In proportion to the distance between the worst and the best. */
            MIN_MAX
        }

        /**
         * Checks the numbers.
         *
         * @param points the points of the best
         * @param scale what the others get
         * @param minimumPeers the least number of peers
         * @throws MethodologyException if a number is not positive
         */
        public RatioToBest {
            Checks.positive("points", points);
            Objects.requireNonNull(scale, "scale");
            if (minimumPeers < 1) {
                throw new MethodologyException("", "minimum-peers", "the least number of peers must be positive, got "
                        + minimumPeers);
            }
        }

        /**
         * Returns 100 points for the best and a proportion of them for the others.
         *
         * @return the rule
         */
        public static RatioToBest hundred() {
            return new RatioToBest(100, Scale.RATIO, 1);
        }

        @Override
        public double maxPoints() {
            return points;
        }
    }

    /**
     * Another rule for each type of unit or each peer group, such as other cuts for small schools.
     *
     * @param key what chooses
     * @param rules the rule by the code of the type of unit, such as {@code school}, or by the name of the peer group
     * @param otherwise the rule of all others; {@link NotApplicable} where there is none
     */
    record Keyed(Key key, Map<String, Rule> rules, Rule otherwise) implements Rule {

        /** What chooses the rule. */
        public enum Key {
            /** The type of the unit. */
            UNIT_TYPE,
            /** The peer group of the unit. */
            PEER_GROUP
        }

        /**
         * Checks that there are rules.
         *
         * @param key what chooses
         * @param rules the rule by code or name, 1..1000
         * @param otherwise the rule of all others
         * @throws MethodologyException if there is none or too many, or they stand in one another more than 5 deep
         */
        public Keyed {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(otherwise, "otherwise");
            if (rules.isEmpty() || rules.size() > 1000) {
                throw new MethodologyException("", "keyed-size", "there must be 1..1000 rules to choose from, got "
                        + rules.size());
            }
            TreeMap<String, Rule> sorted = new TreeMap<>(rules);
            sorted.values().forEach(rule -> Objects.requireNonNull(rule, "rule"));
            rules = Collections.unmodifiableMap(sorted);
            Checks.ruleDepth(rules.values());
            Checks.ruleDepth(List.of(otherwise));
        }

        @Override
        public int depth() {
            return 1 + Math.max(otherwise.depth(), rules.values().stream().mapToInt(Rule::depth).max().orElse(0));
        }

        @Override
        public double maxPoints() {
            return Math.max(otherwise.maxPoints(), rules.values().stream().mapToDouble(Rule::maxPoints).max().orElse(0));
        }
    }

    /** No rule: the criterion does not apply to the unit. It stands in {@link Keyed} for all others. */
    record NotApplicable() implements Rule {

        /**
         * Makes the rule.
         */
        public NotApplicable {}

        @Override
        public double maxPoints() {
            return 0;
        }
    }
}
