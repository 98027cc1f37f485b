package io.github.eduindicators.composite;

import io.github.eduindicators.composite.CompositeResult.Stage;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * In what social surroundings does a school work, compared with the other schools of its region? The index of social well-being
 * of a school (ИСБШ): more is better off.
 *
 * <pre>
 * z_k(s) = sign_k (x_k(s) - mean_k) / sd_k            over the schools of the region, n - 1; 0 where all are the same
 * I(s)   = sum_k w_k z_k(s) / sum_k w_k               weights 1, or given, or the first principal component of z
 * T(s)   = 50 + 10 I(s) / sd(I)                       if asked for; 50 where I does not vary
 * </pre>
 *
 * <p>Inputs: shares of pupils (both parents with higher education, in favour; one parent, on registers, without work, against) in
 * any one unit. A school needs at least half of the variables ({@link Builder#minimumShare}); the weights of those it lacks go to
 * the others, with the note {@code reweighted}. With the first component, loadings are over the sum of their sizes, its sign is
 * such that the named variable (parents' education) is positive, and a negative loading, a sign that a variable works otherwise
 * than thought, is kept and noted in the log of the region.
 *
 * <p>What comes back: a school without region has INSUFFICIENT_DATA ({@code no-region}); so have those of a region with fewer
 * than two schools ({@code few-schools}), a school with too few variables ({@code few-indicators}), and all of a region whose
 * data do not say the first component ({@code weights-not-determined}).
 *
 * <p>Caveats: there is no official list of variables and no official weights: in the studies they were estimated anew for each
 * region, and choosing them is the region's task. Figures of two regions or two years cannot be compared, as each is against its
 * own mean.
 *
 * <p>Complexity: O(n k) for n schools and k variables. Reference: the idea of the index is that of studies of the Higher School
 * of Economics for Yaroslavl region; this definition is ours. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * var isbs = SocialIndex.builder("social-index").favourable("both_parents_higher").unfavourable("one_parent").unfavourable("registers")
 *     .firstComponent("both_parents_higher").tScale().build();
 * isbs.evaluate(values, Period.of(2021), regions).values();         // regions: PeerGroups, the region by school
 * }</pre>
 */
public final class SocialIndex {
    private static final double T_MEAN = 50;
    private static final double T_SD = 10;
    private static final int LEAST_SCHOOLS = 2;

    private final CompositeIndicator composite;
    private final boolean tScale;

    private SocialIndex(CompositeIndicator composite, boolean tScale) {
        this.composite = composite;
        this.tScale = tScale;
    }

    /**
     * Starts an index.
     *
     * @param id its code, which is also the code of its values
     * @return a builder without variables
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /**
     * Computes the index of a period, region by region.
     *
     * @param values the variables of the schools
     * @param period the period
     * @param regions the region of each school
     * @return the index with the steps of each region
     */
    public Result evaluate(IndicatorValues values, Period period, PeerGroups regions) {
        TreeMap<String, IndicatorValues.Builder> byRegion = new TreeMap<>();
        TreeMap<Unit, IndicatorValue> index = new TreeMap<>(Unit.order());
        List<String> variables = composite.root().children().stream().map(Component::code).toList();
        values.values().forEach((key, value) -> {
            if (key.period().equals(period) && key.assessment().isEmpty() && key.unit().unitType() == composite.unitType()
                    && variables.contains(key.indicator())) {
                regions.group(key.unit()).ifPresentOrElse(
                        region -> byRegion.computeIfAbsent(region, name -> IndicatorValues.builder()).add(key, value),
                        () -> index.put(key.unit(), IndicatorValue.insufficient(0, "no-region")));
            }
        });
        TreeMap<String, CompositeResult> steps = new TreeMap<>();
        byRegion.forEach((region, rows) -> {
            CompositeResult result = composite.evaluate(rows.build(), period);
            steps.put(region, result);
            index.putAll(index(result));
        });
        IndicatorValues.Builder table = IndicatorValues.builder();
        index.forEach((unit, value) -> table.add(unit, id(), period, value));
        return new Result(table.build(), steps);
    }

    private TreeMap<Unit, IndicatorValue> index(CompositeResult result) {
        double[] figures = Columns.known(result.evaluation().column(Stage.AGGREGATED, result.evaluation().root()));
        double sd = Math.sqrt(Columns.variance(figures, 1));
        TreeMap<Unit, IndicatorValue> index = new TreeMap<>(Unit.order());
        result.values().values().forEach((key, value) -> {
            if (value.value().isEmpty()) {
                index.put(key.unit(), value);
            } else if (figures.length < LEAST_SCHOOLS) {
                index.put(key.unit(), IndicatorValue.insufficient(figures.length, "few-schools"));
            } else {
                double figure = value.value().getAsDouble();
                double scaled = !tScale ? figure : sd == 0 ? T_MEAN : T_MEAN + T_SD * figure / sd;
                index.put(key.unit(), IndicatorValue.of(scaled).withNote(value.note()));
            }
        });
        return index;
    }

    /**
     * Returns the code.
     *
     * @return the code of the index and of its values
     */
    public String id() {
        return composite.id();
    }

    /**
     * Returns the index as a composite indicator of one region, before the T-scale.
     *
     * @return the composite indicator
     */
    public CompositeIndicator composite() {
        return composite;
    }

    /**
     * Names the method with its parameters.
     *
     * @return the method
     */
    public MethodInfo method() {
        return MethodInfo.of("social-index", "1", "our definition; variables and weights are the region's")
                .with(Fact.of("composite", composite.toString()))
                .with(Fact.of("scale", tScale ? "t" : "z"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SocialIndex that && composite.equals(that.composite) && tScale == that.tScale;
    }

    @Override
    public int hashCode() {
        return Objects.hash(composite, tScale);
    }

    @Override
    public String toString() {
        return composite + (tScale ? ", T-scale" : "");
    }

    /**
     * The index of all schools, with the steps of each region.
     *
     * @param values the index by school, under its code
     * @param regions by region the composite indicator before the T-scale, with its weights and log
     */
    public record Result(IndicatorValues values, SortedMap<String, CompositeResult> regions) {
        /**
         * Copies the regions.
         *
         * @param values the index by school
         * @param regions the steps by region
         */
        public Result {
            Objects.requireNonNull(values, "values");
            regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        }

        @Override
        public String toString() {
            return "SocialIndex" + regions.values();
        }
    }

    /** Collects the variables. Not safe for use by several threads. */
    public static final class Builder {
        private final String id;
        private final List<Component> variables = new ArrayList<>();
        private Weighting weighting = Weighting.given();
        private double minimumShare = 0.5;
        private boolean tScale;

        private Builder(String id) {
            this.id = Objects.requireNonNull(id, "id");
        }

        /**
         * Adds a variable of which more is better off.
         *
         * @param code the code of the variable
         * @return this builder
         * @throws IllegalArgumentException if the code is not one
         */
        public Builder favourable(String code) {
            return favourable(code, 1);
        }

        /**
         * Adds a variable of which more is better off.
         *
         * @param code the code of the variable
         * @param weight its weight, not negative
         * @return this builder
         * @throws IllegalArgumentException if the code is not one or the weight negative or not finite
         */
        public Builder favourable(String code, double weight) {
            variables.add(Component.higher(code).withWeight(weight));
            return this;
        }

        /**
         * Adds a variable of which more is worse off.
         *
         * @param code the code of the variable
         * @return this builder
         * @throws IllegalArgumentException if the code is not one
         */
        public Builder unfavourable(String code) {
            return unfavourable(code, 1);
        }

        /**
         * Adds a variable of which more is worse off.
         *
         * @param code the code of the variable
         * @param weight its weight, not negative
         * @return this builder
         * @throws IllegalArgumentException if the code is not one or the weight negative or not finite
         */
        public Builder unfavourable(String code, double weight) {
            variables.add(Component.lower(code).withWeight(weight));
            return this;
        }

        /**
         * Takes the first principal component of each region instead of the weights.
         *
         * @param positiveOn the code of the variable that fixes the sign: parents' education
         * @return this builder
         */
        public Builder firstComponent(String positiveOn) {
            weighting = Weighting.firstComponent(positiveOn).keepingNegative();
            return this;
        }

        /**
         * Sets how many of the variables a school needs; by default half of them.
         *
         * @param share the least share of their number, 0..1
         * @return this builder
         */
        public Builder minimumShare(double share) {
            minimumShare = share;
            return this;
        }

        /**
         * Gives the index the mean 50 and the standard deviation 10.
         *
         * @return this builder
         */
        public Builder tScale() {
            tScale = true;
            return this;
        }

        /**
         * Makes the index.
         *
         * @return the index
         * @throws IllegalArgumentException if there is no variable, a code occurs twice, no weight is positive, the share is
         *     outside 0..1, or the sign is to be fixed by none of the variables
         */
        public SocialIndex build() {
            CompositeIndicator.Builder composite = CompositeIndicator.builder(id)
                    .normalise(Normalisation.zScore()).weigh(weighting).minimumShare(minimumShare);
            variables.forEach(composite::add);
            return new SocialIndex(composite.build(), tScale);
        }
    }
}
