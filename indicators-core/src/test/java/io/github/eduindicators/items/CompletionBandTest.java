package io.github.eduindicators.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.eduindicators.items.Completion.Element;
import io.github.eduindicators.items.CompletionBand.Band;
import io.github.eduindicators.items.CompletionBand.Level;
import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.model.Task;
import io.github.eduindicators.results.TaskResponses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionBandTest {
    private static final CompletionBand BANDS = CompletionBand.fioko2026();
    private static final SchoolId SCHOOL = SchoolId.of("one");

    @ParameterizedTest
    @CsvSource({
        "BASIC,    3, 5, SUFFICIENT", "BASIC, 600000000000000000, 1000000000000000000, SUFFICIENT",
        "BASIC,    599999999999999999, 1000000000000000000, UNCERTAIN", "BASIC, 57, 100, UNCERTAIN",
        "BASIC, 569, 1000, INSUFFICIENT",
        "BASIC,    0, 4, INSUFFICIENT", "ADVANCED, 3, 10, SUFFICIENT", "ADVANCED, 299, 1000, UNCERTAIN",
        "ADVANCED, 285, 1000, UNCERTAIN",
        "ADVANCED, 284, 1000, INSUFFICIENT", "HIGH, 57, 200, UNCERTAIN", "HIGH, 1, 1, SUFFICIENT"
    })
    void boundsAreComparedAsWholeNumbers(Level level, long earned, long possible, Band band) {
        assertThat(BANDS.of(level, earned, possible)).isEqualTo(band);
    }

    @Test
    void levelsAreReadAsSpecificationsNameThem() {
        assertThat(Level.parse(" Б ")).contains(Level.BASIC);
        assertThat(Level.parse("повышенный")).contains(Level.ADVANCED);
        assertThat(Level.parse("В")).contains(Level.HIGH);
        assertThat(Level.parse("high")).contains(Level.HIGH);
        assertThat(Level.parse("B")).as("a Latin letter").isEmpty();
        assertThat(Level.parse("")).isEmpty();
    }

    private static Completion table(int right, int wrong) {
        List<Task> tasks = List.of(Task.of("1", 1).withLevel("Б").withSkill("both"), Task.of("2", 1).withLevel("П")
                .withSkill("both"),
                Task.of("3", 1));
        TaskResponses.Builder builder =
                TaskResponses.builder(Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(3)), tasks);
        for (int i = 0; i < right + wrong; i++) {
            int points = i < right ? 1 : 0;
            builder.add(SCHOOL, "", points, points, points);
        }
        return Completion.of(builder.build(), School::of);
    }

    @Test
    void theZoneIsToldApartFromFewPupils() {
        Completion few = table(4, 6);
        CompletionBand.Reading low = BANDS.read(few, SCHOOL, Element.task("1"));
        assertThat(low.band()).contains(Band.INSUFFICIENT);
        assertThat(low.sure()).as("ten pupils").isFalse();
        assertThat(low.surelyInsufficient()).isFalse();
        Completion many = table(400, 600);
        assertThat(BANDS.read(many, SCHOOL, Element.task("1")).surelyInsufficient()).isTrue();
        assertThat(BANDS.read(many, SCHOOL, Element.task("2")))
                .isEqualTo(new CompletionBand.Reading(Optional.of(Band.SUFFICIENT), "", true));
        Completion zone = table(5850, 4150);
        assertThat(BANDS.read(zone, SCHOOL, Element.task("1")))
                .isEqualTo(new CompletionBand.Reading(Optional.of(Band.UNCERTAIN), "", true));
        assertThat(BANDS.read(table(585, 415), SCHOOL, Element.task("1")).sure()).isFalse();
    }

    @Test
    void withoutOneKnownLevelThereIsNoBandButAReason() {
        Completion table = table(4, 6);
        assertThat(BANDS.read(table, SCHOOL, Element.task("3")).reason()).isEqualTo("no-level");
        assertThat(BANDS.read(table, SCHOOL, Element.skill("both")).reason()).isEqualTo("mixed-levels");
        assertThat(BANDS.read(table, SCHOOL, Element.skill("none")).reason()).isEqualTo("no-points");
        assertThat(BANDS.read(table, SCHOOL, Element.skill("none")).band()).isEmpty();
    }

    @Test
    void ownBoundsAreWithinTheirRange() {
        CompletionBand own = BANDS.withBounds(Level.HIGH, 250, 250);
        assertThat(own.of(Level.HIGH, 1, 4)).isEqualTo(Band.SUFFICIENT);
        assertThat(own.of(Level.HIGH, 249, 1000)).isEqualTo(Band.INSUFFICIENT);
        assertThat(own.of(Level.BASIC, 3, 5)).isEqualTo(Band.SUFFICIENT);
        assertThatIllegalArgumentException().isThrownBy(() -> BANDS.withBounds(Level.HIGH, 200, 201))
                .withMessageContaining("201");
        assertThatIllegalArgumentException().isThrownBy(() -> BANDS.of(Level.HIGH, 2, 1)).withMessageContaining("2 of 1");
    }

    /**
     * The tasks of a real region (Altai krai, 2021), where a copy of the data lies beside the checkout. The numbers of tasks in
     * each band were counted with Python's fractions from the same two files.
     */
    @Test
    void tasksOfARealRegionFallIntoTheseBands() throws IOException {
        String named = System.getenv("INDICATORS_DATA");
        Path folder = named == null ? Path.of("..", "..", "shared", "data") : Path.of(named);
        assumeThat(folder.resolve("altai_2021_item_stats.csv")).as("the data set is not here: the check is skipped").exists();
        Set<String> works = Set.of("4Математика", "5Математика", "5Русский язык", "6История");
        Map<String, List<String[]>> tasks = new HashMap<>();
        for (String[] cell : cells(folder.resolve("vpr_2021_tasks.csv"))) {
            tasks.computeIfAbsent(cell[1] + cell[2], work -> new ArrayList<>()).add(cell);
        }
        Map<String, Map<String, Integer>> bands = new HashMap<>();
        for (String[] cell : cells(folder.resolve("altai_2021_item_stats.csv"))) {
            if (!works.contains(cell[1] + cell[2])) {
                continue;
            }
            String[] task = tasks.get(cell[1] + cell[2]).get(Integer.parseInt(cell[3]) - 1);
            Optional<Level> level = Level.parse(task[5]);
            if (level.isPresent()) {
                long possible = Long.parseLong(cell[4]) * Integer.parseInt(task[4]);
                Band band = BANDS.of(level.get(), Long.parseLong(cell[5]), possible);
                bands.computeIfAbsent(cell[1] + cell[2], work -> new HashMap<>())
                        .merge(level.get() + " " + band, 1, Integer::sum);
            }
        }
        assertThat(bands.get("4Математика")).containsOnly(Map.entry("BASIC SUFFICIENT", 8), Map.entry("BASIC INSUFFICIENT", 5),
                Map.entry("ADVANCED SUFFICIENT", 1), Map.entry("ADVANCED INSUFFICIENT", 1));
        assertThat(bands.get("5Математика")).containsOnly(Map.entry("BASIC SUFFICIENT", 6), Map.entry("BASIC UNCERTAIN", 2),
                Map.entry("BASIC INSUFFICIENT", 6), Map.entry("ADVANCED UNCERTAIN", 1), Map.entry("ADVANCED INSUFFICIENT", 1));
        assertThat(bands.get("6История")).containsOnly(Map.entry("BASIC SUFFICIENT", 6), Map.entry("BASIC INSUFFICIENT", 2),
                Map.entry("ADVANCED UNCERTAIN", 1), Map.entry("ADVANCED SUFFICIENT", 1), Map.entry("ADVANCED INSUFFICIENT", 1),
                Map.entry("HIGH INSUFFICIENT", 1));
        assertThat(bands).as("the levels of Russian are not told").doesNotContainKey("5Русский язык");
    }

    private static List<String[]> cells(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.subList(1, lines.size()).stream().map(line -> line.split(",", -1)).toList();
    }
}
