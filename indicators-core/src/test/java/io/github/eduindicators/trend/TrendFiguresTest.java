package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Point;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulated figures that the documentation of lists and steps gives, measured again with fixed seeds. */
class TrendFiguresTest {
    private static final int UNITS = 60_000;
    /** What 5 % of a standard normal law lie below. */
    private static final double LOWEST = -1.6448536269514722;
    private static final int YEARS = 4;
    private static final ListTracking ONE = ListTracking.entering(ListTracking.Condition.below(LOWEST));
    /** One year without a hit does not yet take a unit off. */
    private static final ListTracking TWO_OF_THREE = ONE.withHits(2, 3).withKept(2);

    private static YearSeries series(double error, double... values) {
        YearSeries.Builder builder = YearSeries.builder(SchoolId.of("s"), "value");
        for (int i = 0; i < values.length; i++) {
            builder.add(Point.of(2015 + i, values[i], error));
        }
        return builder.build();
    }

    private static boolean listed(ListTracking rule, double... years) {
        return rule.run(series(1, years)).state() == ListTracking.State.LISTED;
    }

    /** Columns: reliability of a year, true members of the listed, listed again, listed by two of three, true members of these. */
    @ParameterizedTest
    @CsvSource({"0.5, 0.39, 0.24, 0.026, 0.66, 0.58", "0.9, 0.74, 0.64, 0.045, 0.86, 0.85"})
    void listsOfTheLowestTwentieth(
            double reliability, double belong, double again, double two, double belongOfTwo, double belongByMean) {
        Random random = new Random(20_260_101);
        int[] counts = new int[5];
        double[] means = new double[UNITS];
        boolean[] truly = new boolean[UNITS];
        for (int unit = 0; unit < UNITS; unit++) {
            double level = random.nextGaussian();
            double[] years = new double[YEARS];
            for (int i = 0; i < YEARS; i++) {
                years[i] = Math.sqrt(reliability) * level + Math.sqrt(1 - reliability) * random.nextGaussian();
            }
            truly[unit] = level < LOWEST;
            means[unit] = years[0] + years[1] + years[2];
            if (listed(ONE, years[2])) {
                counts[0]++;
                counts[1] += truly[unit] ? 1 : 0;
                counts[2] += listed(ONE, years[3]) ? 1 : 0;
            }
            if (listed(TWO_OF_THREE, years[0], years[1], years[2])) {
                counts[3]++;
                counts[4] += truly[unit] ? 1 : 0;
            }
        }
        double[] sorted = means.clone();
        Arrays.sort(sorted);
        int members = 0;
        for (int unit = 0; unit < UNITS; unit++) {
            members += means[unit] < sorted[UNITS / 20] && truly[unit] ? 1 : 0;
        }
        // Three standard errors of a share of the 1,500 to 3,000 listed are up to 0.04.
        assertThat((double) counts[0] / UNITS).isCloseTo(0.05, within(0.003));
        assertThat((double) counts[1] / counts[0]).isCloseTo(belong, within(0.03));
        assertThat((double) counts[2] / counts[0]).isCloseTo(again, within(0.03));
        assertThat((double) counts[3] / UNITS).isCloseTo(two, within(0.003));
        assertThat((double) counts[4] / counts[3]).isCloseTo(belongOfTwo, within(0.04));
        assertThat(members / (UNITS / 20.0)).isCloseTo(belongByMean, within(0.03));
    }

    @Test
    void hitsWhereNothingButChanceDiffers() {
        Random random = new Random(20_260_102);
        ListTracking any = ONE.withKept(3);
        int one = 0;
        int two = 0;
        for (int unit = 0; unit < UNITS; unit++) {
            double[] years = noise(random, 3);
            one += listed(any, years) ? 1 : 0;
            two += listed(TWO_OF_THREE, years) ? 1 : 0;
        }
        // By hand 1 - 0.95^3 = 0.1426 and 3 * 0.05^2 * 0.95 + 0.05^3 = 0.00725, with three standard errors of 0.0043 and 0.0010.
        assertThat((double) one / UNITS).isCloseTo(0.1426, within(0.0043));
        assertThat((double) two / UNITS).isCloseTo(0.00725, within(0.0011));
    }

    private static double[] noise(Random random, int years) {
        return random.doubles(years).map(u -> random.nextGaussian()).toArray();
    }

    private static StepChange.Shape shapeOfStep(Random random, int years, int from, double size) {
        double[] values = noise(random, years);
        for (int i = from; i < years; i++) {
            values[i] += size;
        }
        return StepChange.withDefaults().search(series(1, values)).shape();
    }

    private static StepChange.Shape shapeOfLine(Random random, int years, double rise) {
        double[] values = noise(random, years);
        for (int i = 0; i < years; i++) {
            values[i] += rise * i / (years - 1);
        }
        return StepChange.withDefaults().search(series(1, values)).shape();
    }

    @ParameterizedTest
    @CsvSource({"5, 0.38", "8, 0.85"})
    void stepsInTheMiddleOfFiveYearsThatAreNamed(double size, double share) {
        Random random = new Random(5);
        int runs = 4_000;
        int named = 0;
        for (int run = 0; run < runs; run++) {
            named += shapeOfStep(random, 5, 2 + run % 2, size) == StepChange.Shape.STEP ? 1 : 0;
        }
        // Three standard errors are 0.023.
        assertThat((double) named / runs).isCloseTo(share, within(0.025));
    }

    @ParameterizedTest
    @CsvSource({"3", "4", "5", "6", "7", "8"})
    void linesAndStepsGetTheWrongNameInAtMostTwoOfAHundred(int years) {
        Random random = new Random(years);
        int runs = 900;
        int lines = 0;
        int steps = 0;
        for (int run = 0; run < runs; run++) {
            double size = new double[] {3, 5, 8}[run % 3];
            lines += shapeOfLine(random, years, size) == StepChange.Shape.STEP ? 1 : 0;
            steps += shapeOfStep(random, years, years / 2, size) == StepChange.Shape.GRADUAL ? 1 : 0;
        }
        assertThat(lines).as("lines called steps").isLessThanOrEqualTo(runs / 50);
        assertThat(steps).as("steps called gradual").isLessThanOrEqualTo(runs / 50);
    }
}
