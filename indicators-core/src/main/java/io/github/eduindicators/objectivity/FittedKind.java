package io.github.eduindicators.objectivity;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.MarkTable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Scores brought just inside the interval of the journal mark: the first effect is the share of pupils, among those whose
 * test mark is another, to whom that was done; the second is how closely journal marks follow the scores at all, in which
 * honest schools differ.
 */
final class FittedKind implements ScopedScores.Kind {
    private static final int OWN = 2;
    private static final int EFFECTS = OWN + CutoffKind.CUTS;
    /** Where a score lands that is brought into an interval, counted from its end. */
    private static final double[] LANDING = {0.45, 0.35, 0.15, 0.05};
    /** A place as rare as this against those it is filled from says nothing certain. */
    private static final double MOST = 10;
    /** The prior of the tilt: wide against what schools show. */
    private static final double TILT_VARIANCE = 1;

    private final Panel panel;
    private final LevelShares others;
    private final JournalTilt tilt;
    private final int[] subjectOf;
    private final int subjects;

    private FittedKind(Panel panel) {
        this.panel = panel;
        this.others = LevelShares.ofMarks(panel);
        this.tilt = JournalTilt.of(panel);
        List<Subject> list = List.copyOf(new TreeSet<>(panel.assessments().stream().map(Assessment::subject).toList()));
        this.subjects = list.size();
        this.subjectOf = panel.assessments().stream().mapToInt(a -> list.indexOf(a.subject())).toArray();
    }

    static FittedKind of(Panel panel) {
        return new FittedKind(panel);
    }

    @Override
    public int effects() {
        return EFFECTS;
    }

    @Override
    public double[] direction() {
        double[] fitted = new double[EFFECTS];
        fitted[0] = 1;
        return fitted;
    }

    @Override
    public List<ScopedScores.Cell> cells(int s) {
        List<JournalTilt.Cell> journals = new ArrayList<>();
        double[] score = new double[subjects];
        double[] information = new double[subjects];
        for (int t = 0; t < subjectOf.length; t++) {
            JournalTilt.Cell journal = tilt.cell(s, t);
            journals.add(journal);
            if (journal.known()) {
                score[subjectOf[t]] += journal.score();
                information[subjectOf[t]] += journal.information();
            }
        }
        List<ScopedScores.Cell> cells = new ArrayList<>();
        for (int t = 0; t < subjectOf.length; t++) {
            int k = subjectOf[t];
            cells.add(cell(s, t, journals.get(t), score[k] / (information[k] + 1 / TILT_VARIANCE)));
        }
        return cells;
    }

    /** Whether a school has a journal mark in an assessment with test marks. */
    boolean marked(int s) {
        for (int t = 0; t < subjectOf.length; t++) {
            if (panel.assessment(t).scale().hasMarks() && tilt.cell(s, t).count() > 0) {
                return true;
            }
        }
        return false;
    }

    private ScopedScores.Cell cell(int s, int t, JournalTilt.Cell journal, double lambda) {
        boolean usable = journal.known()
                && panel.assessment(t).scale().hasMarks()
                && others.enough(s, t, SchoolCutoffExcess.FEWEST_OTHERS, SchoolCutoffExcess.FEWEST_REFERENCE);
        ScopedScores.Cell cell = ScopedScores.Cell.of(
                EFFECTS, usable ? others.pupils(s, t, (int) journal.count()) : 1, journal.count());
        if (!usable) {
            return cell;
        }
        int max = panel.assessment(t).scale().max();
        double[] shares = others.of(s, t, others.own(s, t));
        double[] p = new double[max + 1];
        double[][] law = new double[max + 1][JournalTilt.MARKS];
        double[] tilts = new double[JournalTilt.MARKS];
        for (int m = 0; m < tilts.length; m++) {
            tilts[m] = Math.exp(lambda * (m + MarkTable.LOWEST - JournalTilt.MIDDLE));
        }
        double total = 0;
        double mean = 0;
        double square = 0;
        for (int x = 0; x <= max; x++) {
            double tilted = 0;
            for (int m = 0; m < JournalTilt.MARKS; m++) {
                p[x] += shares[x * JournalTilt.MARKS + m];
                law[x][m] = shares[x * JournalTilt.MARKS + m] * tilts[m];
                tilted += law[x][m];
            }
            for (int m = 0; m < JournalTilt.MARKS && tilted > 0; m++) {
                law[x][m] /= tilted;
            }
            total += p[x];
            mean += p[x] * x;
            square += p[x] * x * x;
        }
        mean /= total;
        double spread = Math.sqrt(Math.max(1e-9, square / total - mean * mean));
        double[][] w = weights(t, p, law);
        List<double[][]> byScore = new ArrayList<>();
        List<int[]> counts = new ArrayList<>();
        List<double[]> laws = new ArrayList<>();
        for (int x = 0; x <= max; x++) {
            int[] here = new int[JournalTilt.MARKS];
            int n = 0;
            for (int m = 0; m < JournalTilt.MARKS; m++) {
                here[m] = journal.count(x, m + MarkTable.LOWEST);
                n += here[m];
            }
            if (n > 0) {
                double[] l = journal.law(x, lambda);
                double middle = 0;
                double weight = 0;
                for (int m = 0; m < JournalTilt.MARKS; m++) {
                    middle += l[m] * m;
                    weight += l[m] * w[x][m];
                }
                double[][] features = new double[OWN + 1][JournalTilt.MARKS];
                for (int m = 0; m < JournalTilt.MARKS; m++) {
                    features[0][m] = w[x][m] - weight;
                    features[1][m] = (m - middle) * (x - mean) / spread;
                    features[2][m] = m - middle;
                }
                byScore.add(features);
                counts.add(here);
                laws.add(l);
                int mark = panel.assessment(t).scale().mark(x) - MarkTable.LOWEST;
                cell.note(n * l[mark], here[mark]);
            }
        }
        clear(byScore, counts, laws);
        for (int i = 0; i < byScore.size(); i++) {
            cell.add(laws.get(i), new double[][] {byScore.get(i)[0], byScore.get(i)[1]}, counts.get(i));
        }
        cell.count(journal.count());
        margin(t, cell, p, total, law, w, journal);
        return cell;
    }

    /** The scores alone: where the weight does not depend on the mark, and how kindly boundaries are treated. */
    private void margin(
            int t,
            ScopedScores.Cell cell,
            double[] shares,
            double total,
            double[][] law,
            double[][] w,
            JournalTilt.Cell journal) {
        double[] p = shares.clone();
        int[] counts = new int[p.length];
        double[][] features = new double[EFFECTS][p.length];
        for (int x = 0; x < p.length; x++) {
            p[x] /= total;
            for (int m = 0; m < JournalTilt.MARKS; m++) {
                counts[x] += journal.count(x, m + MarkTable.LOWEST);
                features[0][x] += law[x][m] * w[x][m];
            }
        }
        double[][] basis = CutoffKind.basis(p);
        if (basis.length < 2) {
            return;
        }
        CutoffKind.clear(features[0], p, basis);
        List<Integer> cuts = panel.assessment(t).scale().cuts();
        for (int c = 0; c < CutoffKind.CUTS; c++) {
            CutoffKind.moves(p, cuts, c, features[OWN + c]);
            CutoffKind.clear(features[OWN + c], p, basis);
        }
        cell.add(p, features, counts);
    }

    /** Takes the part out of the first features that a change of the tilt explains, the last feature. */
    private static void clear(List<double[][]> features, List<int[]> counts, List<double[]> laws) {
        double variance = 0;
        double[] shared = new double[OWN];
        for (int i = 0; i < features.size(); i++) {
            int n = 0;
            for (int count : counts.get(i)) {
                n += count;
            }
            double[][] f = features.get(i);
            for (int m = 0; m < JournalTilt.MARKS; m++) {
                double share = n * laws.get(i)[m];
                variance += share * f[OWN][m] * f[OWN][m];
                for (int e = 0; e < OWN; e++) {
                    shared[e] += share * f[OWN][m] * f[e][m];
                }
            }
        }
        if (variance > 0) {
            for (double[][] f : features) {
                for (int e = 0; e < OWN; e++) {
                    SmallMatrix.add(f[e], -shared[e] / variance, f[OWN]);
                }
            }
        }
    }

    /** By score and mark: the relative change of the shares if all with another test mark were brought into their interval. */
    private double[][] weights(int t, double[] p, double[][] law) {
        List<Integer> cuts = panel.assessment(t).scale().cuts();
        double[][] w = new double[p.length][JournalTilt.MARKS];
        for (int m = 0; m < JournalTilt.MARKS; m++) {
            int low = m == 0 ? 0 : cuts.get(m - 1);
            int high = m == JournalTilt.MARKS - 1 ? p.length - 1 : cuts.get(m) - 1;
            double below = 0;
            double above = 0;
            for (int x = 0; x < p.length; x++) {
                if (x < low) {
                    below += p[x] * law[x][m];
                } else if (x > high) {
                    above += p[x] * law[x][m];
                }
            }
            double landing = 0;
            for (int i = 0; i < LANDING.length && low + i <= high; i++) {
                landing += LANDING[i];
            }
            for (int x = 0; x < p.length; x++) {
                if (x < low || x > high) {
                    w[x][m] = -1;
                } else {
                    double in = 0;
                    if (x - low < LANDING.length) {
                        in += below * LANDING[x - low];
                    }
                    if (high - x < LANDING.length) {
                        in += above * LANDING[high - x];
                    }
                    double here = p[x] * law[x][m];
                    w[x][m] = in == 0 ? 0 : Math.min(MOST, in / landing / Math.max(here, Double.MIN_NORMAL));
                }
            }
        }
        return w;
    }
}
