package io.github.eduindicators.objectivity;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * One Gaussian model of what a school shows: in each assessment a level R and a tilt of the journal marks L, and how they go
 * together
 * in honest schools.
 *
 * <p>R is the level of the cell in standard deviations of pupils, one Newton step of the logit of the mean from the level of the
 * school, so that a handful of pupils has no long tail; L is {@link JournalTilt}'s {@code U / I} on the same scale, so that
 * both have
 * sampling variance about {@code 1 / n}; M is its mixing, likewise. From all is taken what the assessment, the school's
 * context (robust regression on the
 * numeric columns of the register, the size and the kind of place) and the other schools of its municipality and region
 * (empirical
 * Bayes, the school left out) lead to expect.
 *
 * <p>The covariance of two values of a school is {@code A + B g g'} with {@code g = 1 / sqrt(n)}: A for what lasts in schools,
 * B for
 * the pupils, who write several works. A and B depend on the kind of pair alone: R, L or M, same subject or not, same grade or
 * not, same
 * cohort (year less grade) or not, years between. They are estimated by winsorised moments over all schools, kinds of pairs
 * with few
 * data leaning on all kinds, and the two matrices made positive definite, which makes every school's covariance so.
 *
 * <p>That covers the regression of a cohort's result on the one of the year before, {@code t -> t + 1}, with its variance between
 * schools, and over procedures (ВПР to ОГЭ) too: in a Gaussian model the regression is what the covariance of the pair implies.
 */
final class SchoolModel {
    static final int LEVEL = 0;
    static final int TILT = 1;
    static final int MIXING = 2;
    static final int VARIABLES = 3;

    private static final double LEAST_INFORMATION = 0.05;
    private static final double ANYTHING = 100;
    private static final double OF_ANOTHER_KIND = 100;

    private final Panel panel;
    private final int columns;
    /** By {@code (VARIABLES * school + variable) * columns + assessment}. */
    private final double[] value;
    /** The same: one over the root of the number of pupils that it is worth; 0 where there is none. */
    private final double[] error;
    /** The same: the third cumulant of the sampling error. */
    private final float[] third;
    private final long[] marked;
    private final int[] schoolsWithResults;
    private final double[] sd;
    private final double[] centre;
    private final double[] information;
    private final double[] mixingInformation;
    private final List<String> context;
    private final double[][] lasting;
    private final double[][] sampling;
    private final double helpTilt;
    private final double raisingMixing;

    private SchoolModel(Panel panel) {
        this.panel = panel;
        this.columns = panel.assessmentCount();
        int schools = panel.schoolCount();
        this.value = new double[VARIABLES * schools * columns];
        this.error = new double[VARIABLES * schools * columns];
        this.third = new float[VARIABLES * schools * columns];
        this.marked = new long[schools];
        this.schoolsWithResults = new int[panel.regionCount()];
        this.sd = new double[columns];
        this.centre = new double[columns];
        this.information = new double[columns];
        this.mixingInformation = new double[columns];
        for (int t = 0; t < columns; t++) {
            sd[t] = Math.sqrt(panel.pupilVariance(t));
        }
        observe(JournalTilt.of(panel));
        for (int s = 0; s < schools; s++) {
            schoolsWithResults[panel.region(s)] += panel.cohort(s) > 0 ? 1 : 0;
        }
        Expectation expectation = Expectation.of(panel, value, error);
        this.context = expectation.context();
        double[] spread = new double[VARIABLES];
        for (int variable = 0; variable < VARIABLES; variable++) {
            spread[variable] = expectation.takeAway(variable);
        }
        HonestCovariance covariance = HonestCovariance.of(panel, value, error, spread);
        this.lasting = covariance.lasting();
        this.sampling = covariance.sampling();
        Signatures signatures = Signatures.of(panel, sd, information, mixingInformation);
        this.helpTilt = signatures.helpTilt();
        this.raisingMixing = signatures.raisingMixing();
    }

    static SchoolModel of(Panel panel) {
        return new SchoolModel(panel);
    }

    private int at(int s, int variable, int t) {
        return (VARIABLES * s + variable) * columns + t;
    }

    private void observe(JournalTilt tilt) {
        double[] pupils = new double[columns];
        double[] cubes = new double[columns];
        double[] degrees = new double[columns];
        for (int s = 0; s < panel.schoolCount(); s++) {
            for (int t = 0; t < columns; t++) {
                int cell = panel.cell(s, t);
                int n = panel.n(cell);
                if (n == 0) {
                    continue;
                }
                double max = panel.assessment(t).scale().max();
                double sum = 0;
                for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
                    sum += (double) (panel.place(e) / Panel.COLUMNS) * panel.count(e);
                }
                // The panel's own prior and centre, taken back.
                double logit = StrictMath.log((sum + 0.05 * max) / (n * max - sum + 0.05 * max));
                centre[t] = logit - panel.observed(cell);
                double expected = 1 / (1 + StrictMath.exp(-centre[t] - panel.schoolLevel(s)));
                double share = sum / (n * max);
                value[at(s, LEVEL, t)] = (panel.schoolLevel(s) + (share - expected) / (expected * (1 - expected))) / sd[t];
                error[at(s, LEVEL, t)] = 1 / Math.sqrt(n);
                double unit = 1 / (max * expected * (1 - expected) * sd[t]);
                third[at(s, LEVEL, t)] = (float) (unit * unit * unit / ((double) n * n));
                for (int e = panel.firstEntry(cell); n > 2 && e < panel.firstEntry(cell + 1); e++) {
                    double r = panel.place(e) / Panel.COLUMNS - sum / n;
                    cubes[t] += panel.count(e) * r * r * r;
                }
                degrees[t] += n > 2 ? (n - 1.0) * (n - 2) / n : 0;
                JournalTilt.Cell marks = tilt.cell(s, t);
                if (marks.known() && marks.information() > LEAST_INFORMATION) {
                    value[at(s, TILT, t)] = marks.score();
                    error[at(s, TILT, t)] = marks.information();
                    third[at(s, TILT, t)] = (float) marks.scoreThird();
                    information[t] += marks.information();
                    pupils[t] += marks.count();
                    marked[s] += marks.count();
                    if (marks.mixingInformation() > LEAST_INFORMATION) {
                        value[at(s, MIXING, t)] = marks.mixing();
                        error[at(s, MIXING, t)] = marks.mixingInformation();
                        third[at(s, MIXING, t)] = (float) marks.mixingThird();
                    }
                    mixingInformation[t] += marks.mixingInformation();
                }
            }
        }
        for (int t = 0; t < columns; t++) {
            information[t] = pupils[t] > 0 ? information[t] / pupils[t] : 1;
            mixingInformation[t] = mixingInformation[t] > 0 ? mixingInformation[t] / pupils[t] : 1;
        }
        for (int s = 0; s < panel.schoolCount(); s++) {
            for (int t = 0; t < columns; t++) {
                third[at(s, LEVEL, t)] *= (float) (degrees[t] > 0 ? cubes[t] / degrees[t] : 0);
                standardise(at(s, TILT, t), information[t]);
                standardise(at(s, MIXING, t), mixingInformation[t]);
            }
        }
    }

    /** From a score and its information to an estimate with variance 1 over the number of pupils that it is worth. */
    private void standardise(int i, double perPupil) {
        if (error[i] > 0) {
            double unit = Math.sqrt(perPupil) / error[i];
            value[i] *= unit;
            third[i] *= (float) (unit * unit * unit);
            error[i] = Math.sqrt(perPupil / error[i]);
        }
    }

    /** Where help with the test moves the values: R up by 1, L as journal marks stay behind. */
    double help(int variable) {
        return variable == LEVEL ? 1 : variable == TILT ? helpTilt : 0;
    }

    /** Where raising the journal marks of some pupils moves the values: L up by 1, M with it. */
    double raising(int variable) {
        return variable == TILT ? 1 : variable == MIXING ? raisingMixing : 0;
    }

    Panel panel() {
        return panel;
    }

    /** The numeric columns of the register that expectations rest on. */
    List<String> context() {
        return context;
    }

    private boolean known(int s, int variable, int t) {
        return error[at(s, variable, t)] > 0;
    }

    /** In how many assessments a school has a level. */
    int levels(int s) {
        return assessments(s, LEVEL).size();
    }

    /** The same in a scope. */
    int levels(int s, Scope scope) {
        return (int) scope.members().stream().filter(t -> known(s, LEVEL, t)).count();
    }

    /** In how many assessments of a scope a school's journal marks could be compared. */
    int tilts(int s, Scope scope) {
        return (int) scope.members().stream().filter(t -> known(s, TILT, t)).count();
    }

    /** The assessments in which a school has a value. */
    List<AssessmentId> assessments(int s, int variable) {
        List<AssessmentId> ids = new ArrayList<>();
        for (int t = 0; t < columns; t++) {
            if (known(s, variable, t)) {
                ids.add(panel.assessment(t).id());
            }
        }
        return ids;
    }

    /** How many results a school has. */
    long results(int s) {
        long n = 0;
        for (int t = 0; t < columns; t++) {
            n += panel.n(panel.cell(s, t));
        }
        return n;
    }

    /** The same in a scope. */
    long results(int s, Scope scope) {
        return scope.members().stream().mapToLong(t -> panel.n(panel.cell(s, t))).sum();
    }

    /** In how many years a school has results. */
    int years(int s) {
        TreeSet<Integer> years = new TreeSet<>();
        for (int t = 0; t < columns; t++) {
            if (known(s, LEVEL, t)) {
                years.add(panel.assessment(t).year());
            }
        }
        return years.size();
    }

    /** How many other schools of the region have results. */
    int others(int s) {
        return Math.max(0, schoolsWithResults[panel.region(s)] - 1);
    }

    /** Pupils of a school with a journal mark that could be compared, in a scope. */
    long marked(int s, Scope scope) {
        long n = 0;
        for (int t : scope.members().stream().filter(t -> known(s, TILT, t)).toArray()) {
            int cell = panel.cell(s, t);
            for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
                n += panel.place(e) % Panel.COLUMNS > 0 ? panel.count(e) : 0;
            }
        }
        return n;
    }

    /** Pupils of a school with a journal mark that could be compared. */
    long marked(int s) {
        return marked[s];
    }

    /** What a change of all tilts of a scope by 1 is worth in journal marks of single pupils, together. */
    double marks(int s, Scope scope) {
        double sum = 0;
        for (int t = 0; t < columns; t++) {
            if (scope.members().get(t) && known(s, TILT, t)) {
                sum += Math.sqrt(information[t]) / (error[at(s, TILT, t)] * error[at(s, TILT, t)]);
            }
        }
        return sum;
    }

    /** What a change of all levels of a scope by 1 is worth in points of single pupils, together. */
    private double points(int s, Scope scope) {
        double sum = 0;
        for (int t = 0; t < columns; t++) {
            if (scope.members().get(t) && known(s, LEVEL, t)) {
                sum += points(s, t) * panel.n(panel.cell(s, t));
            }
        }
        return sum;
    }

    /** A school that is good or bad, or becomes so from year to year, and one that marks its journals so. */
    List<ScopeScan.Unusual> unusual() {
        return List.of(
                new ScopeScan.Unusual(levelAndTrend(LEVEL, ScopeScan.UNUSUAL), ScopeScan.ONE_IN),
                new ScopeScan.Unusual(levelAndTrend(TILT, ScopeScan.UNUSUAL), ScopeScan.ONE_IN));
    }

    /** Any constant mixing: not honest perhaps, but then not a matter of the journal. */
    ScopeScan.Unusual anyMixing() {
        return new ScopeScan.Unusual(new double[][] {levelAndTrend(MIXING, ANYTHING)[0]}, OF_ANOTHER_KIND);
    }

    /** Tells what was observed in a scope and what expected, and the rest of the facts of a level that is too high. */
    Finding.Builder told(Finding.Builder finding, int s, ScopeScan.Found found) {
        double points = points(s, found.scope());
        double most = 0;
        double sum = 0;
        for (int t : found.scope().members().stream().toArray()) {
            int cell = panel.cell(s, t);
            most += (double) panel.assessment(t).scale().max() * panel.n(cell);
            for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
                sum += (double) (panel.place(e) / Panel.COLUMNS) * panel.count(e);
            }
        }
        double lift = Math.max(-most, Math.min(most, found.shift() * points));
        return finding.fact("results", results(s, found.scope()))
                .fact("observed", 100 * sum / most)
                .fact("expected", Math.max(0, Math.min(100, 100 * (sum - lift) / most)))
                .fact("context", context.isEmpty() ? "–" : String.join(", ", context))
                .fact("tau", lastingSd(LEVEL))
                .fact("detectable", found.detectable())
                .fact("different", found.different(points));
    }

    /** How many points of the mean, a pupil, are 1 of R in an assessment, near a level. */
    private double points(int s, int t) {
        double p = 1 / (1 + StrictMath.exp(-centre[t] - panel.level(panel.cell(s, t))));
        return sd[t] * p * (1 - p) * panel.assessment(t).scale().max();
    }

    /** The standard deviation of what lasts, between schools, of a value of one assessment. */
    double lastingSd(int variable) {
        double sum = 0;
        for (int t = 0; t < columns; t++) {
            sum += lasting[variable * columns + t][variable * columns + t];
        }
        return columns == 0 ? 0 : Math.sqrt(sum / columns);
    }

    /** Which values of some variables a school has: {@code variable * assessments + assessment}, in order. */
    int[] known(int s, int... variables) {
        int[] known = new int[VARIABLES * columns];
        int used = 0;
        for (int variable : variables) {
            for (int t = 0; t < columns; t++) {
                if (error[at(s, variable, t)] > 0) {
                    known[used++] = variable * columns + t;
                }
            }
        }
        return Arrays.copyOf(known, used);
    }

    /** The covariance of those values in honest schools with as many pupils. */
    void covariance(int s, int[] known, double[][] into) {
        for (int a = 0; a < known.length; a++) {
            double ga = error[VARIABLES * s * columns + known[a]];
            double[] rowA = lasting[known[a]];
            double[] rowB = sampling[known[a]];
            for (int b = 0; b <= a; b++) {
                into[a][b] = rowA[known[b]] + ga * rowB[known[b]] * error[VARIABLES * s * columns + known[b]];
            }
        }
    }

    /** One value. */
    double value(int s, int known) {
        return value[VARIABLES * s * columns + known];
    }

    /** The third cumulant of the sampling error of one value. */
    double third(int s, int known) {
        return third[VARIABLES * s * columns + known];
    }

    /**
     * The directions in which an honest school may be unusual: a constant, and a trend over the years.
     *
     * @param sds how long they are, in standard deviations of what lasts
     */
    private double[][] levelAndTrend(int variable, double sds) {
        List<Integer> years = List.copyOf(new TreeSet<>(panel.assessments().stream().map(Assessment::year).toList()));
        double middle = years.isEmpty() ? 0 : (years.get(0) + years.get(years.size() - 1)) / 2.0;
        double half = years.isEmpty() ? 0 : (years.get(years.size() - 1) - years.get(0)) / 2.0;
        double sd = sds * lastingSd(variable);
        double[][] directions = new double[half > 0 ? 2 : 1][VARIABLES * columns];
        for (int t = 0; t < columns; t++) {
            directions[0][variable * columns + t] = sd;
            if (half > 0) {
                directions[1][variable * columns + t] = sd * (panel.assessment(t).year() - middle) / half;
            }
        }
        return directions;
    }
}
