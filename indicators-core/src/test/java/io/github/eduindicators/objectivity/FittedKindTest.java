package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The effects of fitted scores, with the joint law of scores and marks written out before and after all are fitted. */
class FittedKindTest {
    private static final double[] LANDING = {0.45, 0.35, 0.15, 0.05};

    private final Panel panel = Panel.of(PanelOracleTest.results());
    private final JournalTilt tilt = JournalTilt.of(panel);
    private final LevelShares others = LevelShares.ofMarks(panel);

    /** The law once all pupils whose test mark is not m are brought into the interval of m, over the law as it is, less 1; at most 10. */
    private static double[][] change(double[][] joint, List<Integer> cuts) {
        int width = joint.length;
        double[][] w = new double[width][4];
        for (int m = 0; m < 4; m++) {
            int low = m == 0 ? 0 : cuts.get(m - 1);
            int high = m == 3 ? width - 1 : cuts.get(m) - 1;
            double[] after = new double[width];
            double whole = 0;
            for (int i = 0; i < 4 && low + i <= high; i++) {
                whole += LANDING[i];
            }
            for (int x = 0; x < width; x++) {
                if (x >= low && x <= high) {
                    after[x] += joint[x][m];
                }
                for (int i = 0; i < 4 && low + i <= high; i++) {
                    if (x < low) {
                        after[low + i] += joint[x][m] * LANDING[i] / whole;
                    } else if (x > high) {
                        after[high - i] += joint[x][m] * LANDING[i] / whole;
                    }
                }
            }
            for (int x = 0; x < width; x++) {
                boolean inside = x >= low && x <= high;
                double in = after[x] - joint[x][m];
                w[x][m] = !inside ? -1 : in == 0 ? 0 : Math.min(10, in / Math.max(joint[x][m], Double.MIN_NORMAL));
            }
        }
        return w;
    }

    /** The tilt of a school in the one subject that there is: U / (I + 1) over its assessments. */
    private double lambda(int s) {
        double score = 0;
        double information = 0;
        for (int t = 0; t < 3; t++) {
            JournalTilt.Cell journal = tilt.cell(s, t);
            score += journal.known() ? journal.score() : 0;
            information += journal.known() ? journal.information() : 0;
        }
        return score / (information + 1);
    }

    private ScopedScores.Cell expected(int s, int t) {
        JournalTilt.Cell journal = tilt.cell(s, t);
        ScopedScores.Cell cell = ScopedScores.Cell.of(5, others.pupils(s, t, (int) journal.count()), journal.count());
        int width = panel.assessment(t).scale().max() + 1;
        double lambda = lambda(s);
        double[] shares = others.of(s, t, others.own(s, t));
        double[] p = new double[width];
        double[][] joint = new double[width][4];
        double mean = 0;
        double square = 0;
        for (int x = 0; x < width; x++) {
            double tilted = 0;
            for (int m = 0; m < 4; m++) {
                p[x] += shares[x * 4 + m];
                joint[x][m] = shares[x * 4 + m] * Math.exp(lambda * (m - 1.5));
                tilted += joint[x][m];
            }
            for (int m = 0; m < 4 && tilted > 0; m++) {
                joint[x][m] *= p[x] / tilted;
            }
            mean += p[x] * x;
            square += p[x] * x * x;
        }
        double sd = Math.sqrt(square - mean * mean);
        double[][] w = change(joint, panel.assessment(t).scale().cuts());
        // Given the score: what the weight says of the mark, and how marks follow scores, less what a tilt explains of both.
        double[][][] features = new double[width][][];
        double variance = 0;
        double[] shared = new double[2];
        for (int x = 0; x < width; x++) {
            double[] law = journal.law(x, lambda);
            int n = 0;
            double middle = 0;
            double weight = 0;
            for (int m = 0; m < 4; m++) {
                n += journal.count(x, m + 2);
                middle += law[m] * m;
                weight += law[m] * w[x][m];
            }
            features[x] = new double[3][4];
            for (int m = 0; m < 4; m++) {
                features[x][0][m] = w[x][m] - weight;
                features[x][1][m] = (m - middle) * (x - mean) / sd;
                features[x][2][m] = m - middle;
                variance += n * law[m] * (m - middle) * (m - middle);
                shared[0] += n * law[m] * (m - middle) * features[x][0][m];
                shared[1] += n * law[m] * (m - middle) * features[x][1][m];
            }
        }
        for (int x = 0; x < width; x++) {
            int[] counts = new int[4];
            for (int m = 0; m < 4; m++) {
                counts[m] = journal.count(x, m + 2);
                features[x][0][m] -= shared[0] / variance * features[x][2][m];
                features[x][1][m] -= shared[1] / variance * features[x][2][m];
            }
            if (counts[0] + counts[1] + counts[2] + counts[3] > 0) {
                cell.add(journal.law(x, lambda), new double[][] {features[x][0], features[x][1]}, counts);
            }
        }
        // The scores alone: their part of the weight, and a move to each of the three cuts.
        double[][] alone = new double[5][width];
        int[] counts = new int[width];
        double[][] basis = CutoffKind.basis(p);
        for (int x = 0; x < width; x++) {
            for (int m = 0; m < 4; m++) {
                counts[x] += journal.count(x, m + 2);
                alone[0][x] += p[x] > 0 ? joint[x][m] / p[x] * w[x][m] : 0;
            }
        }
        CutoffKind.clear(alone[0], p, basis);
        for (int c = 0; c < 3; c++) {
            CutoffKind.moves(p, panel.assessment(t).scale().cuts(), c, alone[2 + c]);
            CutoffKind.clear(alone[2 + c], p, basis);
        }
        cell.add(p, alone, counts);
        return cell;
    }

    @Test
    void scoreAndInformationAreThoseOfTheJointLaw() {
        FittedKind kind = FittedKind.of(panel);
        assertThat(kind.effects()).isEqualTo(5);
        assertThat(kind.direction()).containsExactly(1, 0, 0, 0, 0);
        int compared = 0;
        for (int s = 0; s < 24; s++) {
            List<ScopedScores.Cell> cells = kind.cells(s);
            for (int t = 0; t < 3; t++) {
                ScopedScores.Cell cell = cells.get(t);
                JournalTilt.Cell journal = tilt.cell(s, t);
                if (!journal.known()) {
                    assertThat(cell.n()).isZero();
                    continue;
                }
                compared++;
                assertThat(cell.n()).isEqualTo(journal.count());
                ScopedScores.Cell expected = expected(s, t);
                double seen = 0;
                double foreseen = 0;
                for (int x = 0; x <= panel.assessment(t).scale().max(); x++) {
                    int mark = panel.assessment(t).scale().mark(x);
                    int n = 0;
                    for (int m = 2; m <= 5; m++) {
                        n += journal.count(x, m);
                    }
                    seen += journal.count(x, mark);
                    foreseen += n * journal.law(x, lambda(s))[mark - 2];
                }
                assertThat(cell.observed()).isEqualTo(seen);
                assertThat(cell.expected()).isCloseTo(foreseen, within(1e-9));
                for (int e = 0; e < 5; e++) {
                    double size = Math.sqrt(expected.information()[e][e]);
                    assertThat(cell.score()[e]).as("school %d, assessment %d, effect %d", s, t, e)
                            .isCloseTo(expected.score()[e], within(1e-8 * (1 + size)));
                    for (int f = 0; f < 5; f++) {
                        double other = Math.sqrt(expected.information()[f][f]);
                        assertThat(cell.information()[e][f]).isCloseTo(expected.information()[e][f], within(1e-8 * (1 + size * other)));
                    }
                }
            }
            assertThat(kind.marked(s)).isTrue();
        }
        assertThat(compared).isGreaterThan(40);
    }
}
