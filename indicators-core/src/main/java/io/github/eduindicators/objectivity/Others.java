package io.github.eduindicators.objectivity;

/** How many others there are to compare a cell with. */
final class Others {
    private final Panel panel;
    private final int[][] schools;
    private final long[][] pupils;
    private final double[][][] atKnot;

    private Others(Panel panel) {
        this.panel = panel;
        int columns = panel.assessmentCount();
        int regions = Math.max(1, panel.regionCount());
        this.schools = new int[regions][columns];
        this.pupils = new long[regions][columns];
        this.atKnot = new double[regions][columns][];
        for (int s = 0; s < panel.schoolCount(); s++) {
            for (int t = 0; t < columns; t++) {
                int n = panel.n(panel.cell(s, t));
                schools[panel.region(s)][t] += n > 0 ? 1 : 0;
                pupils[panel.region(s)][t] += n;
            }
        }
        for (int r = 0; r < regions; r++) {
            for (int t = 0; t < columns; t++) {
                double[][] counts = panel.reference().counts(t, r);
                atKnot[r][t] = new double[counts.length];
                for (int k = 0; k < counts.length; k++) {
                    for (double count : counts[k]) {
                        atKnot[r][t][k] += count;
                    }
                }
            }
        }
    }

    static Others of(Panel panel) {
        return new Others(panel);
    }

    /** Whether the region has enough other schools and pupils in the assessment. */
    boolean enough(int s, int t, int fewestSchools, int fewestPupils) {
        int n = panel.n(panel.cell(s, t));
        int r = panel.region(s);
        return n > 0 && schools[r][t] - 1 >= fewestSchools && pupils[r][t] - n >= fewestPupils;
    }

    /** How many pupils of others the reference of the cell is worth: so many drawn from it would be as uncertain. */
    double pupils(int s, int t) {
        double[] knots = atKnot[panel.region(s)][t];
        double at = panel.reference().position(t, panel.level(panel.cell(s, t)));
        int lower = (int) at;
        double share = at - lower;
        double n = panel.n(panel.cell(s, t));
        double borrowed = LevelReference.PUPILS_OF_WHOLE + (panel.regionCount() > 1 ? LevelReference.PUPILS_OF_OTHERS : 0);
        double low = Math.max(0, knots[lower] - (1 - share) * n) + borrowed;
        if (share == 0) {
            return low;
        }
        double high = Math.max(0, knots[lower + 1] - share * n) + borrowed;
        return 1 / ((1 - share) * (1 - share) / low + share * share / high);
    }
}
