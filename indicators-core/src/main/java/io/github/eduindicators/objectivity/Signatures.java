package io.github.eduindicators.objectivity;

import java.util.Arrays;

/**
 * What violations would do to the values of a school, read off in the region's own counts: pupils of a middling school are given
 * {@value #HELP} of all points, or {@value #RAISED} of them a higher journal mark, and the values are computed anew.
 */
final class Signatures {
    private static final double HELP = 0.15;
    private static final double RAISED = 0.4;

    private final Panel panel;
    private final int columns;
    private final double[] sd;
    private final double[] information;
    private final double[] mixingInformation;

    private Signatures(Panel panel, double[] sd, double[] information, double[] mixingInformation) {
        this.panel = panel;
        this.columns = panel.assessmentCount();
        this.sd = sd;
        this.information = information;
        this.mixingInformation = mixingInformation;
    }

    /** By assessment: the standard deviation of pupils, and the information on tilt and mixing that a pupil gives. */
    static Signatures of(Panel panel, double[] sd, double[] information, double[] mixingInformation) {
        return new Signatures(panel, sd, information, mixingInformation);
    }

    /**
     * What help with the test does to the tilt, for a rise of R by 1: pupils of a middling school are given some points, journal marks
     * stay, and the tilt is read off against the level that the school then seems to have.
     */
    double helpTilt() {
        double sum = 0;
        int count = 0;
        for (int t = 0; t < columns; t++) {
            double loading = helpTilt(t);
            if (!Double.isNaN(loading)) {
                sum += loading;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private double helpTilt(int t) {
        double[][] knots = panel.reference().counts(t);
        int max = panel.assessment(t).scale().max();
        double[] before = shares(t, knots, 0);
        int points = Math.max(1, (int) Math.round(HELP * max));
        double mean = 0;
        double helped = 0;
        double total = 0;
        for (int i = 0; i < before.length; i++) {
            int x = i / Panel.COLUMNS;
            mean += x * before[i];
            helped += Math.min(max, x + points) * before[i];
            total += before[i];
        }
        if (!(total > 0) || !(mean > 0) || !(helped < max * total)) {
            return Double.NaN;
        }
        double rise = StrictMath.log(helped / (max * total - helped)) - StrictMath.log(mean / (max * total - mean));
        double[] after = shares(t, knots, rise);
        double score = 0;
        double weight = 0;
        for (int x = 0; x <= max; x++) {
            double[] law = new double[JournalTilt.MARKS];
            double here = 0;
            for (int m = 0; m < JournalTilt.MARKS; m++) {
                for (int d = -1; d <= 1; d++) {
                    if (x + d >= 0 && x + d <= max) {
                        law[m] += after[(x + d) * Panel.COLUMNS + 1 + m];
                    }
                }
                here += law[m];
            }
            if (here > 0) {
                double expected = 0;
                double square = 0;
                for (int m = 0; m < JournalTilt.MARKS; m++) {
                    expected += m * law[m] / here;
                    square += m * m * law[m] / here;
                }
                for (int from = 0; from <= max; from++) {
                    if (Math.min(max, from + points) == x) {
                        for (int m = 0; m < JournalTilt.MARKS; m++) {
                            double pupils = before[from * Panel.COLUMNS + 1 + m];
                            score += pupils * (m - expected);
                            weight += pupils * (square - expected * expected);
                        }
                    }
                }
            }
        }
        return weight > 0 && rise > 0 ? score / weight * Math.sqrt(information[t]) / (rise / sd[t]) : Double.NaN;
    }

    /**
     * What raising the journal marks of a share of the pupils by one does to the mixing, for a rise of L by 1, read off in the
     * reference at the middle level.
     */
    double raisingMixing() {
        double sum = 0;
        int count = 0;
        for (int t = 0; t < columns; t++) {
            double[] shares = shares(t, panel.reference().counts(t), 0);
            double first = 0;
            double square = 0;
            double total = 0;
            for (int x = 0; x * Panel.COLUMNS < shares.length; x++) {
                double here = 0;
                double mean = 0;
                for (int m = 0; m < JournalTilt.MARKS; m++) {
                    here += shares[x * Panel.COLUMNS + 1 + m];
                    mean += m * shares[x * Panel.COLUMNS + 1 + m];
                }
                for (int m = 0; m < JournalTilt.MARKS && here > 0; m++) {
                    double r = m - mean / here;
                    double up = m + 1 < JournalTilt.MARKS ? r + 1 : r;
                    double pupils = shares[x * Panel.COLUMNS + 1 + m];
                    first += pupils * RAISED * (up - r);
                    square += pupils * RAISED * (up * up - r * r);
                    total += pupils;
                }
            }
            if (first > 0) {
                double rise = first / total;
                sum += (square / total - rise * rise) / Math.sqrt(mixingInformation[t]) / (rise / Math.sqrt(information[t]));
                count++;
            }
        }
        return count == 0 ? 0 : Math.max(0, sum / count);
    }

    private double[] shares(int t, double[][] knots, double level) {
        double at = panel.reference().position(t, level);
        int lower = (int) at;
        double[] shares = new double[knots[lower].length];
        double lowerSum = Math.max(1, Arrays.stream(knots[lower]).sum());
        double upperSum = at > lower ? Math.max(1, Arrays.stream(knots[lower + 1]).sum()) : 1;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (1 - (at - lower)) * knots[lower][i] / lowerSum
                    + (at > lower ? (at - lower) * knots[lower + 1][i] / upperSum : 0);
        }
        return shares;
    }
}
