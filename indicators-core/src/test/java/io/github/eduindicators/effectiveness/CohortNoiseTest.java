package io.github.eduindicators.effectiveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of the spread of pupils is left in the means of schools: drawn with a known share, found again. */
class CohortNoiseTest {

    /** Schools whose means scatter by a share c of 1 / n, and by tau between schools. */
    private static List<CohortNoise.School> schools(long seed, int count, double c, double tau, double far) {
        SplittableRandom random = new SplittableRandom(seed);
        List<CohortNoise.School> schools = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int n = i % 3 == 0 ? 50 + random.nextInt(60) : 4 + random.nextInt(20);
            double x = 0.5 * random.nextGaussian();
            double y = 0.8 * x + tau * random.nextGaussian() + Math.sqrt(c / n) * random.nextGaussian();
            schools.add(new CohortNoise.School(n, i % 25 == 0 ? y - far : y, n - 1, x, 0));
        }
        return schools;
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0, 0", "0.3, 0.1, 0", "0.3, 0, 1", "0.6, 0.05, 0", "1, 0.1, 0", "1, 0, 1"})
    void theShareIsFoundAgainRatherTooLargeThanTooSmall(double c, double tau, double far) {
        double sum = 0;
        for (long seed = 1; seed <= 10; seed++) {
            double left = CohortNoise.left(schools(seed, 600, c, tau, far));
            sum += left;
            assertThat(left).isBetween(c - 0.101, Math.min(1, c + 0.301));
        }
        assertThat(sum / 10).isBetween(c - 0.02, c + 0.2);
    }

    @Test
    void fewSchoolsOfOneSizeTellNothingAndTheWholeSpreadIsTaken() {
        List<CohortNoise.School> alike = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 12; i++) {
            alike.add(new CohortNoise.School(20, random.nextGaussian(), 19, random.nextGaussian(), 0));
        }
        assertThat(CohortNoise.left(alike)).isEqualTo(1);
        List<CohortNoise.School> equal = alike.stream().map(s -> new CohortNoise.School(s.n(), s.mean(), 0, s.x(), 0)).toList();
        assertThat(CohortNoise.left(equal)).as("pupils of a school do not differ").isEqualTo(1);
    }
}
