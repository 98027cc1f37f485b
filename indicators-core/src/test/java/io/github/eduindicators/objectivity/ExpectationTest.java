package io.github.eduindicators.objectivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a school's context, municipality and region lead to expect, on 60 made-up schools of two regions. Oracle: expectation.py in
 * the folder oracle, numpy 2.4.6, written from the definitions alone.
 */
class ExpectationTest {
    private static final int SCHOOLS = 60;
    private static final int WORKS = 3;

    private static SchoolId id(int s) {
        return SchoolId.of(String.format(Locale.ROOT, "s%02d", s));
    }

    private static String place(int s) {
        return s % 5 < 2 ? "city" : s % 5 < 4 ? "village" : s % 10 == 4 ? "x" : "town" + s;
    }

    private static Panel panel() {
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int s = 0; s < SCHOOLS; s++) {
            School.Builder school = School.builder(id(s)).locality(place(s))
                    .municipality(Municipality.of(Region.of(s < 36 ? "A" : "B"), "M" + s % 3));
            if (s % 6 != 5) {
                school.context("income", Math.sin(s * 0.7) + (s == 11 ? 9 : 0));
            }
            if (s % 3 == 0) {
                school.context("rare", s);
            }
            register.add(school.build());
            for (int t = 0; t < WORKS; t++) {
                Assessment work = Assessment.vpr(2021, Subject.MATHEMATICS, 4 + t, ScoreScale.of(20, 7, 11, 15));
                for (int i = 0; i < 3 + s * 7 % 11; i++) {
                    tally.add(id(s), work, (s + t + i) % 21);
                }
            }
        }
        return Panel.of(tally.snapshot().withSchools(register));
    }

    @ParameterizedTest
    @ValueSource(ints = {SchoolModel.LEVEL, SchoolModel.TILT, SchoolModel.MIXING})
    void whatIsLeftIsThatOfTheOracle(int variable) {
        Panel panel = panel();
        double[] value = new double[SchoolModel.VARIABLES * SCHOOLS * WORKS];
        double[] error = new double[value.length];
        for (int s = 0; s < SCHOOLS; s++) {
            for (int t = 0; t < WORKS; t++) {
                if (s != 17 && (s * 3 + t * 5) % 7 != 0) {
                    int i = (SchoolModel.VARIABLES * s + variable) * WORKS + t;
                    double income = s % 6 == 5 || s == 11 ? 0 : Math.sin(s * 0.7);
                    error[i] = 1 / Math.sqrt(4 + (s * 5 + t) % 30);
                    value[i] = 0.4 * Math.sin(s * 2.1) + 0.5 * income + (place(s).equals("city") ? 0.3 : 0) + 0.2 * t
                            + 0.25 * Math.cos(s % 3 + (s < 36 ? 0 : 3)) + 0.4 * Math.sin(s * s * 0.9) + 0.3 * Math.sin(s * 1.3 + t * t)
                            + 0.6 * error[i] * Math.sin(s * 3.7 + t * 1.9) + (s == 40 ? 4 : 0);
                }
            }
        }
        Expectation expectation = Expectation.of(panel, value, error);
        assertThat(expectation.context()).containsExactly("income");
        assertThat(expectation.takeAway(variable)).isCloseTo(0.0883892639313755, within(1e-5));
        double[][] expected = {{0, 1, 0.2812041824520062}, {1, 0, 0.4764228414529059}, {5, 2, -0.6753779294935495}, {11, 1, 0.06599456887943747},
            {23, 0, -0.8474328992861011}, {36, 2, -0.494492021900507}, {40, 1, 4.285442576147614}, {59, 0, -0.16455320658957787}};
        for (double[] row : expected) {
            int i = (SchoolModel.VARIABLES * (int) row[0] + variable) * WORKS + (int) row[1];
            assertThat(value[i]).as("school %s", row[0]).isCloseTo(row[2], within(1e-5));
        }
        assertThat(IntStream.range(0, value.length).filter(i -> error[i] == 0).mapToDouble(i -> value[i])).containsOnly(0.0);
    }

    @Test
    void contextNeedsHalfOfTheSchoolsAndTenSchoolsAColumn() {
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int s = 0; s < 20; s++) {
            School.Builder school = School.builder(id(s));
            for (String name : List.of("a", "b", "c")) {
                school.context(name, s);
            }
            if (s < 10) {
                school.context("Half", s);
            }
            if (s < 9) {
                school.context("Less", s);
            }
            register.add(school.build());
            tally.add(id(s), Assessment.vpr(2021, Subject.MATHEMATICS, 4, ScoreScale.of(20, 7, 11, 15)), s);
        }
        Panel panel = Panel.of(tally.snapshot().withSchools(register));
        assertThat(Expectation.of(panel, new double[60], new double[60]).context()).containsExactly("Half", "a");
        Panel few = Panel.of(tally.snapshot().withSchools(register.subList(0, 9)));
        assertThat(Expectation.of(few, new double[60], new double[60]).context()).isEmpty();
    }

    /** What a school has: counts of results, marks and points, by hand. */
    @Test
    void theModelCountsResultsAndMarksOfAScope() {
        Assessment[] works = {
            Assessment.vpr(2020, Subject.MATHEMATICS, 4, ScoreScale.of(20, 7, 11, 15)),
            Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15))};
        ScoreTally tally = ScoreTally.create();
        for (int s = 0; s < 40; s++) {
            for (int t = 0; t < 2; t++) {
                for (int i = 0; i < 10 + s % 7 && !(s == 0 && t == 1); i++) {
                    tally.add(id(s), works[t], (s * 5 + i * 3 + t) % 21, i % 4 == 3 ? 0 : 2 + ((s * 5 + i * 3 + t) % 21 / 6 + (s + i) % 2) % 4);
                }
            }
        }
        Panel panel = Panel.of(tally.snapshot());
        SchoolModel model = panel.model();
        List<Scope> scopes = Scope.lasting(panel.assessments());
        Scope all = scopes.get(0);
        Scope second = Scope.yearly(panel.assessments()).get(1);
        assertThat(second.told()).isEqualTo("2021");
        assertThat(model.levels(1)).isEqualTo(2);
        assertThat(model.levels(0)).isEqualTo(1);
        assertThat(model.levels(1, second)).isEqualTo(1);
        assertThat(model.levels(0, second)).isZero();
        assertThat(model.years(0)).isEqualTo(1);
        assertThat(model.years(1)).isEqualTo(2);
        assertThat(model.results(1)).isEqualTo(22);
        assertThat(model.results(1, second)).isEqualTo(11);
        assertThat(model.results(0, all)).isEqualTo(10);
        assertThat(model.others(3)).isEqualTo(39);
        assertThat(model.marked(1)).isEqualTo(18);
        assertThat(model.marked(1, second)).isEqualTo(9);
        assertThat(model.tilts(1, all)).isEqualTo(2);
        assertThat(model.tilts(0, all)).isEqualTo(1);
        assertThat(model.assessments(0, SchoolModel.LEVEL)).hasSize(1);
        assertThat(model.known(1, SchoolModel.LEVEL)).containsExactly(0, 1);
        assertThat(model.known(1, SchoolModel.TILT, SchoolModel.LEVEL)).containsExactly(2, 3, 0, 1);
        assertThat(model.context()).isEmpty();
        assertThat(model.help(SchoolModel.LEVEL)).isEqualTo(1);
        assertThat(model.help(SchoolModel.MIXING)).isZero();
        assertThat(model.raising(SchoolModel.LEVEL)).isZero();
        assertThat(model.raising(SchoolModel.TILT)).isEqualTo(1);
        // On the diagonal of one value: what lasts, and sampling over n.
        double[][] one = new double[1][1];
        double[][] other = new double[1][1];
        model.covariance(1, new int[] {0}, one);
        model.covariance(6, new int[] {0}, other);
        double sampling = (one[0][0] - other[0][0]) / (1 / 11.0 - 1 / 16.0);
        assertThat(sampling).isGreaterThanOrEqualTo(0.5);
        assertThat(one[0][0] - sampling / 11).isPositive();
    }
}
