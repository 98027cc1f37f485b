package io.github.eduindicators.effectiveness;

import io.github.eduindicators.effectiveness.RegionalCriteria.Criterion;
import io.github.eduindicators.effectiveness.RegionalCriteria.Limit;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.SchoolId;
import java.util.function.Predicate;

/**
 * Which schools work under hard conditions, which do better than their conditions let expect, and which do worse?
 *
 * <p>Five rules, each a {@link RegionalCriteria} to run on {@link io.github.eduindicators.results.IndicatorValues} of one region. In at
 * least m of the last k years (1 of 1 unless chosen), with quantiles Q over the schools of the region:
 * <ul>
 *   <li>{@link #unfavourable}: {@code context <= Q(q_context)}, schools in unfavourable social conditions (ШФНСУ);
 *   <li>{@link #resilient}: {@code context <= Q(q_context)} and {@code result >= Q(1 - q_result)}; 0.25 and 0.25 unless chosen, 0.30 and
 *       0.33 are common too;
 *   <li>{@link #crisis}: {@code context <= Q(q_context)} and {@code result <= Q(q_result)};
 *   <li>{@link #residual}: a standardised residual of the result on the context at or above a threshold;
 *   <li>{@link #bestPractice}: the whole interval of an effect above 0, and no sign from any check of objectivity.
 * </ul>
 *
 * <pre>{@code
 * ResilientSchools.withDefaults().withYears(2, 3)
 *         .resilient("social_index", "mean_z").run(values).members(Period.of(2021));
 * ResilientSchools.withDefaults().bestPractice("value_added", clear).run(effects);
 * }</pre>
 *
 * <p>Context and result must have rows in the same periods; in both, high is favourable. What comes back for missing values, ties, equal
 * values and small regions stands in {@link RegionalCriteria}: equal values tie with their quantile, and fewer than five schools are too
 * few to compare. In findings FLAGGED means that the school is on the list, which is praise in three of the lists.
 *
 * <p>Caveats: a quantile of results cuts where the region is, not where results are good. High results in poor conditions are also what
 * raised marks look like: give the schools with signs to {@code run} as doubtful, or add
 * {@link RegionalCriteria#requiring}. One year is mostly chance for small schools. Complexity: that of {@link RegionalCriteria}.
 * Immutable and safe to share between threads.
 *
 * <p>Reference: the idea of a pupil in the lowest quarter by conditions and the highest by results is that of PISA (OECD), and for
 * schools of M. A. Pinskaya and others; both from memory, and quantiles and thresholds are ours to choose.
 */
public final class ResilientSchools {
    private static final double QUARTER = 0.25;
    private static final String EDITION = "1";
    private static final ResilientSchools DEFAULTS = new ResilientSchools(QUARTER, QUARTER, 1, 1);

    private final double context;
    private final double result;
    private final int times;
    private final int years;

    private ResilientSchools(double context, double result, int times, int years) {
        this.context = context;
        this.result = result;
        this.times = times;
        this.years = years;
    }

    /**
     * Returns the rules for quarters and one year.
     *
     * @return the rules
     */
    public static ResilientSchools withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses which part of the schools has poor conditions, and which part high results.
     *
     * @param ofContext the lowest part by context, above 0 and at most 0.5
     * @param ofResult the highest part by result, above 0 and at most 0.5
     * @return the rules with them
     * @throws IllegalArgumentException if a part is outside its range
     */
    public ResilientSchools withQuantiles(double ofContext, double ofResult) {
        if (!(ofContext > 0 && ofContext <= 0.5 && ofResult > 0 && ofResult <= 0.5)) {
            throw new IllegalArgumentException("the parts must be above 0 and at most 0.5, got " + ofContext + " and " + ofResult);
        }
        return new ResilientSchools(ofContext, ofResult, times, years);
    }

    /**
     * Chooses in how many of the last years it must be so.
     *
     * @param least in how many at least, positive
     * @param of of how many, ending with the year that is judged; at most 20
     * @return the rules with it
     * @throws IllegalArgumentException if a number is out of range
     */
    public ResilientSchools withYears(int least, int of) {
        Criterion.below("x", Limit.of(0)).in(least, of);
        return new ResilientSchools(context, result, least, of);
    }

    private RegionalCriteria rule(String id, String list, Criterion criterion) {
        MethodInfo info = MethodInfo.of(id, EDITION, "after PISA (OECD) and M. A. Pinskaya; thresholds own").with(Fact.of("years", times + "/" + years));
        return RegionalCriteria.of(info, list).with(criterion.in(times, years));
    }

    /**
     * Poor conditions, whatever the results: schools in unfavourable social conditions (ШФНСУ), at or below the quantile of the index.
     * The index says how a school stands among those of its region and year, so a quarter is always at the bottom.
     *
     * @param contextIndicator the code of the index of conditions; high is favourable
     * @return the rule, which makes the list {@code shfnsu}
     * @throws IllegalArgumentException if the code is not one
     */
    public RegionalCriteria unfavourable(String contextIndicator) {
        MethodInfo info = MethodInfo.of("social-conditions/lowest", "1", "own; the index is declared by the region")
                .with(Fact.of("years", times + "/" + years));
        return RegionalCriteria.of(info, "shfnsu").with(Criterion.atMost(contextIndicator, Limit.quantile(context)).in(times, years));
    }

    /**
     * Poor conditions and high results.
     *
     * @param contextIndicator the code of the index of conditions; high is favourable
     * @param resultIndicator the code of the result; high is good
     * @return the rule, which makes the list {@code resilient}
     * @throws IllegalArgumentException if a code is not one
     */
    public RegionalCriteria resilient(String contextIndicator, String resultIndicator) {
        return rule("resilience/resilient", "resilient", Criterion.atMost(contextIndicator, Limit.quantile(context))
                .and(Criterion.atLeast(resultIndicator, Limit.quantile(1 - result))));
    }

    /**
     * Poor conditions and low results.
     *
     * @param contextIndicator the code of the index of conditions; high is favourable
     * @param resultIndicator the code of the result; high is good
     * @return the rule, which makes the list {@code crisis}
     * @throws IllegalArgumentException if a code is not one
     */
    public RegionalCriteria crisis(String contextIndicator, String resultIndicator) {
        return rule("resilience/crisis", "crisis", Criterion.atMost(contextIndicator, Limit.quantile(context))
                .and(Criterion.atMost(resultIndicator, Limit.quantile(result))));
    }

    /**
     * Results above what the context lets expect, by a standardised residual.
     *
     * @param residualIndicator the code of the residual, in standard deviations
     * @param threshold the least residual, finite; 0.5 to 1 is common
     * @return the rule, which makes the list {@code resilient-residual}
     * @throws IllegalArgumentException if the code is not one or the threshold is not finite
     */
    public RegionalCriteria residual(String residualIndicator, double threshold) {
        return rule("resilience/residual", "resilient-residual", Criterion.atLeast(residualIndicator, Limit.of(threshold)));
    }

    /**
     * Effects above 0 beyond chance, of schools that no check of objectivity found a sign in.
     *
     * @param effectIndicator the code of an effect with an interval, such as {@code value_added}
     * @param clear whether the checks of objectivity found a school clear, which is more than that they found nothing for lack of data
     * @return the rule, which makes the list {@code best-practice}
     * @throws IllegalArgumentException if the code is not one
     */
    public RegionalCriteria bestPractice(String effectIndicator, Predicate<SchoolId> clear) {
        return rule("resilience/best-practice", "best-practice", Criterion.intervalAbove(effectIndicator, 0))
                .requiring("objectivity-clear", clear);
    }

    @Override
    public String toString() {
        return "ResilientSchools[context " + context + ", result " + result + ", " + times + " of " + years + " years]";
    }
}
