package io.github.eduindicators.effectiveness;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.effectiveness.RegionalCriteria.Criterion;
import io.github.eduindicators.effectiveness.RegionalCriteria.Limit;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which schools work in unfavourable social conditions (ШФНСУ), by the variables of their social passport?
 *
 * <p>With the variables {@code x_k} of the schools s of a region, declared favourable (+) or not (-), and weights {@code w_k},
 *
 * <pre>
 *   z_k(s) = sign_k (x_k(s) - mean_k) / sd_k         sd with n - 1; a constant variable gives 0
 *   I(s)   = sum w_k z_k(s) / sum w_k                over the variables that the school has
 *   T(s)   = 50 + 10 I(s) / sd(I)                    if asked for
 * </pre>
 *
 * and the schools at or below the quantile q of the index (0.25 unless chosen) are on the list {@code shfnsu}.
 *
 * <pre>{@code
 * var conditions = SocialConditions.builder()
 *         .favourable("parents_higher_education", 1)
 *         .unfavourable("on_register", "pupils", 1)                // a count by another count
 *         .build();
 * conditions.run(schools, 2021).members(Period.of(2021));
 * }</pre>
 *
 * <p>Input: the context of schools in a year ({@link School#context(int)}), each school among the schools of its own region. A variable
 * is used as it stands, or as a share of another, such as pupils or families; a count that is negative or more than its whole is left
 * out like one that is missing. A school with less than the least share of the weight (0.5 unless chosen) has no index, with the note
 * {@code few-variables}; one that lacks less has the note {@code reweighted}. One school, or schools that are all equal, get 0 (T: 50).
 *
 * <p>An index that was made elsewhere is judged by {@link #lowest}. Caveats: the index says how a school stands among those of its region
 * and year, so it does not show change; a quarter is always at the bottom; variables that tell the same thing count twice. There are no
 * official variables or weights: both are the region's to declare. Complexity: {@code O(schools x variables)} a year. Immutable and safe
 * to share between threads.
 *
 * <p>Reference: the names of the list and the kinds of variables are those of Russian studies of schools in unfavourable conditions
 * (index of social well-being of a school, ИСБШ); the formula is ours.
 */
public final class SocialConditions {
    /** The code of the index among the indicators. */
    public static final String INDEX = "social_index";

    private static final String LIST = "shfnsu";
    private static final double QUARTER = 0.25;
    private static final double T_MEAN = 50;
    private static final double T_DEVIATION = 10;
    private static final String FEW_VARIABLES = "few-variables";

    /** The units of the index. */
    public enum Scale {
        /** A weighted mean of standard deviations, 0 on average. */
        Z,
        /** 50 on average, with a standard deviation of 10 between schools. */
        T
    }

    private record Variable(String name, String whole, double weight) {

        private OptionalDouble of(Map<String, Double> context) {
            Double value = context.get(name);
            if (value == null) {
                return OptionalDouble.empty();
            }
            return whole.isEmpty() ? OptionalDouble.of(value) : share(context).value();
        }

        private IndicatorValue share(Map<String, Double> context) {
            Double count = context.get(name);
            Double all = context.get(whole);
            if (count == null || all == null) {
                return IndicatorValue.insufficient(0, "no-value");
            }
            boolean possible = count >= 0 && count <= all;
            return possible ? IndicatorValue.ratio(count, all) : IndicatorValue.insufficient(0, "impossible-count");
        }

        @Override
        public String toString() {
            return (weight < 0 ? "-" : "+") + Math.abs(weight) + " " + name + (whole.isEmpty() ? "" : "/" + whole);
        }
    }

    private final ImmutableList<Variable> variables;
    private final Scale scale;
    private final double quantile;
    private final double leastShare;

    private SocialConditions(Builder builder) {
        this.variables = ImmutableList.copyOf(builder.variables);
        this.scale = builder.scale;
        this.quantile = builder.quantile;
        this.leastShare = builder.leastShare;
    }

    /**
     * Starts the declaration of an index.
     *
     * @return a builder without variables
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Judges an index that was made elsewhere: the units at or below a quantile of it. Run it on the values of one region.
     *
     * @param indicator the code of the index; high is favourable
     * @param q the quantile, 0..1; 0.25 is common
     * @return the rule, which makes the list {@code shfnsu}
     * @throws IllegalArgumentException if the code is not one, or the quantile is outside 0..1
     */
    public static RegionalCriteria lowest(String indicator, double q) {
        return rule(info(), indicator, q);
    }

    private static MethodInfo info() {
        return MethodInfo.of("social-conditions/lowest", "1", "own; variables and weights are declared by the region");
    }

    private static RegionalCriteria rule(MethodInfo info, String indicator, double q) {
        return RegionalCriteria.of(info, LIST).with(Criterion.atMost(indicator, Limit.quantile(q)));
    }

    /**
     * Returns the shares that were declared as one count by another.
     *
     * @param schools the schools
     * @param years the calendar years, at least one
     * @return indicators such as {@code share.on_register} by school and year, with their counts; those that are not known say why
     */
    public IndicatorValues shares(Collection<School> schools, int... years) {
        IndicatorValues.Builder values = IndicatorValues.builder();
        for (int year : years) {
            for (School school : schools) {
                for (Variable variable : variables) {
                    if (!variable.whole.isEmpty()) {
                        values.add(school.id(), "share." + variable.name.toLowerCase(Locale.ROOT), Period.of(year),
                                variable.share(school.context(year)));
                    }
                }
            }
        }
        return values.build();
    }

    /**
     * Makes the index, each school among those of its own region.
     *
     * @param schools the schools
     * @param years the calendar years, at least one
     * @return the indicator {@link #INDEX} by school and year
     */
    public IndicatorValues index(Collection<School> schools, int... years) {
        IndicatorValues.Builder values = IndicatorValues.builder();
        Map<Region, List<School>> regions = new TreeMap<>();
        schools.stream().sorted().forEach(school -> regions.computeIfAbsent(school.region(), r -> new ArrayList<>()).add(school));
        for (int year : years) {
            regions.values().forEach(ofRegion -> index(ofRegion, year, values));
        }
        return values.build();
    }

    private void index(List<School> schools, int year, IndicatorValues.Builder values) {
        List<Map<String, Double>> contexts = schools.stream().map(s -> (Map<String, Double>) s.context(year)).toList();
        double[] sum = new double[schools.size()];
        double[] weight = new double[schools.size()];
        double all = 0;
        for (Variable variable : variables) {
            List<OptionalDouble> column = contexts.stream().map(variable::of).toList();
            Reference reference = Reference.of(column.stream()
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .toArray());
            double absolute = Math.abs(variable.weight);
            all += absolute;
            for (int s = 0; s < sum.length; s++) {
                if (column.get(s).isPresent()) {
                    sum[s] += variable.weight * reference.standardised(column.get(s).getAsDouble());
                    weight[s] += absolute;
                }
            }
        }
        TreeMap<SchoolId, Double> known = new TreeMap<>();
        for (int s = 0; s < sum.length; s++) {
            if (weight[s] > 0 && weight[s] >= leastShare * all) {
                known.put(schools.get(s).id(), sum[s] / weight[s]);
            }
        }
        Reference spread = Reference.of(known.values().stream().mapToDouble(Double::doubleValue).toArray());
        for (int s = 0; s < sum.length; s++) {
            Double index = known.get(schools.get(s).id());
            IndicatorValue value = index == null
                    ? IndicatorValue.insufficient(0, FEW_VARIABLES)
                    : IndicatorValue.of(scaled(index, spread)).withNote(weight[s] < all ? "reweighted" : "");
            values.add(schools.get(s).id(), INDEX, Period.of(year), value);
        }
    }

    private double scaled(double index, Reference spread) {
        if (scale == Scale.Z) {
            return index;
        }
        return spread.deviation() == 0 ? T_MEAN : T_MEAN + T_DEVIATION * index / spread.deviation();
    }

    /**
     * Lists the schools at or below the quantile of the index, each school among those of its own region.
     *
     * @param schools the schools
     * @param years the calendar years, at least one
     * @return memberships and findings
     */
    public RegionalCriteria.Result run(Collection<School> schools, int... years) {
        Map<SchoolId, String> regions = schools.stream()
                .collect(Collectors.toMap(School::id, school -> school.region().name()));
        MethodInfo info = info()
                .with(Fact.of("variables", variables.stream().map(Variable::toString).collect(Collectors.joining(", "))))
                .with(Fact.of("scale", scale.name().toLowerCase(Locale.ROOT)))
                .with(Fact.of("least-share", leastShare));
        return rule(info, INDEX, quantile).within(PeerGroups.of(regions)).run(index(schools, years));
    }

    @Override
    public String toString() {
        return "SocialConditions" + variables;
    }

    /** Collects the declaration of an index. Not safe for use by several threads. */
    public static final class Builder {
        private final List<Variable> variables = new ArrayList<>();
        private Scale scale = Scale.Z;
        private double quantile = QUARTER;
        private double leastShare = 0.5;

        private Builder() {}

        /**
         * Declares a variable of which more is better.
         *
         * @param variable the name of the context variable
         * @param weight positive, finite
         * @return this builder
         * @throws IllegalArgumentException if the weight is not positive, or the variable is declared already
         */
        public Builder favourable(String variable, double weight) {
            return add(variable, "", 1, weight);
        }

        /**
         * Declares a count as a share of another, of which more is better.
         *
         * @param count the name of the context variable that counts
         * @param whole the name of the variable that counts all, such as pupils
         * @param weight positive, finite
         * @return this builder
         * @throws IllegalArgumentException if the weight is not positive, or the variable is declared already
         */
        public Builder favourable(String count, String whole, double weight) {
            return add(count, named(whole), 1, weight);
        }

        /**
         * Declares a variable of which more is worse.
         *
         * @param variable the name of the context variable
         * @param weight positive, finite
         * @return this builder
         * @throws IllegalArgumentException if the weight is not positive, or the variable is declared already
         */
        public Builder unfavourable(String variable, double weight) {
            return add(variable, "", -1, weight);
        }

        /**
         * Declares a count as a share of another, of which more is worse.
         *
         * @param count the name of the context variable that counts
         * @param whole the name of the variable that counts all, such as pupils
         * @param weight positive, finite
         * @return this builder
         * @throws IllegalArgumentException if the weight is not positive, or the variable is declared already
         */
        public Builder unfavourable(String count, String whole, double weight) {
            return add(count, named(whole), -1, weight);
        }

        private static String named(String whole) {
            if (whole.isBlank()) {
                throw new IllegalArgumentException("the variable that counts all must not be blank");
            }
            return whole;
        }

        private Builder add(String name, String whole, int sign, double weight) {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("the weight of " + name + " must be positive and finite, got " + weight);
            }
            if (variables.stream().anyMatch(other -> other.name.equalsIgnoreCase(name))) {
                throw new IllegalArgumentException("each variable is declared once, got twice " + name);
            }
            if (!whole.isEmpty()) {
                ListCode.checked(name.toLowerCase(Locale.ROOT));
            }
            variables.add(new Variable(name, whole, sign * weight));
            return this;
        }

        /**
         * Chooses the units of the index.
         *
         * @param value {@link Scale#Z} unless chosen
         * @return this builder
         */
        public Builder scale(Scale value) {
            this.scale = Objects.requireNonNull(value, "scale");
            return this;
        }

        /**
         * Chooses which part of the schools is on the list.
         *
         * @param value the quantile, 0..1; 0.25 unless chosen
         * @return this builder
         * @throws IllegalArgumentException if it is outside 0..1
         */
        public Builder quantile(double value) {
            Limit.quantile(value);
            this.quantile = value;
            return this;
        }

        /**
         * Chooses how much of the weight a school's variables must have.
         *
         * @param value the share, 0..1; 0.5 unless chosen
         * @return this builder
         * @throws IllegalArgumentException if it is outside 0..1
         */
        public Builder leastShare(double value) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("the least share of the weight must be within 0..1, got " + value);
            }
            this.leastShare = value;
            return this;
        }

        /**
         * Makes the index.
         *
         * @return the index
         * @throws IllegalArgumentException if no variable is declared
         */
        public SocialConditions build() {
            if (variables.isEmpty()) {
                throw new IllegalArgumentException("at least one variable is needed");
            }
            return new SocialConditions(this);
        }
    }
}
