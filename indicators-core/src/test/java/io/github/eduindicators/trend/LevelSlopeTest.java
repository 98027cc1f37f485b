package io.github.eduindicators.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Families of lines, most of them without differences in some direction. Oracle: level_slope.R in the folder oracle, R 4.2.2. */
class LevelSlopeTest {
    private static final double[] TIMES = {0, 1, 2, 3};

    private static List<LevelSlope.Evidence> units(int n, double follows, double noise, double free) {
        List<LevelSlope.Evidence> units = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double[] value = new double[4];
            double[] variance = new double[4];
            for (int t = 0; t < 4; t++) {
                double slope = 0.3 + follows * Math.sin(i) + free * Math.cos(2.0 * i);
                value[t] = 10 + 2 * Math.sin(i) + slope * (t - 1.5) + noise * Math.cos(7 * i + 3 * t);
                variance[t] = 0.5 + 0.1 * (i % 5);
            }
            units.add(LevelSlope.Evidence.of(Line.fit(TIMES, value, variance), 1.5));
        }
        return units;
    }

    @ParameterizedTest
    @CsvSource({
        "20, 0.2, 0.05, 0, 10.0024618845062, 0.298028069200482, 1.82146942863932, 0.180684141978599, 0.017923308867682, 0.0997884131843635,"
                + "0.00906722217261392, 0.00760513495509215",
        "20, 0, 0.3, 0, 10.0018255077744, 0.286695664275256, 1.82551093475429, -0.0085048389130394, 3.96230357e-05, 0.0999942895265976,"
                + "-0.000426810239925522, 0.00670768297664283",
        "20, -0.6, 0.2, 0, 10.0024591729727, 0.290362934872335, 1.83921604712966, -0.557776544388233, 0.169156132557246, 0.100647679307234,"
                + "-0.0279812510062544, 0.0151915303821168",
        "20, 0.2, 0.2, 1.1, 10.0019628476426, 0.352188544275561, 1.82006477204958, 0.217601964126817, 0.539287309767923, 0.0997207667042003,"
                + "0.01088843476389, 0.0339032657680528",
        "4, 0, 0.4, 0, 10.9271285806424, 0.215642101833621, 0.715241837452097, -0.00163278501798142, 3.7273923e-06, 0.219212792434973,"
                + "-0.000410485280408655, 0.0315206368859442",
        "6, 1.5, 0.1, 0, 10.0580730394179, 0.342500763378023, 2.33138263629866, 1.71221083970839, 1.25747953766581, 0.415767832536582,"
                + "0.285931622454292, 0.231143321347801"})
    void theFamilyIsThatOfRestrictedMaximumLikelihood(
            int n, double follows, double noise, double free, double level, double slope, double ofLevels, double between, double ofSlopes,
            double levelError, double errorBetween, double slopeError) {
        LevelSlope found = LevelSlope.estimate(units(n, follows, noise, free)).orElseThrow();
        assertThat(found.level).isCloseTo(level, within(2e-6));
        assertThat(found.slope).isCloseTo(slope, within(2e-6));
        assertThat(found.spread.a()).isCloseTo(ofLevels, within(2e-5));
        assertThat(found.spread.c()).isCloseTo(between, within(2e-5));
        assertThat(found.spread.b()).isCloseTo(ofSlopes, within(2e-5));
        assertThat(found.error.a()).isCloseTo(levelError, within(2e-6));
        assertThat(found.error.c()).isCloseTo(errorBetween, within(2e-6));
        assertThat(found.error.b()).isCloseTo(slopeError, within(2e-6));
        assertThat(found.spread.det()).isGreaterThan(-1e-12);
    }

    @Test
    void theOrderOfUnitsAndTheOriginOfTimesChangeNothingButTheLevel() {
        List<LevelSlope.Evidence> units = units(20, 0.2, 0.2, 1.1);
        LevelSlope found = LevelSlope.estimate(units).orElseThrow();
        List<LevelSlope.Evidence> others = new ArrayList<>(units);
        Collections.shuffle(others, new Random(3));
        LevelSlope shuffled = LevelSlope.estimate(others).orElseThrow();
        assertThat(shuffled.level).isCloseTo(found.level, within(1e-10));
        assertThat(shuffled.spread.b()).isCloseTo(found.spread.b(), within(1e-8));
        // A unit that has one point says something of levels alone, and one without points nothing.
        List<LevelSlope.Evidence> more = new ArrayList<>(units);
        more.add(LevelSlope.Evidence.NONE);
        LevelSlope withNone = LevelSlope.estimate(more).orElseThrow();
        assertThat(withNone.level).isCloseTo(found.level, within(1e-9));
        assertThat(withNone.spread.a()).isCloseTo(found.spread.a(), within(1e-7));
    }
}
