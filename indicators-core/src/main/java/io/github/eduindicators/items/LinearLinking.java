package io.github.eduindicators.items;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.items.MantelHaenszel.Errors;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.stats.Interval;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.Nullable;

/**
 * Which score of one year's work is worth a score of another year's: the line {@code y = intercept + slope x} from form X to
 * form Y.
 *
 * <p>With m and s the means and standard deviations (divisor n - 1) of totals:
 * <ul>
 *   <li>without common tasks, both years' pupils taken as equally able: {@link Method#MEAN} {@code y = x + m(Y) - m(X)},
 *       {@link Method#LINEAR} {@code y = m(Y) + s(Y) / s(X) (x - m(X))};
 *   <li>with anchor tasks, which both works have and which count in both totals, V their sum: {@link Method#TUCKER} and {@link
 *       Method#LEVINE} estimate what each work's mean and variance would be in one population made of share w of the first
 *       year's pupils and 1 - w of the second's, {@code m(X) - (1 - w) g1 d}, {@code s²(X) - (1 - w) g1² (s²(V1) - s²(V2)) + w
 *       (1 - w) g1² d²}, d the difference of the anchor's means, and in the same way {@code m(Y) + w g2 d}, {@code s²(Y) + w
 *       g2² (s²(V1) - s²(V2)) + w (1 - w) g2² d²}; then they link linearly. Tucker's g is the regression {@code s(X, V) /
 *       s²(V)}, Levine's, for observed scores, {@code s²(X) / s(X, V)}. {@link Method#CHAINED} links X to V among the first
 *       year's pupils and V to Y among the second's.
 * </ul>
 *
 * <p>Standard errors are a jackknife: by default over schools, each taken out of both years at once, since the same schools
 * write every year; over pupils, as independent samples, with {@link Errors#PUPILS}. They cover the sampling of pupils, not the
 * choice of the anchor tasks or the assumptions.
 *
 * <p>How far linked scores can be compared is {@link Result#comparability()}: without anchor tasks RELATIVE_ONLY, because the
 * region's own change is assumed away; FULL if the anchor holds at least {@value #ANCHOR_SHARE} of the points of both works,
 * correlates with both totals at least {@value #ANCHOR_CORRELATION}, the years lie at most {@value #GROUPS_APART} standard
 * deviations apart on it and each has {@value #FEWEST_PUPILS} pupils; NONE otherwise, with the {@link Concern}s named. These
 * thresholds are rules of thumb and options.
 *
 * <p>Input: {@link Scores} of each year: responses to tasks, or distributions of scores by school where there are no anchor
 * tasks. A pupil of whom a response is not known is left out. Fewer than two pupils, no spread, or an anchor that does not rise
 * together with the total give no line, and comparability NONE; fewer than two schools give a line without errors.
 *
 * <p>Caveats: a line fits where the distributions have one shape; at the ends a score may be linked to one that does not exist.
 * Anchor tasks that became known stand for less than they did. {@link
 * io.github.eduindicators.results.YearStandardisation#linked} also puts years on one scale, but from the means of units, each
 * counted once; here it is the score of a pupil that is converted, and anchor tasks can tell change of pupils from change of
 * the work.
 *
 * <p>Complexity: linear in pupils and tasks, times schools or different scores for the errors. Immutable and safe to share
 * between threads. The order of rows changes no bit.
 *
 * <p>Reference: M. J. Kolen, R. L. Brennan (2014), Test Equating, Scaling, and Linking, 3rd ed., chapters 2 and 4, ISBN
 * 978-1-4939-0316-0 (thresholds from memory).
 */
public final class LinearLinking {
    /** An anchor of a smaller share of the points is short. */
    public static final double ANCHOR_SHARE = 0.2;
    /** An anchor that correlates less with a total is weak. */
    public static final double ANCHOR_CORRELATION = 0.7;
    /** Years farther apart on the anchor, in standard deviations, make the methods differ. */
    public static final double GROUPS_APART = 0.5;
    /** Fewer pupils a year are too few. */
    public static final int FEWEST_PUPILS = 100;

    private static final double HALF = 0.5;
    private static final LinearLinking DEFAULTS =
            new LinearLinking(HALF, Errors.SCHOOLS, ANCHOR_SHARE, ANCHOR_CORRELATION, GROUPS_APART, FEWEST_PUPILS);

    private final double weight;
    private final Errors errors;
    private final double anchorShare;
    private final double anchorCorrelation;
    private final double groupsApart;
    private final int fewestPupils;

    private LinearLinking(
            double weight, Errors errors, double anchorShare, double anchorCorrelation, double groupsApart, int fewestPupils) {
        this.weight = weight;
        this.errors = errors;
        this.anchorShare = anchorShare;
        this.anchorCorrelation = anchorCorrelation;
        this.groupsApart = groupsApart;
        this.fewestPupils = fewestPupils;
    }

    /** How works are linked. */
    public enum Method {
        /** Equal groups; works that differ only in their means. */
        MEAN,
        /** Equal groups; works that differ in means and spread. */
        LINEAR,
        /** Anchor tasks, by the regression of totals on them: for groups much alike. */
        TUCKER,
        /** Anchor tasks, by true scores, for observed scores: for groups that differ. */
        LEVINE,
        /** Anchor tasks, by two links one after the other. */
        CHAINED;

        boolean anchored() {
            return this != MEAN && this != LINEAR;
        }
    }

    /** Why linked scores cannot be compared as they are. */
    public enum Concern {
        /** Both years' pupils are assumed to be equally able. */
        EQUAL_GROUPS,
        /** A year has too few pupils. */
        FEW_PUPILS,
        /** A total or the anchor has no spread, or they do not rise together. */
        NO_SPREAD,
        /** The anchor holds too few of the points. */
        SHORT_ANCHOR,
        /** The anchor correlates too little with a total. */
        WEAK_ANCHOR,
        /** The years lie far apart on the anchor. */
        GROUPS_APART
    }

    /**
     * Returns the method with equal weights of both years, errors over schools and the thresholds of its description.
     *
     * @return the method
     */
    public static LinearLinking withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the population in which Tucker's and Levine's methods link.
     *
     * @param first the share of the first year's pupils in it, 0..1
     * @return the method with it
     * @throws IllegalArgumentException if it is outside that
     */
    public LinearLinking withWeight(double first) {
        return new LinearLinking(share("the weight", first), errors, anchorShare, anchorCorrelation, groupsApart, fewestPupils);
    }

    /**
     * Chooses what is taken as independent.
     *
     * @param value schools or pupils
     * @return the method with it
     */
    public LinearLinking withErrors(Errors value) {
        return new LinearLinking(
                weight, Objects.requireNonNull(value, "errors"), anchorShare, anchorCorrelation, groupsApart, fewestPupils);
    }

    /**
     * Chooses what an anchor must be for scores to be comparable.
     *
     * @param leastShare of the points of each work, 0..1
     * @param leastCorrelation with each total, 0..1
     * @param mostApart how far the years may lie apart on it, in standard deviations, not negative
     * @return the method with it
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public LinearLinking withAnchor(double leastShare, double leastCorrelation, double mostApart) {
        if (!(mostApart >= 0)) {
            throw new IllegalArgumentException("mostApart must not be negative, got " + mostApart);
        }
        return new LinearLinking(
                weight, errors, share("leastShare", leastShare), share("leastCorrelation", leastCorrelation), mostApart, fewestPupils);
    }

    /**
     * Chooses how many pupils each year must have for scores to be comparable.
     *
     * @param value at least 2
     * @return the method with it
     * @throws IllegalArgumentException if it is less
     */
    public LinearLinking withFewestPupils(int value) {
        if (value < 2) {
            throw new IllegalArgumentException("the least number of pupils must be at least 2, got " + value);
        }
        return new LinearLinking(weight, errors, anchorShare, anchorCorrelation, groupsApart, value);
    }

    private static double share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be within 0..1, got " + value);
        }
        return value;
    }

    /**
     * Returns the method.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        return MethodInfo.of("items/linear-linking", "1", "Kolen, Brennan (2014), ISBN 978-1-4939-0316-0")
                .with(Fact.of("weight", weight))
                .with(Fact.of("errors", errors.name().toLowerCase(Locale.ROOT)))
                .with(Fact.of("anchor-share", anchorShare))
                .with(Fact.of("anchor-correlation", anchorCorrelation))
                .with(Fact.of("groups-apart", groupsApart))
                .with(Fact.of("fewest-pupils", (long) fewestPupils));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Links one year's work to another's.
     *
     * @param method how
     * @param from scores on the work whose scores are to be turned
     * @param to scores on the work to whose scale they are turned
     * @return the line, where there is one, and how far it can be relied on
     * @throws IllegalArgumentException if the method needs anchor tasks and the scores have none, or anchor tasks that are worth
     *     different points
     */
    public Result run(Method method, Scores from, Scores to) {
        if (method.anchored() && (from.anchors.isEmpty() || !from.anchors.equals(to.anchors))) {
            throw new IllegalArgumentException(
                    "method " + method + " needs anchor tasks that are worth the same points in both works, got "
                            + from.anchors + " and " + to.anchors);
        }
        Optional<double[]> line = line(method, from.all, to.all);
        Optional<double[]> variances = line.isEmpty() ? Optional.empty()
                : errors == Errors.SCHOOLS ? overSchools(method, from, to) : overPupils(method, from, to);
        return new Result(this, method, from, to, line.map(ab -> new Line(ab[0], ab[1], variances.orElse(null))));
    }

    /** Intercept and slope, or empty. */
    private Optional<double[]> line(Method method, Sums x, Sums y) {
        if (x.n < 2 || y.n < 2 || method != Method.MEAN && !(x.squares() > 0 && y.squares() > 0)
                || method.anchored() && !(x.together() > 0 && y.together() > 0)) {
            return Optional.empty();
        }
        double apart = x.anchorMean() - y.anchorMean();
        double slope;
        double intercept;
        switch (method) {
            case MEAN -> {
                slope = 1;
                intercept = y.mean() - x.mean();
            }
            case LINEAR -> {
                slope = Math.sqrt(y.squares()) / Math.sqrt(x.squares());
                intercept = y.mean() - slope * x.mean();
            }
            case CHAINED -> {
                double second = Math.sqrt(y.squares()) / Math.sqrt(y.anchorSquares());
                slope = Math.sqrt(x.anchorSquares()) * Math.sqrt(y.squares())
                        / (Math.sqrt(x.squares()) * Math.sqrt(y.anchorSquares()));
                intercept = y.mean() + second * apart - slope * x.mean();
            }
            default -> {
                double g1 = method == Method.TUCKER ? x.together() / x.anchorSquares() : x.squares() / x.together();
                double g2 = method == Method.TUCKER ? y.together() / y.anchorSquares() : y.squares() / y.together();
                double wider = x.anchorSquares() - y.anchorSquares();
                double product = weight * (1 - weight) * apart * apart;
                double varianceX = x.squares() + g1 * g1 * (product - (1 - weight) * wider);
                double varianceY = y.squares() + g2 * g2 * (product + weight * wider);
                if (!(varianceX > 0 && varianceY > 0)) {
                    return Optional.empty();
                }
                slope = Math.sqrt(varianceY) / Math.sqrt(varianceX);
                intercept = y.mean() + weight * g2 * apart - slope * (x.mean() - (1 - weight) * g1 * apart);
            }
        }
        return Optional.of(new double[] {intercept, slope});
    }

    private Optional<double[]> overSchools(Method method, Scores from, Scores to) {
        if (from.schools.size() < 2 || to.schools.size() < 2) {
            return Optional.empty();
        }
        Set<SchoolId> all = new TreeSet<>(from.schools.keySet());
        all.addAll(to.schools.keySet());
        Spread spread = new Spread();
        for (SchoolId school : all) {
            Sums x = from.all.less(from.schools.getOrDefault(school, Sums.NONE));
            Sums y = to.all.less(to.schools.getOrDefault(school, Sums.NONE));
            Optional<double[]> without = line(method, x, y);
            if (without.isEmpty()) {
                return Optional.empty();
            }
            spread.add(without.get(), 1);
        }
        return Optional.of(spread.variances());
    }

    private Optional<double[]> overPupils(Method method, Scores from, Scores to) {
        double[] sum = new double[3];
        for (boolean first : new boolean[] {true, false}) {
            Spread spread = new Spread();
            for (Map.Entry<Sums, Long> cell : (first ? from : to).cells.entrySet()) {
                Optional<double[]> without = first
                        ? line(method, from.all.less(cell.getKey()), to.all)
                        : line(method, from.all, to.all.less(cell.getKey()));
                if (without.isEmpty()) {
                    return Optional.empty();
                }
                spread.add(without.get(), cell.getValue());
            }
            double[] own = spread.variances();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += own[i];
            }
        }
        return Optional.of(sum);
    }

    /** Collects lines with one part left out. */
    private static final class Spread {
        private final List<double[]> lines = new ArrayList<>();
        private double count;

        void add(double[] line, long times) {
            lines.add(new double[] {line[0], line[1], times});
            count += times;
        }

        /** Of the intercept, of both together, of the slope. */
        double[] variances() {
            double intercept = 0;
            double slope = 0;
            for (double[] line : lines) {
                intercept += line[0] * line[2];
                slope += line[1] * line[2];
            }
            intercept /= count;
            slope /= count;
            double[] squares = new double[3];
            for (double[] line : lines) {
                double first = line[0] - intercept;
                double second = line[1] - slope;
                squares[0] += line[2] * first * first;
                squares[1] += line[2] * first * second;
                squares[2] += line[2] * second * second;
            }
            for (int i = 0; i < squares.length; i++) {
                squares[i] *= (count - 1) / count;
            }
            return squares;
        }
    }

    /** Whole-number sums over pupils: totals x, anchors v. */
    private record Sums(long n, long x, long xx, long v, long vv, long xv) implements Comparable<Sums> {
        static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0);

        static Sums of(long x, long v) {
            return new Sums(1, x, x * x, v, v * v, x * v);
        }

        Sums plus(Sums more, long times) {
            return new Sums(n + more.n * times, x + more.x * times, xx + more.xx * times, v + more.v * times, vv + more.vv * times,
                    xv + more.xv * times);
        }

        Sums less(Sums part) {
            return plus(part, -1);
        }

        double mean() {
            return x / (double) n;
        }

        double anchorMean() {
            return v / (double) n;
        }

        double squares() {
            return covariance(xx, x, x);
        }

        double anchorSquares() {
            return covariance(vv, v, v);
        }

        double together() {
            return covariance(xv, x, v);
        }

        private double covariance(long product, long first, long second) {
            BigInteger whole = BigInteger.valueOf(n).multiply(BigInteger.valueOf(product))
                    .subtract(BigInteger.valueOf(first).multiply(BigInteger.valueOf(second)));
            return whole.doubleValue() / ((double) n * (n - 1));
        }

        @Override
        public int compareTo(Sums other) {
            int byTotal = Long.compare(x, other.x);
            return byTotal != 0 ? byTotal : Long.compare(v, other.v);
        }
    }

    /** The totals of one year's pupils, by school, and their points in the anchor tasks. Immutable and safe to share between threads. */
    public static final class Scores {
        private final int maximum;
        private final List<Integer> anchors;
        private final SortedMap<SchoolId, Sums> schools;
        /** One pupil of each total and anchor, with how many there are. */
        private final SortedMap<Sums, Long> cells;
        private final Sums all;
        private final long leftOut;

        private Scores(int maximum, List<Integer> anchors, SortedMap<SchoolId, Sums> schools, SortedMap<Sums, Long> cells, long leftOut) {
            this.maximum = maximum;
            this.anchors = List.copyOf(anchors);
            this.schools = schools;
            this.cells = cells;
            Sums sums = Sums.NONE;
            for (Sums each : schools.values()) {
                sums = sums.plus(each, 1);
            }
            this.all = sums;
            this.leftOut = leftOut;
        }

        /**
         * Returns the totals of responses, without anchor tasks.
         *
         * @param responses the responses to one assessment
         * @return the scores
         */
        public static Scores of(TaskResponses responses) {
            return of(responses, List.of());
        }

        /**
         * Returns the totals of responses with anchor tasks.
         *
         * @param responses the responses to one assessment
         * @param anchors the ids of its anchor tasks; those of the two years stand in the same order
         * @return the scores
         * @throws IllegalArgumentException if an anchor is named twice or is not among the tasks
         */
        public static Scores of(TaskResponses responses, List<String> anchors) {
            List<Task> tasks = responses.tasks();
            List<String> ids = tasks.stream().map(Task::id).toList();
            if (new HashSet<>(anchors).size() < anchors.size() || !new HashSet<>(ids).containsAll(anchors)) {
                throw new IllegalArgumentException("anchors must be different tasks out of " + ids + ", got " + anchors);
            }
            boolean[] anchor = new boolean[tasks.size()];
            anchors.forEach(id -> anchor[ids.indexOf(id)] = true);
            SortedMap<SchoolId, Sums> schools = new TreeMap<>();
            SortedMap<Sums, Long> cells = new TreeMap<>();
            long leftOut = 0;
            for (TaskResponses.SchoolClass schoolClass : responses.classes()) {
                Sums sums = Sums.NONE;
                for (int pupil = 0; pupil < schoolClass.pupils(); pupil++) {
                    long x = 0;
                    long v = 0;
                    boolean known = true;
                    for (int task = 0; task < anchor.length; task++) {
                        int points = schoolClass.points(pupil, task);
                        known &= points != TaskResponses.UNKNOWN;
                        x += Math.max(0, points);
                        v += anchor[task] ? Math.max(0, points) : 0;
                    }
                    if (known) {
                        Sums one = Sums.of(x, v);
                        sums = sums.plus(one, 1);
                        cells.merge(one, 1L, Long::sum);
                    } else {
                        leftOut++;
                    }
                }
                if (sums.n > 0) {
                    schools.merge(schoolClass.school(), sums, (a, b) -> a.plus(b, 1));
                }
            }
            return new Scores(tasks.stream().mapToInt(Task::max).sum(),
                    anchors.stream().map(id -> tasks.get(ids.indexOf(id)).max()).toList(), schools, cells, leftOut);
        }

        /**
         * Returns scores of schools of which no tasks are known.
         *
         * @param distributions by school, of one assessment; at least one
         * @return the scores
         * @throws IllegalArgumentException if there is none, or they have different scales
         */
        public static Scores of(Map<SchoolId, ScoreDistribution> distributions) {
            Set<Integer> maxima = new TreeSet<>();
            SortedMap<SchoolId, Sums> schools = new TreeMap<>();
            SortedMap<Sums, Long> cells = new TreeMap<>();
            distributions.forEach((school, distribution) -> {
                int most = distribution.scale().max();
                maxima.add(most);
                Sums sums = Sums.NONE;
                for (int score = 0; score <= most; score++) {
                    long count = distribution.count(score);
                    if (count > 0) {
                        Sums one = Sums.of(score, 0);
                        sums = sums.plus(one, count);
                        cells.merge(one, count, Long::sum);
                    }
                }
                if (sums.n > 0) {
                    schools.put(school, sums);
                }
            });
            if (maxima.size() != 1) {
                throw new IllegalArgumentException("distributions must be of one scale, got highest scores " + maxima);
            }
            return new Scores(maxima.iterator().next(), List.of(), schools, cells, 0);
        }

        /**
         * Returns the number of pupils.
         *
         * @return those with a known total
         */
        public long n() {
            return all.n;
        }

        /**
         * Returns the number of pupils left out.
         *
         * @return those of whom a response is not known
         */
        public long leftOut() {
            return leftOut;
        }

        /**
         * Returns the highest total.
         *
         * @return at least 1
         */
        public int maximum() {
            return maximum;
        }

        /** The share of the points that the anchor holds. */
        private double anchorShare() {
            return anchors.stream().mapToInt(Integer::intValue).sum() / (double) maximum;
        }

        /** The correlation of anchor and total, 0 without spread. */
        private double anchorCorrelation() {
            double product = all.n < 2 ? 0 : Math.sqrt(all.squares()) * Math.sqrt(all.anchorSquares());
            return product > 0 ? Math.max(-1, Math.min(1, all.together() / product)) : 0;
        }

        @Override
        public String toString() {
            return "Scores[" + all.n + " pupils, " + schools.size() + " schools, 0.." + maximum
                    + (anchors.isEmpty() ? "" : ", anchors worth " + anchors) + "]";
        }
    }

    /** A line from the scores of one work to those of another, with its errors where they are known. Immutable. */
    public static final class Line {
        private final double intercept;
        private final double slope;
        private final Optional<double[]> variances;

        private Line(double intercept, double slope, @Nullable double[] variances) {
            this.intercept = intercept;
            this.slope = slope;
            this.variances = Optional.ofNullable(variances);
        }

        /**
         * Returns the intercept.
         *
         * @return the score that 0 is worth
         */
        public double intercept() {
            return intercept;
        }

        /**
         * Returns the slope.
         *
         * @return how many points one point is worth, positive
         */
        public double slope() {
            return slope;
        }

        /**
         * Turns a score, or a mean of scores.
         *
         * @param score on the work linked from
         * @return on the scale of the work linked to; not rounded, and not cut at the ends of the scale
         */
        public double apply(double score) {
            return intercept + slope * score;
        }

        /**
         * Returns the standard error of a turned score.
         *
         * @param score on the work linked from
         * @return the error of linking, in points; empty where it cannot be estimated
         */
        public OptionalDouble error(double score) {
            return variances.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.sqrt(Math.max(
                            0, variances.get()[0] + score * (2 * variances.get()[1] + score * variances.get()[2]))));
        }

        /**
         * Turns a score and says how sure the link is.
         *
         * @param score on the work linked from
         * @return the turned score with its 95 % interval; empty where the error cannot be estimated
         */
        public Optional<Interval> at(double score) {
            OptionalDouble error = error(score);
            return error.isEmpty() ? Optional.empty() : Optional.of(Interval.normal(apply(score), error.getAsDouble(), Interval.Z95));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "y = %.4f + %.4f x", intercept, slope);
        }
    }

    /** A link of two works. Immutable and safe to share between threads. */
    public static final class Result {
        private final Method method;
        private final Optional<Line> line;
        private final EnumSet<Concern> concerns = EnumSet.noneOf(Concern.class);
        private final List<Fact> facts;

        private Result(LinearLinking options, Method method, Scores from, Scores to, Optional<Line> line) {
            this.method = method;
            this.line = line;
            List<Fact> told = new ArrayList<>(List.of(
                    Fact.of("pupils-from", from.n()),
                    Fact.of("pupils-to", to.n()),
                    Fact.of("schools-from", (long) from.schools.size()),
                    Fact.of("schools-to", (long) to.schools.size()),
                    Fact.of("left-out", from.leftOut() + to.leftOut())));
            if (line.isEmpty()) {
                concerns.add(Concern.NO_SPREAD);
            }
            if (Math.min(from.n(), to.n()) < options.fewestPupils) {
                concerns.add(Concern.FEW_PUPILS);
            }
            if (!method.anchored()) {
                concerns.add(Concern.EQUAL_GROUPS);
            } else {
                double share = Math.min(from.anchorShare(), to.anchorShare());
                double correlation = Math.min(from.anchorCorrelation(), to.anchorCorrelation());
                told.add(Fact.of("anchor-share", share));
                told.add(Fact.of("anchor-correlation", correlation));
                if (share < options.anchorShare) {
                    concerns.add(Concern.SHORT_ANCHOR);
                }
                if (correlation < options.anchorCorrelation) {
                    concerns.add(Concern.WEAK_ANCHOR);
                }
                if (from.all.n > 1 && to.all.n > 1 && from.all.anchorSquares() + to.all.anchorSquares() > 0) {
                    double apart = (to.all.anchorMean() - from.all.anchorMean())
                            / Math.sqrt((from.all.anchorSquares() + to.all.anchorSquares()) / 2);
                    told.add(Fact.of("anchor-change", apart));
                    if (Math.abs(apart) > options.groupsApart) {
                        concerns.add(Concern.GROUPS_APART);
                    }
                }
            }
            this.facts = List.copyOf(told);
        }

        /**
         * Returns how the works were linked.
         *
         * @return the method
         */
        public Method method() {
            return method;
        }

        /**
         * Returns the line.
         *
         * @return empty with fewer than two pupils a year or without spread
         */
        public Optional<Line> line() {
            return line;
        }

        /**
         * Returns how far turned scores can be compared with scores of the other year.
         *
         * @return FULL without concerns; RELATIVE_ONLY if the only one is that the years' pupils are taken as equal; NONE
         * otherwise
         */
        public Comparability comparability() {
            return concerns.isEmpty() ? Comparability.FULL
                    : concerns.equals(EnumSet.of(Concern.EQUAL_GROUPS)) ? Comparability.RELATIVE_ONLY : Comparability.NONE;
        }

        /**
         * Returns why scores cannot be compared as they are.
         *
         * @return the concerns, possibly none
         */
        public Set<Concern> concerns() {
            return Collections.unmodifiableSet(concerns);
        }

        /**
         * Returns the figures behind the concerns.
         *
         * @return pupils, schools, and of anchors the share of points, the lower correlation, and the change from one year to
         *     the other in standard deviations
         */
        public List<Fact> facts() {
            return facts;
        }

        @Override
        public String toString() {
            return "LinearLinking[" + method + ", " + line.map(Line::toString).orElse("no line") + ", " + comparability() + " "
                    + concerns + "]";
        }
    }
}
