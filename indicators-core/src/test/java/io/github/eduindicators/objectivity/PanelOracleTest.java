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
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Levels of schools and what others of the same level have, on a made-up table of 24 schools of two regions and three assessments
 * with gaps. Oracle: panel_levels.py in the folder oracle, numpy 2.4.6 and scipy 1.17.1, written from the definitions alone.
 */
class PanelOracleTest {
    private static final int[] MAX = {20, 12, 30};
    private final Panel panel = Panel.of(results());

    private static int score(int s, int t, int i) {
        int max = MAX[t];
        return Math.min(max, (s * 7 + i * (3 + t) + i * i) % (max + 1) / 2 + s % 6 * max / 12);
    }

    private static int mark(int s, int t, int i) {
        return i % 5 == 4 ? 0 : 2 + (score(s, t, i) * 3 / MAX[t] + i * s % 2) % 4;
    }

    private static SchoolId id(int s) {
        return SchoolId.of(String.format(Locale.ROOT, "s%02d", s));
    }

    static SchoolResults results() {
        Assessment[] works = {
            Assessment.vpr(2021, Subject.MATHEMATICS, 4, ScoreScale.of(20, 6, 10, 15)),
            Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(12, 4, 7, 10)),
            Assessment.vpr(2021, Subject.MATHEMATICS, 6, ScoreScale.of(30, 9, 15, 22))};
        ScoreTally tally = ScoreTally.create();
        List<School> register = new ArrayList<>();
        for (int s = 0; s < 24; s++) {
            register.add(School.builder(id(s)).municipality(Municipality.of(Region.of(s % 3 == 0 ? "B" : "A"), "M")).build());
            for (int t = 0; t < 3; t++) {
                for (int i = 0; (s * 5 + t * 3) % 11 != 0 && i < 20 + (s * 37 + t * 11) % 60; i++) {
                    tally.add(id(s), works[t], score(s, t, i), mark(s, t, i));
                }
            }
        }
        return tally.snapshot().withSchools(register);
    }

    @Test
    void pupilsVaryAroundTheirSchoolAsTheOracleSays() {
        assertThat(panel.pupilVariance(0)).isCloseTo(0.4666627383846741, within(1e-12));
        assertThat(panel.pupilVariance(1)).isCloseTo(0.4600277156153277, within(1e-12));
        assertThat(panel.pupilVariance(2)).isCloseTo(0.4338821204342396, within(1e-12));
        assertThat(panel.schoolCount()).isEqualTo(24);
        assertThat(panel.assessmentCount()).isEqualTo(3);
        assertThat(panel.regionCount()).isEqualTo(2);
        assertThat(panel.region(0)).isEqualTo(1);
        assertThat(panel.region(1)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, -0.512187209099376, -0.5390112950611656, -0.6935534020857599, 36",
        "0, 2, -1.1268073915560584, -1.0801005273684954, -0.6935534020857599, 36",
        "1, 0, -0.33031936156831965, -0.330687157214847, -0.3345279644905892, 62",
        "1, 1, -0.45943263432848475, -0.4502738770921661, -0.3345279644905892, 62",
        "5, 0, 1.0551364745976586, 1.0123477131627245, 0.8163681434161381, 36",
        "5, 1, 0.8755251669245105, 0.8678330098169544, 0.8163681434161381, 36",
        "11, 1, 1.408964226125766, 1.3715987568798749, 0.8299406513984273, 53",
        "23, 0, 1.0291976630769615, 0.996253283989194, 0.8091488428202519, 36"})
    void levelsAreThoseOfTheOracle(int s, int t, double observed, double level, double ofSchool, int cohort) {
        assertThat(panel.observed(panel.cell(s, t))).isCloseTo(observed, within(1e-12));
        assertThat(panel.level(panel.cell(s, t))).isCloseTo(level, within(1e-12));
        assertThat(panel.schoolLevel(s)).isCloseTo(ofSchool, within(1e-12));
        assertThat(panel.cohort(s)).isEqualTo(cohort);
    }

    @Test
    void cellsHoldTheirPupilsByScoreAndMark() {
        for (int s = 0; s < 24; s++) {
            for (int t = 0; t < 3; t++) {
                int cell = panel.cell(s, t);
                int[] table = new int[(MAX[t] + 1) * Panel.COLUMNS];
                for (int e = panel.firstEntry(cell); e < panel.firstEntry(cell + 1); e++) {
                    assertThat(panel.count(e)).isPositive();
                    table[panel.place(e)] += panel.count(e);
                }
                for (int i = 0; i < panel.n(cell); i++) {
                    int mark = mark(s, t, i);
                    table[score(s, t, i) * Panel.COLUMNS + (mark == 0 ? 0 : mark - 1)]--;
                }
                assertThat(panel.n(cell)).isEqualTo((s * 5 + t * 3) % 11 == 0 ? 0 : 20 + (s * 37 + t * 11) % 60);
                assertThat(table).containsOnly(0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, -2.0, 0.0, 132.3345147931278, 0.05445851668506985, 5.111636891384262e-05, 0.06767715123408963, 0.3293310123205534, 5.750949228825561",
        "0, 0, -0.05, 0.9575866048865406, 382.3576455636871, 0.05368437514158464, 7.516976654421193e-05, 0.03072727286867695,"
                + "0.29939980953338446, 7.06226732573556",
        "1, 0, 0.1, 1.295041257394073, 108.537596514649, 0.033175428512030466, 0.009553650287589558, 0.0485711215442788,"
                + "0.21389600641423415, 8.04122434696881",
        "0, 1, 0.2, 1.6497171848614016, 252.76906078401225, 0.020847118039089174, 0.13455026168517603, 0.05913581003873477,"
                + "0.13661836493148324, 5.2759047282848",
        "1, 2, 5.0, 3.0, 50.0, 4.659872907222933e-05, 4.659872907222933e-05, 0.0, 0.003518204044953314, 18.95236435904926"})
    void everybodyAtALevelIsThatOfTheOracle(
            int region, int t, double level, double position, double pupils, double three, double five, double eight, double two, double mean) {
        LevelReference reference = panel.reference();
        assertThat(reference.position(t, level)).isCloseTo(position, within(1e-11));
        assertThat(reference.pupils(region, t, level)).isCloseTo(pupils, within(1e-9));
        double[] shares = reference.everybody(region, t, level);
        assertThat(shares[3 * Panel.COLUMNS]).isCloseTo(three, within(1e-13));
        assertThat(shares[5 * Panel.COLUMNS + 2]).isCloseTo(five, within(1e-13));
        assertThat(shares[8 * Panel.COLUMNS + 3]).isCloseTo(eight, within(1e-13));
        double ofTwo = 0;
        double sum = 0;
        double first = 0;
        for (int i = 0; i < shares.length; i++) {
            ofTwo += i % Panel.COLUMNS == 1 ? shares[i] : 0;
            sum += shares[i];
            first += (double) (i / Panel.COLUMNS) * shares[i];
        }
        assertThat(ofTwo).isCloseTo(two, within(1e-12));
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(first).isCloseTo(mean, within(1e-11));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 57, 285.7876999697432, 9.621092411930476e-05, 0.050844760694098635, 0.1506861149782209, 6.733767044794364",
        "5, 2, 47, 182.66978786460763, 0.000275627691935516, 0.000586426479781283, 0.0015301540465234595, 18.680588577654113",
        "12, 1, 55, 88.50000000000003, 0.17624533900089828, 0.06199752451583145, 0.007131778914158761, 2.7752528465369486"})
    void scoresOfOthersAreThoseOfTheOracle(
            int s, int t, int n, double pupils, double two, double five, double eight, double mean) {
        LevelShares shares = LevelShares.ofScores(panel);
        int[] own = shares.own(s, t);
        assertThat(own).hasSize(MAX[t] + 1);
        assertThat(java.util.stream.IntStream.of(own).sum()).isEqualTo(n);
        assertThat(shares.pupils(s, t, n)).isCloseTo(pupils, within(1e-9));
        double[] others = shares.of(s, t, own);
        assertThat(others[2]).isCloseTo(two, within(1e-11));
        assertThat(others[5]).isCloseTo(five, within(1e-11));
        assertThat(others[8]).isCloseTo(eight, within(1e-11));
        double first = 0;
        for (int x = 0; x < others.length; x++) {
            first += x * others[x];
        }
        assertThat(first).isCloseTo(mean, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 46, 242.64348067926267, 0.0001237193010513324, 3.2274600274260626e-05, 0.05463464461768831, 0.0018933717450612024",
        "5, 2, 38, 151.45407099059543, 0.0001222469127442658, 0.00011934330308963654, 0.0, 0.1344596001078829",
        "12, 1, 44, 75.5, 0.1522725488028838, 0.068108481744507, 0.004583686482937727, 0.004464980509603682"})
    void marksOfOthersAreThoseOfTheOracle(
            int s, int t, int n, double pupils, double two, double five, double eight, double excellent) {
        LevelShares shares = LevelShares.ofMarks(panel);
        int[] own = shares.own(s, t);
        assertThat(java.util.stream.IntStream.of(own).sum()).isEqualTo(n);
        assertThat(shares.pupils(s, t, n)).isCloseTo(pupils, within(1e-9));
        double[] others = shares.of(s, t, own);
        assertThat(others[2 * 4]).isCloseTo(two, within(1e-11));
        assertThat(others[5 * 4 + 1]).isCloseTo(five, within(1e-11));
        assertThat(others[8 * 4 + 2]).isCloseTo(eight, within(1e-11));
        double fives = 0;
        for (int x = 0; x <= MAX[t]; x++) {
            fives += others[x * 4 + 3];
        }
        assertThat(fives).isCloseTo(excellent, within(1e-11));
    }

    @Test
    void enoughOthersAreCountedWithoutTheSchool() {
        LevelShares shares = LevelShares.ofScores(panel);
        int schools = 0;
        int pupils = 0;
        for (int s = 0; s < 24; s++) {
            int n = panel.n(panel.cell(s, 0));
            schools += s % 3 != 0 && n > 0 ? 1 : 0;
            pupils += s % 3 != 0 ? n : 0;
        }
        int own = panel.n(panel.cell(1, 0));
        assertThat(shares.enough(1, 0, schools - 1, pupils - own)).isTrue();
        assertThat(shares.enough(1, 0, schools, pupils - own)).isFalse();
        assertThat(shares.enough(1, 0, schools - 1, pupils - own + 1)).isFalse();
        assertThat(shares.enough(0, 0, 0, 0)).as("no pupil of its own").isFalse();
    }

    @Test
    void tablesByLevelAreMadeOncePerStep() {
        int[] made = {0};
        LevelSteps<double[]> steps = new LevelSteps<>(panel, 0, 0, shares -> {
            made[0]++;
            return shares;
        });
        double[] table = steps.table(panel.cell(1, 0));
        // Level -0.33 is in the step of -0.4, and the mean of its table is that of the level itself.
        double mean = 0;
        double sum = 0;
        for (int x = 0; x < table.length; x++) {
            mean += x * table[x];
            sum += table[x];
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        double total = 0;
        for (int i = 0; i < 57; i++) {
            total += score(1, 0, i);
        }
        double centre = Math.log((total + 1) / (57 * 20 - total + 1)) + 0.33031936156831965;
        assertThat(mean).isCloseTo(20 / (1 + Math.exp(0.4 - centre)), within(1e-9));
        assertThat(steps.table(panel.cell(1, 0))).isSameAs(table);
        assertThat(made[0]).isEqualTo(1);
        double others = panel.reference().pupils(0, 0, -0.4) - 57;
        assertThat(steps.others(panel.cell(1, 0))).isCloseTo(others, within(1e-9));
        assertThat(steps.own(panel.cell(1, 0))).isCloseTo(57 / others, within(1e-12));
        assertThat(LevelSteps.comparable(panel, 0)).isTrue();
        ScoreTally five = ScoreTally.create();
        Assessment work = panel.assessment(0);
        for (int s = 0; s < 5; s++) {
            five.add(id(s), work, s);
        }
        assertThat(LevelSteps.comparable(Panel.of(five.snapshot()), 0)).isFalse();
        assertThat(LevelSteps.comparable(Panel.of(five.add(id(5), work, 5).snapshot()), 0)).isTrue();
    }
}
