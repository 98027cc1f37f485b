package io.github.eduindicators.objectivity;

import io.github.eduindicators.model.School;
import io.github.eduindicators.stats.Heterogeneity;
import io.github.eduindicators.stats.HuberRegression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the assessment, the context of a school and the other schools of its municipality and region lead to expect of its values.
 *
 * <p>Context are the numeric columns that at least half of the schools have in the register; a school without one counts as the mean;
 * the outermost values are drawn in, and there is at most one column for {@value #SCHOOLS_A_COLUMN} schools.
 * With them go the logarithm of the cohort and the kind of place. The regression is one of school means, Huber's; what is left of other
 * schools of the municipality and region is averaged, winsorised, shrunk by how much municipalities and regions differ, and taken away.
 */
final class Expectation {
    private static final double WINSOR = 2.5;
    private static final int SAMPLE = 4000;
    private static final int REGION_CELLS = 30;
    private static final double FEWEST_WITH_CONTEXT = 0.5;
    private static final int MOST_PLACES = 8;
    private static final int SCHOOLS_A_COLUMN = 10;
    private static final double OUTERMOST = 0.02;
    private static final int FEWEST_OUTERMOST = 2;
    private static final double USUAL_SPREAD = 0.1;

    private final Panel panel;
    private final int columns;
    private final double[] value;
    private final double[] error;
    private final List<String> context;

    private Expectation(Panel panel, double[] value, double[] error) {
        this.panel = panel;
        this.columns = panel.assessmentCount();
        this.value = value;
        this.error = error;
        this.context = contextNames();
    }

    /** Works on values and errors laid out as in {@link SchoolModel}; the values are changed in place. */
    static Expectation of(Panel panel, double[] value, double[] error) {
        return new Expectation(panel, value, error);
    }

    /** The names of the numeric columns used. */
    List<String> context() {
        return context;
    }

    private int at(int s, int variable, int t) {
        return (SchoolModel.VARIABLES * s + variable) * columns + t;
    }

    private List<String> contextNames() {
        Map<String, Integer> counts = new TreeMap<>();
        for (int s = 0; s < panel.schoolCount(); s++) {
            panel.school(s).context().keySet().forEach(name -> counts.merge(name, 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .filter(e -> e.getValue() >= FEWEST_WITH_CONTEXT * panel.schoolCount())
                .map(Map.Entry::getKey)
                .limit(panel.schoolCount() / SCHOOLS_A_COLUMN)
                .toList();
    }

    /** Variance of cells beyond sampling, roughly and robustly. */
    private double spread(int variable) {
        double[] y = new double[SAMPLE];
        double[] v = new double[SAMPLE];
        int used = 0;
        long known = 0;
        for (double e : error) {
            known += e > 0 ? 1 : 0;
        }
        long step = Math.max(1, known / SAMPLE);
        long next = 0;
        for (int s = 0; s < panel.schoolCount(); s++) {
            for (int t = 0; t < columns; t++) {
                int i = at(s, variable, t);
                if (error[i] > 0 && next++ % step == 0 && used < SAMPLE) {
                    y[used] = value[i];
                    v[used++] = error[i] * error[i];
                }
            }
        }
        return Math.max(1e-3, Heterogeneity.tauSquared(Arrays.copyOf(y, used), Arrays.copyOf(v, used)).orElse(USUAL_SPREAD));
    }

    /**
     * Takes it away from the values of a variable.
     *
     * @return the variance of what is left beyond sampling, roughly
     */
    double takeAway(int variable) {
        centreAssessments(variable);
        double spread = spread(variable);
        int schools = panel.schoolCount();
        double[] mean = new double[schools];
        double[] variance = new double[schools];
        double[] weight = new double[schools];
        for (int s = 0; s < schools; s++) {
            double sum = 0;
            double total = 0;
            for (int t = 0; t < columns; t++) {
                int i = at(s, variable, t);
                if (error[i] > 0) {
                    double w = 1 / (spread / 2 + error[i] * error[i]);
                    sum += w * value[i];
                    total += w;
                }
            }
            if (total > 0) {
                mean[s] = sum / total;
                variance[s] = spread / 2 + 1 / total;
                weight[s] = 1 / variance[s];
            }
        }
        double[] residual = HuberRegression.residuals(covariates(), mean, weight);
        List<String> municipalities = new ArrayList<>();
        List<String> regions = new ArrayList<>();
        for (int s = 0; s < schools; s++) {
            School school = panel.school(s);
            regions.add(school.region().name());
            municipalities.add(school.region().name() + "\n" + school.municipality().name());
        }
        takeGroups(residual, variance, regions);
        takeGroups(residual, variance, municipalities);
        for (int s = 0; s < schools; s++) {
            for (int t = 0; t < columns; t++) {
                int i = at(s, variable, t);
                if (error[i] > 0) {
                    value[i] -= mean[s] - residual[s];
                }
            }
        }
        centreAssessments(variable);
        return spread(variable);
    }

    private void centreAssessments(int variable) {
        for (int t = 0; t < columns; t++) {
            for (int region = -1; region < panel.regionCount(); region++) {
                if (region == -1 || panel.regionCount() > 1) {
                    centreCells(variable, t, region);
                }
            }
        }
    }

    private void centreCells(int variable, int t, int region) {
        int[] cells = new int[panel.schoolCount()];
        int used = 0;
        for (int s = 0; s < panel.schoolCount(); s++) {
            if (error[at(s, variable, t)] > 0 && (region < 0 || panel.region(s) == region)) {
                cells[used++] = at(s, variable, t);
            }
        }
        if (used == 0 || region >= 0 && used < REGION_CELLS) {
            return;
        }
        double[] y = new double[used];
        double[] w = new double[used];
        for (int k = 0; k < used; k++) {
            y[k] = value[cells[k]];
            w[k] = 1 / (USUAL_SPREAD + error[cells[k]] * error[cells[k]]);
        }
        double[] residual = HuberRegression.residuals(new double[used][0], y, w);
        for (int k = 0; k < used; k++) {
            value[cells[k]] = residual[k];
        }
    }

    /**
     * Columns by school: context, size, kinds of place. No single school may explain itself: values are winsorised, a kind of place needs
     * some schools, and so does every column.
     */
    private double[][] covariates() {
        int schools = panel.schoolCount();
        List<double[]> found = new ArrayList<>();
        for (String name : context) {
            double[] column = new double[schools];
            for (int s = 0; s < schools; s++) {
                column[s] = panel.school(s).context(name).orElse(Double.NaN);
            }
            found.add(winsorised(column));
        }
        double[] sizes = new double[schools];
        Arrays.setAll(sizes, s -> Math.log(1.0 + panel.cohort(s)));
        found.add(winsorised(sizes));
        Map<String, Integer> places = new TreeMap<>();
        for (int s = 0; s < schools; s++) {
            places.merge(panel.school(s).locality(), 1, Integer::sum);
        }
        places.values().removeIf(count -> count < SCHOOLS_A_COLUMN);
        for (String place : places.size() > MOST_PLACES ? List.<String>of() : List.copyOf(places.keySet())) {
            double[] column = new double[schools];
            Arrays.setAll(column, s -> panel.school(s).locality().equals(place) ? 1 : 0);
            found.add(column);
        }
        int columnsKept = Math.min(found.size(), schools / SCHOOLS_A_COLUMN);
        double[][] rows = new double[schools][columnsKept];
        for (int s = 0; s < schools; s++) {
            for (int k = 0; k < columnsKept; k++) {
                rows[s][k] = found.get(k)[s];
            }
        }
        return rows;
    }

    /** With the outermost values drawn in, and the mean where there is none. */
    private static double[] winsorised(double[] column) {
        double[] present = Arrays.stream(column).filter(Double::isFinite).toArray();
        if (present.length == 0) {
            return new double[column.length];
        }
        Arrays.sort(present);
        int outer = Math.min((present.length - 1) / 2, Math.max(FEWEST_OUTERMOST, (int) (OUTERMOST * present.length)));
        double low = present[outer];
        double high = present[present.length - 1 - outer];
        double mean = Arrays.stream(present).map(x -> Math.max(low, Math.min(high, x))).average().orElse(0);
        return Arrays.stream(column).map(x -> Double.isFinite(x) ? Math.max(low, Math.min(high, x)) : mean).toArray();
    }

    /** Takes from each school the mean of the other schools of its group, shrunk by how much groups differ. */
    private static void takeGroups(double[] residual, double[] variance, List<String> groups) {
        Map<String, List<Integer>> members = new TreeMap<>();
        for (int s = 0; s < residual.length; s++) {
            if (variance[s] > 0) {
                members.computeIfAbsent(groups.get(s), g -> new ArrayList<>()).add(s);
            }
        }
        int number = members.size();
        if (number < 2) {
            return;
        }
        double[] y = new double[number];
        double[] v = new double[number];
        double[] kept = new double[residual.length];
        int next = 0;
        double squares = 0;
        for (List<Integer> group : members.values()) {
            double sum = 0;
            double total = 0;
            for (int s : group) {
                double limit = WINSOR * Math.sqrt(variance[s]);
                kept[s] = Math.max(-limit, Math.min(limit, residual[s]));
                sum += kept[s] / variance[s];
                total += 1 / variance[s];
            }
            y[next] = sum / total;
            v[next] = 1 / total;
            squares += y[next] * y[next] - v[next];
            next++;
        }
        double between = Heterogeneity.tauSquared(y, v).orElse(Math.max(0, squares / number));
        next = 0;
        for (List<Integer> group : members.values()) {
            double total = 1 / v[next];
            double sum = y[next++] * total;
            for (int s : group) {
                double others = total - 1 / variance[s];
                if (others > 1e-9 * total) {
                    residual[s] -= (sum - kept[s] / variance[s]) / (others + (between > 0 ? 1 / between : Double.POSITIVE_INFINITY));
                }
            }
        }
    }
}
