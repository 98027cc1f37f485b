package io.github.eduindicators.benchmarks.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.benchmarks.backtest.Panel.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PupilDeviationTest {
    private static final List<Integer> YEARS = List.of(2021, 2022, 2023);
    private static final Map<Integer, Double> TRUE = Map.of(2021, 20.0, 2022, 25.0, 2023, 30.0);

    /** Schools with shocks and common changes of years; true means of small schools differ by more, if asked for. */
    private static List<SortedMap<Integer, Cell>> schools(double smallDifferMore, boolean whole) {
        Random random = new Random(11);
        List<SortedMap<Integer, Cell>> schools = new ArrayList<>();
        for (int i = 0; i < 8000; i++) {
            int size = (int) Math.round(Math.exp(3.2 + 0.8 * random.nextGaussian()));
            double level = Math.sqrt(36 + smallDifferMore / (size + 5)) * random.nextGaussian();
            SortedMap<Integer, Cell> cells = new TreeMap<>();
            for (int year : YEARS) {
                int n = Math.max(5, (int) Math.round(size * (0.6 + 0.8 * random.nextDouble())));
                double mean = 50 + 3 * (year - 2021) + level + random.nextGaussian() * 2
                        + TRUE.get(year) / Math.sqrt(n) * random.nextGaussian();
                if (random.nextInt(10) > 0) {
                    cells.put(year, new Cell(n, whole ? Math.rint(mean) : mean));
                }
            }
            schools.add(cells);
        }
        return schools;
    }

    @Test
    void changesGiveTheDeviationOfPupilsWhateverTrueMeansAre() {
        for (double smallDifferMore : new double[] {0, 600}) {
            SortedMap<Integer, Double> estimated = PupilDeviation.ofChanges(schools(smallDifferMore, false), YEARS);
            assertThat(estimated.keySet()).containsExactlyElementsOf(YEARS);
            estimated.forEach((year, sd) -> assertThat(sd).isCloseTo(TRUE.get(year), within(1.2)));
        }
    }

    @Test
    void levelsGiveItOnlyWhereSmallSchoolsDifferNoMore() {
        assertThat(PupilDeviation.ofLevels(schools(0, false), 2022)).isCloseTo(25, within(1.5));
        // 600 / (n + 5) besides 625 / n: about the root of 1100 for most schools.
        assertThat(PupilDeviation.ofLevels(schools(600, false), 2022)).isGreaterThan(29);
    }

    @Test
    void wholeMeansHaveTheVarianceOfRounding() {
        List<SortedMap<Integer, Cell>> schools = schools(0, true);
        assertThat(PupilDeviation.rounding(schools))
                .isEqualTo(new TreeMap<>(Map.of(2021, 1.0 / 12, 2022, 1.0 / 12, 2023, 1.0 / 12)));
        schools.get(0).put(2023, new Cell(20, 50.4));
        assertThat(PupilDeviation.rounding(schools)).containsEntry(2023, 0.0).containsEntry(2022, 1.0 / 12);
        assertThat(PupilDeviation.ofChanges(schools(0, true), YEARS).get(2022)).isCloseTo(25, within(1.2));
    }

    @Test
    void aSpreadThatDoesNotFallIsTold() {
        List<SortedMap<Integer, Cell>> schools = new ArrayList<>();
        Random random = new Random(2);
        for (int i = 1; i <= 900; i++) {
            double step = Math.sqrt(i) * random.nextGaussian();
            schools.add(new TreeMap<>(Map.of(2021, new Cell(i, 50.5), 2022, new Cell(i + 3, 50.5 + step))));
        }
        assertThatThrownBy(() -> PupilDeviation.ofChanges(schools, List.of(2021, 2022)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("does not fall");
    }
}
