package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How values of honest schools, and kinds of evidence, go together. Oracle of the covariance: honest_covariance.py in the folder
 * oracle, numpy 2.4.6, written from the definitions alone.
 */
class HonestCovarianceTest {
    private static final Assessment[] WORKS = {
        work(2019, Subject.MATHEMATICS, 4), work(2020, Subject.MATHEMATICS, 5), work(2019, Subject.RUSSIAN, 4),
        work(2020, Subject.RUSSIAN, 4), work(2021, Subject.MATHEMATICS, 4)};
    private static final int SCHOOLS = 60;

    private static Assessment work(int year, Subject subject, int grade) {
        return Assessment.vpr(year, subject, grade, ScoreScale.of(20, 6, 10, 15));
    }

    private static SchoolId id(int s) {
        return SchoolId.of(String.format(Locale.ROOT, "s%02d", s));
    }

    /** Where the panel has an assessment that the table of the oracle has at the place given. */
    private static int[] places(Panel panel) {
        return IntStream.range(0, WORKS.length).map(t -> List.of(WORKS).indexOf(panel.assessment(t))).toArray();
    }

    @Test
    void momentsAreThoseOfTheOracle() {
        ScoreTally tally = ScoreTally.create();
        for (int s = 0; s < SCHOOLS; s++) {
            for (Assessment work : WORKS) {
                tally.add(id(s), work, s % 21);
            }
        }
        Panel panel = Panel.of(tally.snapshot());
        int[] place = places(panel);
        int columns = WORKS.length;
        double[] value = new double[3 * SCHOOLS * columns];
        double[] error = new double[value.length];
        for (int s = 0; s < SCHOOLS; s++) {
            for (int v = 0; v < 3; v++) {
                for (int at = 0; at < columns; at++) {
                    int t = place[at];
                    if ((s * 7 + v * 3 + t * 5) % 9 != 0) {
                        int i = (3 * s + v) * columns + at;
                        int later = WORKS[t].year() - WORKS[t].grade();
                        error[i] = 1 / Math.sqrt(5 + (s * 13 + t * 7 + v) % 40);
                        value[i] = 0.4 * Math.sin(s * 1.7 + 0.3 * v) + 0.25 * Math.sin(s * 2.9 + t)
                                + error[i] * 1.3 * Math.sin(s * (t + 2) * 3.1 + v * v + later) + (s == 17 && v == 0 ? 3 : 0);
                    }
                }
            }
        }
        HonestCovariance covariance = HonestCovariance.of(panel, value, error, new double[] {0.05, 0.08, 0.02});
        double[][] expected = {
            {0, 0, 0.1544598532038366, 1.7135498525652266}, {0, 1, 0.1391072266805116, -0.5689576310762885},
            {0, 2, 0.14063377075690436, -0.9950317189153999}, {0, 4, 0.09269454293126769, 0}, {1, 3, 0.093826522838959, 0},
            {3, 7, 0.07106538516983872, 0}, {2, 12, 0.056395223396819794, -0.6943448988149994},
            {14, 14, 0.12194712957867225, 1.0172861464608678}, {5, 10, 0.11433416615910297, -0.7498352212694483},
            {7, 5, 0.0744467872232304, 0.06904962129292595}};
        int[] back = new int[columns];
        for (int at = 0; at < columns; at++) {
            back[place[at]] = at;
        }
        for (double[] row : expected) {
            int i = (int) row[0] / columns * columns + back[(int) row[0] % columns];
            int j = (int) row[1] / columns * columns + back[(int) row[1] % columns];
            assertThat(covariance.lasting()[i][j]).as(i + " " + j).isCloseTo(row[2], within(1e-10));
            assertThat(covariance.lasting()[j][i]).as(j + " " + i).isCloseTo(row[2], within(1e-10));
            assertThat(covariance.sampling()[i][j]).as(i + " " + j).isCloseTo(row[3], within(1e-10));
        }
        assertThat(IntStream.range(0, 15).mapToDouble(i -> covariance.lasting()[i][i]).sum()).isCloseTo(1.9249985909497271, within(1e-10));
        assertThat(IntStream.range(0, 15).mapToDouble(i -> covariance.sampling()[i][i]).sum()).isCloseTo(16.86243277722805, within(1e-9));
    }

    private static List<Finding> findings(double... p) {
        List<Finding> findings = new ArrayList<>();
        for (int s = 0; s < p.length; s++) {
            if (!Double.isNaN(p[s])) {
                findings.add(Finding.builder(MethodInfo.of("test/a", "1", "test"), id(s)).outcome(Outcome.CLEAR).p(p[s]).n(1).build());
            }
        }
        return findings;
    }

    @Test
    void kindsGoTogetherByTheirNormalScoresCutAtTwo() {
        double[] a = {0.01, 0.3, 0.5, 0.9, 0.999, 0.2, Double.NaN};
        double[] b = {0.04, 0.6, 0.2, 0.7, 0.5, 0.1, 0.5};
        Map<EvidenceKind, List<Finding>> byKind =
                Map.of(EvidenceKind.CUTOFF, findings(a), EvidenceKind.JOURNAL, findings(b), EvidenceKind.MEAN, findings(0.5, 0.5, 0.4));
        // R: z <- function(p) pmin(2, pmax(-2, qnorm(p, lower = FALSE))); r <- cor(z(a[1:6]), z(b[1:6])) = 0.763716710858033;
        //    w <- qnorm(c(.01, .04), lower = FALSE); pnorm(sum(w) / sqrt(2 + 2 * r), lower = FALSE), and with 0 for r
        KindCorrelation correlation = KindCorrelation.of(byKind);
        assertThat(correlation.combined(Map.of(EvidenceKind.CUTOFF, 0.01, EvidenceKind.JOURNAL, 0.04)))
                .isCloseTo(0.0149740727737407, within(1e-10));
        assertThat(correlation.combined(Map.of(EvidenceKind.CUTOFF, 0.01))).isCloseTo(0.01, within(1e-12));
        // Opposite kinds count as unrelated.
        KindCorrelation opposite = KindCorrelation.of(Map.of(EvidenceKind.CUTOFF, findings(0.1, 0.2, 0.3, 0.4),
                EvidenceKind.JOURNAL, findings(0.4, 0.3, 0.2, 0.1)));
        assertThat(opposite.combined(Map.of(EvidenceKind.CUTOFF, 0.01, EvidenceKind.JOURNAL, 0.04))).isCloseTo(0.00197017285911282, within(1e-10));
        // Two schools are too few to tell.
        KindCorrelation few = KindCorrelation.of(Map.of(EvidenceKind.CUTOFF, findings(0.1, 0.2), EvidenceKind.JOURNAL, findings(0.1, 0.2)));
        assertThat(few.combined(Map.of(EvidenceKind.CUTOFF, 0.01, EvidenceKind.JOURNAL, 0.04))).isCloseTo(0.00197017285911282, within(1e-10));
        KindCorrelation three = KindCorrelation.of(
                Map.of(EvidenceKind.CUTOFF, findings(0.1, 0.2, 0.3), EvidenceKind.JOURNAL, findings(0.1, 0.2, 0.3)));
        assertThat(three.combined(Map.of(EvidenceKind.CUTOFF, 0.04, EvidenceKind.JOURNAL, 0.04))).isCloseTo(0.04, within(1e-10));
    }

    @Test
    void smallMatricesAreThoseOfTheTextbook() {
        double[][] a = {{1, 2, 0}, {0, 3, 4}};
        assertThat(SmallMatrix.times(a, new double[] {1, 2, 3})).containsExactly(5, 18);
        assertThat(SmallMatrix.times(a, new double[][] {{1, 0}, {2, 1}, {0, 5}})).isDeepEqualTo(new double[][] {{5, 2}, {6, 23}});
        assertThat(SmallMatrix.transposed(a)).isDeepEqualTo(new double[][] {{1, 0}, {2, 3}, {0, 4}});
        assertThat(SmallMatrix.diagonal(2, 7)).isDeepEqualTo(new double[][] {{7, 0}, {0, 7}});
        double[][] sum = {{1, 1}, {1, 1}};
        SmallMatrix.add(sum, 2, new double[][] {{1, 2}, {3, 4}});
        assertThat(sum).isDeepEqualTo(new double[][] {{3, 5}, {7, 9}});
        SmallMatrix.addSquare(sum, -1, new double[] {1, 3});
        assertThat(sum).isDeepEqualTo(new double[][] {{2, 2}, {4, 0}});
        double[][] inverse = SmallMatrix.inverse(new double[][] {{5, 1, 2}, {1, 4, 0.3}, {2, 0.3, 6}});
        double[][] product = SmallMatrix.times(inverse, new double[][] {{5, 1, 2}, {1, 4, 0.3}, {2, 0.3, 6}});
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(product[i][j]).isCloseTo(i == j ? 1 : 0, within(1e-14));
                assertThat(inverse[i][j]).isEqualTo(inverse[j][i]);
            }
        }
        // A pivot of 0 is raised to 1e-12 of the mean of the diagonal: (1 + 4) / 2.
        assertThat(SmallMatrix.inverse(new double[][] {{1, 2}, {2, 4}})[1][1]).isCloseTo(4e11, within(1e3));
    }

    @Test
    void theMainAxisOfASpreadIsItsFirstPrincipalComponent() {
        // common + own = [[2.5, 1.5], [1.5, 2.5]]: eigenvalue 4 along (1, 1) / sqrt 2.
        Honest.Spread spread = Honest.Spread.of(new double[2], new double[][] {{2, 1}, {1, 1}}, new double[][] {{0.5, 0.5}, {0.5, 1.5}});
        assertThat(spread.main()).containsExactly(new double[] {Math.sqrt(2), Math.sqrt(2)}, within(1e-12));
        // [[5, 0], [0, 2]]: the first axis, of length root 5.
        Honest.Spread flat = Honest.Spread.of(new double[2], new double[][] {{4, 0}, {0, 1}}, new double[][] {{1, 0}, {0, 1}});
        assertThat(flat.main()).containsExactly(new double[] {Math.sqrt(5), 0}, within(1e-12));
        assertThat(spread.commonInverse()).isDeepEqualTo(SmallMatrix.inverse(new double[][] {{2, 1}, {1, 1}}));
        assertThat(spread.ownInverse()).isDeepEqualTo(SmallMatrix.inverse(new double[][] {{0.5, 0.5}, {0.5, 1.5}}));
    }

    @Test
    void whatIsTheWorksOwnIsTakenOutInSeveralDirections() {
        // G becomes inv(inv(G) + a a'), and U goes with it as the effect inv(G) U stays.
        ScopedScores.Cell cell = ScopedScores.Cell.of(2, Double.POSITIVE_INFINITY, 100);
        cell.add(new double[] {0.25, 0.25, 0.5}, new double[][] {{-1, 1, 0}, {1, 1, -1}}, new int[] {20, 30, 50});
        double[][] g = cell.information();
        double[] u = cell.score();
        double[] a = {0.2, -0.1};
        Honest.Work work = Honest.Work.of(cell, a);
        double[][] aa = {{0.04, -0.02}, {-0.02, 0.01}};
        double[][] inverse = SmallMatrix.inverse(g);
        SmallMatrix.add(inverse, 1, aa);
        double[][] expected = SmallMatrix.inverse(inverse);
        for (int i = 0; i < 2; i++) {
            assertThat(work.g()[i]).containsExactly(expected[i], within(1e-9));
            assertThat(work.u()[i]).isCloseTo(SmallMatrix.dot(expected[i], SmallMatrix.times(SmallMatrix.inverse(g), u)), within(1e-9));
        }
        double[] weights = work.weights(new double[] {3, -5});
        assertThat(SmallMatrix.dot(weights, u)).isCloseTo(SmallMatrix.dot(new double[] {3, -5}, work.u()), within(1e-9));
    }

    @Test
    void scopesAreDeclaredBeforeLookingAndEqualSetsStandOnce() {
        List<Assessment> works = List.of(WORKS);
        // Mathematics 4 in 2019 and 2021, mathematics 5 in 2020, Russian 4 in 2019 and 2020.
        assertThat(Scope.lasting(works)).extracting(Scope::told).containsExactly("all", "grade 4", "grade 5", "mathematics",
                "mathematics, grade 4", "russian", "2020+", "grade 4, 2020+", "mathematics, 2020+", "mathematics, grade 4, 2020+",
                "russian, 2020+");
        assertThat(Scope.yearly(works)).extracting(Scope::told).containsExactly("2019", "2020", "grade 4, 2020", "grade 5, 2020", "2021");
        assertThat(Scope.lasting(works).get(1).members()).hasToString("{0, 2, 3, 4}");
        assertThat(Scope.lasting(works).get(9).members()).hasToString("{4}");
        assertThat(Scope.yearly(works).get(2).members()).hasToString("{3}");
        assertThat(Scope.lasting(List.of())).isEmpty();
        assertThat(Scope.yearly(List.of())).isEmpty();
    }
}
