package io.github.eduindicators.fioko;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The signs on real aggregates of one region (Altai krai, 2021, cells of ten pupils and more), where a copy lies beside the checkout, in
 * {@code shared/data} or the folder that the environment variable INDICATORS_DATA names. The region's moments are those published with
 * them; the expected numbers were counted by others from the same data.
 */
class RealAggregatesTest {
    private static final Map<String, MeanInterval> REGION = Map.of(
            "4Математика", new MeanInterval(24933, 12.0146, 3.7846 * 3.7846),
            "4Русский язык", new MeanInterval(24969, 24.6818, 7.6584 * 7.6584),
            "5Математика", new MeanInterval(23705, 9.6451, 3.9103 * 3.9103),
            "5Русский язык", new MeanInterval(23785, 26.1164, 9.6638 * 9.6638));

    @Test
    void inflatedMeansAndSchoolsWithASignAreAsMany() throws IOException {
        String named = System.getenv("INDICATORS_DATA");
        Path folder = named == null ? Path.of("..", "..", "shared", "data") : Path.of(named);
        Path file = folder.resolve("altai_school_aggregates.csv");
        assumeThat(file).as("the data set is not here: the check is skipped").exists();
        Map<String, Integer> inflated = new HashMap<>();
        Set<String> schools = new HashSet<>();
        Set<String> signed = new HashSet<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] cell = line.split(",", -1);
            if (!cell[0].equals("2021")) {
                continue;
            }
            long n = Long.parseLong(cell[4]);
            long sum = Long.parseLong(cell[5]);
            double variance = (double) (n * Long.parseLong(cell[6]) - sum * sum) / ((double) n * (n - 1));
            String work = cell[1] + cell[2];
            schools.add(cell[3]);
            if (new MeanInterval(n, (double) sum / n, variance).inflatedAgainst(REGION.get(work))) {
                inflated.merge(work, 1, Integer::sum);
                signed.add(cell[3]);
            }
            if (!cell[8].isEmpty() && Double.parseDouble(cell[8]) < 0) {
                signed.add(cell[3]);
            }
        }
        assertThat(inflated).containsOnly(
                Map.entry("4Математика", 69), Map.entry("4Русский язык", 81), Map.entry("5Математика", 81), Map.entry("5Русский язык", 87));
        assertThat(schools).hasSize(539);
        assertThat(signed).hasSize(187);
    }
}
