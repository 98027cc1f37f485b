package io.github.eduindicators.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.eduindicators.stats.RandomIntercept.Fit;
import io.github.eduindicators.stats.RandomIntercept.GroupSums;
import io.github.eduindicators.stats.RandomIntercept.Likelihood;
import io.github.eduindicators.stats.RandomIntercept.Obstacle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The random-intercept model against lme4 on our own small data (random_intercept.R in the folder oracle makes both files) and, where
 * copies lie beside the checkout, on the data sets Exam and Chem97.
 */
class RandomInterceptTest {
    private static final double CLOSE = 1e-6;

    private static List<String[]> rows(String name) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(RandomInterceptTest.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GroupSums sums(int y, int... x) {
        GroupSums sums = GroupSums.create(x.length);
        for (String[] row : rows("random-intercept.csv")) {
            double[] covariates = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                covariates[i] = Double.parseDouble(row[x[i]]);
            }
            sums.add(row[0], Double.parseDouble(row[y]), covariates);
        }
        return sums;
    }

    private static Map<String, Double> expected(String model) {
        return rows("random-intercept-expected.csv").stream()
                .filter(row -> row[0].equals(model))
                .collect(Collectors.toMap(row -> row[1], row -> Double.parseDouble(row[2]), (a, b) -> a, TreeMap::new));
    }

    private static void check(Fit fit, Map<String, Double> expected, double effects) {
        assertThat(expected).isNotEmpty();
        assertThat(fit.deviance()).isCloseTo(expected.get("deviance"), within(1e-9 * Math.abs(expected.get("deviance"))));
        assertThat(fit.sigma2()).isCloseTo(expected.get("sigma2"), within(CLOSE * expected.get("sigma2")));
        assertThat(fit.tau2()).isCloseTo(expected.get("tau2"), within(CLOSE * expected.get("tau2")));
        double[] b = fit.coefficients();
        double[][] covariance = fit.covariance();
        for (int i = 0; i < b.length; i++) {
            assertThat(b[i]).isCloseTo(expected.get("b" + i), within(CLOSE * Math.abs(expected.get("b" + i))));
            for (int j = 0; j <= i; j++) {
                double value = expected.get("cov" + i + j);
                double size = Math.sqrt(expected.get("cov" + i + i) * expected.get("cov" + j + j));
                assertThat(covariance[i][j]).isCloseTo(value, within(CLOSE * size)).isEqualTo(covariance[j][i], within(1e-12 * size));
            }
        }
        assertThat(fit.effects()).hasSize(fit.groups()).allSatisfy(effect -> {
            assertThat(effect.value()).isCloseTo(expected.get("u-" + effect.group()), within(effects));
            assertThat(effect.standardError()).isCloseTo(expected.get("se-" + effect.group()), within(effects));
        });
    }

    @ParameterizedTest
    @EnumSource
    void severalCovariatesAndUnbalancedGroupsAsInLme4(Likelihood likelihood) {
        RandomIntercept model = RandomIntercept.withDefaults().withLikelihood(likelihood);
        check(model.fit(sums(1)).orElseThrow(), expected("null-" + likelihood), 1e-6);
        check(model.fit(sums(1, 3)).orElseThrow(), expected("prior-" + likelihood), 1e-6);
        check(model.fit(sums(1, 3, 4, 5)).orElseThrow(), expected("all-" + likelihood), 1e-6);
    }

    @ParameterizedTest
    @EnumSource
    void groupsThatDifferLessThanByChanceHaveNoVarianceAndNoEffects(Likelihood likelihood) {
        Fit fit = RandomIntercept.withDefaults().withLikelihood(likelihood).fit(sums(2, 3, 4)).orElseThrow();
        check(fit, expected("zero-" + likelihood), 0);
        assertThat(fit.tau2()).isZero();
        assertThat(fit.deviance(0.01).orElseThrow()).isGreaterThan(fit.deviance());
    }

    @ParameterizedTest
    @EnumSource
    void errorsOfACovariateAreAllowedFor(Likelihood likelihood) {
        RandomIntercept model = RandomIntercept.withDefaults().withLikelihood(likelihood).withErrorVariance(0, 300);
        check(model.fit(sums(1, 3, 4)).orElseThrow(), expected("error-" + likelihood), 1e-6);
    }

    /** A variance that is one for all groups is taken from tau2 alone; different ones are compared with R in ValueAddedTest. */
    @Test
    void whatIsKnownOfTheVarianceOfLevelsIsNotFoundAgain() {
        GroupSums sums = sums(1, 5);
        Fit fit = RandomIntercept.withDefaults().fit(sums).orElseThrow();
        Map<String, Double> variances = fit.effects().stream().collect(Collectors.toMap(RandomIntercept.Effect::group, e -> 0.3));
        Fit other = RandomIntercept.withDefaults().withUncertainty(0, variances).fit(sums).orElseThrow();
        double b = fit.coefficients()[1];
        assertThat(other.coefficients()[1]).isCloseTo(b, within(1e-8));
        assertThat(other.deviance()).isCloseTo(fit.deviance(), within(1e-8));
        assertThat(other.sigma2()).isCloseTo(fit.sigma2(), within(1e-8));
        assertThat(b * b * 0.3).isGreaterThan(0.01);
        assertThat(other.tau2()).isCloseTo(fit.tau2() - b * b * 0.3, within(1e-8));
        for (int i = 0; i < fit.groups(); i++) {
            assertThat(other.effects().get(i).value())
                    .isCloseTo(fit.effects().get(i).value() * other.tau2() / fit.tau2(), within(1e-7));
        }
        assertThat(RandomIntercept.withDefaults().withUncertainty(0, Map.of()).fit(sums).orElseThrow().effects()).isEqualTo(fit.effects());
        assertThatThrownBy(() -> RandomIntercept.withDefaults().withUncertainty(0, Map.of("s01", -1.0))).hasMessageContaining("-1.0 of s01");
        assertThatThrownBy(() -> RandomIntercept.withDefaults().withUncertainty(1, Map.of()).fit(sums)).hasMessageContaining("covariate 1");
    }

    @Test
    void theCriterionHasItsLeastValueAtTheFit() {
        Fit fit = RandomIntercept.withDefaults().fit(sums(1, 3, 4, 5)).orElseThrow();
        double theta = fit.tau2() / fit.sigma2();
        assertThat(fit.deviance(theta).orElseThrow()).isEqualTo(fit.deviance(), within(1e-9));
        assertThat(fit.deviance(theta * 1.001).orElseThrow()).isGreaterThan(fit.deviance());
        assertThat(fit.deviance(theta * 0.999).orElseThrow()).isGreaterThan(fit.deviance());
        // R: -2 * logLik(lm(y ~ prior + girl + context, d), REML = TRUE)
        assertThat(fit.deviance(0).orElseThrow()).isCloseTo(703.4648051462, within(1e-7));
    }

    @Test
    void anErrorAsLargeAsTheCovariateLeavesNothingToFit() {
        RandomIntercept model = RandomIntercept.withDefaults().withErrorVariance(0, 5000);
        assertThat(model.fit(sums(1, 3))).isEmpty();
        assertThat(model.obstacle(sums(1, 3))).contains(Obstacle.NOT_POSITIVE_DEFINITE);
        // A covariate of whole groups has no spread within them to take the error from.
        assertThat(RandomIntercept.withDefaults().withErrorVariance(0, 0.1).obstacle(sums(1, 5))).contains(Obstacle.NOT_POSITIVE_DEFINITE);
    }

    @Test
    void whatCannotBeFittedIsSaid() {
        RandomIntercept model = RandomIntercept.withDefaults();
        assertThat(model.obstacle(GroupSums.create(1))).contains(Obstacle.FEW_GROUPS);
        GroupSums one = GroupSums.create(0);
        one.add("a", 1.0);
        one.add("a", 2.0);
        assertThat(model.obstacle(one)).contains(Obstacle.FEW_GROUPS);
        one.add("b", 1.0);
        assertThat(model.obstacle(one)).isEmpty();
        GroupSums singles = GroupSums.create(0);
        for (int i = 0; i < 20; i++) {
            singles.add("g" + i, i * i % 7);
        }
        assertThat(model.obstacle(singles)).contains(Obstacle.FEW_OBSERVATIONS);
        GroupSums alike = GroupSums.create(0);
        GroupSums stairs = GroupSums.create(0);
        GroupSums twice = GroupSums.create(2);
        GroupSums constant = GroupSums.create(1);
        for (int i = 0; i < 30; i++) {
            alike.add("g" + i % 5, 0.1);
            stairs.add("g" + i % 5, i % 5);
            twice.add("g" + i % 5, i * 7 % 11, 0.1 * i, 3 - 0.2 * i);
            constant.add("g" + i % 5, i * 7 % 11, 0.1);
        }
        assertThat(model.obstacle(alike)).contains(Obstacle.NO_SPREAD);
        assertThat(model.obstacle(stairs)).contains(Obstacle.NO_SPREAD);
        assertThat(model.obstacle(twice)).contains(Obstacle.COLLINEAR);
        assertThat(model.obstacle(constant)).contains(Obstacle.COLLINEAR);
        assertThat(model.fit(twice)).isEmpty();
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> GroupSums.create(1).add("a", 1)).hasMessageContaining("1 covariates, got 0");
        assertThatThrownBy(() -> GroupSums.create(0).add("a", Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> GroupSums.create(1).add("a", 1, 1e101)).hasMessageContaining("1.0E101");
        assertThatThrownBy(() -> GroupSums.create(1).addMany("a", -1, 1.0, 1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> GroupSums.create(1).merge(GroupSums.create(2))).hasMessageContaining("1 and 2");
        assertThatThrownBy(() -> RandomIntercept.withDefaults().withErrorVariance(2, 1).fit(sums(1, 3))).hasMessageContaining("covariate 2");
        assertThatThrownBy(() -> RandomIntercept.withDefaults().withErrorVariance(0, -1)).hasMessageContaining("-1.0");
    }

    @Test
    void theVarianceOfACovariateIsThatOfAllObservations() {
        GroupSums sums = GroupSums.create(1);
        sums.add("a", 0, 1e8 + 1);
        sums.add("b", 0, 1e8 + 2);
        sums.addMany("b", 2, 0, 1e8 + 4);
        // Values 1, 2, 4, 4: mean 2.75, sum of squares 37, 37 / 4 - 2.75^2.
        assertThat(sums.variance(0)).isEqualTo(1.6875);
        assertThat(sums.count()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"null,ML,", "ri,ML,6", "ri,REML,6"})
    void examAsInLme4WhereTheSharedDataAre(String model, Likelihood likelihood, Integer covariate) throws IOException {
        Path folder = Path.of("..", "..", "shared", "vectors", "effectiveness", "value_added");
        assumeThat(folder).as("the data set is not here: the check is skipped").exists();
        Fit fit = RandomIntercept.withDefaults().withLikelihood(likelihood)
                .fit(exam(folder.resolve("exam.csv"), covariate == null ? List.of() : List.of(row -> number(row[covariate])))).orElseThrow();
        String name = "exam_" + model + "_" + likelihood.toString().toLowerCase(java.util.Locale.ROOT);
        checkShared(fit, folder, name);
        if (likelihood == Likelihood.REML) {
            effects(fit, folder.resolve("../../../data/ref_Exam_lmer_blup.csv"), 1, 2, 1e-6);
        }
    }

    @Test
    void examWithContextAsInLme4WhereTheSharedDataAre() throws IOException {
        Path folder = Path.of("..", "..", "shared", "vectors", "effectiveness", "value_added");
        assumeThat(folder).as("the data set is not here: the check is skipped").exists();
        List<ToDoubleFunction<String[]>> covariates = List.of(
                row -> number(row[6]),
                row -> row[7].equals("M") ? 1 : 0,
                row -> row[2].equals("boys") ? 1 : 0,
                row -> row[2].equals("girls") ? 1 : 0,
                row -> number(row[3]));
        Fit fit = RandomIntercept.withDefaults().withLikelihood(Likelihood.ML).fit(exam(folder.resolve("exam.csv"), covariates)).orElseThrow();
        checkShared(fit, folder, "exam_ctx_ml");
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    private static GroupSums exam(Path file, List<ToDoubleFunction<String[]>> covariates) throws IOException {
        GroupSums sums = GroupSums.create(covariates.size());
        for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
            String[] row = line.replace("\"", "").split(",");
            sums.add(row[0], number(row[1]), covariates.stream().mapToDouble(f -> f.applyAsDouble(row)).toArray());
        }
        return sums;
    }

    private static void checkShared(Fit fit, Path folder, String name) throws IOException {
        String json = Files.readString(folder.resolve(name + ".json"));
        double deviance = json(json, "deviance_or_REMLcrit");
        assertThat(fit.deviance()).isCloseTo(deviance, within(1e-9 * deviance));
        assertThat(fit.tau2()).isCloseTo(json(json, "tau2"), within(CLOSE * json(json, "tau2")));
        assertThat(fit.sigma2()).isCloseTo(json(json, "sigma2"), within(CLOSE * json(json, "sigma2")));
        assertThat(fit.icc()).isCloseTo(json(json, "icc"), within(CLOSE));
        assertThat(fit.coefficients()[0]).isCloseTo(json(json, "\\(Intercept\\)"), within(1e-7));
        assertThat(fit.standardErrors()[0]).isCloseTo(json(json.substring(json.indexOf("\"se\"")), "\\(Intercept\\)"), within(1e-7));
        if (json.contains("standLRT\":")) {
            assertThat(fit.coefficients()[1]).isCloseTo(json(json, "standLRT"), within(CLOSE));
            assertThat(fit.standardErrors()[1]).isCloseTo(json(json.substring(json.indexOf("\"se\"")), "standLRT"), within(1e-7));
        }
        effects(fit, folder.resolve(name + "_eb.csv"), 4, 6, 1e-6);
    }

    private static double json(String text, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\": (-?[0-9.e-]+)").matcher(text);
        assertThat(matcher.find()).as(key).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    private static void effects(Fit fit, Path file, int value, int error, double relative) throws IOException {
        Map<String, String[]> rows = Files.readAllLines(file).stream().skip(1)
                .map(line -> line.replace("\"", "").split(",")).collect(Collectors.toMap(row -> row[0], row -> row));
        double size = fit.effects().stream().mapToDouble(RandomIntercept.Effect::standardError).min().orElseThrow();
        assertThat(fit.effects()).hasSize(rows.size()).allSatisfy(effect -> {
            String[] row = rows.get(effect.group());
            assertThat(effect.value()).isCloseTo(number(row[value]), within(relative * Math.max(size, Math.abs(number(row[value])))));
            assertThat(effect.standardError()).isCloseTo(number(row[error]), within(relative * number(row[error])));
        });
    }

    /**
     * lme4 1.1-31: {@code lmer(score ~ 1 + (1|school), d)} and, by ML, {@code score ~ gcsecnt + gender + age + (1|school)}, genderM = 1;
     * VarCorr, fixef, REMLcrit, deviance with 15 digits.
     */
    @Test
    void chem97AsInLme4WhereTheSharedDataAre() throws IOException {
        Path folder = Path.of("..", "..", "shared", "data");
        assumeThat(folder.resolve("mlmRev_Chem97.csv")).as("the data set is not here: the check is skipped").exists();
        GroupSums none = GroupSums.create(0);
        GroupSums three = GroupSums.create(3);
        for (String line : Files.readAllLines(folder.resolve("mlmRev_Chem97.csv")).stream().skip(1).toList()) {
            String[] row = line.split(",");
            none.add(row[1], number(row[3]));
            three.add(row[1], number(row[3]), number(row[7]), row[4].equals("M") ? 1 : 0, number(row[5]));
        }
        Fit fit = RandomIntercept.withDefaults().fit(none).orElseThrow();
        assertThat(fit.groups()).isEqualTo(2410);
        assertThat(fit.observations()).isEqualTo(31_022);
        assertThat(fit.deviance()).isCloseTo(157894.622734935, within(1e-9 * 157894));
        assertThat(fit.tau2()).isCloseTo(2.88374220451343, within(CLOSE * 2.88));
        assertThat(fit.sigma2()).isCloseTo(8.51677643715492, within(CLOSE * 8.5));
        effects(fit, folder.resolve("ref_Chem97_lmer_blup.csv"), 1, 2, 1e-6);
        Fit more = RandomIntercept.withDefaults().withLikelihood(Likelihood.ML).fit(three).orElseThrow();
        assertThat(more.deviance()).isCloseTo(141000.073386009, within(1e-9 * 141000));
        assertThat(more.tau2()).isCloseTo(1.14929853296329, within(CLOSE * 1.15));
        assertThat(more.sigma2()).isCloseTo(5.04217993134376, within(CLOSE * 5));
        assertThat(more.coefficients()).containsExactly(
                new double[] {5.2170085791522887, 2.5692038548760694, 0.7436497294130874, -0.0375874943962779}, within(1e-6));
    }
}
