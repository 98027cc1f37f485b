package io.github.eduindicators.surveys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.eduindicators.surveys.ReplicateWeights.Replicated;
import io.github.eduindicators.surveys.StudyAnalysis.Freedom;
import io.github.eduindicators.surveys.StudyAnalysis.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real data with plausible values and replicate weights, and designs of the R package survey, where the shared data are. The
 * numbers that stand here are R's (survey 4.1-1, and the formulas written out in R for plausible values).
 */
class StudySharedOracleTest {
    private static final Path FOLDER = Path.of("../../shared/vectors/effectiveness");

    /** The columns of a file, by name. */
    private record Columns(Map<String, Integer> places, List<String[]> rows) {
        static Columns of(String file) throws IOException {
            assumeTrue(Files.exists(FOLDER.resolve(file)), "the shared data are not here");
            List<String> lines = Files.readAllLines(FOLDER.resolve(file), StandardCharsets.UTF_8);
            Map<String, Integer> places = new HashMap<>();
            String[] header = cells(lines.get(0));
            for (int i = 0; i < header.length; i++) {
                places.put(header[i], i);
            }
            return new Columns(places, lines.stream().skip(1).map(Columns::cells).toList());
        }

        private static String[] cells(String line) {
            return Arrays.stream(line.split(",", -1)).map(cell -> cell.replace("\"", "")).toArray(String[]::new);
        }

        Columns where(String column, String value) {
            return new Columns(places, rows.stream().filter(row -> row[places.get(column)].equals(value)).toList());
        }

        List<String> texts(String column) {
            return rows.stream().map(row -> row[places.get(column)]).toList();
        }

        double[] numbers(String column) {
            return texts(column).stream().mapToDouble(Double::parseDouble).toArray();
        }

        double[][] numbered(String before, int count, String after) {
            double[][] all = new double[count][];
            for (int i = 0; i < count; i++) {
                all[i] = numbers(before + (i + 1) + after);
            }
            return all;
        }
    }

    private static Study pisa(String country) throws IOException {
        Columns columns = Columns.of("lsa/pisa18_sample.csv").where("cnt", country);
        return Study.builder(columns.numbers("w_fstuwt")).replicates(columns.numbered("w_fsturwt", 80, ""))
                .values("math", columns.numbered("pv", 10, "math")).values("read", columns.numbered("pv", 10, "read"))
                .group("gender", columns.texts("st004d01t")).build();
    }

    @ParameterizedTest
    @CsvSource({
        "FRA, math, 485.578616643475, 28.961072716566, 3.111264068016, 5.690646992336, 805.805033541968",
        "ITA, math, 467.704256168927, 35.976602025553, 5.535999440735, 6.485846237027, 429.46883855342",
        "MEX, math, 415.156958449655, 32.374324625423, 9.362218947273, 6.532439472925, 154.525845983548",
        "FRA, read, 479.741744585406, 38.434505787573, 3.267390178703, 6.48294955897, 1230.68160935362"
    })
    void meansOfPisa(String country, String domain, double mean, double sampling, double imputation, double error, double freedom)
            throws IOException {
        StudyEstimate estimate = StudyAnalysis.of(ReplicationScheme.pisa()).withFreedom(Freedom.RUBIN)
                .estimate(pisa(country), domain, Statistic.mean());
        close(estimate.value(), mean);
        close(estimate.samplingVariance(), sampling);
        close(estimate.imputationVariance(), imputation);
        close(estimate.standardError(), error);
        close(estimate.freedom(), freedom);
    }

    @ParameterizedTest
    @CsvSource({
        "FRA, 95.930273032616, 4.300228558079, 490.9675, 8.717687919811, -12.631476801091, 11.376953750342",
        "ITA, 95.909994422513, 4.877381871867, 468.6957, 10.986272642864, -6.097234831014, 12.138421222572",
        "MEX, 77.730039837718, 4.206349379573, 414.8424, 7.568756963737, -15.514070375844, 10.877035548844"
    })
    void spreadMedianAndDifferenceOfPisa(
            String country, double sd, double sdError, double median, double medianError, double difference, double differenceError)
            throws IOException {
        Study study = pisa(country);
        StudyAnalysis analysis = StudyAnalysis.of(ReplicationScheme.pisa());
        check(analysis.estimate(study, "math", Statistic.standardDeviation()), sd, sdError);
        check(analysis.estimate(study, "math", Statistic.median()), median, medianError);
        StudyEstimate gender = analysis.difference(study, "math", Statistic.mean(), new Pair("gender", "1", "2"));
        assertThat(Math.abs(gender.value().orElseThrow())).isCloseTo(Math.abs(difference), within(1e-8));
        close(gender.standardError(), differenceError);
    }

    @Test
    void levelsOfPisa() throws IOException {
        double[] percent = {10.078710147091, 15.151079355997, 21.501377944858, 24.147135934698, 18.512225165114, 8.718130548248, 1.891340903995};
        double[] errors = {2.193187570967, 2.720299281888, 3.279350779003, 2.62388670177, 2.435566054715, 2.428024820657, 1.119665961894};
        List<StudyEstimate> levels = StudyAnalysis.of(ReplicationScheme.pisa())
                .levels(pisa("FRA"), "math", ProficiencyLevels.pisaMathematics2003());
        for (int i = 0; i < percent.length; i++) {
            check(levels.get(i), percent[i] / 100, errors[i] / 100);
        }
    }

    @Test
    void clustersOfSchoolsWithDeviationsFromTheMeanOfReplicatesAsSurveyHasThem() throws IOException {
        Columns columns = Columns.of("survey/apiclus1.csv");
        Study study = Study.builder(columns.numbers("pw")).values("api00", columns.numbers("api00")).clusters(columns.texts("dnum")).build();
        Replicated made = ReplicateWeights.jk1().apply(study);
        assertThat(made.scheme().coefficient(0)).isCloseTo(0.9333333333333, within(1e-12));
        ReplicationScheme centred = made.scheme().withCentre(ReplicationScheme.Centre.MEAN_OF_REPLICATES);
        check(StudyAnalysis.of(centred).estimate(made.study(), "api00", Statistic.mean()), 644.169398907104, 26.594161357711);
    }

    /** Here survey corrects for the finite population: each stratum's coefficient has the factor 1 - n / N. */
    @Test
    void stratifiedJackknifeWithTheFinitePopulation() throws IOException {
        Columns columns = Columns.of("survey/apistrat.csv");
        List<String> cluster = new ArrayList<>();
        for (int i = 0; i < columns.rows().size(); i++) {
            cluster.add(String.format("c%03d", i));
        }
        Study study = Study.builder(columns.numbers("pw")).values("api00", columns.numbers("api00"))
                .clusters(cluster).strata(columns.texts("stype")).build();
        Replicated made = ReplicateWeights.jkn().withMost(200).apply(study);
        Map<String, Double> population = new HashMap<>();
        for (int i = 0; i < cluster.size(); i++) {
            population.put(columns.texts("stype").get(i), columns.numbers("fpc")[i]);
        }
        double[] coefficients = new double[200];
        int at = 0;
        for (String stratum : List.of("E", "H", "M")) {
            long n = columns.texts("stype").stream().filter(stratum::equals).count();
            for (int i = 0; i < n; i++) {
                coefficients[at] = made.scheme().coefficient(at++) * (1 - n / population.get(stratum));
            }
        }
        StudyAnalysis analysis = StudyAnalysis.of(ReplicationScheme.of("JKn with finite population", 197, coefficients));
        check(analysis.estimate(made.study(), "api00", Statistic.mean()), 662.287363159321, 9.408940802785);
    }

    /** Balanced weights of survey itself: the ratio of two totals. */
    @Test
    void balancedWeightsOfOthers() throws IOException {
        Columns columns = Columns.of("survey/scd_brr_fay.csv");
        double[] arrests = columns.numbers("arrests");
        double[] alive = columns.numbers("alive");
        double[] ones = new double[arrests.length];
        Arrays.fill(ones, 1);
        Statistic ratio = sample -> {
            double dead = 0;
            double all = 0;
            for (int i = 0; i < sample.size(); i++) {
                dead += sample.weight(i) * sample.value(i);
                all += sample.weight(i) * sample.values("arrests").applyAsDouble(i);
            }
            return OptionalDouble.of(dead / all);
        };
        for (String kind : List.of("brr.", "fay03.")) {
            Study study = Study.builder(ones).values("alive", alive).values("arrests", arrests).replicates(columns.numbered(kind, 4, "")).build();
            ReplicationScheme scheme = kind.equals("brr.") ? ReplicationScheme.brr(4) : ReplicationScheme.fay(4, 0.3);
            ReplicationScheme centred = scheme.withCentre(ReplicationScheme.Centre.MEAN_OF_REPLICATES);
            check(StudyAnalysis.of(centred).withFewest(1, 1).estimate(study, "alive", ratio),
                    0.1535063500828, kind.equals("brr.") ? 0.009418400669918 : 0.009525187477705);
        }
    }

    private static void check(StudyEstimate estimate, double value, double error) {
        close(estimate.value(), value);
        close(estimate.standardError(), error);
    }

    private static void close(OptionalDouble actual, double expected) {
        assertThat(actual.orElseThrow()).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
    }
}
