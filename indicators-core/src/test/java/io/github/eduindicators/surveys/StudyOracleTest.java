package io.github.eduindicators.surveys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.surveys.ReplicateWeights.Replicated;
import io.github.eduindicators.surveys.ReplicationScheme.Centre;
import io.github.eduindicators.surveys.Statistic.QuantileRule;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Replicate weights and estimates against R 4.2.2 with survey 4.1-1, on the data of {@link StudyData}. Per design, with mse=TRUE
 * where nothing else is said:
 * <pre>
 * c1 <- svydesign(~cluster, weights=~w, data=d); as.svrepdesign(c1, type="JK1", mse=TRUE), and mse=FALSE
 * cs <- svydesign(~cluster, strata=~stratum, weights=~w, data=d, nest=TRUE); as.svrepdesign(cs, type="JKn", mse=TRUE)
 * cz <- svydesign(~cluster, strata=~zone, weights=~w, data=d, nest=TRUE); as.svrepdesign(cz, type="BRR", mse=TRUE), type="Fay", fay.rho=0.3
 * </pre>
 * Estimates: svymean, svyby with svycontrast, svyquantile(interval.type="quantile", qrule="math" and "school"), and
 * withReplicates of lm, cov.wt(method="ML") and sqrt(sum(w*(y-mu)^2)/sum(w)). Balanced weights of survey have another Hadamard
 * matrix; for those lines the replicate weights were made in R from the matrix of order 8 by Paley's rule and given to
 * svrepdesign.
 */
class StudyOracleTest {
    private static Replicated made(String design) {
        return switch (design) {
            case "JK1" -> ReplicateWeights.jk1().apply(StudyData.byStratum());
            case "JKn" -> ReplicateWeights.jkn().apply(StudyData.byStratum());
            case "BRR" -> ReplicateWeights.brr().apply(StudyData.byZone());
            case "Fay" -> ReplicateWeights.fay(0.5).apply(StudyData.byZone());
            default -> throw new IllegalArgumentException(design);
        };
    }

    private static void check(Replicated made, Statistic statistic, double value, double error) {
        Study first = only(made.study());
        StudyEstimate estimate = StudyAnalysis.of(made.scheme()).withFewest(1, 1).estimate(first, "first", statistic);
        assertThat(estimate.value().orElseThrow()).isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
        assertThat(estimate.standardError().orElseThrow()).isCloseTo(error, within(1e-9 * Math.max(1, error)));
        assertThat(estimate.imputationVariance()).hasValue(0);
    }

    /** The same study with the first plausible value alone, built anew in an order of its own. */
    private static Study only(Study study) {
        int n = study.pupils();
        double[][] replicates = new double[study.replicates()][];
        for (int r = 0; r < replicates.length; r++) {
            replicates[r] = study.replicate(r);
        }
        return Study.builder(study.weights())
                .values("first", study.values("math")[0])
                .values("other", study.values("math")[1])
                .group("g", IntStream.range(0, n).mapToObj(i -> study.labelsOf("g").names().get(study.labelsOf("g").codes()[i])).toList())
                .covariate("x", study.covariate("x"))
                .replicates(replicates)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "JK1, 2.142305015014, 7.523032804206, 2.537739589073, 9.112761014999",
        "JKn, 2.270814953750, 7.769977919345, 2.767244921734, 9.471009802568",
        "BRR, 2.057927017665, 5.608674422900, 1.833010377296, 6.225838370039",
        "Fay, 2.060590583490, 5.682177392098, 1.838510798221, 6.294316145665"
    })
    void meansOfAllOfGroupsAndTheirDifference(String design, double all, double a, double b, double difference) {
        Replicated made = made(design);
        check(made, Statistic.mean(), 508.244186046512, all);
        StudyAnalysis analysis = StudyAnalysis.of(made.scheme()).withFewest(1, 1);
        Study first = only(made.study());
        StudyEstimate ofA = analysis.estimate(first.where("g", "a"), "first", Statistic.mean());
        assertThat(ofA.value().orElseThrow()).isCloseTo(507.225352112676, within(1e-9));
        assertThat(ofA.standardError().orElseThrow()).isCloseTo(a, within(1e-9));
        StudyEstimate ofB = analysis.estimate(first.whereNot("g", "a"), "first", Statistic.mean());
        assertThat(ofB.value().orElseThrow()).isCloseTo(508.746527777778, within(1e-9));
        assertThat(ofB.standardError().orElseThrow()).isCloseTo(b, within(1e-9));
        check(made, Statistic.difference(Statistic.mean(), "g", "a", "b"), -1.521175665102, difference);
        check(made, Statistic.differenceFromRest(Statistic.mean(), "g", "a"), -1.521175665102, difference);
        StudyEstimate pair = analysis.difference(first, "first", Statistic.mean(), new StudyAnalysis.Pair("g", "a", "b"));
        assertThat(pair.standardError().orElseThrow()).isCloseTo(difference, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "JK1, 0.838896414193, 2.518387839158, 0.010900111037, 0.001543072155, 0.024602329813",
        "JKn, 0.819912848605, 2.659831509606, 0.011577838143, 0.001684812958, 0.027134365336",
        "BRR, 0.852131859419, 2.138862377836, 0.013603063943, 0.002107583406, 0.022442149730",
        "Fay, 0.840455800485, 2.128230559829, 0.009575688885, 0.002045211757, 0.022452164344"
    })
    void spreadRegressionCorrelationAndShare(String design, double sd, double slope, double rSquared, double correlation, double below) {
        Replicated made = made(design);
        check(made, Statistic.standardDeviation(), 29.752207675176, sd);
        check(made, Statistic.slope("x"), 1.349510986073, slope);
        check(made, Statistic.rSquared("x"), 0.002870578252, rSquared);
        check(made, Statistic.correlationWith("other"), 0.992204951175, correlation);
        check(made, Statistic.share(value -> value < 480), 0.195348837209, below);
    }

    @ParameterizedTest
    @CsvSource({
        "JK1, 1.914854215513, 4.062019202318",
        "JKn, 3, 3.968626966597",
        "BRR, 4.168333000133, 2.979093821953",
        "Fay, 2.645751311065, 3.391164991563"
    })
    void quantiles(String design, double median, double third) {
        Replicated made = made(design);
        check(made, Statistic.median(), 508, median);
        check(made, Statistic.quantile(0.3, QuantileRule.MIDDLE), 490, third);
    }

    /** What a sum over clusters varies by does not depend on the Hadamard matrix: these are survey's own balanced weights. */
    @ParameterizedTest
    @CsvSource({"JK1, 713.277370981686", "JKn, 767.796943099758", "BRR, 780.359652660233", "Fay, 780.359652660233"})
    void totals(String design, double error) {
        Statistic total = sample -> {
            double sum = 0;
            for (int i = 0; i < sample.size(); i++) {
                sum += sample.weight(i) * sample.value(i);
            }
            return OptionalDouble.of(sum);
        };
        check(made(design), total, 54636.25, error);
    }

    @ParameterizedTest
    @CsvSource({
        "JK1, 4.679194486039, 4.613841189674, 3.285703090988",
        "JKn, 5.201343319290, 4.670083442165, 3.448865915815",
        "BRR, 4.119943237228, 4.552832005985, 3.115331393736",
        "Fay, 4.131834929462, 4.554137785241, 3.118906913763"
    })
    void plausibleValues(String design, double sampling, double error, double freedom) {
        Replicated made = made(design);
        StudyEstimate estimate = StudyAnalysis.of(made.scheme()).estimate(made.study(), "math", Statistic.mean());
        assertThat(estimate.value().orElseThrow()).isCloseTo(506.348837209302, within(1e-9));
        assertThat(estimate.samplingVariance().orElseThrow()).isCloseTo(sampling, within(1e-9));
        assertThat(estimate.imputationVariance().orElseThrow()).isCloseTo(12.456252028123, within(1e-9));
        assertThat(estimate.standardError().orElseThrow()).isCloseTo(error, within(1e-9));
        assertThat(estimate.freedom().orElseThrow()).isCloseTo(freedom, within(1e-9));
        assertThat(estimate.n()).isEqualTo(72);
        assertThat(estimate.clusters()).hasValue(12);
    }

    @Test
    void deviationsFromTheMeanOfReplicates() {
        Replicated jk1 = made("JK1");
        ReplicationScheme scheme = jk1.scheme().withCentre(Centre.MEAN_OF_REPLICATES);
        Replicated centred = new Replicated(jk1.study(), scheme);
        check(centred, Statistic.mean(), 508.244186046512, 2.142304782805);
        check(centred, Statistic.standardDeviation(), 29.752207675176, 0.838513393154);
        check(centred, Statistic.median(), 508, 1.563471919941);
        check(centred, Statistic.correlationWith("other"), 0.992204951175, 0.001542147384);
    }

    @Test
    void samplingVarianceOfTheFirstPlausibleValueAlone() {
        Replicated jk1 = made("JK1");
        StudyEstimate estimate = StudyAnalysis.of(jk1.scheme().withFirstPlausibleValueOnly())
                .estimate(jk1.study(), "math", Statistic.mean());
        assertThat(estimate.samplingVariance().orElseThrow()).isCloseTo(2.142305015014 * 2.142305015014, within(1e-9));
        assertThat(estimate.value().orElseThrow()).isCloseTo(506.348837209302, within(1e-9));
    }
}
