package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import io.github.eduindicators.trend.StepChange.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepChangeTest {
    private static final StepChange METHOD = StepChange.withDefaults();
    private static final double[] VALUES = {48, 50, 49, 55, 54, 57};
    private static final double[] ERRORS = {1.5, 2, 1.2, 1.8, 1.4, 2.2};

    private static YearSeries series(double error, double... values) {
        double[] errors = new double[values.length];
        Arrays.fill(errors, error);
        return series(values, errors);
    }

    private static YearSeries series(double[] values, double[] errors) {
        var builder = YearSeries.builder(SchoolId.of("edu280417"), "mean_z");
        for (int i = 0; i < values.length; i++) {
            builder.add(Point.of(2015 + i, values[i], errors[i]));
        }
        return builder.build();
    }

    private static double[] ones(int n) {
        double[] all = new double[n];
        Arrays.fill(all, 1);
        return all;
    }

    /** Quantiles of max |Z| of 400 000 simulated level series with known equal errors, sure to 0.01. */
    @ParameterizedTest
    @CsvSource({"3,1.577,1.915,2.213,2.798", "4,1.732,2.064,2.352,2.92", "5,1.828,2.151,2.431,2.983", "6,1.9,2.219,2.496,3.045",
        "7,1.956,2.27,2.551,3.097", "8,1.997,2.311,2.587,3.129", "9,2.035,2.346,2.618,3.156", "10,2.069,2.38,2.651,3.192",
        "11,2.096,2.404,2.671,3.198", "12,2.123,2.43,2.698,3.225"})
    void theLawOfEqualErrorsHasTheSimulatedQuantiles(int n, double q80, double q90, double q95, double q99) {
        StepLaw law = StepLaw.of(ones(n));
        assertThat(law.critical(.2)).isCloseTo(q80, within(.01));
        assertThat(law.critical(.1)).isCloseTo(q90, within(.01));
        assertThat(law.critical(.05)).isCloseTo(q95, within(.01));
        assertThat(law.critical(.01)).isCloseTo(q99, within(.015));
        assertThat(law.atLeast(law.critical(.05))).isCloseTo(.05, within(1e-6));
    }

    /**
     * Python, scipy 1.17: {@code W = cumsum(w)[:-1]; o = W/(sum(w)-W); R[i][j] = sqrt(min(o[i],o[j])/max(o[i],o[j]));
     * 1 - multivariate_normal(zeros, R, maxpts=2e7, abseps=1e-7, releps=1e-7).cdf(full(n,c), lower_limit=full(n,-c))}.
     */
    @Test
    void theLawOfUnequalErrorsIsThatOfTheMultivariateNormalBox() {
        assertThat(StepLaw.of(ones(3)).atLeast(2.2)).isCloseTo(.05152582143, within(1e-9));
        assertThat(StepLaw.of(ones(5)).atLeast(2.5)).isCloseTo(.041898918, within(1e-7));
        assertThat(StepLaw.of(new double[] {1, 4, .25, 2}).atLeast(2)).isCloseTo(.1030991, within(1e-6));
        assertThat(StepLaw.of(new double[] {1, .5, 3, .2, 2, 1, .7}).atLeast(2.7)).isCloseTo(.0320929, within(1e-6));
        assertThat(StepLaw.of(new double[] {5, 1, 1, 8}).atLeast(1.2)).isCloseTo(.3724043, within(1e-6));
        assertThat(StepLaw.of(new double[] {1, .001, 1, 1}).atLeast(2.4)).isCloseTo(.0314593, within(1e-6));
    }

    @Test
    void theLawOfUnequalErrorsIsThatOfSimulatedSeries() {
        double[] weights = {1, 6, .3, 2, .1, 3};
        double total = Arrays.stream(weights).sum();
        double[] limits = {1, 1.7, 2.3, 2.8};
        int[] beyond = new int[limits.length];
        Random random = new Random(20240101);
        int draws = 200_000;
        for (int draw = 0; draw < draws; draw++) {
            double[] path = new double[weights.length + 1];
            for (int i = 0; i < weights.length; i++) {
                path[i + 1] = path[i] + Math.sqrt(weights[i]) * random.nextGaussian();
            }
            double before = 0;
            double largest = 0;
            for (int k = 1; k < weights.length; k++) {
                before += weights[k - 1];
                double bridge = path[k] - path[weights.length] * before / total;
                largest = Math.max(largest, Math.abs(bridge) / Math.sqrt(before * (total - before) / total));
            }
            for (int i = 0; i < limits.length; i++) {
                beyond[i] += largest >= limits[i] ? 1 : 0;
            }
        }
        for (int i = 0; i < limits.length; i++) {
            double p = StepLaw.of(weights).atLeast(limits[i]);
            assertThat((double) beyond[i] / draws).isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / draws)));
        }
    }

    @Test
    void bothWaysToTheTailMeetAndTheTailIsBetweenOnePlaceAndTheSumOfAll() {
        StepLaw law = StepLaw.of(new double[] {1, .5, 3, .2, 2, 1, .7});
        assertThat(law.atLeast(5.0000001) / law.atLeast(5)).isCloseTo(1, within(1e-5));
        // Far out the places hardly exceed together: 2 (n - 1) upper tails, from scipy.stats.norm.sf(9.9).
        assertThat(law.atLeast(9.9) / (12 * 2.0813752194932e-23)).isBetween(.9, 1.0);
        assertThat(law.atLeast(0)).isEqualTo(1);
        assertThat(law.atLeast(1e-4)).isCloseTo(1, within(1e-9));
        assertThat(law.atLeast(50)).isZero();
    }

    @Test
    void contrastsThatNearlyAreOneCountAsOne() {
        double four = StepLaw.of(ones(4)).atLeast(2.4);
        assertThat(StepLaw.of(new double[] {1, 1, 1e-9, 1, 1}).atLeast(2.4)).isBetween(four, four + 1e-5);
        assertThat(StepLaw.of(new double[] {1, 1e-12, 1}).atLeast(2.4)).isCloseTo(.016395, within(1e-5));
    }

    /**
     * R 4.2: {@code y <- c(48,50,49,55,54,57); s <- c(1.5,2,1.2,1.8,1.4,2.2); w <- 1/(s^2+0.5)}, for each k
     * {@code weighted.mean(y[a],w[a]) - weighted.mean(y[b],w[b])} and {@code sqrt(1/sum(w[a]) + 1/sum(w[b]))}; p and the factor of the
     * interval by the recursion over 400 Gauss-Legendre points in numpy, the latter also by the multivariate normal of scipy.
     */
    @Test
    void theSearchTakesTheLargestContrastAndPaysForIt() {
        var result = METHOD.withShock(.5).search(series(VALUES, ERRORS));
        assertThat(result.steps()).extracting(StepChange.Step::z)
                .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-10 ? 0 : 1, Double.class)
                .containsExactly(2.3680372390616, 2.5459772524743, 4.23450976953, 3.13867561485026, 2.4822254718763);
        var step = result.step().orElseThrow();
        assertThat(step.before()).isEqualTo(Period.of(2017));
        assertThat(step.after()).isEqualTo(Period.of(2018));
        assertThat(step.change()).isCloseTo(6.09127655447, within(1e-10));
        assertThat(step.standardError()).isCloseTo(1.43848447305, within(1e-10));
        assertThat(result.p().orElseThrow()).isCloseTo(.000109712707496, within(1e-10));
        var size = result.size().orElseThrow();
        assertThat(size.upper() - size.value()).isCloseTo(2.504307 * 1.43848447305, within(1e-5));
        assertThat(result.reason()).isEmpty();
        assertThat(result.permutationP()).isEmpty();
        assertThat(result).hasToString("Step[edu280417 mean_z: +6.091 from 2017 to 2018, z 4.23, p 0.000110, CANNOT_TELL]");
    }

    /** R 4.2: the same means by {@code lm(y ~ after, weights = w)}, error from {@code summary(.)$cov.unscaled}. */
    @Test
    void aKnownEventPaysNothing() {
        var event = METHOD.withShock(.5).event(series(VALUES, ERRORS), Period.of(2018));
        assertThat(event.step().orElseThrow().change()).isCloseTo(6.09127655447, within(1e-10));
        assertThat(event.step().orElseThrow().standardError()).isCloseTo(1.438484473055, within(1e-10));
        assertThat(event.p().orElseThrow()).isCloseTo(2.29050827774e-05, within(1e-13));
        assertThat(event.size().orElseThrow().lower()).isCloseTo(6.09127655447 - 1.959963984540054 * 1.438484473055, within(1e-9));
        assertThat(event).hasToString("Event[edu280417 mean_z: +6.091 from 2017 to 2018, z 4.23, p 2.29e-05]");
    }

    @Test
    void anEventMayLieInAGapAndNeedsAYearOnEachSide() {
        YearSeries gap = YearSeries.builder(SchoolId.of("edu280417"), "mean_z")
                .add(Point.of(2018, 1, .5)).add(Point.of(2019, 1, .5)).add(Point.of(2022, 2, .5)).build();
        assertThat(METHOD.event(gap, Period.of(2021)).step().orElseThrow().before()).isEqualTo(Period.of(2019));
        assertThat(METHOD.event(gap, Period.of(2022)).step()).isEqualTo(METHOD.event(gap, Period.of(2020)).step());
        assertThat(METHOD.event(gap, Period.of(2018)).reason()).contains("no-years-before");
        assertThat(METHOD.event(gap, Period.of(2023)).reason()).contains("no-years-after");
        assertThat(METHOD.event(series(1), Period.of(2023)).reason()).contains("no-years");
        assertThat(METHOD.event(gap, Period.of(2023))).hasToString("Event[edu280417 mean_z: no-years-after, 3 usable years]");
        assertThat(METHOD.event(gap, Period.of(2023)).p()).isEmpty();
        assertThat(METHOD.event(gap, Period.of(2023)).size()).isEmpty();
    }

    @Test
    void fewerThanThreeYearsAreAnAnswer() {
        var result = METHOD.search(series(1, 3, 9));
        assertThat(result.reason()).contains("too-few-years");
        assertThat(result.step()).isEmpty();
        assertThat(result.steps()).isEmpty();
        assertThat(result.p()).isEmpty();
        assertThat(result.size()).isEmpty();
        assertThat(result.permutationP()).isEmpty();
        assertThat(result.weightOfStep()).isEmpty();
        assertThat(result.shape()).isEqualTo(Shape.CANNOT_TELL);
        assertThat(result).hasToString("Step[edu280417 mean_z: too-few-years, 2 usable years]");
    }

    @Test
    void yearsThatCannotBeComparedAreLeftOutWithTheirReason() {
        YearSeries mixed = series(1, 3, 3, 9, 9).plus(List.of(
                Point.of(2030, 50, 1).withComparability(Comparability.RELATIVE_ONLY), Point.of(2031, 9)));
        var result = METHOD.search(mixed);
        assertThat(result.used()).hasSize(4);
        assertThat(result.dropped()).extracting(YearSeries.Dropped::reason).containsExactly("not-comparable", "no-standard-error");
        assertThat(METHOD.admitting(Comparability.RELATIVE_ONLY).search(mixed).used()).hasSize(5);
    }

    @Test
    void equalValuesHaveNoStep() {
        var result = METHOD.search(series(1, 5, 5, 5, 5));
        assertThat(result.step().orElseThrow().change()).isZero();
        assertThat(result.step().orElseThrow().after()).isEqualTo(Period.of(2016));
        assertThat(result.p()).hasValue(1);
        assertThat(result.permutationP()).hasValue(1);
        assertThat(result.shape()).isEqualTo(Shape.CANNOT_TELL);
    }

    @Test
    void ofPlacesThatTieTheFirstIsTaken() {
        assertThat(METHOD.search(series(1, 0, 7, 7, 0)).step().orElseThrow().after()).isEqualTo(Period.of(2016));
    }

    /** R 4.2: all orders of the values, {@code mean(T >= T0 - 1e-9)}, T the largest {@code |diff of means| / sqrt(1/k + 1/(n-k))}. */
    @Test
    void thePermutationCompanionCountsAllOrders() {
        assertThat(METHOD.search(series(1, VALUES)).permutationP().orElseThrow()).isCloseTo(.1, within(1e-12));
        assertThat(METHOD.search(series(1, 1, 1, 3, 2, 4, 4, 5)).permutationP().orElseThrow()).isCloseTo(.1, within(1e-12));
        assertThat(METHOD.search(series(1, 1, 2, 8, 9)).permutationP().orElseThrow()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(METHOD.search(series(1, 1, 2, 3, 4, 5, 6, 7, 8, 9)).permutationP()).isEmpty();
    }

    /** By hand for 0, 0, 0, d, d, d with errors 1: Z squared .3, .75, 1.5, .75, .3 of d squared; of the line 4.5^2/17.5. */
    @Test
    void theWeightOfAStepAveragesOverItsPlaces() {
        assertThat(METHOD.search(series(1, 0, 0, 0, 2, 2, 2)).weightOfStep().orElseThrow()).isCloseTo(.3925614411721128, within(1e-12));
        assertThat(METHOD.search(series(1, 0, 0, 0, 8, 8, 8)).weightOfStep().orElseThrow()).isCloseTo(.9999140785098807, within(1e-12));
    }

    @Test
    void theShapeIsNamedOnlyWhereOneFitExplainsTheSeriesAndTheOtherDoesNot() {
        assertThat(METHOD.search(series(1, 0, 0, 0, 8, 8, 8)).shape()).isEqualTo(Shape.STEP);
        assertThat(METHOD.search(series(1, 0, 3, 6, 9, 12, 15)).shape()).isEqualTo(Shape.GRADUAL);
        assertThat(METHOD.search(series(1, 0, 0, 0, 3, 3, 3)).shape()).isEqualTo(Shape.CANNOT_TELL);
        assertThat(METHOD.search(series(1, 0, 0, 0, 8, 8, 0)).shape()).as("neither fits").isEqualTo(Shape.CANNOT_TELL);
        assertThat(METHOD.search(series(1, .1, -.2, .3, 0, .2)).shape()).as("no change").isEqualTo(Shape.CANNOT_TELL);
        assertThat(METHOD.search(series(1, 0, 0, 8)).shape()).as("a line leaves 64/6 on one degree of freedom").isEqualTo(Shape.STEP);
    }

    @Test
    void ofLevelSeriesOneInTwentyIsSignificantAndWrongShapesAreRare() {
        Random random = new Random(7);
        int runs = 1200;
        int significant = 0;
        int stepsOfLines = 0;
        int linesOfSteps = 0;
        double[] errors = {1, .8, 1.3, 1, 2, .9};
        for (int run = 0; run < runs; run++) {
            double[] level = new double[6];
            double[] line = new double[6];
            double[] step = new double[6];
            for (int i = 0; i < 6; i++) {
                level[i] = errors[i] * random.nextGaussian();
                line[i] = level[i] + 1.5 * i;
                step[i] = level[i] + (i < 2 ? 0 : 6);
            }
            significant += METHOD.search(series(level, errors)).p().orElseThrow() <= .05 ? 1 : 0;
            stepsOfLines += METHOD.search(series(line, errors)).shape() == Shape.STEP ? 1 : 0;
            linesOfSteps += METHOD.search(series(step, errors)).shape() == Shape.GRADUAL ? 1 : 0;
        }
        assertThat((double) significant / runs).isCloseTo(.05, within(.019));
        assertThat((double) stepsOfLines / runs).isLessThan(.05);
        assertThat((double) linesOfSteps / runs).isLessThan(.05);
    }

    @Test
    void numbersBeyondReckoningAreAReason() {
        assertThat(METHOD.withShock(1.7e308).search(series(1, 1, 2, 3)).reason()).contains("no-number");
        assertThat(METHOD.withShock(1.7e308).event(series(1, 1, 2), Period.of(2016)).reason()).contains("no-number");
    }

    @Test
    void theConfidenceSetsTheIntervalAndOptionsAreChecked() {
        assertThat(METHOD.withConfidence(.9).search(series(1, 0, 0, 0, 8, 8, 8)).size().orElseThrow().lower()).isCloseTo(
                8 - 2.21826 * Math.sqrt(2.0 / 3), within(1e-4));
        assertThatThrownBy(() -> METHOD.withShock(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
        assertThatThrownBy(() -> METHOD.withConfidence(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(METHOD.method()).hasToString("trend/step 1 [omega2=0.0, confidence=0.95, admitting=FULL]");
    }
}
