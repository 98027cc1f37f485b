package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.finding.Fact;
import io.github.eduindicators.finding.Finding;
import io.github.eduindicators.finding.MethodInfo;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.School;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What a school shows, worked out from its counts by the definitions, on the schools of {@link PanelOracleTest}. */
class SchoolModelTest {
    private final Panel panel = Panel.of(PanelOracleTest.results());
    private final SchoolModel model = panel.model();
    private final JournalTilt tilt = JournalTilt.of(panel);

    /** How many pupils have this score and this mark, 0 for none. */
    private int count(int s, int t, int x, int mark) {
        int sum = 0;
        int cell = panel.cell(s, t);
        for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
            sum += panel.place(e) == x * Panel.COLUMNS + (mark == 0 ? 0 : mark - 1) ? panel.count(e) : 0;
        }
        return sum;
    }

    private int count(int s, int t, int x) {
        return count(s, t, x, 0) + count(s, t, x, 2) + count(s, t, x, 3) + count(s, t, x, 4) + count(s, t, x, 5);
    }

    private int max(int t) {
        return panel.assessment(t).scale().max();
    }

    private double sum(int s, int t) {
        double sum = 0;
        for (int x = 0; x <= max(t); x++) {
            sum += (double) x * count(s, t, x);
        }
        return sum;
    }

    private int n(int s, int t) {
        return panel.n(panel.cell(s, t));
    }

    private double centre(int s, int t) {
        double total = sum(s, t);
        return Math.log((total + 0.05 * max(t)) / (n(s, t) * max(t) - total + 0.05 * max(t))) - panel.observed(panel.cell(s, t));
    }

    @Test
    void momentsOfJournalMarksAreThoseOfTheLawAtEachScore() {
        int known = 0;
        for (int s = 0; s < 24; s++) {
            for (int t = 0; t < 3; t++) {
                JournalTilt.Cell cell = tilt.cell(s, t);
                int pupils = 0;
                double u = 0;
                double information = 0;
                double third = 0;
                double fourth = 0;
                double squares = 0;
                double mixingThird = 0;
                for (int x = 0; x <= max(t); x++) {
                    int here = count(s, t, x) - count(s, t, x, 0);
                    pupils += here;
                    if (cell.known() && here > 0) {
                        double[] law = cell.law(x, 0);
                        double mean = 0;
                        for (int m = 0; m < 4; m++) {
                            mean += law[m] * (m + 2);
                        }
                        double variance = 0;
                        double fourthHere = 0;
                        for (int m = 0; m < 4; m++) {
                            double r = m + 2 - mean;
                            assertThat(cell.count(x, m + 2)).isEqualTo(count(s, t, x, m + 2));
                            u += cell.count(x, m + 2) * r;
                            squares += cell.count(x, m + 2) * r * r;
                            variance += law[m] * r * r;
                            third += here * law[m] * Math.pow(r, 3);
                            fourthHere += law[m] * Math.pow(r, 4);
                        }
                        information += here * variance;
                        fourth += here * (fourthHere - variance * variance);
                        for (int m = 0; m < 4; m++) {
                            mixingThird += here * law[m] * Math.pow((m + 2 - mean) * (m + 2 - mean) - variance, 3);
                        }
                    }
                }
                assertThat(cell.count()).isEqualTo(pupils);
                if (cell.known()) {
                    known++;
                    double kept = 1 - 1.0 / pupils;
                    assertThat(cell.score()).isCloseTo(u, within(1e-9));
                    assertThat(cell.information()).isCloseTo(information, within(1e-9));
                    assertThat(cell.scoreThird()).isCloseTo(third, within(1e-9));
                    assertThat(cell.mixing()).isCloseTo(squares - u * u / pupils - kept * information - third / information * u, within(1e-9));
                    assertThat(cell.mixingInformation()).isCloseTo(Math.max(0, kept * (fourth - third * third / information)), within(1e-9));
                    assertThat(cell.mixingThird()).isCloseTo(kept * mixingThird, within(1e-9));
                    for (double prior : new double[] {0.1, 2}) {
                        double lambda = cell.lambda(prior);
                        double gradient = -lambda / prior;
                        for (int x = 0; x <= max(t); x++) {
                            double[] law = cell.law(x, lambda);
                            for (int m = 0; m < 4; m++) {
                                gradient += cell.count(x, m + 2) * (m + 2 - 2 * law[0] - 3 * law[1] - 4 * law[2] - 5 * law[3]);
                            }
                        }
                        assertThat(gradient).isCloseTo(0, within(1e-7));
                    }
                    double[] plain = cell.law(3, 0);
                    double[] tilted = cell.law(3, 0.7);
                    assertThat(tilted[3] / tilted[0]).isCloseTo(plain[3] / plain[0] * Math.exp(2.1), within(1e-9 * plain[3] / plain[0]));
                    assertThat(tilted[0] + tilted[1] + tilted[2] + tilted[3]).isCloseTo(1, within(1e-12));
                }
            }
        }
        assertThat(known).isGreaterThan(40);
    }

    /** By assessment, the information on tilt (or mixing) that a pupil with a mark gives. */
    private double perPupil(int t, boolean ofMixing) {
        double information = 0;
        long pupils = 0;
        for (int s = 0; s < 24; s++) {
            JournalTilt.Cell cell = tilt.cell(s, t);
            if (cell.known() && cell.information() > 0.05) {
                information += ofMixing ? cell.mixingInformation() : cell.information();
                pupils += cell.count();
            }
        }
        return information / pupils;
    }

    @Test
    void errorsAndThirdCumulantsAreThoseOfTheCounts() {
        double[] cubes = new double[3];
        double[] degrees = new double[3];
        for (int t = 0; t < 3; t++) {
            for (int s = 0; s < 24; s++) {
                int n = n(s, t);
                for (int x = 0; x <= max(t) && n > 2; x++) {
                    cubes[t] += count(s, t, x) * Math.pow(x - sum(s, t) / n, 3);
                }
                degrees[t] += n > 2 ? (n - 1.0) * (n - 2) / n : 0;
            }
        }
        List<Scope> scopes = Scope.lasting(panel.assessments());
        for (int s = 0; s < 24; s++) {
            double worth = 0;
            for (int t = 0; t < 3; t++) {
                if (n(s, t) == 0) {
                    continue;
                }
                double expected = 1 / (1 + Math.exp(-centre(s, t) - panel.schoolLevel(s)));
                double unit = 1 / (max(t) * expected * (1 - expected) * Math.sqrt(panel.pupilVariance(t)));
                double third = Math.pow(unit, 3) / n(s, t) / n(s, t) * cubes[t] / degrees[t];
                assertThat(model.third(s, t)).isCloseTo(third, within(1e-5 * Math.abs(third)));
                JournalTilt.Cell cell = tilt.cell(s, t);
                if (cell.known()) {
                    worth += cell.information() / Math.sqrt(perPupil(t, false));
                    double scaled = cell.scoreThird() * Math.pow(Math.sqrt(perPupil(t, false)) / cell.information(), 3);
                    assertThat(model.third(s, 3 + t)).isCloseTo(scaled, within(1e-5 * Math.abs(scaled)));
                    double mixed = cell.mixingThird() * Math.pow(Math.sqrt(perPupil(t, true)) / cell.mixingInformation(), 3);
                    assertThat(model.third(s, 6 + t)).isCloseTo(mixed, within(1e-5 * Math.abs(mixed)));
                }
            }
            assertThat(model.marks(s, scopes.get(0))).isCloseTo(worth, within(1e-9 * worth));
        }
        // Of each value, what lasts and, divided by the pupils that it is worth, what they give.
        for (int t = 0; t < 3; t++) {
            double[][] a = new double[1][1];
            double[][] b = new double[1][1];
            double[][] c = new double[1][1];
            int[] schools = java.util.stream.IntStream.range(0, 24).filter(new Has(t)).limit(3).toArray();
            model.covariance(schools[0], new int[] {t}, a);
            model.covariance(schools[1], new int[] {t}, b);
            model.covariance(schools[2], new int[] {t}, c);
            double slope = (a[0][0] - b[0][0]) / (1.0 / n(schools[0], t) - 1.0 / n(schools[1], t));
            assertThat(slope).isPositive();
            assertThat(c[0][0]).isCloseTo(b[0][0] + slope * (1.0 / n(schools[2], t) - 1.0 / n(schools[1], t)), within(1e-9));
        }
    }

    private final class Has implements java.util.function.IntPredicate {
        private final int t;

        private Has(int t) {
            this.t = t;
        }

        @Override
        public boolean test(int s) {
            return n(s, t) > 0;
        }
    }

    private static double number(Finding finding, String key) {
        return finding.fact(key).map(Fact::number).orElse(OptionalDouble.empty()).orElseThrow();
    }

    @Test
    void factsOfALevelAreInPointsOfTheScope() {
        Scope all = Scope.lasting(panel.assessments()).get(0);
        int s = 5;
        double observed = 0;
        double most = 0;
        double points = 0;
        long results = 0;
        for (int t = 0; t < 3; t++) {
            observed += sum(s, t);
            most += (double) max(t) * n(s, t);
            results += n(s, t);
            double p = 1 / (1 + Math.exp(-centre(s, t) - panel.level(panel.cell(s, t))));
            points += Math.sqrt(panel.pupilVariance(t)) * p * (1 - p) * max(t) * n(s, t);
        }
        ScopeScan.Found found = new ScopeScan.Found(0.01, all, 3, 0.2, 0.05, 0.1, 0.15);
        School school = panel.school(s);
        Finding finding = model.told(Finding.builder(MethodInfo.of("test/a", "1", "test"), school.id()).outcome(Outcome.CLEAR), s, found).build();
        assertThat(number(finding, "results")).isEqualTo(results);
        assertThat(number(finding, "observed")).isCloseTo(100 * observed / most, within(1e-9));
        assertThat(number(finding, "expected")).isCloseTo(100 * (observed - 0.2 * points) / most, within(1e-9));
        assertThat(number(finding, "detectable")).isEqualTo(0.15);
        assertThat(number(finding, "different")).isEqualTo(Math.ceil(0.1 * points));
        assertThat(number(finding, "tau")).isEqualTo(model.lastingSd(SchoolModel.LEVEL));
        assertThat(finding.fact("context").orElseThrow().value()).isEqualTo("–");
        Finding far = model.told(Finding.builder(MethodInfo.of("test/a", "1", "test"), school.id()).outcome(Outcome.CLEAR), s,
                new ScopeScan.Found(0.01, all, 3, 1e9, 0.05, 0.1, 0.15)).build();
        assertThat(number(far, "expected")).isZero();
    }

    @Test
    void whatAnHonestSchoolMayShowIsAConstantAndATrend() {
        List<ScopeScan.Unusual> unusual = model.unusual();
        assertThat(unusual).hasSize(2);
        for (int v = 0; v < 2; v++) {
            assertThat(unusual.get(v).oneIn()).isEqualTo(10);
            // One year only: no trend.
            assertThat(unusual.get(v).directions()).hasDimensions(1, 9);
            for (int i = 0; i < 9; i++) {
                assertThat(unusual.get(v).directions()[0][i]).isEqualTo(i / 3 == v ? 4 * model.lastingSd(v) : 0);
            }
        }
        assertThat(model.anyMixing().directions()[0][8]).isEqualTo(100 * model.lastingSd(SchoolModel.MIXING));
        assertThat(model.anyMixing().oneIn()).isEqualTo(100);
        SchoolModel years = Panel.of(new SimulatedYears(2, 12).results(SimulatedYears.Plant.NOTHING, 0)).model();
        double[][] directions = years.unusual().get(0).directions();
        assertThat(directions).hasNumberOfRows(2);
        for (int t = 0; t < years.panel().assessmentCount(); t++) {
            assertThat(directions[1][t]).isEqualTo(4 * years.lastingSd(0) * (years.panel().assessment(t).year() - 2019));
        }
    }

    /** Oracle: panel_levels.py in the folder oracle. */
    @Test
    void signaturesOfViolationsAreThoseOfTheOracle() {
        Signatures signatures = Signatures.of(
                panel, new double[] {0.7, 0.66, 0.6}, new double[] {0.4, 0.5, 0.3}, new double[] {0.2, 0.35, 0.5});
        assertThat(signatures.helpTilt()).isCloseTo(-1.4400940783550464, within(1e-10));
        assertThat(signatures.raisingMixing()).isCloseTo(0.6558625128928846, within(1e-10));
    }
}
