package io.github.eduindicators.benchmarks.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.benchmarks.power.Truth.Scope;
import io.github.eduindicators.finding.Outcome;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.objectivity.Evidence;
import io.github.eduindicators.objectivity.ObjectivityScreening;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PowerStudyTest {

    /** Evidence that needs no screening: the mean score of a school, and a list of exactly the violators of the first kind. */
    private static Screened plain(StudyWorld world) {
        Map<String, double[]> evidence = new HashMap<>();
        double[] mean = NaiveEvidence.of("mean", world.results());
        Screened.KINDS.forEach(kind -> evidence.put(kind, mean));
        double[] listed = world.truths().stream().mapToDouble(t -> t.violation() == Violation.MEAN ? 0 : 1).toArray();
        evidence.put(Screened.COMBINED, listed);
        evidence.put(Screened.SIGNS, listed);
        return Screened.of(world.truths(), evidence, listed);
    }

    @Test
    void theSameArgumentsGiveTheSameTables() {
        String[] arguments = {"--set", "evaluation", "--worlds", "2", "--variant-worlds", "0", "--schools", "130"};
        Map<String, List<Table>> tables = PowerStudy.run(PowerStudyTest::plain, arguments);
        assertThat(tables).containsOnlyKeys("evaluation");
        String shown = shown(tables);
        assertThat(shown).isEqualTo(shown(PowerStudy.run(PowerStudyTest::plain, arguments)));
        // Six kinds and the combined one in four bands and two sums.
        assertThat(rows(tables, "calibration")).hasSize(42);
        // 130 schools have 7 violators (6.5 rounded up), the seventh of the first kind again; two worlds.
        assertThat(rows(tables, "power").stream().filter(row -> row.get(1).equals("all")).map(row -> row.get(2)))
                .containsExactly(4L, 2L, 2L, 2L, 2L, 2L);
        assertThat(rows(tables, "targets")).endsWith(
                List.of("list", "false among listed", "at most 0.05", new Rate(0, 4), "met"),
                List.of("list", "violators found", "at least 0.75", new Rate(4, 14), "missed"),
                rows(tables, "targets").get(rows(tables, "targets").size() - 1));
    }

    @Test
    void eachDepartureIsShownForEachKind() {
        Map<String, List<Table>> tables = PowerStudy.run(
                PowerStudyTest::plain, "--set", "evaluation", "--worlds", "1", "--variant-worlds", "1", "--schools", "40");
        assertThat(rows(tables, "variants").stream().map(row -> row.get(0)).distinct()).containsExactly("two-years", "no-classes",
                "missing-journal", "lumpy", "regional-leniency", "regions", "no-context", "homogeneous");
        assertThat(rows(tables, "variants")).hasSize(8 * 6);
        assertThat(rows(tables, "variant-lists")).hasSize(8);
    }

    @Test
    void theShareOfFalseFlagsIsCountedByWorldAndTogether() {
        Scope nowhere = new Scope(-1, -1, 0, -1);
        List<Truth> truths = List.of(
                new Truth(SchoolId.of("a"), Violation.MEAN, nowhere, LookAlike.NONE, 30),
                new Truth(SchoolId.of("b"), Violation.NONE, nowhere, LookAlike.LYCEUM, 30),
                new Truth(SchoolId.of("c"), Violation.NONE, nowhere, LookAlike.NONE, 5));
        Screened first = Screened.of(truths, Map.of(), 0.05, 0.01, 0.2);
        Screened second = Screened.of(truths, Map.of(), 0.01, 0.2, 0.2);
        Screened third = Screened.of(truths, Map.of(), 0.2, 0.2, 0.2);
        Screened all = Screened.of(List.of(first, second, third));
        assertThat(all.worlds()).isEqualTo(3);
        assertThat(all.falseShare(0.05)).isEqualTo(new Rate(1, 3));
        assertThat(all.falseShares(0.05)).containsExactly(0.5, 0, 0);
        assertThat(all.list().atMost(0.05, truth -> !truth.honest())).isEqualTo(new Rate(2, 3));
    }

    @Test
    void theScreeningsEvidenceComesToItsSchools() {
        StudyParameters parameters = StudyParameters.development().withSchools(60).with(StudyParameters.Variant.TWO_YEARS);
        StudyWorld world = StudyWorld.generate(parameters, 3);
        ObjectivityScreening.Result result = ObjectivityScreening.standard().run(world.results());
        Screened screened = Screened.of(world, result);
        for (int i = 0; i < 60; i++) {
            SchoolId school = world.truths().get(i).school();
            Predicate<Truth> own = truth -> truth.school().equals(school);
            for (String kind : Screened.KINDS) {
                double p = result.evidence().stream()
                        .filter(e -> e.school().equals(school) && e.kind().equals(kind))
                        .mapToDouble(Evidence::p).findAny().orElse(1);
                assertThat(screened.detection(kind).atMost(p, own)).isEqualTo(new Rate(1, 1));
                assertThat(screened.detection(kind).below(p, own)).isEqualTo(new Rate(0, 1));
            }
            assertThat(screened.list().atMost(StudyTables.NOMINAL, own).count() == 1)
                    .isEqualTo(result.combined(school).outcome() == Outcome.FLAGGED);
            assertThat(screened.detection(Screened.SIGNS).atMost(-result.signs().signs(school).size(), own).count()).isEqualTo(1);
        }
    }

    private static String shown(Map<String, List<Table>> tables) {
        StringBuilder text = new StringBuilder();
        tables.values().forEach(list -> list.forEach(table -> text.append(table.markdown())));
        return text.toString();
    }

    private static List<List<Object>> rows(Map<String, List<Table>> tables, String name) {
        Pattern own = Pattern.compile("\\{\"name\": \"" + name + "\".*", Pattern.DOTALL);
        return tables.get("evaluation").stream()
                .filter(table -> own.matcher(table.json().strip()).matches())
                .findFirst().orElseThrow().rows();
    }

    @Test
    void unknownOptionsAreNamed() {
        assertThatThrownBy(() -> PowerStudy.run(PowerStudyTest::plain, "--world", "2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--worlds")
                .hasMessageContaining("got --world");
        assertThatThrownBy(() -> PowerStudy.run(PowerStudyTest::plain, "--worlds")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PowerStudy.run(PowerStudyTest::plain, "--set", "other"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTableIsTheSameInMarkdownAndJson() {
        Table table = Table.of("t", "A \"title\"", "what", "rate", "number")
                .row("a", new Rate(0, 0), Double.NaN)
                .row("b", new Rate(30, 50), 0.25);
        assertThat(table.markdown()).isEqualTo("""
                ### A "title"

                | what | rate | number |
                |---|---|---|
                | a | - | - |
                | b | 0.600 (0.462-0.724) | 0.250 |

                """);
        // 0.461814 and 0.723916: Wilson's formula evaluated in Python with z = 1.959963984540054.
        assertThat(table.json().lines().map(String::strip)).containsExactly(
                "{\"name\": \"t\", \"title\": \"A \\\"title\\\"\", \"rows\": [",
                "{\"what\": \"a\", \"rate\": {\"count\": 0, \"of\": 0}},",
                "{\"what\": \"b\", \"rate\": {\"count\": 30, \"of\": 50, \"rate\": 0.60000, \"lower\": 0.46181, "
                        + "\"upper\": 0.72392}, \"number\": 0.25000}",
                "]}");
        assertThatThrownBy(() -> table.row("too few")).isInstanceOf(IllegalArgumentException.class);
    }
}
