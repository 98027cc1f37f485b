package io.github.eduindicators.objectivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pupils just below a cut score lifted to it: the effects are, for each cut score, the share of those one point below it who
 * are not there, and the share of those two points below it (three, too, on long scales).
 */
final class CutoffKind implements ScopedScores.Kind {
    static final int CUTS = 3;
    private static final int DISTANCES = 2;
    /** Past this many points a distance of three is looked at, too. */
    private static final int LONG_SCALE = 30;
    /** Where a lifted pupil lands: at the cut, one or two points further. */
    private static final double[] LANDING = {0.80, 0.15, 0.05};
    /** A place as rare as this against the one it is filled from says nothing certain. */
    private static final double RAREST = 0.02;
    private static final int POWERS = 3;

    private final Panel panel;
    private final LevelShares shares;

    private CutoffKind(Panel panel) {
        this.panel = panel;
        this.shares = LevelShares.ofScores(panel);
    }

    static CutoffKind of(Panel panel) {
        return new CutoffKind(panel);
    }

    private static int reach(int max) {
        return max >= LONG_SCALE ? 3 : 2;
    }

    @Override
    public int effects() {
        return CUTS * DISTANCES;
    }

    @Override
    public double[] direction() {
        double[] all = new double[effects()];
        Arrays.fill(all, 1);
        return all;
    }

    @Override
    public List<ScopedScores.Cell> cells(int s) {
        List<ScopedScores.Cell> cells = new ArrayList<>();
        for (int t = 0; t < panel.assessmentCount(); t++) {
            cells.add(cell(s, t));
        }
        return cells;
    }

    private ScopedScores.Cell cell(int s, int t) {
        List<Integer> cuts = panel.assessment(t).scale().cuts();
        int n = panel.n(panel.cell(s, t));
        ScopedScores.Cell cell = ScopedScores.Cell.of(effects(), n == 0 ? 1 : shares.pupils(s, t, n), n);
        if (cuts.isEmpty() || !shares.enough(s, t, SchoolCutoffExcess.FEWEST_OTHERS, SchoolCutoffExcess.FEWEST_REFERENCE)) {
            return cell;
        }
        int[] counts = shares.own(s, t);
        double[] p = shares.of(s, t, counts);
        double[][] w = weights(p, cuts);
        boolean any = false;
        for (int c = 0; c < Math.min(CUTS, cuts.size()); c++) {
            int lowest = c == 0 ? 0 : cuts.get(c - 1);
            for (int from = cuts.get(c) - 1; from >= Math.max(lowest, cuts.get(c) - reach(p.length - 1)); from--) {
                if (w[c * DISTANCES + Math.min(cuts.get(c) - from, DISTANCES) - 1][from] != 0) {
                    any = true;
                    cell.note(n * p[from], counts[from]);
                }
            }
        }
        if (any) {
            cell.add(p, w, counts);
            cell.count(n);
        }
        return cell;
    }

    /** By effect and score: the relative change of the shares p under an effect of 1, orthogonal to level and spread. */
    static double[][] weights(double[] p, List<Integer> cuts) {
        double[][] w = new double[CUTS * DISTANCES][p.length];
        double[][] basis = basis(p);
        for (int c = 0; c < Math.min(CUTS, cuts.size()) && basis.length > 1; c++) {
            int cut = cuts.get(c);
            int lowest = c == 0 ? 0 : cuts.get(c - 1);
            int highest = c + 1 < cuts.size() ? cuts.get(c + 1) - 1 : p.length - 1;
            for (int d = 1; d <= Math.min(reach(p.length - 1), cut - lowest); d++) {
                move(p, cut - d, cut, highest, w[c * DISTANCES + Math.min(d, DISTANCES) - 1]);
            }
        }
        for (double[] weights : w) {
            clear(weights, p, basis);
        }
        return w;
    }

    /** All distances below one cut score together. */
    static void moves(double[] p, List<Integer> cuts, int c, double[] w) {
        int cut = cuts.get(c);
        int lowest = c == 0 ? 0 : cuts.get(c - 1);
        int highest = c + 1 < cuts.size() ? cuts.get(c + 1) - 1 : p.length - 1;
        for (int d = 1; d <= Math.min(reach(p.length - 1), cut - lowest); d++) {
            move(p, cut - d, cut, highest, w);
        }
    }

    /** Adds the relative change of the shares if all from one score moved to the cut and just past it. */
    private static void move(double[] p, int from, int cut, int highest, double[] w) {
        if (!(p[from] > 0)) {
            return;
        }
        double landing = 0;
        for (int i = 0; i < LANDING.length && cut + i <= highest; i++) {
            landing += p[cut + i] > RAREST * p[from] ? LANDING[i] : 0;
        }
        if (landing == 0) {
            return;
        }
        w[from] -= 1;
        for (int i = 0; i < LANDING.length && cut + i <= highest; i++) {
            if (p[cut + i] > RAREST * p[from]) {
                w[cut + i] += LANDING[i] / landing * p[from] / p[cut + i];
            }
        }
    }

    /** Polynomials of the score, orthonormal under p: level and spread. */
    static double[][] basis(double[] p) {
        double[][] basis = new double[POWERS][];
        int found = 0;
        for (int power = 0; power < POWERS; power++) {
            double[] q = new double[p.length];
            for (int x = 0; x < q.length; x++) {
                double centred = (double) x / q.length - 0.5;
                q[x] = power == 0 ? 1 : power == 1 ? centred : centred * centred;
            }
            for (int k = 0; k < found; k++) {
                SmallMatrix.add(q, -product(p, q, basis[k]), basis[k]);
            }
            double norm = Math.sqrt(product(p, q, q));
            if (norm > 1e-6) {
                for (int x = 0; x < q.length; x++) {
                    q[x] /= norm;
                }
                basis[found++] = q;
            }
        }
        return Arrays.copyOf(basis, found);
    }

    private static double product(double[] p, double[] a, double[] b) {
        double sum = 0;
        for (int x = 0; x < p.length; x++) {
            sum += p[x] * a[x] * b[x];
        }
        return sum;
    }

    static void clear(double[] w, double[] p, double[][] basis) {
        double[] shares = new double[basis.length];
        for (int k = 0; k < basis.length; k++) {
            shares[k] = product(p, w, basis[k]);
        }
        for (int k = 0; k < basis.length; k++) {
            SmallMatrix.add(w, -shares[k], basis[k]);
        }
    }
}
