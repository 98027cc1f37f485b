package io.github.eduindicators.forensics;

import com.google.common.collect.ImmutableList;
import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.forensics.Answers.Unit;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.TaskResponses;
import io.github.eduindicators.stats.QuantileType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which classes are at once very good, very even, alike in their answers and without a blank, as no other class of the region is?
 *
 * <p>The index of INVALSI. Of each class: the mean share of points; its standard deviation over pupils (divided by n); the mean
 * over tasks of Gini's heterogeneity {@code 1 - sum of squared shares of the answers}, a task not attempted being an answer of
 * its own; the share of responses not attempted. The four are standardised over the classes; the first two principal axes of
 * their correlations are divided by fuzzy c-means (fuzzifier 2, {@value #CLUSTERS} clusters unless chosen otherwise, starting
 * from equal groups by the first axis, which points to high means). The coefficient of a class is its membership in the cluster
 * farthest out on the first axis; one less the coefficient is a weight for regional means ({@link Fit#weightedMean}), not a
 * factor for the results of a class.
 *
 * <p>Some cluster is always farthest out, so the coefficient alone proves nothing. A class is FLAGGED if its coefficient is above
 * 0.5 and absolute limits hold as well: the centre of the cluster lies at least {@value #CENTRE} standard deviations out on the
 * first axis; the class's standard deviation is below the 5 % quantile of the classes with a coefficient of at most 0.5; and its
 * pupils agree in at least {@value #EXCESS} more of pairs and tasks than their totals explain (as in {@link ClassSimilarity}),
 * which spares excellent classes, the known false positives of the index. There is no p-value.
 *
 * <p>Altered classes make a cluster of their own only where there are several, about one in twenty; fewer may be missed.
 *
 * <p>Statistic: the coefficient. A class with fewer than {@value #FEWEST_PUPILS} pupils is INSUFFICIENT_DATA and takes no
 * part; with fewer than {@value #FEWEST_CLASSES} classes the method is NOT_APPLICABLE. A feature that is the same everywhere
 * weighs nothing. Of a school without a flagged class one finding tells how many classes were looked at and the largest
 * coefficient. Complexity: linear in responses, and classes times clusters a step. Immutable and safe to share between threads.
 *
 * <p>Reference: C. Quintano, R. Castellano, S. Longobardi (2009), known here from its abstract; the formulas of the four
 * features are reconstructed from descriptions, the number of clusters and all limits are ours.
 */
public final class ClassIndex {
    /** A class with fewer pupils is INSUFFICIENT_DATA. */
    public static final int FEWEST_PUPILS = 10;
    /** With fewer classes to compare the method is NOT_APPLICABLE. */
    public static final int FEWEST_CLASSES = 20;
    /** How many standard deviations the centre of the cluster must lie out. */
    public static final double CENTRE = 2.5;
    /** How much more of pairs and tasks must agree than totals explain. */
    public static final double EXCESS = 0.05;

    static final int CLUSTERS = 4;
    private static final double HALF = 0.5;
    private static final double LOW = 0.05;
    private static final ClassIndex DEFAULTS = new ClassIndex(CLUSTERS);

    private final int clusters;

    private ClassIndex(int clusters) {
        this.clusters = clusters;
    }

    /**
     * Returns the method with four clusters.
     *
     * @return the method
     */
    public static ClassIndex withDefaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the number of clusters.
     *
     * @param value 2..10
     * @return the method with it
     * @throws IllegalArgumentException if it is out of range
     */
    public ClassIndex withClusters(int value) {
        if (value < 2 || value > 10) {
            throw new IllegalArgumentException("clusters must be within 2..10, got " + value);
        }
        return new ClassIndex(value);
    }

    /**
     * Returns the method.
     *
     * @return the method with its edition and parameters
     */
    public MethodInfo method() {
        return MethodInfo.of("forensics/class-index", "1", "Quintano, Castellano, Longobardi (2009), after INVALSI; limits: own")
                .with(Fact.of("clusters", (long) clusters))
                .with(Fact.of("fewest-pupils", (long) FEWEST_PUPILS))
                .with(Fact.of("centre", CENTRE))
                .with(Fact.of("excess", EXCESS));
    }

    @Override
    public String toString() {
        return method().toString();
    }

    /**
     * Looks at all classes.
     *
     * @param responses the responses to one assessment or more, of one region
     * @return every flagged class, and one finding for each school without one, in the order of {@link Finding#order()}
     */
    public List<Finding> run(Collection<TaskResponses> responses) {
        return run(Answers.of(responses));
    }

    List<Finding> run(List<Answers> all) {
        List<Finding> findings = new ArrayList<>();
        all.forEach(answers -> findings.addAll(tests(answers)));
        return ClassFindings.told(method(), findings);
    }

    /**
     * Computes the index of all classes in one assessment.
     *
     * @param responses the responses, of one region
     * @return the index by class, with the regional means
     */
    public Fit fit(TaskResponses responses) {
        return fit(Answers.of(responses));
    }

    /** The four features of a class, as shares. */
    record Features(double mean, double sd, double heterogeneity, double blank) {
        static Features of(Answers answers, Unit unit) {
            double n = unit.pupils();
            double mean = 0;
            double squares = 0;
            double blank = 0;
            for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
                double share = (double) answers.total(pupil) / answers.highest();
                mean += share / n;
                squares += share * share / n;
            }
            double heterogeneity = 0;
            for (int task = 0; task < answers.tasks(); task++) {
                int[] counts = new int[answers.categories(task)];
                for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
                    counts[answers.category(pupil, task)]++;
                }
                double same = 0;
                for (int count : counts) {
                    same += (count / n) * (count / n);
                }
                heterogeneity += (1 - same) / answers.tasks();
                blank += counts[0] / n / answers.tasks();
            }
            return new Features(mean, Math.sqrt(Math.max(0, squares - mean * mean)), heterogeneity, blank);
        }

        double[] row() {
            return new double[] {mean, sd, heterogeneity, blank};
        }
    }

    Fit fit(Answers answers) {
        List<Unit> large = answers.units().stream().filter(unit -> unit.pupils() >= FEWEST_PUPILS).toList();
        if (large.size() < FEWEST_CLASSES) {
            return new Fit(answers, List.of());
        }
        List<Features> features = large.stream().map(unit -> Features.of(answers, unit)).toList();
        PrincipalAxes axes = PrincipalAxes.of(features.stream().map(Features::row).toArray(double[][]::new));
        FuzzyMeans means = FuzzyMeans.of(axes.scores(), clusters);
        int out = 0;
        for (int k = 1; k < clusters; k++) {
            out = means.centres()[k][0] > means.centres()[out][0] ? k : out;
        }
        double sd = Math.sqrt(axes.eigenvalues()[0]);
        double centre = sd > 0 ? means.centres()[out][0] / sd : 0;
        Set<Unit> aside = new HashSet<>();
        List<Double> spreads = new ArrayList<>();
        for (int j = 0; j < large.size(); j++) {
            if (means.memberships()[j][out] > HALF) {
                aside.add(large.get(j));
            } else {
                spreads.add(features.get(j).sd());
            }
        }
        ScoreGroups groups = ScoreGroups.of(answers, aside);
        boolean comparable = spreads.size() >= FEWEST_CLASSES / 2 && groups.pupils() >= 2 * ScoreGroups.PUPILS_A_GROUP;
        double low = comparable ? QuantileType.TYPE_7.of(spreads.stream().mapToDouble(s -> s).toArray(), LOW) : 0;
        List<Row> rows = new ArrayList<>();
        for (int j = 0; j < large.size(); j++) {
            Unit unit = large.get(j);
            Features f = features.get(j);
            double coefficient = means.memberships()[j][out];
            boolean flagged = comparable && coefficient > HALF && centre >= CENTRE && f.sd() < low
                    && SameAnswers.of(answers, groups.profile(unit)).excess() >= EXCESS;
            rows.add(new Row(unit, f, coefficient, flagged));
        }
        return new Fit(answers, rows);
    }

    private List<Finding> tests(Answers answers) {
        MethodInfo method = method();
        Fit fit = fit(answers);
        List<Finding> findings = new ArrayList<>();
        int next = 0;
        for (Unit unit : answers.units()) {
            if (next < fit.rows.size() && fit.rows.get(next).unit.equals(unit)) {
                Row row = fit.rows.get(next++);
                findings.add(ClassFindings.of(method, answers, unit)
                        .outcome(row.flagged ? Outcome.FLAGGED : Outcome.CLEAR)
                        .statistic(row.coefficient)
                        .fact("coefficient", 100 * row.coefficient)
                        .fact("mean", 100 * row.features.mean())
                        .fact("sd", 100 * row.features.sd())
                        .fact("heterogeneity", row.features.heterogeneity())
                        .fact("blank", 100 * row.features.blank())
                        .build());
            } else {
                findings.add(fit.rows.isEmpty()
                        ? ClassFindings.notApplicable(method, answers, unit)
                        : ClassFindings.insufficient(method, answers, unit));
            }
        }
        return findings;
    }

    /** The index of one class. Immutable. */
    public static final class Row {
        private final Unit unit;
        private final Features features;
        private final double coefficient;
        private final boolean flagged;

        private Row(Unit unit, Features features, double coefficient, boolean flagged) {
            this.unit = unit;
            this.features = features;
            this.coefficient = coefficient;
            this.flagged = flagged;
        }

        /**
         * Returns the school.
         *
         * @return the school of the class
         */
        public SchoolId school() {
            return unit.school();
        }

        /**
         * Returns the name of the class.
         *
         * @return empty where not known
         */
        public String schoolClass() {
            return unit.name();
        }

        /**
         * Returns the membership in the cluster farthest out.
         *
         * @return 0..1
         */
        public double coefficient() {
            return coefficient;
        }

        Features features() {
            return features;
        }

        boolean flagged() {
            return flagged;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %s %.3f", school(), schoolClass(), coefficient);
        }
    }

    /** The index of all classes in one assessment, and what it does to the regional mean. Immutable. */
    public static final class Fit {
        private final Answers answers;
        private final ImmutableList<Row> rows;

        private Fit(Answers answers, List<Row> rows) {
            this.answers = answers;
            this.rows = ImmutableList.copyOf(rows);
        }

        /**
         * Returns the classes that took part.
         *
         * @return by school and name; empty where there were too few
         */
        public List<Row> rows() {
            return rows;
        }

        /**
         * Returns the mean share of points of all pupils.
         *
         * @return 0..1, or empty if there is no pupil
         */
        public OptionalDouble mean() {
            return mean(false);
        }

        /**
         * Returns the mean share of points, each class weighted by its pupils and one less its coefficient. Classes too small for
         * a coefficient have weight 1.
         *
         * @return 0..1, or empty if there is no pupil or the weights are all 0
         */
        public OptionalDouble weightedMean() {
            return mean(true);
        }

        private OptionalDouble mean(boolean weighted) {
            double sum = 0;
            double weights = 0;
            int next = 0;
            for (Unit unit : answers.units()) {
                boolean known = next < rows.size() && rows.get(next).unit.equals(unit);
                double weight = known && weighted ? 1 - rows.get(next).coefficient : 1;
                next += known ? 1 : 0;
                long points = 0;
                for (int pupil = unit.from(); pupil < unit.to(); pupil++) {
                    points += answers.total(pupil);
                }
                sum += weight * points / answers.highest();
                weights += weight * unit.pupils();
            }
            return weights > 0 ? OptionalDouble.of(sum / weights) : OptionalDouble.empty();
        }

        @Override
        public String toString() {
            return "ClassIndex[" + rows.size() + " classes, " + rows.stream().filter(Row::flagged).count() + " flagged]";
        }
    }
}
