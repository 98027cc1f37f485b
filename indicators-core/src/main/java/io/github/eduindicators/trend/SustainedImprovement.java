package io.github.eduindicators.trend;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.trend.ListTracking.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Did a unit improve several times running, and how often does chance alone do that?
 *
 * <p>A step leads from one comparable point to the next; it is a rise if the value is greater, by at least the least rise asked for. Equal
 * values are no rise. The rules:
 * <ul>
 *   <li>{@link #inARow}: each of the last m steps is a rise, and none of them leads over a missing period;
 *   <li>{@link #inARowAnywhere}: so are some m steps following each other;
 *   <li>{@link #ofLast}: k of the last m steps are rises; a step over missing periods is one step.
 * </ul>
 * Beside the answer stands its rate by chance: the probability of a yes where nothing changes and every order of the years is equally
 * likely, for the very periods that the unit has. With n values of one row of periods
 * <ul>
 *   <li>the last m steps are all rises with probability {@code 1 / (m + 1)!};
 *   <li>a run of m rises somewhere has the probability that a random order of n has m ascents in a row, by adding one value after the
 *       other and keeping its rank and the run that ends at it; rows parted by a gap are independent;
 *   <li>at least k of m steps are rises with probability {@code sum_(j >= k) A(m + 1, j) / (m + 1)!}, A the Eulerian numbers.
 * </ul>
 *
 * <p>Whether the rule can be met at all is read off the periods, never off the values: too few of them, or a gap among the last m steps,
 * is INSUFFICIENT_DATA, without a chance rate. So among units with the same periods the expected number by chance is the rate times
 * their number.
 *
 * <p>Input: a series in any unit, of years or of half-years; points are chosen by {@link YearSeries#comparable}. "Last" means the last
 * comparable point: see {@link Result#asOf}. Equal values everywhere give NO.
 *
 * <p>Caveats: two rises in a row happen by chance to every sixth unit, and within five years to 42 % of units somewhere; 2 of 3 steps
 * rise by chance in half of all units. The rate is exact for continuous values of equal spread; where ties occur or a least rise is
 * asked for, it is an upper bound ({@link Result#chanceIsExact}). Years that are easier for the whole region make every unit rise: give
 * values relative to the region. A rule about signs throws away how much; {@code WlsTrend} does not.
 *
 * <p>Complexity: linear in points; the rate {@code O(n^2 m)} for a run anywhere, else {@code O(m^2)}. Immutable and safe to share between
 * threads.
 *
 * <p>Reference: the rate of runs of ascents in random orders as in F. N. David, D. E. Barton (1962), Combinatorial Chance; Eulerian
 * numbers as in any text on permutations. Both were checked against full enumeration. The rule is common in programmes of accountability.
 */
public final class SustainedImprovement {
    private static final int MOST_STEPS = 20;
    private static final int MOST_PERIODS = 300;

    private enum Where { LAST, ANYWHERE, SOME_OF_LAST }

    private final Where where;
    private final int rises;
    private final int steps;
    private final double least;
    private final double shock;
    private final TrendMonitoring.Direction direction;
    private final YearSeries.Comparability atLeast;

    private SustainedImprovement(
            Where where, int rises, int steps, double[] bar, TrendMonitoring.Direction direction, YearSeries.Comparability atLeast) {
        if (rises < 1 || steps < rises || steps > MOST_STEPS) {
            throw new IllegalArgumentException("rises must be 1 <= k of last m <= " + MOST_STEPS + ", got " + rises + " of " + steps);
        }
        this.where = where;
        this.rises = rises;
        this.steps = steps;
        this.least = bar[0];
        this.shock = bar[1];
        this.direction = direction;
        this.atLeast = atLeast;
    }

    private static SustainedImprovement of(Where where, int rises, int steps) {
        return new SustainedImprovement(where, rises, steps, new double[2], TrendMonitoring.Direction.HIGHER_IS_BETTER, YearSeries.Comparability.FULL);
    }

    /** Why the rule cannot be answered. */
    public enum Reason {
        /** There are fewer comparable points than the rule needs. */
        TOO_FEW_PERIODS,
        /** The rule needs periods without a gap. */
        GAP;

        /**
         * Returns the code used in files.
         *
         * @return such as {@code too-few-periods}
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Returns the rule that the last steps are all rises.
     *
     * @param rises how many, 1..20
     * @return the rule
     * @throws IllegalArgumentException if the number is outside that
     */
    public static SustainedImprovement inARow(int rises) {
        return of(Where.LAST, rises, rises);
    }

    /**
     * Returns the rule that so many rises follow each other anywhere in the series.
     *
     * @param rises how many, 1..20
     * @return the rule
     * @throws IllegalArgumentException if the number is outside that
     */
    public static SustainedImprovement inARowAnywhere(int rises) {
        return of(Where.ANYWHERE, rises, rises);
    }

    /**
     * Returns the rule that some of the last steps are rises.
     *
     * @param rises at least so many
     * @param steps of so many last steps, at most 20
     * @return the rule
     * @throws IllegalArgumentException if {@code 1 <= rises <= steps <= 20} does not hold
     */
    public static SustainedImprovement ofLast(int rises, int steps) {
        return of(Where.SOME_OF_LAST, rises, steps);
    }

    /**
     * Asks for a least rise: a step counts from so many standard errors of its difference. Points without a standard error are left out.
     *
     * @param standardErrors positive
     * @return the rule with it
     * @throws IllegalArgumentException if the number is not positive
     */
    public SustainedImprovement withLeastRise(double standardErrors) {
        if (!(standardErrors > 0) || Double.isInfinite(standardErrors)) {
            throw new IllegalArgumentException("the least rise must be positive, got " + standardErrors);
        }
        return new SustainedImprovement(where, rises, steps, new double[] {standardErrors, shock}, direction, atLeast);
    }

    /**
     * Sets the variance of school-year shocks, which the error of a difference holds twice. It matters with a least rise only.
     *
     * @param omegaSquared not negative, in the square of the unit of values
     * @return the rule with it
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public SustainedImprovement withShock(double omegaSquared) {
        if (!(omegaSquared >= 0) || Double.isInfinite(omegaSquared)) {
            throw new IllegalArgumentException("the variance of shocks must not be negative, got " + omegaSquared);
        }
        return new SustainedImprovement(where, rises, steps, new double[] {least, omegaSquared}, direction, atLeast);
    }

    /**
     * Says which way is better; the default is more.
     *
     * @param which the direction
     * @return the rule with it
     */
    public SustainedImprovement withDirection(TrendMonitoring.Direction which) {
        Objects.requireNonNull(which, "which");
        return new SustainedImprovement(where, rises, steps, new double[] {least, shock}, which, atLeast);
    }

    /**
     * Chooses which points count.
     *
     * @param level {@link YearSeries.Comparability#RELATIVE_ONLY} where values are relative to the units of the same period and season
     * @return the rule with it
     */
    public SustainedImprovement admitting(YearSeries.Comparability level) {
        Objects.requireNonNull(level, "level");
        return new SustainedImprovement(where, rises, steps, new double[] {least, shock}, direction, level);
    }

    /**
     * Returns what the method is.
     *
     * @return identity, edition, parameters, reference
     */
    public MethodInfo method() {
        MethodInfo info = MethodInfo.of("trend/sustained-improvement", "1", "own rule; chance by exact enumeration of orders")
                .with(Fact.of("rises", (long) rises)).with(Fact.of("of-last", (long) steps))
                .with(Fact.of("where", where.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .with(Fact.of("direction", direction.name())).with(Fact.of("admitting", atLeast.name()));
        return least > 0 ? info.with(Fact.of("least-rise", least)).with(Fact.of("omega2", shock)) : info;
    }

    /**
     * Returns how often chance alone meets the rule.
     *
     * @param periods the number of periods, 0..300, without a gap
     * @return the probability, an upper bound with a least rise; empty with fewer periods than the rule needs
     * @throws IllegalArgumentException if the number is outside that
     */
    public OptionalDouble chance(int periods) {
        if (periods < 0 || periods > MOST_PERIODS) {
            throw new IllegalArgumentException("periods must be within 0.." + MOST_PERIODS + ", got " + periods);
        }
        if (periods <= steps) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(switch (where) {
            case LAST -> ascents(rises, rises);
            case ANYWHERE -> run(periods, rises);
            case SOME_OF_LAST -> ascents(rises, steps);
        });
    }

    /** P(a random order of steps + 1 values has at least so many ascents). */
    private static double ascents(int least, int steps) {
        double[] share = {1};
        for (int n = 2; n <= steps + 1; n++) {
            double[] next = new double[n];
            for (int j = 0; j < n; j++) {
                next[j] = ((j < n - 1 ? (j + 1) * share[j] : 0) + (j > 0 ? (n - j) * share[j - 1] : 0)) / n;
            }
            share = next;
        }
        double sum = 0;
        for (int j = steps; j >= least; j--) {
            sum += share[j];
        }
        return sum;
    }

    /** P(a random order of n values has so many ascents in a row). Sums of positive numbers only, so that small rates keep their digits. */
    private static double run(int n, int length) {
        // free[r][j]: no such run so far, the last value has rank j + 1 among the first i, and r ascents end at it
        double[][] free = new double[length][1];
        free[0][0] = 1;
        double met = 0;
        for (int i = 1; i < n; i++) {
            double[][] next = new double[length][i + 1];
            for (int r = 0; r < length; r++) {
                double below = 0;
                for (int j = 0; j <= i; j++) {
                    // the new value has rank j + 1: it lies above the last one if that had one of the first j ranks
                    if (r + 1 < length) {
                        next[r + 1][j] += below / (i + 1);
                    } else {
                        met += below / (i + 1);
                    }
                    below += j < i ? free[r][j] : 0;
                }
                double above = 0;
                for (int j = i - 1; j >= 0; j--) {
                    above += free[r][j];
                    next[0][j] += above / (i + 1);
                }
            }
            free = next;
        }
        return met;
    }

    /**
     * Looks at a series.
     *
     * @param series the series
     * @return the answer with its rate by chance
     */
    public Result run(YearSeries series) {
        YearSeries.Selection chosen = series.comparable(atLeast);
        List<YearSeries.Point> used = new ArrayList<>(chosen.used().size());
        List<YearSeries.Dropped> dropped = new ArrayList<>(chosen.dropped());
        for (YearSeries.Point point : chosen.used()) {
            if (least > 0 && point.standardError().isEmpty()) {
                dropped.add(new YearSeries.Dropped(point, "no-standard-error"));
            } else {
                used.add(point);
            }
        }
        List<Step> all = new ArrayList<>();
        for (int i = 1; i < used.size(); i++) {
            all.add(step(used.get(i - 1), used.get(i)));
        }
        return new Result(this, series.key(), used, dropped, all);
    }

    private Step step(YearSeries.Point from, YearSeries.Point to) {
        double gain = direction == TrendMonitoring.Direction.HIGHER_IS_BETTER ? to.value() - from.value() : from.value() - to.value();
        boolean rise = gain > 0;
        if (rise && least > 0) {
            double first = from.standardError().orElseThrow();
            double second = to.standardError().orElseThrow();
            rise = gain >= least * Math.sqrt(first * first + second * second + 2 * shock);
        }
        return new Step(from.period(), to.period(), gain + 0.0, rise, !to.period().previous().equals(from.period()));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * A step from one comparable point to the next.
     *
     * @param from the period of the first
     * @param to the period of the second
     * @param gain by how much the value is better
     * @param rise whether that is enough to count
     * @param overGap whether periods are missing between
     */
    public record Step(Period from, Period to, double gain, boolean rise, boolean overGap) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s-%s %+.4g%s%s", from, to, gain, rise ? " rise" : "", overGap ? " over a gap" : "");
        }
    }

    /** What a rule says of a series. Immutable. */
    public static final class Result {
        private final YearSeries.Key key;
        private final List<YearSeries.Dropped> dropped;
        private final List<Step> steps;
        private final Optional<Period> asOf;
        private final Answer answer;
        private final Optional<Reason> reason;
        private final OptionalDouble chance;
        private final boolean exact;
        private final int current;
        private final int longest;

        private Result(SustainedImprovement rule, YearSeries.Key key, List<YearSeries.Point> used, List<YearSeries.Dropped> dropped,
                List<Step> steps) {
            this.key = key;
            this.dropped = List.copyOf(dropped);
            this.steps = List.copyOf(steps);
            this.asOf = used.isEmpty() ? Optional.empty() : Optional.of(used.get(used.size() - 1).period());
            this.exact = rule.least == 0;
            int run = 0;
            int most = 0;
            int row = used.isEmpty() ? 0 : 1;
            int longestRow = row;
            double anywhere = 0;
            for (Step step : steps) {
                run = step.rise() && !step.overGap() ? run + 1 : 0;
                most = Math.max(most, run);
                if (step.overGap()) {
                    anywhere += (1 - anywhere) * rule.chance(row).orElse(0);
                    row = 0;
                }
                row++;
                longestRow = Math.max(longestRow, row);
            }
            anywhere += (1 - anywhere) * rule.chance(row).orElse(0);
            this.current = run;
            this.longest = most;
            List<Step> last = steps.subList(Math.max(0, steps.size() - rule.steps), steps.size());
            boolean enough = steps.size() >= rule.steps;
            boolean unbroken = switch (rule.where) {
                case LAST -> row > rule.steps;
                case ANYWHERE -> longestRow > rule.steps;
                case SOME_OF_LAST -> true;
            };
            if (!enough || !unbroken) {
                this.reason = Optional.of(enough ? Reason.GAP : Reason.TOO_FEW_PERIODS);
                this.answer = Answer.INSUFFICIENT_DATA;
                this.chance = OptionalDouble.empty();
            } else {
                boolean met = switch (rule.where) {
                    case LAST -> run >= rule.rises;
                    case ANYWHERE -> most >= rule.rises;
                    case SOME_OF_LAST -> last.stream().filter(Step::rise).count() >= rule.rises;
                };
                this.reason = Optional.empty();
                this.answer = met ? Answer.YES : Answer.NO;
                this.chance = rule.where == Where.ANYWHERE ? OptionalDouble.of(anywhere) : rule.chance(rule.steps + 1);
            }
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
         * Returns the answer.
         *
         * @return whether the rule is met; INSUFFICIENT_DATA where the periods do not allow it to be
         */
        public Answer answer() {
            return answer;
        }

        /**
         * Returns why there is no answer.
         *
         * @return the reason, or empty where there is one
         */
        public Optional<Reason> reason() {
            return reason;
        }

        /**
         * Returns the last comparable period: what "last" means.
         *
         * @return the period, or empty without comparable points
         */
        public Optional<Period> asOf() {
            return asOf;
        }

        /**
         * Returns the steps.
         *
         * @return by time
         */
        public List<Step> steps() {
            return steps;
        }

        /**
         * Returns the points left out.
         *
         * @return with their reasons
         */
        public List<YearSeries.Dropped> dropped() {
            return dropped;
        }

        /**
         * Returns how many rises in a row, none over a gap, end the series.
         *
         * @return the number; empty without steps
         */
        public OptionalInt currentRun() {
            return steps.isEmpty() ? OptionalInt.empty() : OptionalInt.of(current);
        }

        /**
         * Returns how many rises in a row, none over a gap, there are at most.
         *
         * @return the number; empty without steps
         */
        public OptionalInt longestRun() {
            return steps.isEmpty() ? OptionalInt.empty() : OptionalInt.of(longest);
        }

        /**
         * Returns how often chance alone gives a yes to a unit with these periods.
         *
         * @return the probability, or empty where there is no answer
         */
        public OptionalDouble chance() {
            return chance;
        }

        /**
         * Returns whether the rate by chance is exact for continuous values.
         *
         * @return false with a least rise: the true rate is at most this one
         */
        public boolean chanceIsExact() {
            return exact;
        }

        /**
         * Returns how many units with the same periods chance alone gives a yes.
         *
         * @param units the number of units, not negative
         * @return the expected number, or empty where there is no answer
         * @throws IllegalArgumentException if the number is negative
         */
        public OptionalDouble expectedByChance(int units) {
            if (units < 0) {
                throw new IllegalArgumentException("the number of units must not be negative, got " + units);
            }
            return chance.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(units * chance.getAsDouble());
        }

        @Override
        public String toString() {
            return "Result[" + key + ": " + answer.code() + reason.map(why -> ", " + why.code()).orElse("")
                    + (steps.isEmpty() ? "" : ", " + current + " in a row")
                    + (chance.isEmpty() ? ""
                            : String.format(Locale.ROOT, ", by chance %s%.3g", exact ? "" : "at most ", chance.getAsDouble()))
                    + "]";
        }
    }

    /**
     * Returns how many of these units chance alone gives a yes, each with its own periods.
     *
     * @param results the results, in any order; those without an answer count for nothing
     * @return the expected number
     */
    public static double expectedByChance(Collection<Result> results) {
        return results.stream().flatMapToDouble(result -> result.chance.stream()).sorted().sum();
    }
}
