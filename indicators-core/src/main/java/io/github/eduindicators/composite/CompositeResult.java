package io.github.eduindicators.composite;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The figures of a composite indicator with the data of every step, a log of all changes, the weights used and the influence of
 * each part.
 *
 * <p>Ranks are not here: a rank without its interval says less than it seems to; see {@link RankStudy}. Immutable and safe to
 * share between threads.
 */
public final class CompositeResult {

    /** The steps, in their order. */
    public enum Stage {
        /** The indicators as they came. */
        RAW,
        /** After division by the denominators. */
        DENOMINATED,
        /** Without the units that have too few indicators. */
        SCREENED,
        /** With what stands in for missing values. */
        IMPUTED,
        /** After the treatment of outliers. */
        TREATED,
        /** On one scale, more is better. */
        NORMALISED,
        /** The normalised indicators with the figures of all groups. */
        AGGREGATED
    }

    /**
     * A change that a step made, or a remark on a column.
     *
     * @param stage the step
     * @param unit the unit; empty where all units are concerned
     * @param code the code of the part
     * @param what of a unit {@code out-of-range, no-denominator, denominator-not-positive, screened-out, imputed,
     *     nothing-to-impute, winsorised}; of a column {@code low-availability} (less than 0.65 of the units), {@code log,
     *     still-outlying, constant-column, target-reached-by-all, negative-value, weights-not-determined, not-positive,
     *     negative-loading, inconsistent-judgements, negative-alpha}
     * @param before the value before, the share of indicators for {@code screened-out}, or empty
     * @param after the value after, or empty if there is none
     */
    public record Change(Stage stage, Optional<Unit> unit, String code, String what, OptionalDouble before, OptionalDouble after) {
        /**
         * Checks that nothing is null.
         *
         * @param stage the step
         * @param unit the unit
         * @param code the code of the part
         * @param what what was done
         * @param before the value before
         * @param after the value after
         */
        public Change {
            Objects.requireNonNull(stage, "stage");
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }

        @Override
        public String toString() {
            String numbers = before.isEmpty() && after.isEmpty() ? "" : " " + text(before) + " -> " + text(after);
            return stage.name().toLowerCase(Locale.ROOT) + " " + code + unit.map(u -> " of " + u).orElse("") + ": " + what + numbers;
        }

        private static String text(OptionalDouble value) {
            return value.isEmpty() ? "-" : String.format(Locale.ROOT, "%.6g", value.getAsDouble());
        }
    }

    /**
     * How much a part counts in the composite figure, on paper and in fact.
     *
     * @param weight the product of its share of the weights in its group and of those of the groups above; empty where a group
     *     above has none
     * @param correlation its correlation with the composite figure over the units that have both; empty where one of them does
     *     not vary
     */
    public record Importance(OptionalDouble weight, OptionalDouble correlation) {
        /**
         * Checks that nothing is null.
         *
         * @param weight the weight
         * @param correlation the correlation
         */
        public Importance {
            Objects.requireNonNull(weight, "weight");
            Objects.requireNonNull(correlation, "correlation");
        }

        /**
         * Returns the share of the spread of the composite figure that goes with the part: the squared correlation.
         *
         * @return the share, 0..1, or empty where there is no correlation
         */
        public OptionalDouble effectiveWeight() {
            return correlation.isEmpty() ? correlation : OptionalDouble.of(correlation.getAsDouble() * correlation.getAsDouble());
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "weight %s effective %s", text(weight), text(effectiveWeight()));
        }

        private static String text(OptionalDouble value) {
            return value.isEmpty() ? "-" : String.format(Locale.ROOT, "%.3f", value.getAsDouble());
        }
    }

    private final Evaluation evaluation;

    CompositeResult(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /**
     * Returns the composite indicator.
     *
     * @return what was computed
     */
    public CompositeIndicator composite() {
        return evaluation.spec();
    }

    /**
     * Returns the period.
     *
     * @return the period of the values
     */
    public Period period() {
        return evaluation.period();
    }

    /**
     * Returns the units.
     *
     * @return all units with a row for any of the indicators, screened out or not, in the order of lists
     */
    public List<Unit> units() {
        return evaluation.units();
    }

    /**
     * Returns the figures of the composite indicator and of its groups, one for every unit. The notes say {@code imputed}, {@code
     * reweighted} or {@code neutral} where a figure rests on that, or why there is no figure.
     *
     * @return the figures by unit and code
     */
    public IndicatorValues values() {
        return table(Stage.AGGREGATED, false);
    }

    /**
     * Returns the data after a step, under the codes of the parts. To put them beside the raw values of the same indicators would
     * give two values of one code.
     *
     * @param stage the step
     * @return the values of the indicators, and after aggregation of the groups, too
     */
    public IndicatorValues stage(Stage stage) {
        return table(stage, true);
    }

    private IndicatorValues table(Stage stage, boolean withLeaves) {
        IndicatorValues.Builder table = IndicatorValues.builder();
        List<Component> nodes = evaluation.spec().nodes();
        for (int node = 0; node < nodes.size(); node++) {
            if (nodes.get(node).isLeaf() ? withLeaves : stage == Stage.AGGREGATED) {
                for (int unit = 0; unit < units().size(); unit++) {
                    table.add(units().get(unit), nodes.get(node).code(), period(), value(stage, node, unit));
                }
            }
        }
        return table.build();
    }

    private IndicatorValue value(Stage stage, int node, int unit) {
        double figure = evaluation.column(stage, node)[unit];
        if (!Double.isNaN(figure)) {
            return IndicatorValue.of(figure).withNote(note(stage, node, unit));
        }
        if (evaluation.inapplicable(node, unit)) {
            return IndicatorValue.notApplicable("not-applicable");
        }
        return IndicatorValue.insufficient(known(stage, node, unit), evaluation.why(stage, node, unit));
    }

    private String note(Stage stage, int node, int unit) {
        int flags = stage.compareTo(Stage.IMPUTED) < 0 ? 0 : evaluation.flags(node, unit);
        List<String> notes = new ArrayList<>();
        if ((flags & Evaluation.IMPUTED) != 0) {
            notes.add("imputed");
        }
        if ((flags & Evaluation.NEUTRAL) != 0) {
            notes.add("neutral");
        }
        if ((flags & Evaluation.REWEIGHTED) != 0) {
            notes.add("reweighted");
        }
        return String.join(";", notes);
    }

    private int known(Stage stage, int node, int unit) {
        int known = 0;
        for (int child : evaluation.children(node)) {
            known += Double.isNaN(evaluation.column(stage, child)[unit]) ? 0 : 1;
        }
        return known;
    }

    /**
     * Returns what was changed, and what is to be said of columns.
     *
     * @return all changes, step by step
     */
    public List<Change> changes() {
        return evaluation.changes();
    }

    /**
     * Returns the weights of the parts of a group.
     *
     * @param group the code of the group or of the composite indicator
     * @return the weights by code, in the order of the parts, their sizes summing to 1; empty where the data did not say them
     * @throws IllegalArgumentException if there is no such group
     */
    public Map<String, Double> weights(String group) {
        Weighting.Found found = evaluation.weights(groupNode(group));
        Map<String, Double> weights = new LinkedHashMap<>();
        int[] children = evaluation.children(groupNode(group));
        for (int c = 0; c < children.length && !found.refused(); c++) {
            weights.put(evaluation.spec().nodes().get(children[c]).code(), found.shares()[c]);
        }
        return Collections.unmodifiableMap(weights);
    }

    /**
     * Returns what there is to say of how the weights of a group were found.
     *
     * @param group the code of the group or of the composite indicator
     * @return for judgements {@code lambda-max, consistency-index, consistency-ratio} (to be below 0.1), for a first component
     *     {@code eigenvalue, share-explained}; else nothing
     * @throws IllegalArgumentException if there is no such group
     */
    public List<Fact> weightFacts(String group) {
        return evaluation.weights(groupNode(group)).facts();
    }

    private int groupNode(String group) {
        int node = evaluation.node(group);
        if (evaluation.children(node).length == 0) {
            throw new IllegalArgumentException("code must be of a group, got the indicator " + group);
        }
        return node;
    }

    /**
     * Returns how far the parts of a group measure one thing: Cronbach's alpha {@code k/(k-1) (1 - sum var(x) / var(sum x))} of
     * the normalised parts, over the units that have all of them. Below 0 the parts work against each other; the log then says
     * {@code negative-alpha}. A group of parts that are no signs of one thing need not have a high alpha.
     *
     * @param group the code of the group or of the composite indicator
     * @return alpha, at most 1; empty for one part, for fewer than two units, or where the sum does not vary
     * @throws IllegalArgumentException if there is no such group
     */
    public OptionalDouble alpha(String group) {
        return evaluation.alpha(groupNode(group));
    }

    /**
     * Returns how much every part counts in the composite figure. The weight is what the authors wrote, the squared correlation
     * what came of it: a part of weight 0.2 that goes along with nothing else may account for 3 % of the spread.
     *
     * @return the importance by code, sorted; without the composite indicator itself
     */
    public Map<String, Importance> importance() {
        TreeMap<String, Importance> importance = new TreeMap<>();
        collect(evaluation.root(), OptionalDouble.of(1), importance);
        return Collections.unmodifiableMap(importance);
    }

    private void collect(int node, OptionalDouble above, Map<String, Importance> importance) {
        int[] children = evaluation.children(node);
        for (int c = 0; c < children.length; c++) {
            Weighting.Found found = evaluation.weights(node);
            OptionalDouble weight = above.isEmpty() || found.refused()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(above.getAsDouble() * found.shares()[c]);
            double r = Columns.correlation(
                    evaluation.column(Stage.AGGREGATED, children[c]), evaluation.column(Stage.AGGREGATED, evaluation.root()));
            importance.put(
                    evaluation.spec().nodes().get(children[c]).code(),
                    new Importance(weight, Double.isNaN(r) ? OptionalDouble.empty() : OptionalDouble.of(r)));
            collect(children[c], weight, importance);
        }
    }

    Evaluation evaluation() {
        return evaluation;
    }

    @Override
    public String toString() {
        double[] figures = evaluation.column(Stage.AGGREGATED, evaluation.root());
        return "CompositeResult[" + composite().id() + " " + period() + ", " + Columns.known(figures).length + " of " + figures.length
                + " units, " + changes().size() + " changes]";
    }
}
