package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreTally;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairs of classmates, counted one pair at a time; scores on a long scale are taken together in twos. */
class ClassPairsTest {
    private static final int SCHOOLS = 30;

    private static int size(int s, int room) {
        return room == 2 ? 1 : 4 + (s * 5 + room * 3) % 9;
    }

    private static int score(int max, int s, int room, int i) {
        return Math.min(max, (i * i * 3 + s * 5 + room * 7 + i * s) % (max * 3 / 4) + s % 5 * max / 20);
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "127, 1", "200, 2"})
    void theNumbersAreThoseOfAllPairs(int max, int bin) {
        Assessment work = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(max));
        ScoreTally tally = ScoreTally.create();
        for (int s = 0; s < SCHOOLS; s++) {
            for (int room = 0; room < 3; room++) {
                for (int i = 0; i < size(s, room); i++) {
                    tally.add(SchoolId.of(String.format(Locale.ROOT, "s%02d", s)), "5" + room, work, score(max, s, room, i), 0);
                }
            }
        }
        Panel panel = Panel.of(tally.snapshot());
        ClassPairs pairs = ClassPairs.of(panel);
        LevelSteps<double[]> steps = new LevelSteps<>(panel, 0, 0, shares -> shares);
        assertThat(pairs.comparable(0)).isTrue();
        double all = 0;
        for (int s = 0; s < SCHOOLS; s++) {
            int cell = panel.cell(s, 0);
            double others = steps.others(cell);
            double[] q = new double[max / bin + 1];
            double[] shares = steps.table(cell);
            for (int x = 0; x < shares.length; x++) {
                q[x / bin] += shares[x];
            }
            ScoreKernel kernel = ScoreKernel.of(q);
            double own = panel.n(cell) / others;
            double sum = 0;
            double observed = 0;
            double count = 0;
            double squares = 0;
            double cubes = 0;
            double triples = 0;
            int results = 0;
            for (int room = 0; room < 2; room++) {
                int n = size(s, room);
                for (int i = 0; i < n; i++) {
                    int x = score(max, s, room, i) / bin;
                    for (int j = 0; j < i; j++) {
                        int y = score(max, s, room, j) / bin;
                        sum += kernel.row(x)[y];
                        observed += ScoreKernel.band(Math.abs(x - y));
                    }
                    // The school's own share of the reference, with each of its pupils.
                    for (int other = 0; other < 3; other++) {
                        for (int j = 0; j < size(s, other); j++) {
                            sum += own * n / panel.n(cell) * kernel.row(x)[score(max, s, other, j) / bin];
                        }
                    }
                }
                double together = 0;
                for (int one = 0; one < 3; one++) {
                    for (int other = 0; other < 3; other++) {
                        for (int i = 0; i < size(s, one); i++) {
                            for (int j = 0; j < size(s, other); j++) {
                                together += kernel.row(score(max, s, one, i) / bin)[score(max, s, other, j) / bin];
                            }
                        }
                    }
                }
                double part = own * n / panel.n(cell);
                sum += part * part * together / 2;
                count += n * (n - 1) / 2.0;
                squares += n * n;
                cubes += n * n * n;
                triples += n * (n - 1.0) * (n - 2);
                results += n;
            }
            double plain = sum - squares * kernel.diagonal() / others / 2;
            double weight = kernel.signal() / kernel.square();
            double[] totals = pairs.totals(s, 0);
            double variance = weight * weight * kernel.square() * (count + cubes / others + squares * squares / (2 * others * others));
            double third = Math.pow(weight, 3) * (count * kernel.cube() + triples * kernel.triangle());
            assertThat(pairs.results(cell)).isEqualTo(results);
            assertThat(pairs.observed(cell)).isCloseTo(observed, within(1e-9));
            assertThat(pairs.expected(cell)).isCloseTo(observed - plain, within(1e-8));
            assertThat(totals[0]).isCloseTo(weight * plain, within(1e-7 * weight));
            assertThat(totals[1]).isCloseTo(weight * kernel.signal() * count, within(1e-9 * totals[1]));
            assertThat(totals[2]).isCloseTo(variance, within(1e-9 * variance));
            assertThat(totals[3]).isCloseTo(third, within(1e-9 * Math.abs(third)));
            assertThat(pairs.information(cell)).isEqualTo(totals[1]);
            all += totals[1];
        }
        assertThat(pairs.informationByAssessment()).hasSize(1);
        assertThat(pairs.informationByAssessment()[0]).isCloseTo(all, within(1e-9 * all));
    }
}
