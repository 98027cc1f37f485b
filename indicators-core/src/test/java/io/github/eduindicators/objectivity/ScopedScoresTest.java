package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Oracles: numpy 2.4.6, scipy 1.17.1.
 *
 * <p>Weights: {@code p = [2,3,5,8,10,12,14,12,10,8,6,4,3,2,1] / sum}, cuts 4, 8, 12; {@code w = D / p}, residuals of the
 * weighted regression ({@code W = diag(p)}) on 1, x, x^2. Tails: {@code scipy.stats.pearson3.sf(z, skew)}. Posterior: {@code
 * B = [[Tc+To, Tc], [Tc, Tc+To]]}, {@code V = inv(inv(B) + G)}, {@code b = M + V (U - G M)}.
 */
class ScopedScoresTest {
    private static final double[] SHARES = {
        0.02, 0.03, 0.05, 0.08, 0.10, 0.12, 0.14, 0.12, 0.10, 0.08, 0.06, 0.04, 0.03, 0.02, 0.01};
    private static final int[] COUNTS = {0, 1, 2, 1, 5, 3, 4, 1, 6, 2, 2, 0, 3, 0, 0};

    @Test
    void weightsOfPupilsLiftedToTheCutScoresAreThoseOfTheOracle() {
        double[][] w = CutoffKind.weights(SHARES, List.of(4, 8, 12));
        assertThat(w[0]).containsExactly(new double[] {
            0.220122561419769, 0.156210504783528, 0.10089997709637, -0.945809021641703, 0.656083508569308, 0.086577567729403,
            -0.005755415589989, -0.046629727103154, -0.050331081095807, -0.045430906139376, -0.03192920223386, -0.009825969379261,
            0.020878792424423, 0.060185083177191, 0.108092902879043}, within(1e-12));
        assertThat(w[5]).containsExactly(new double[] {
            -0.221384609159573, -0.125735244856087, -0.047928651548628, 0.012035170762803, 0.054156222078208, 0.078434502397584,
            0.084870011720934, 0.073462750048256, 0.044212717379552, -0.002880086285181, -1.06781566094594, -0.150594006602727,
            1.348784876744459, 0.080320989095618, -0.205985669549251}, within(1e-12));
    }

    @Test
    void scoreInformationAndThirdCumulantAreThoseOfTheOracle() {
        ScopedScores.Cell cell = ScopedScores.Cell.of(6, Double.POSITIVE_INFINITY, 30);
        double[][] w = CutoffKind.weights(SHARES, List.of(4, 8, 12));
        double sum = 0;
        for (double share : SHARES) {
            sum += share;
        }
        double[] p = SHARES.clone();
        for (int x = 0; x < p.length; x++) {
            p[x] /= sum;
        }
        cell.add(p, w, COUNTS);
        assertThat(cell.score()).containsExactly(
                new double[] {
                    2.488629967858163, 0.102192573510271, 5.370290088622923, 3.351897326517018, 3.236354598962392, 2.879709477373689},
                within(1e-10));
        assertThat(cell.information()[0]).containsExactly(
                new double[] {
                    3.560099262904945, 0.65499854120848, -0.007366441701926, -0.180266290340875, 0.049153693127196, 0.113516358829074},
                within(1e-10));
        assertThat(cell.third(new double[] {1, 0.5, -0.25, 2, 0, 1})).isCloseTo(-6.456465523702474, within(1e-9));
    }

    @Test
    void aReferenceOfFewPupilsCountsForLess() {
        ScopedScores.Cell sure = ScopedScores.Cell.of(1, Double.POSITIVE_INFINITY, 40);
        ScopedScores.Cell unsure = ScopedScores.Cell.of(1, 40, 40);
        for (ScopedScores.Cell cell : List.of(sure, unsure)) {
            cell.add(new double[] {0.5, 0.5}, new double[][] {{-1, 1}}, new int[] {10, 30});
        }
        // The sum of 40 pupils against a mean of 40 others: twice the variance.
        assertThat(sure.score()[0] / Math.sqrt(sure.information()[0][0])).isCloseTo(20 / Math.sqrt(40), within(1e-12));
        assertThat(unsure.score()[0] / Math.sqrt(unsure.information()[0][0])).isCloseTo(20 / Math.sqrt(80), within(1e-12));
    }

    @Test
    void predictionOfHonestEffectsIsThatOfTheOracle() {
        Honest.Spread spread = Honest.Spread.of(
                new double[] {0.1, -0.05},
                new double[][] {{0.04, 0.01}, {0.01, 0.09}},
                new double[][] {{0.02, -0.005}, {-0.005, 0.03}});
        Honest.Posterior posterior = new Honest.Posterior(spread, new Honest.Sums(
                new double[][] {{6, -2}, {1, 4}},
                new double[][][] {{{30, 5}, {5, 20}}, {{12, -3}, {-3, 25}}}));
        double[][] c = {{7, 2}, {-1, 4}};
        double[][] d = {{1, 0}, {3, -2}};
        assertThat(posterior.predicted(c)).isCloseTo(1.2943837338658615, within(1e-9));
        assertThat(posterior.covariance(c, posterior.transferred(c), d, posterior.transferred(d)))
                .isCloseTo(0.009827132050990839, within(1e-10));
        assertThat(posterior.coefficients(0, c[0], posterior.transferred(c)))
                .containsExactly(new double[] {0.128749217597439, 0.074163094794507}, within(1e-10));
        assertThat(posterior.coefficients(1, c[1], posterior.transferred(c)))
                .containsExactly(new double[] {0.044788041564207, 0.126643105119535}, within(1e-10));
    }

    @Test
    void whatIsTheWorksOwnIsTakenOutAsTheOracleDoes() {
        ScopedScores.Cell cell = ScopedScores.Cell.of(1, Double.POSITIVE_INFINITY, 100);
        cell.add(new double[] {0.5, 0.5}, new double[][] {{-1, 1}}, new int[] {40, 60});
        // U = 20, G = 100; standard deviation of works 0.2: both fall to a fifth, 1 / (1 + 100 * 0.04).
        Honest.Work work = Honest.Work.of(cell, new double[] {0.2});
        assertThat(work.u()[0]).isCloseTo(4, within(1e-12));
        assertThat(work.g()[0][0]).isCloseTo(20, within(1e-12));
        assertThat(work.weights(new double[] {3})[0]).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void tailsAllowForSkewness() {
        assertThat(ScopedScores.tail(2, 0.2)).isCloseTo(0.027863739890520652, Percentage.withPercentage(2));
        assertThat(ScopedScores.tail(3, 0.3)).isCloseTo(0.003584896263945741, Percentage.withPercentage(3));
        assertThat(ScopedScores.tail(3.5, 0.5)).isCloseTo(0.0019474797778723041, Percentage.withPercentage(5));
        assertThat(ScopedScores.tail(3, -0.2)).isCloseTo(0.00043037259497989423, Percentage.withPercentage(8));
        assertThat(ScopedScores.tail(3, 0)).isCloseTo(0.0013498980316300933, within(1e-12));
        // However short the tail is said to be, it does not end at z.
        assertThat(ScopedScores.tail(5, -3)).isPositive();
    }

    /** Cells of one effect with U = G (b + e) + noise: b by school, e by work. */
    private static final class Normal implements ScopedScores.Kind {
        private final double[][] u;
        private final double[] g;

        private Normal(Panel panel, long seed, double mean, double schools, double works) {
            Random random = new Random(seed);
            this.u = new double[panel.schoolCount()][panel.assessmentCount()];
            this.g = new double[panel.schoolCount()];
            for (int s = 0; s < u.length; s++) {
                double b = mean + schools * random.nextGaussian();
                g[s] = 5 + random.nextInt(60);
                for (int t = 0; t < u[s].length; t++) {
                    u[s][t] = g[s] * (b + works * random.nextGaussian()) + Math.sqrt(g[s]) * random.nextGaussian();
                }
            }
        }

        @Override
        public int effects() {
            return 1;
        }

        @Override
        public double[] direction() {
            return new double[] {1};
        }

        /** Two places of probability one half: weights plus and minus 1, and the counts that give U, nearly. */
        @Override
        public List<ScopedScores.Cell> cells(int s) {
            List<ScopedScores.Cell> cells = new ArrayList<>();
            for (double value : u[s]) {
                int n = (int) (100 * g[s]);
                int up = (int) Math.round((n + 10 * value) / 2);
                ScopedScores.Cell cell = ScopedScores.Cell.of(1, Double.POSITIVE_INFINITY, n);
                cell.add(new double[] {0.5, 0.5}, new double[][] {{-0.1, 0.1}}, new int[] {n - up, up});
                cell.count(n);
                cells.add(cell);
            }
            return cells;
        }
    }

    private static Panel panel(int schools) {
        ScoreTally tally = ScoreTally.create();
        for (int s = 0; s < schools; s++) {
            for (var work : Simulated.WORKS) {
                tally.add(Simulated.id(s), work, 10, 0);
            }
        }
        return Panel.of(tally.snapshot());
    }

    @Tag("simulation")
    @Test
    void theSpreadOfHonestSchoolsIsRecovered() {
        Panel panel = panel(600);
        assertThat(ScopedScores.of(panel, new Normal(panel, 1, 0, 0.3, 0)).tau(0)).isCloseTo(0.3, within(0.03));
        assertThat(ScopedScores.of(panel, new Normal(panel, 2, 0.5, 0.3, 0)).tau(0)).isCloseTo(0.3, within(0.03));
        assertThat(ScopedScores.of(panel, new Normal(panel, 3, 0, 0, 0)).tau(0)).isLessThan(0.07);
    }

    @Tag("simulation")
    @Test
    void schoolsThatDifferHonestlyGetPValuesThatAreNotTooSmall() {
        Panel panel = panel(2_000);
        for (double works : new double[] {0, 0.15}) {
            Normal kind = new Normal(panel, 7, 0.2, 0.3, works);
            ScopedScores scores = ScopedScores.of(panel, kind);
            List<Double> p = new ArrayList<>();
            for (int s = 0; s < panel.schoolCount(); s++) {
                Optional<ScopedScores.Answer> answer = scores.answer(s, kind.cells(s));
                answer.ifPresent(a -> p.add(a.p()));
            }
            assertThat(p).hasSize(2_000);
            // Two and a half standard errors: 0.012, 0.0056, 0.0018.
            assertThat(p.stream().filter(v -> v <= 0.05).count() / 2_000.0).isLessThan(0.062).isGreaterThan(0.02);
            assertThat(p.stream().filter(v -> v <= 0.01).count() / 2_000.0).isLessThan(0.0156);
            assertThat(p.stream().filter(v -> v <= 0.001).count() / 2_000.0).isLessThan(0.0028);
        }
    }

    @Test
    void aSchoolBeyondTheSpreadIsFoundAndItsNumbersAgree() {
        Panel panel = panel(500);
        Normal kind = new Normal(panel, 9, 0, 0.1, 0);
        int loud = 17;
        for (int t = 0; t < 4; t++) {
            kind.u[loud][t] += kind.g[loud] * 0.9;
        }
        ScopedScores.Answer answer = ScopedScores.of(panel, kind).answer(loud, kind.cells(loud)).orElseThrow();
        assertThat(answer.p()).isLessThan(1e-4);
        assertThat(answer.effect() / answer.error()).isCloseTo(answer.z(), within(1e-9));
        assertThat(answer.share().value()).isBetween(0.5, 1.0);
        assertThat(answer.excess()).isPositive().isLessThan(answer.effect());
        assertThat(answer.detectable()).isBetween(0.1, 0.8);
    }
}
