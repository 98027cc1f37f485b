package io.github.eduindicators.forensics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.eduindicators.forensics.AnswerStrings.Typical;
import io.github.eduindicators.forensics.Answers.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The formulas against numbers of other programs; each file of numbers names its program. */
class OracleTest {
    private static final Offset<Double> FOUR_DECIMALS = within(5.0001e-5);

    private static double number(String text) {
        return text.equals("NA") ? Double.NaN : Double.parseDouble(text);
    }

    @Test
    void featuresAxesAndCoefficientsOfClasses() {
        Answers answers = Vectors.choices();
        ClassIndex.Fit fit = ClassIndex.withDefaults().fit(answers);
        PrincipalAxes axes = PrincipalAxes.of(fit.rows().stream().map(row -> row.features().row()).toArray(double[][]::new));
        List<String[]> expected = Vectors.rows("class-index.csv");
        assertThat(fit.rows()).hasSameSizeAs(expected).hasSize(60);
        for (int i = 0; i < 60; i++) {
            String[] row = expected.get(i);
            ClassIndex.Features features = fit.rows().get(i).features();
            assertThat(features.mean()).isCloseTo(number(row[1]), within(1e-10));
            assertThat(features.sd()).isCloseTo(number(row[2]), within(1e-10));
            assertThat(features.blank()).isCloseTo(number(row[3]), within(1e-10));
            assertThat(features.heterogeneity()).isCloseTo(number(row[4]), within(1e-10));
            assertThat(axes.scores()[i][0]).isCloseTo(number(row[5]), within(1e-10));
            assertThat(axes.scores()[i][1]).isCloseTo(number(row[6]), within(1e-10));
            assertThat(fit.rows().get(i).coefficient()).isCloseTo(number(row[7]), within(1e-6));
        }
        // R eigen() on the correlations of the 60 classes.
        assertThat(axes.eigenvalues()).containsExactly(
                new double[] {3.24377392259645, 0.607116620609906, 0.125214088489828, 0.0238953683038125}, within(1e-10));
    }

    @Test
    void alteredClassesAreFlaggedByTheIndexAndWeighLittle() {
        ClassIndex.Fit fit = ClassIndex.withDefaults().fit(Vectors.choices());
        assertThat(fit.rows().stream().filter(ClassIndex.Row::flagged).map(row -> row.school().value()))
                .containsExactly("s0056", "s0057", "s0058", "s0059", "s0060");
        // Of class-index.csv: sum(mean n) / sum(n), and the same with n (1 - coefficient) in place of n.
        assertThat(fit.mean()).hasValueCloseTo(0.5115165876777252, within(1e-10));
        assertThat(fit.weightedMean()).hasValueCloseTo(0.4827107289059023, within(1e-6));
    }

    @Test
    void measuresOfRowsOfAnswersAndTheirRanks() {
        Answers answers = Vectors.choices();
        List<String[]> expected = Vectors.rows("answer-strings.csv");
        double[][] measures = new double[4][60];
        Typical typical = Typical.of(answers, ScoreGroups.of(answers, Set.of(), 1));
        for (int i = 0; i < 60; i++) {
            Unit unit = answers.units().get(i);
            ScoreGroups.Profile profile = Vectors.profile(answers, unit);
            double[] v = AnswerStrings.surprises(answers, profile);
            measures[0][i] = -AnswerStrings.block(answers, profile);
            measures[1][i] = AnswerStrings.mean(v);
            measures[2][i] = AnswerStrings.variance(v);
            measures[3][i] = typical.excess(unit);
            assertThat(-measures[0][i]).isCloseTo(number(expected.get(i)[1]), within(1e-9));
            for (int m = 1; m < 4; m++) {
                assertThat(measures[m][i]).as("M%d of %s", m + 1, unit).isCloseTo(number(expected.get(i)[m + 1]), within(1e-9));
            }
        }
        double[][] ranks = {AnswerStrings.ranks(measures[0]), AnswerStrings.ranks(measures[1]),
            AnswerStrings.ranks(measures[2]), AnswerStrings.ranks(measures[3])};
        for (int i = 0; i < 60; i++) {
            double sum = 0;
            for (int m = 0; m < 4; m++) {
                assertThat(ranks[m][i]).isCloseTo(number(expected.get(i)[m + 5]), within(1e-12));
                sum += ranks[m][i] * ranks[m][i];
            }
            assertThat(sum).isCloseTo(number(expected.get(i)[9]), within(1e-9));
        }
    }

    @Test
    void observedAndExpectedSameAnswers() {
        Answers answers = Vectors.choices();
        List<String[]> expected = Vectors.rows("answer-strings.csv");
        for (int i = 0; i < 60; i++) {
            SameAnswers same = SameAnswers.of(answers, Vectors.profile(answers, answers.units().get(i)));
            assertThat(same.observed()).isEqualTo(number(expected.get(i)[10]));
            assertThat(same.expected()).isCloseTo(number(expected.get(i)[11]), within(1e-9));
        }
    }

    @Test
    void misfitOfPupilsOnRightAndWrongAnswers() {
        List<String[]> rows = Vectors.rows("person-fit.csv");
        misfit(Vectors.points(rows.stream().map(row -> row[0]).toList(), 1), rows);
    }

    private static void misfit(Answers answers, List<String[]> rows) {
        double[] guttman = MisfitIndex.of(PersonFit.Index.GUTTMAN, answers);
        double[] u3 = MisfitIndex.of(PersonFit.Index.U3, answers);
        double[] h = MisfitIndex.coefficientsH(answers);
        int informative = 0;
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i);
            if (answers.total(i) == 0 || answers.total(i) == answers.highest()) {
                assertThat(guttman[i]).isNaN();
                assertThat(h[i]).isNaN();
            } else {
                assertThat(guttman[i]).as("row %d", i).isCloseTo(number(row[1]), FOUR_DECIMALS);
                assertThat(u3[i]).as("row %d", i).isCloseTo(number(row[2]), FOUR_DECIMALS);
                assertThat(h[i]).as("row %d", i).isCloseTo(number(row[3]), FOUR_DECIMALS);
                informative++;
            }
        }
        assertThat(informative).isGreaterThan(rows.size() / 2);
    }

    @Test
    void misfitOfPupilsOnTasksOfSeveralPoints() {
        List<String[]> rows = Vectors.rows("person-fit-points.csv");
        Answers answers = Vectors.points(rows.stream().map(row -> row[0]).toList(), 2);
        double[] guttman = MisfitIndex.of(PersonFit.Index.GUTTMAN, answers);
        double[] u3 = MisfitIndex.of(PersonFit.Index.U3, answers);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(guttman[i]).as("row %d", i).isCloseTo(number(rows.get(i)[1]), within(1e-10));
            assertThat(u3[i]).as("row %d", i).isCloseTo(number(rows.get(i)[2]), within(1e-10));
        }
    }

    @Test
    void misfitOnRealAnswersWhereTheSharedDataAre() throws IOException {
        Path folder = Path.of("../../shared/vectors/objectivity");
        Path answers = folder.resolve("personfit_InadequacyData_X_thirdparty.csv");
        assumeTrue(Files.exists(answers), "the shared data are not here");
        List<String[]> rows = new ArrayList<>();
        List<String> given = Files.readAllLines(answers).stream().skip(1).map(line -> line.replace(",", "")).toList();
        List<String> expected =
                Files.readAllLines(folder.resolve("personfit_InadequacyData_expected.csv")).stream().skip(1).toList();
        for (int i = 0; i < given.size(); i++) {
            String[] cells = expected.get(i).split(",");
            rows.add(new String[] {given.get(i), cells[3], cells[4], cells[6]});
        }
        assertThat(rows).hasSize(806);
        misfit(Vectors.points(given, 1), rows);
    }

    @Test
    void pairsWithTheSameAnswers() {
        List<double[]> lines = Vectors.lines("copying.txt").stream()
                .map(line -> java.util.Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray()).toList();
        List<double[]> persons = lines.subList(0, 12);
        List<double[]> tasks = lines.subList(12, 28);
        List<String[]> expected = Vectors.rows("copying-expected.csv");
        assertThat(expected).hasSize(66 + 132);
        for (String[] row : expected) {
            double[] first = persons.get(Integer.parseInt(row[1]) - 1);
            double[] second = persons.get(Integer.parseInt(row[2]) - 1);
            double[] p = new double[16];
            int same = 0;
            for (int task = 0; task < 16; task++) {
                double[] ofFirst = nominal(tasks.get(task), first[0]);
                double[] ofSecond = nominal(tasks.get(task), second[0]);
                int answer = (int) first[task + 1] - 1;
                p[task] = row[0].equals("copier") ? ofSecond[answer]
                        : IntStream.range(0, 4).mapToDouble(k -> ofFirst[k] * ofSecond[k]).sum();
                same += first[task + 1] == second[task + 1] ? 1 : 0;
            }
            AnswerCopying.Pair pair = AnswerCopying.pair(0, 1, same, p);
            assertThat(pair.omega()).isCloseTo(number(row[3]), within(1e-9));
            assertThat(pair.pOmega()).isCloseTo(number(row[4]), within(1e-9));
            assertThat(pair.p()).isCloseTo(number(row[5]), within(1e-9));
        }
    }

    /** The chances of the four answers to a task (four slopes, four intercepts) under the nominal response model. */
    private static double[] nominal(double[] task, double ability) {
        double[] chances = IntStream.range(0, 4).mapToDouble(k -> Math.exp(task[4 + k] + task[k] * ability)).toArray();
        double sum = java.util.Arrays.stream(chances).sum();
        return java.util.Arrays.stream(chances).map(chance -> chance / sum).toArray();
    }
}
