package io.github.eduindicators.effectiveness;

import com.google.common.collect.ImmutableSortedMap;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.stats.Interval;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * What a {@link ContextualExpectation} found: the models, and for each unit what units with such a context have.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class ContextualFit {
    private final List<Model> models;
    private final List<Unit> units;
    private final Line[] lines;
    private final String[] reasons;
    private final double mean;

    /** By place of the units, which are sorted, a line or a reason. */
    ContextualFit(List<Model> models, List<Unit> units, Line[] lines, String[] reasons, double mean) {
        this.models = List.copyOf(models);
        this.units = units;
        this.lines = lines;
        this.reasons = reasons;
        this.mean = mean;
    }

    @Nullable
    Line at(int place) {
        return lines[place];
    }

    String reason(int place) {
        return reasons[place];
    }

    /**
     * One term of a model.
     *
     * @param variable the context variable, or {@code (intercept)}
     * @param value the coefficient: units of the outcome for one unit of the variable, the other variables as they are
     * @param error its standard error
     */
    public record Coefficient(String variable, double value, double error) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.4g (%.2g)", variable, value, error);
        }
    }

    /**
     * The regression of one set of variables.
     *
     * @param tier the place of the set in the order of the sets, 1 for the first
     * @param variables the variables of the model; none if all units have one expectation, the mean
     * @param dropped variables of the set that could not be used, each with why: {@code constant} or {@code collinear}
     * @param coefficients the intercept, then the variables
     * @param units how many units it rests on: all that have every variable of the set
     * @param freedom degrees of freedom of what is left: units less coefficients
     * @param r2 the share of the weighted spread of the outcome that goes with the context, 0..1
     * @param residualError the standard deviation of what is left, of a unit of weight 1
     * @param betweenError the standard deviation of what is left that the units' own sampling errors do not explain; empty unless
     *     the weights rest on it
     */
    public record Model(
            int tier,
            List<String> variables,
            SortedMap<String, String> dropped,
            List<Coefficient> coefficients,
            int units,
            int freedom,
            double r2,
            double residualError,
            OptionalDouble betweenError) {
        static final String MEAN = "mean";

        /**
         * Takes copies.
         *
         * @param tier the place of the set
         * @param variables the variables of the model
         * @param dropped variables that could not be used, with why
         * @param coefficients the intercept, then the variables
         * @param units how many units it rests on
         * @param freedom degrees of freedom of what is left
         * @param r2 the share of the spread that goes with the context
         * @param residualError the standard deviation of what is left, of a unit of weight 1
         * @param betweenError the part of it that sampling does not explain
         */
        public Model {
            variables = List.copyOf(variables);
            dropped = ImmutableSortedMap.copyOf(dropped);
            coefficients = List.copyOf(coefficients);
        }

        /**
         * Returns the name of the model as it stands in notes.
         *
         * @return such as {@code low_income_share+pupils}; {@code mean} if there is no variable
         */
        public String name() {
            return variables.isEmpty() ? MEAN : String.join("+", variables);
        }

        /**
         * Returns the leverage above which a unit is said to have a high one.
         *
         * @return twice the mean leverage: {@code 2 p / n} for p coefficients and n units
         */
        public double highLeverage() {
            return 2.0 * coefficients.size() / units;
        }

        @Override
        public String toString() {
            return name() + String.format(Locale.ROOT, " n=%d R2=%.3f ", units, r2)
                    + coefficients.stream().map(Coefficient::toString).collect(Collectors.joining(", "))
                    + (dropped.isEmpty() ? "" : " without " + dropped);
        }
    }

    /**
     * One unit against what units with such a context have.
     *
     * @param unit the unit
     * @param model the model that speaks of it
     * @param n its weight as given: its pupils
     * @param observed its outcome
     * @param fitted what the model gives, fitted to all units and so to this one too
     * @param residual observed less fitted
     * @param leverage how much of the fitted value is the unit's own, 0..1: high for an unusual context
     * @param standardised the residual in its own standard errors (internally studentised)
     * @param spread the standard deviation, from all other units, by which a unit of such context and weight is off what is
     *     expected
     * @param freedom degrees of freedom of the spread
     * @param prediction where 95 % of units of such context and weight are, around the fitted value
     * @param expected what the model gives when it is fitted to all other units
     * @param difference observed less expected, with the 95 % interval of the unit's own difference: from its own sampling error
     *     and that of the expectation, without the ordinary differences between units
     * @param adjusted the mean of all units plus the difference: the outcome as it would be in an average context
     */
    public record Line(
            Unit unit,
            Model model,
            double n,
            double observed,
            double fitted,
            double residual,
            double leverage,
            double standardised,
            double spread,
            int freedom,
            Interval prediction,
            double expected,
            Interval difference,
            double adjusted) {

        /**
         * Returns the difference in standard errors that owe nothing to this unit: the externally studentised residual.
         *
         * @return difference over spread; 0 if the model fits exactly
         */
        public double studentised() {
            return spread > 0 ? difference.value() / spread : 0;
        }

        /**
         * Returns the two-sided p-value of the studentised residual: how often a unit like the others is that far from what is
         * expected.
         *
         * @return the p-value by Student's law, 0..1
         */
        public double p() {
            return Math.min(1, 2 * StudentLaw.upperTail(Math.abs(studentised()), freedom));
        }

        /**
         * Returns whether the leverage is above twice the mean leverage: few units are like this one, and what is expected of it
         * rests on the form of the model.
         *
         * @return true if {@code leverage > 2 p / n}
         */
        public boolean hasHighLeverage() {
            return leverage > model.highLeverage();
        }

        @Override
        public String toString() {
            return unit + String.format(Locale.ROOT, " %.4g expected %.4g difference ", observed, expected) + difference
                    + String.format(Locale.ROOT, " t=%.2f ", studentised()) + model.name()
                    + (hasHighLeverage() ? " high leverage" : "");
        }
    }

    /**
     * Returns the models that units were looked at with.
     *
     * @return in the order of their sets
     */
    public List<Model> models() {
        return models;
    }

    /**
     * Returns the units.
     *
     * @return all units that a model speaks of, by kind and code
     */
    public List<Line> lines() {
        return Arrays.stream(lines).filter(Objects::nonNull).toList();
    }

    /**
     * Returns one unit.
     *
     * @param unit the unit
     * @return its line, or empty if no model speaks of it
     */
    public Optional<Line> line(Unit unit) {
        int place = Collections.binarySearch(units, unit, Unit.order());
        return place < 0 ? Optional.empty() : Optional.ofNullable(lines[place]);
    }

    /**
     * Returns the units that no model speaks of.
     *
     * @return by unit why: {@code context-missing} if it lacks a variable of every set, {@code few-units} if too few units have
     *     the variables, {@code context-constant} if no variable differs between them, {@code alone-in-context} if nothing could
     *     be expected of it without its own outcome
     */
    public SortedMap<Unit, String> missing() {
        ImmutableSortedMap.Builder<Unit, String> missing = ImmutableSortedMap.orderedBy(Unit.order());
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == null) {
                missing.put(units.get(i), reasons[i]);
            }
        }
        return missing.build();
    }

    /**
     * Returns the mean of the outcome of all units, weighted by n.
     *
     * @return the mean; 0 if there is no unit
     */
    public double mean() {
        return mean;
    }

    @Override
    public String toString() {
        long told = Arrays.stream(lines).filter(Objects::nonNull).count();
        return "ContextualFit[" + told + " units, " + (lines.length - told) + " without, " + models + "]";
    }
}
