package io.github.eduindicators.objectivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pupils just below a cut score lifted to it: an effect is the share of those at a distance below a cut who are not there. */
final class CutoffKind implements ScopedScores.Kind {
    static final int CUTS = 3;
    /** Past this many points a distance of three is looked at, too. */
    private static final int LONG_SCALE = 30;
    /** Where a lifted pupil lands: at the cut, one or two points further. */
    private static final double[] LANDING = {0.80, 0.15, 0.05};
    /** A place as rare as this against the one it is filled from says nothing certain. */
    private static final double RAREST = 0.02;
    private static final int POWERS = 3;

    private final Panel panel;
    private final Others others;
    private final int distances;

    private CutoffKind(Panel panel) {
        this.panel = panel;
        this.others = Others.of(panel);
        this.distances = panel.assessments().stream().anyMatch(a -> reach(a.scale().max()) == 3) ? 3 : 2;
    }

    static CutoffKind of(Panel panel) {
        return new CutoffKind(panel);
    }

    private static int reach(int max) {
        return max >= LONG_SCALE ? 3 : 2;
    }

    @Override
    public int effects() {
        return CUTS * distances;
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
        ScopedScores.Cell cell = ScopedScores.Cell.of(effects(), n == 0 ? 1 : others.pupils(s, t), n);
        if (cuts.isEmpty() || !others.enough(s, t, SchoolCutoffExcess.FEWEST_OTHERS, SchoolCutoffExcess.FEWEST_REFERENCE)) {
            return cell;
        }
        double[] p = scores(panel.reference().of(s, t));
        int[] counts = counts(s, t, p.length);
        double[][] basis = basis(p);
        if (basis.length < 2) {
            return cell;
        }
        double[][] w = new double[effects()][p.length];
        boolean any = false;
        for (int c = 0; c < Math.min(CUTS, cuts.size()); c++) {
            int cut = cuts.get(c);
            int lowest = c == 0 ? 0 : cuts.get(c - 1);
            int highest = c + 1 < cuts.size() ? cuts.get(c + 1) - 1 : p.length - 1;
            for (int d = 1; d <= Math.min(reach(p.length - 1), cut - lowest); d++) {
                double[] weights = w[c * distances + d - 1];
                if (move(p, cut - d, cut, highest, weights)) {
                    any = true;
                    cell.note(n * p[cut - d], counts[cut - d]);
                    clear(weights, p, basis);
                }
            }
        }
        if (any) {
            cell.add(p, w, counts);
            cell.count(n);
        }
        return cell;
    }

    /** All distances below one cut score together. */
    static void moves(double[] p, List<Integer> cuts, int c, double[] w) {
        int cut = cuts.get(c);
        int lowest = c == 0 ? 0 : cuts.get(c - 1);
        int highest = c + 1 < cuts.size() ? cuts.get(c + 1) - 1 : p.length - 1;
        for (int d = 1; d <= Math.min(reach(p.length - 1), cut - lowest); d++) {
            double[] one = new double[p.length];
            if (move(p, cut - d, cut, highest, one)) {
                SmallMatrix.add(w, 1, one);
            }
        }
    }

    private static double[] scores(double[] places) {
        double[] p = new double[places.length / Panel.COLUMNS];
        for (int i = 0; i < places.length; i++) {
            p[i / Panel.COLUMNS] += places[i];
        }
        return p;
    }

    private int[] counts(int s, int t, int length) {
        int[] counts = new int[length];
        int cell = panel.cell(s, t);
        for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
            counts[panel.place(e) / Panel.COLUMNS] += panel.count(e);
        }
        return counts;
    }

    /** Relative change of the shares if all from one score moved to the cut and just past it. */
    private static boolean move(double[] p, int from, int cut, int highest, double[] w) {
        if (!(p[from] > 0)) {
            return false;
        }
        double landing = 0;
        for (int i = 0; i < LANDING.length && cut + i <= highest; i++) {
            landing += p[cut + i] > RAREST * p[from] ? LANDING[i] : 0;
        }
        if (landing == 0) {
            return false;
        }
        w[from] = -1;
        for (int i = 0; i < LANDING.length && cut + i <= highest; i++) {
            if (p[cut + i] > RAREST * p[from]) {
                w[cut + i] = LANDING[i] / landing * p[from] / p[cut + i];
            }
        }
        return true;
    }

    /** Polynomials of the score, orthonormal under p: level and spread. */
    static double[][] basis(double[] p) {
        double[][] basis = new double[POWERS][];
        int found = 0;
        for (int power = 0; power < POWERS; power++) {
            double[] q = new double[p.length];
            for (int x = 0; x < q.length; x++) {
                q[x] = Math.pow((double) x / q.length - 0.5, power);
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < found; k++) {
                    SmallMatrix.add(q, -product(p, q, basis[k]), basis[k]);
                }
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
