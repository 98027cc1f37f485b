package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.results.YearSeries;
import io.github.eduindicators.results.YearSeries.Comparability;
import io.github.eduindicators.results.YearSeries.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Oracles of maximum likelihood: R 4.2, {@code glm(cbind(k, n-k) ~ t, binomial)}, {@code summary(.)}, {@code prop.trend.test}.
 * Oracles of the penalised likelihood, R 4.2: {@code tc <- t - weighted.mean(t, n)}, the function of b
 * {@code e <- b[1] + b[2]*tc; p <- plogis(e); w <- n*p*(1-p); sum(k*plogis(e,log.p=TRUE) + (n-k)*plogis(-e,log.p=TRUE)) +
 * log(sum(w)*sum(w*tc^2) - sum(w*tc)^2)/2} maximised by {@code optim} (BFGS, then Nelder-Mead with reltol 1e-17) and {@code nlm}; errors
 * from the inverse of the information at the maximum.
 */
class LogisticTrendTest {
    private static final LogisticTrend METHOD = LogisticTrend.withDefaults();
    private static final YearSeries RISING = shares(new int[] {2018, 2019, 2020, 2021, 2022}, new long[] {12, 15, 14, 20, 22},
            new long[] {60, 62, 58, 61, 59});
    private static final YearSeries GAP = shares(new int[] {2018, 2019, 2021, 2022}, new long[] {3, 1, 4, 0}, new long[] {12, 9, 14, 10});

    private static YearSeries shares(int[] years, long[] k, long[] n) {
        var builder = YearSeries.builder(SchoolId.of("edu280417"), "share_2");
        for (int i = 0; i < k.length; i++) {
            builder.add(Point.ofShare(years[i], k[i], n[i]));
        }
        return builder.build();
    }

    private static YearSeries threeYears(long first, long second, long third) {
        return shares(new int[] {2021, 2022, 2023}, new long[] {first, second, third}, new long[] {20, 22, 25});
    }

    @Test
    void theSlopeIsThatOfMaximumLikelihood() {
        var fit = METHOD.fit(RISING);
        assertThat(fit.slope().orElseThrow().value()).isCloseTo(.218526893245608, within(1e-10));
        assertThat(fit.slopeError().orElseThrow()).isCloseTo(.0933120317855271, within(1e-7));
        assertThat(fit.z().orElseThrow()).isCloseTo(2.34189406300659, within(1e-6));
        assertThat(fit.p().orElseThrow()).isCloseTo(.0191861599102238, within(1e-7));
        assertThat(fit.likelihoodRatio().orElseThrow()).isCloseTo(5.60433195969185, within(1e-10));
        assertThat(fit.likelihoodRatioP().orElseThrow()).isCloseTo(.017916124656414, within(1e-10));
        assertThat(fit.cochranArmitage().orElseThrow()).isCloseTo(5.56606693543958, within(1e-10));
        assertThat(fit.cochranArmitageP().orElseThrow()).isCloseTo(.0183118480258408, within(1e-10));
        assertThat(fit.penalised()).isFalse();
        assertThat(fit.reason()).isEmpty();
        assertThat(fit.at(2018).orElseThrow().value()).isCloseTo(.195114709240053, within(1e-9));
        assertThat(fit.at(2022).orElseThrow().value()).isCloseTo(.367488922205444, within(1e-9));
        assertThat(fit).hasToString(
                "Fit[edu280417 share_2: log-odds +0.2185 a year [0.03564; 0.4014], +4.37 points, 5 years, p 0.0179]");
    }

    /** R: {@code plogis(fit + c(-1,0,1)*qnorm(.975)*se.fit)} of {@code predict(glm, data.frame(t = c(2, 6)), se.fit = TRUE)}. */
    @Test
    void theCurveHasAnIntervalWithinNoughtAndOneAlsoBeyondTheYears() {
        var fit = METHOD.fit(RISING);
        var inside = fit.at(2020).orElseThrow();
        assertThat(inside.lower()).isCloseTo(.224857038393, within(1e-7));
        assertThat(inside.value()).isCloseTo(.272880206552, within(1e-9));
        assertThat(inside.upper()).isCloseTo(.326835216552, within(1e-7));
        var beyond = fit.at(2024).orElseThrow();
        assertThat(beyond.lower()).isCloseTo(.299585785894, within(1e-7));
        assertThat(beyond.upper()).isCloseTo(.654158599751, within(1e-7));
        assertThat(fit.at(9999).orElseThrow().upper()).isEqualTo(1);
    }

    /** R: {@code 100*P*(1-P)*(b + c(-1,0,1)*qnorm(.975)*se)} with P = 83/300. */
    @Test
    void theSlopeInPercentagePointsIsTakenAtTheShareOfAllYears() {
        var points = METHOD.fit(RISING).percentagePoints().orElseThrow();
        assertThat(points.lower()).isCloseTo(.713209016199, within(1e-6));
        assertThat(points.value()).isCloseTo(4.373208749163, within(1e-8));
        assertThat(points.upper()).isCloseTo(8.033208482127, within(1e-6));
    }

    @Test
    void luckyYearsDoNotNarrowTheErrorAndScatteredOnesWidenIt() {
        var lucky = METHOD.fit(RISING);
        assertThat(lucky.ownDispersion().orElseThrow()).as("glm stops at 1e-8 of the deviance").isCloseTo(.122841018709907, within(1e-6));
        assertThat(lucky.dispersion()).isEqualTo(1);
        var scattered = METHOD.fit(GAP);
        assertThat(scattered.ownDispersion().orElseThrow()).isCloseTo(2.01963809446667, within(1e-5));
        assertThat(scattered.slopeError().orElseThrow()).isCloseTo(.3582389840164, within(1e-6));
        assertThat(scattered.p().orElseThrow()).as("2*pnorm(-0.550450363379928)").isCloseTo(.582010513134, within(1e-6));
        var binomial = METHOD.withDispersion(1).fit(GAP);
        assertThat(binomial.slope().orElseThrow().value()).isCloseTo(-.197192778928684, within(1e-9));
        assertThat(binomial.slopeError().orElseThrow()).isCloseTo(.25207865194336, within(1e-7));
        assertThat(binomial.p().orElseThrow()).isCloseTo(.434057750712056, within(1e-7));
        assertThat(binomial.likelihoodRatio().orElseThrow()).isCloseTo(.623469305673768, within(1e-10));
        assertThat(binomial.likelihoodRatioP().orElseThrow()).isCloseTo(.429760984440044, within(1e-9));
        assertThat(binomial.cochranArmitage().orElseThrow()).isCloseTo(.622507143707584, within(1e-10));
    }

    /**
     * R: Pearson's sums 4.03927611303 (GAP, 2 degrees of freedom) and 10.65266420228 (3), {@code summary(glm, dispersion = phi)},
     * {@code pchisq((null.deviance - deviance)/phi, 1, lower.tail = FALSE)}.
     */
    @Test
    void theDispersionOfManySeriesIsPooled() {
        YearSeries wild = shares(
                new int[] {2018, 2019, 2020, 2021, 2022}, new long[] {12, 25, 14, 30, 22}, new long[] {60, 62, 58, 61, 59});
        YearSeries twoYears = shares(new int[] {2018, 2019}, new long[] {1, 9}, new long[] {10, 10});
        double phi = LogisticTrend.dispersion(List.of(GAP, wild, twoYears, threeYears(0, 0, 5), threeYears(0, 0, 0))).orElseThrow();
        assertThat(phi).isCloseTo(2.93838806306, within(1e-6));
        var fit = METHOD.withDispersion(phi).fit(wild);
        assertThat(fit.slopeError().orElseThrow()).isCloseTo(.149934900498, within(1e-6));
        assertThat(fit.p().orElseThrow()).isCloseTo(.19379279018439, within(1e-6));
        assertThat(fit.likelihoodRatio().orElseThrow()).isCloseTo(5.04391242322, within(1e-9));
        assertThat(fit.likelihoodRatioP().orElseThrow()).isCloseTo(.190136758413, within(1e-6));
        assertThat(LogisticTrend.dispersion(List.of(RISING))).hasValue(1);
        assertThat(LogisticTrend.dispersion(List.of(twoYears, threeYears(0, 0, 5)))).isEmpty();
        assertThat(LogisticTrend.dispersion(List.of())).isEmpty();
    }

    @Test
    void quasiSeparationIsRecognisedAndTheLikelihoodRatioKept() {
        var fit = METHOD.fit(threeYears(0, 0, 5));
        assertThat(fit.penalised()).isTrue();
        assertThat(fit.slope().orElseThrow().value()).isCloseTo(2.36984016, within(1e-6));
        assertThat(fit.slopeError().orElseThrow()).isCloseTo(1.27081742, within(1e-6));
        assertThat(fit.likelihoodRatio().orElseThrow()).isCloseTo(10.5496469515477, within(1e-9));
        assertThat(fit.likelihoodRatioP().orElseThrow()).isCloseTo(.0011621028252882, within(1e-10));
        assertThat(fit.cochranArmitage().orElseThrow()).isCloseTo(6.94648829431438, within(1e-10));
        assertThat(fit.ownDispersion()).isEmpty();
        assertThat(fit.toString()).endsWith("3 years, p 0.00116, penalised]");
    }

    @Test
    void completeSeparationIsToo() {
        var fit = METHOD.fit(threeYears(0, 0, 25));
        assertThat(fit.penalised()).isTrue();
        assertThat(fit.slope().orElseThrow().value()).isCloseTo(7.735368, within(1e-4));
        assertThat(fit.slopeError().orElseThrow()).isCloseTo(2.060066, within(1e-4));
        assertThat(fit.likelihoodRatio().orElseThrow()).isCloseTo(88.5207718191765, within(1e-9));
        assertThat(fit.cochranArmitageP().orElseThrow()).isCloseTo(8.0426784776426e-13, within(1e-19));
        var falling = METHOD.fit(shares(new int[] {2020, 2021, 2023}, new long[] {7, 5, 0}, new long[] {7, 5, 9}));
        assertThat(falling.penalised()).isTrue();
        assertThat(falling.slope().orElseThrow().value()).isCloseTo(-2.6338285, within(1e-5));
        assertThat(falling.slopeError().orElseThrow()).isCloseTo(.9899061, within(1e-5));
    }

    @Test
    void fewSuccessesInTwoYearsAreNotSeparation() {
        assertThat(METHOD.fit(threeYears(0, 1, 5)).penalised()).isFalse();
        assertThat(METHOD.fit(threeYears(0, 1, 0)).penalised()).isFalse();
        assertThat(METHOD.fit(threeYears(20, 22, 3)).penalised()).isTrue();
        assertThat(METHOD.fit(threeYears(20, 21, 25)).penalised()).isFalse();
    }

    /** By hand: odds 10/30 and 18/27, their ratio 2; R gives .69314718056 with the error .475316657446. */
    @Test
    void twoYearsGiveTheRatioOfOddsWithoutDispersion() {
        var fit = METHOD.fit(shares(new int[] {2021, 2022}, new long[] {10, 18}, new long[] {40, 45}));
        assertThat(fit.slope().orElseThrow().value()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(fit.slopeError().orElseThrow()).isCloseTo(.475316657446, within(1e-8));
        assertThat(fit.ownDispersion()).isEmpty();
        assertThat(fit.dispersion()).isEqualTo(1);
    }

    @Test
    void withoutSuccessesFailuresOrYearsThereIsAReason() {
        assertThat(METHOD.fit(threeYears(0, 0, 0)).reason()).contains("no-successes");
        assertThat(METHOD.fit(threeYears(20, 22, 25)).reason()).contains("no-failures");
        assertThat(METHOD.fit(shares(new int[] {2020}, new long[] {2}, new long[] {4})).reason()).contains("too-few-years");
        assertThat(METHOD.fit(shares(new int[0], new long[0], new long[0])).reason()).contains("too-few-years");
        YearSeries means = YearSeries.builder(SchoolId.of("edu280417"), "mean")
                .add(Point.of(2020, 1, 1)).add(Point.of(2021, 1, 1)).build();
        var none = METHOD.fit(means);
        assertThat(none.reason()).contains("not-shares");
        assertThat(none.slope()).isEmpty();
        assertThat(none.slopeError()).isEmpty();
        assertThat(none.z()).isEmpty();
        assertThat(none.p()).isEmpty();
        assertThat(none.likelihoodRatio()).isEmpty();
        assertThat(none.likelihoodRatioP()).isEmpty();
        assertThat(none.cochranArmitage()).isEmpty();
        assertThat(none.cochranArmitageP()).isEmpty();
        assertThat(none.percentagePoints()).isEmpty();
        assertThat(none.at(2020)).isEmpty();
        assertThat(none.ownDispersion()).isEmpty();
        assertThat(none.penalised()).isFalse();
        assertThat(none).hasToString("Fit[edu280417 mean: no slope, not-shares, 2 usable years]");
    }

    @Test
    void onlyFullyComparableYearsCount() {
        var fit = METHOD.fit(RISING.plus(List.of(Point.ofShare(2023, 59, 60).withComparability(Comparability.RELATIVE_ONLY))));
        assertThat(fit.slope()).isEqualTo(METHOD.fit(RISING).slope());
        assertThat(fit.years()).isEqualTo(5);
        assertThat(fit.dropped()).extracting(YearSeries.Dropped::reason).containsExactly("not-comparable");
    }

    @Test
    void optionsAreCheckedAndNamed() {
        assertThatThrownBy(() -> METHOD.withDispersion(.5)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0.5");
        assertThatThrownBy(() -> METHOD.withConfidence(1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(METHOD.method()).hasToString("trend/logistic 1 [dispersion=own, confidence=0.95]");
        assertThat(METHOD.withDispersion(2).withConfidence(.8)).hasToString("trend/logistic 1 [dispersion=2.0, confidence=0.8]");
        assertThat(METHOD.withConfidence(.8).fit(RISING).slope().orElseThrow().lower())
                .isCloseTo(.218526893245608 - 1.2815515655446004 * .0933120317855271, within(1e-7));
    }
}
