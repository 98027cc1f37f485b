package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.laws.NormalLaw;
import io.github.eduindicators.laws.StudentLaw;
import io.github.eduindicators.objectivity.SimulatedYears.Plant;
import io.github.eduindicators.stats.CauchyCombination;
import io.github.eduindicators.stats.QuantileType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scan of scopes against its definition, worked out the long way: covariances with honest directions added are inverted whole, and
 * values are put on the scale of the bulk school by school.
 */
class ScopeScanTest {
    private static final double NORMAL_TAIL = 1.0364333894937898;

    private SchoolModel model;
    private int columns;
    private List<Scope> scopes;
    private double[][] directions;
    private List<ScopeScan.Unusual> honest;

    private static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] system = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, system[i], 0, n);
            system[i][n + i] = 1;
        }
        for (int k = 0; k < n; k++) {
            for (int row = 0; row < n; row++) {
                if (row != k) {
                    double factor = system[row][k] / system[k][k];
                    for (int column = 0; column < 2 * n; column++) {
                        system[row][column] -= factor * system[k][column];
                    }
                }
            }
        }
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                inverse[i][j] = system[i][n + j] / system[i][i];
            }
        }
        return inverse;
    }

    private static double form(double[] a, double[][] matrix, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                sum += a[i] * matrix[i][j] * b[j];
            }
        }
        return sum;
    }

    /** The inverse of the covariance of a school, with one set of honest directions added (0: none). */
    private double[][] inverse(int s, int h) {
        int[] known = model.known(s, SchoolModel.LEVEL, SchoolModel.TILT);
        int n = known.length;
        double[][] covariance = new double[n][n];
        model.covariance(s, known, covariance);
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < a; b++) {
                covariance[b][a] = covariance[a][b];
            }
        }
        for (double[] along : h == 0 ? new double[0][] : honest.get(h - 1).directions()) {
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    covariance[a][b] += along[known[a]] * along[known[b]];
                }
            }
        }
        return inverse(covariance);
    }

    /** Of a probe in one school: z, the root of the information and the shift. */
    private double[] raw(int s, Scope scope, double[] direction, double[][] inverse, int h) {
        int[] known = model.known(s, SchoolModel.LEVEL, SchoolModel.TILT);
        int n = known.length;
        double[] d = new double[n];
        double[] m = new double[n];
        for (int a = 0; a < n; a++) {
            d[a] = model.value(s, known[a]);
            m[a] = scope.members().get(known[a] % columns) ? direction[known[a] / columns] : 0;
        }
        double information = form(m, inverse, m);
        double z = form(m, inverse, d) / Math.sqrt(information);
        if (h == 0) {
            double third = 0;
            for (int b = 0; b < n; b++) {
                double c = 0;
                for (int a = 0; a < n; a++) {
                    c += m[a] * inverse[a][b];
                }
                third += c * c * c * model.third(s, known[b]);
            }
            double skewness = third / Math.pow(information, 1.5);
            // Wilson and Hilferty: the cube root of a chi-square is nearly normal.
            z = skewness > 1e-3 ? 6 / skewness * (Math.cbrt(Math.max(0, 1 + skewness * z / 2)) - 1) + skewness / 6 : z;
        }
        return new double[] {z, Math.sqrt(information), form(m, inverse, d) / information};
    }

    private static double between(double[] at, double[] values, double place) {
        if (place <= at[0]) {
            return values[0];
        }
        for (int b = 1; b < at.length; b++) {
            if (place <= at[b]) {
                return values[b - 1] + (place - at[b - 1]) / (at[b] - at[b - 1]) * (values[b] - values[b - 1]);
            }
        }
        return values[at.length - 1];
    }

    /** By school, the centre and the width of z in the bulk of the schools of its size. */
    private double[][] scale(double[] z) {
        int schools = z.length;
        double[][] scale = new double[schools][];
        if (schools < 30) {
            Arrays.fill(scale, new double[] {0, 1});
            return scale;
        }
        int bins = Math.max(1, Math.min(8, schools / 150));
        Integer[] order = IntStream.range(0, schools).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingInt(s -> model.panel().cohort(s)));
        double[] at = new double[bins];
        double[] centre = new double[bins];
        double[] width = new double[bins];
        for (int b = 0; b < bins; b++) {
            int from = schools * b / bins;
            int to = schools * (b + 1) / bins;
            double[] own = IntStream.range(from, to).mapToDouble(i -> (float) z[order[i]]).toArray();
            at[b] = Math.log(model.panel().cohort(order[(from + to) / 2]));
            centre[b] = QuantileType.TYPE_7.of(own, 0.5);
            width[b] = (QuantileType.TYPE_7.of(own, 0.85) - QuantileType.TYPE_7.of(own, 0.15)) / 2 / NORMAL_TAIL;
        }
        double[] smoothCentre = new double[bins];
        double[] smoothWidth = new double[bins];
        for (int b = 0; b < bins; b++) {
            int before = Math.max(0, b - 1);
            int after = Math.min(bins - 1, b + 1);
            smoothCentre[b] = (centre[before] + 2 * centre[b] + centre[after]) / 4;
            smoothWidth[b] = Math.max(0.7, (width[before] + 2 * width[b] + width[after]) / 4);
        }
        for (int s = 0; s < schools; s++) {
            double place = Math.log(model.panel().cohort(s));
            scale[s] = new double[] {between(at, smoothCentre, place), between(at, smoothWidth, place)};
        }
        return scale;
    }

    private static double counts(ScopeScan.Unusual unusual, double p) {
        return p / unusual.oneIn() * (p < 0.1 ? Math.sqrt(p / 0.1) : 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {22, 320})
    void everyNumberIsThatOfTheDefinition(int schools) {
        Panel panel = Panel.of(new SimulatedYears(5, schools).results(Plant.HELP_IN_MATHEMATICS, 3));
        model = panel.model();
        columns = panel.assessmentCount();
        scopes = Scope.lasting(panel.assessments()).stream().filter(scope -> scope.grade().isEmpty()).toList();
        assertThat(scopes).extracting(Scope::told)
                .containsExactly("all", "mathematics", "russian", "2019+", "mathematics, 2019+", "russian, 2019+", "2020+",
                        "mathematics, 2020+", "russian, 2020+");
        directions = new double[][] {{1, -0.5, 0}, {0.2, 1, 0}};
        double[][] unusual = new double[2][SchoolModel.VARIABLES * columns];
        double[][] strict = new double[1][SchoolModel.VARIABLES * columns];
        for (int t = 0; t < columns; t++) {
            unusual[0][t] = 0.8;
            unusual[1][t] = 0.3 * (panel.assessment(t).year() - 2019);
            strict[0][SchoolModel.TILT * columns + t] = 1.1;
        }
        honest = List.of(new ScopeScan.Unusual(unusual, 10), new ScopeScan.Unusual(strict, 25));
        ScopeScan scan = ScopeScan.of(model, new int[] {SchoolModel.LEVEL, SchoolModel.TILT}, scopes,
                List.of(v -> directions[0][v], v -> directions[1][v]), honest, (s, scope) -> true);

        int probes = scopes.size() * 2;
        double[][][][] raw = new double[3][probes][schools][];
        double[][][][] scale = new double[3][probes][][];
        for (int h = 0; h < 3; h++) {
            for (int s = 0; s < schools; s++) {
                double[][] inverse = inverse(s, h);
                for (int k = 0; k < probes; k++) {
                    raw[h][k][s] = raw(s, scopes.get(k / 2), directions[k % 2], inverse, h);
                }
            }
            for (int k = 0; k < probes; k++) {
                scale[h][k] = scale(Arrays.stream(raw[h][k]).mapToDouble(of -> of[0]).toArray());
            }
        }
        // Half for all and half shared by the two subjects; half for all years and half shared by the two first years.
        double[] weight = new double[probes];
        for (int k = 0; k < probes; k++) {
            Scope scope = scopes.get(k / 2);
            weight[k] = (scope.subject().isPresent() ? 0.25 : 0.5) * (scope.from().isPresent() ? 0.25 : 0.5) / 2;
        }
        double total = Arrays.stream(weight).sum();
        double freedom = Math.max(1, Math.min(200, (schools - 1) / 4));
        for (int s = 0; s < schools; s++) {
            double[] p = new double[probes];
            int strongest = 0;
            double[] z = new double[probes];
            double[] unclipped = new double[probes];
            for (int k = 0; k < probes; k++) {
                for (int h = 0; h < 3; h++) {
                    double scaled = (raw[h][k][s][0] - scale[h][k][s][0]) / scale[h][k][s][1];
                    double tail = StudentLaw.upperTail(scaled, freedom);
                    z[k] = h == 0 ? scaled : z[k];
                    unclipped[k] = Math.max(unclipped[k], h == 0 ? tail : counts(honest.get(h - 1), tail));
                }
                p[k] = Math.min(0.9, unclipped[k]);
                strongest = unclipped[k] / weight[k] < unclipped[strongest] / weight[strongest] ? k : strongest;
            }
            double combined = CauchyCombination.weighted(p, weight);
            combined = 1 - Math.pow(1 - combined, 1 + 0.3 * combined * combined / (combined * combined + 0.0004));
            ScopeScan.Found found = scan.found(s);
            int at = strongest;
            assertThat(scan.tested(s)).isTrue();
            assertThat(found.p()).as("school %s", s).isCloseTo(combined, within(2e-4 * combined + 1e-9));
            assertThat(found.scope().told()).isEqualTo(scopes.get(at / 2).told());
            assertThat(found.z()).isCloseTo(z[at], within(2e-4));
            assertThat(found.shift()).isCloseTo(raw[0][at][s][2], within(1e-4));
            double width = scale[0][at][s][1] / raw[0][at][s][1];
            assertThat(found.standardError()).isCloseTo(width, within(1e-5));
            double straight = z[at] * width;
            double bent = straight > 0 && found.shift() > straight ? found.shift() / straight : 1;
            for (double more : new double[] {0, 0.8416212335729143}) {
                double needed = 0;
                for (int h = 0; h < 3; h++) {
                    double share = 0.05 * weight[at] / total;
                    // From c(p) back to p: p / oneIn beyond a tenth, p^1.5 / (oneIn sqrt .1) below.
                    double limit = share;
                    if (h > 0) {
                        double straightP = share * honest.get(h - 1).oneIn();
                        limit = Math.min(0.5, straightP >= 0.1 ? straightP : Math.pow(straightP * Math.sqrt(0.1), 2 / 3.0));
                    }
                    needed = Math.max(needed, (NormalLaw.upperQuantile(limit) + more) * scale[h][at][s][1] / raw[h][at][s][1]);
                }
                assertThat(more == 0 ? found.needed() : found.detectable()).isCloseTo(bent * needed, within(1e-4 * bent * needed + 2e-4));
            }
            assertThat(found.different(1000)).isEqualTo((long) Math.ceil(Math.max(0, found.shift() - found.needed()) * 1000));
        }
        ScopeScan none = ScopeScan.of(model, new int[] {SchoolModel.LEVEL}, scopes, List.of(v -> 1), List.of(),
                (s, scope) -> s > 0 && (s > 1 || scope.subject().isEmpty()));
        assertThat(none.tested(0)).isFalse();
        assertThat(none.tested(1)).isTrue();
        assertThat(none.found(1).scope().subject()).isEmpty();
    }
}
