package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.results.SchoolResults;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables of other parts of the review; schools s01..s10 are of Tynda, s11..s26 of Zeya in Amur. */
class PublicRowsTest {
    private static final SchoolResults RESULTS = ReviewFixture.plain().results();
    private static final List<String> COLUMNS = List.of("unit_type", "unit", "question", "n", "share", "mean");
    private static final PublicRows.Rule RULE = PublicRows.Rule.of("n", "unit_type", "unit", "question").withShares("share");

    private static List<Object> row(String type, String unit, long n, double share) {
        return List.of(type, unit, "q1", n, share, 3.25);
    }

    private static List<List<Object>> run(List<List<Object>> rows) {
        List<List<Object>> shown = new ArrayList<>();
        PublicRows.withoutSmall(Table.of("t", COLUMNS, rows), RULE, RESULTS).forEach(shown::add);
        return shown;
    }

    private static List<Object> blank(String type, String unit) {
        return List.of(type, unit, "q1", "", "", "", "suppressed");
    }

    private static List<Object> whole(List<Object> row) {
        List<Object> whole = new ArrayList<>(row);
        whole.add("");
        return whole;
    }

    @Test
    void aRowOfFewIsBlankedAndKeepsItsKeys() {
        assertThat(run(List.of(row("school", "s01", 9, 0), row("school", "s02", 10, 0))))
                .containsExactly(blank("school", "s01"), whole(row("school", "s02", 10, 0)));
    }

    @Test
    void personsAndHeadsAreLeftOut() {
        assertThat(run(List.of(row("person", "t-17", 50, 1), row("head", "s01", 50, 1), row("region", "Amur", 50, 1))))
                .containsExactly(whole(row("region", "Amur", 50, 1)));
    }

    @Test
    void aShareIsBlankedWhereFewAreCountedOrFewAreNot() {
        assertThat(run(List.of(row("region", "Amur", 100, 0.03)))).containsExactly(blank("region", "Amur"));
        assertThat(run(List.of(row("region", "Amur", 100, 0.97)))).containsExactly(blank("region", "Amur"));
        assertThat(run(List.of(row("region", "Amur", 100, 0.5)))).containsExactly(whole(row("region", "Amur", 100, 0.5)));
    }

    @Test
    void aSmallSchoolIsNotFoundByItsMunicipality() {
        List<List<Object>> rows = List.of(row("school", "s01", 7, 0), row("school", "s02", 30, 0), row("school", "s03", 40, 0),
                row("municipality", "Tynda", 77, 0));
        assertThat(run(rows)).containsExactly(
                blank("school", "s01"), blank("school", "s02"), whole(rows.get(2)), whole(rows.get(3)));
    }

    /** 4 of the 84 are in no row, so they follow from the rows unless one more is blanked. */
    @Test
    void whatIsInNoRowIsProtectedToo() {
        List<List<Object>> rows = List.of(row("school", "s01", 30, 0), row("school", "s02", 50, 0), row("municipality", "Tynda",
                84, 0));
        assertThat(run(rows)).containsExactly(blank("school", "s01"), whole(rows.get(1)), whole(rows.get(2)));
    }

    @Test
    void rowsOfAnotherQuestionAreATableOfTheirOwn() {
        List<Object> other = List.of("municipality", "Tynda", "q2", 84L, 0.0, 1.0);
        List<List<Object>> rows = List.of(row("school", "s01", 30, 0), row("school", "s02", 50, 0), other);
        assertThat(run(rows)).containsExactly(whole(rows.get(0)), whole(rows.get(1)), whole(other));
    }

    @Test
    void aRowWithoutANumberOfPersonsIsBlanked() {
        assertThat(run(List.of(List.of("region", "Amur", "q1", "", 0.5, 1.0)))).containsExactly(blank("region", "Amur"));
    }

    @Test
    void aNoteOfItsOwnStaysAndNoColumnIsAdded() {
        Table table = Table.of("t", List.of("unit_type", "unit", "n", "note"),
                List.of(List.of("region", "Amur", 50L, "old"), List.of("school", "s01", 3L, "old")));
        List<List<Object>> shown = new ArrayList<>();
        PublicRows.withoutSmall(table, PublicRows.Rule.of("n", "unit_type", "unit"), RESULTS).forEach(shown::add);
        assertThat(shown).containsExactly(List.of("region", "Amur", 50L, "old"), List.of("school", "s01", "", "suppressed"));
    }
}
