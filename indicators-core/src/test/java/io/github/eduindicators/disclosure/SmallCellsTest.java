package io.github.eduindicators.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small tables whose answers were found by hand. */
class SmallCellsTest {
    private static final SmallCells METHOD = SmallCells.withDefaults();

    private static CountTable.Builder<String> district(long... schools) {
        CountTable.Builder<String> table = CountTable.builder();
        List<String> names = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < schools.length; i++) {
            names.add("school " + (i + 1));
            table.cell(names.get(i), schools[i]);
            sum += schools[i];
        }
        return table.cell("district", sum).sum("district", names);
    }

    @Test
    void theSmallestOtherSchoolGoesWithTheSmallOne() {
        var release = METHOD.run(district(7, 41, 72).build());
        assertThat(release.suppressed()).containsExactly("school 1", "school 2");
        assertThat(release.status("school 1")).isEqualTo(SmallCells.Status.PRIMARY);
        assertThat(release.status("school 2")).isEqualTo(SmallCells.Status.COMPLEMENTARY);
        assertThat(release.isPublished("district")).isTrue();
        assertThat(release).hasToString("Release[2 published, 1 primary, 1 complementary]");
    }

    @Test
    void theThresholdItselfIsPublishedAndZeroTooUnlessItIsHidden() {
        assertThat(METHOD.run(district(10, 41, 0).build()).suppressed()).isEmpty();
        // 0 and 10: the hidden parts make 10 together.
        assertThat(METHOD.withZeros(SmallCells.Zeros.HIDDEN).run(district(10, 41, 0).build()).suppressed())
                .containsExactly("school 1", "school 3");
    }

    @Test
    void zeroNeverHidesAnother() {
        assertThat(METHOD.run(district(0, 3, 500, 0).build()).suppressed()).containsExactly("school 2", "school 3");
    }

    @Test
    void severalSmallCellsNeedAnotherOnlyWhereTheyAreFewTogether() {
        assertThat(METHOD.run(district(4, 6, 500).build()).suppressed()).containsExactly("school 1", "school 2");
        assertThat(METHOD.run(district(4, 5, 500).build()).suppressed()).containsExactly("school 1", "school 2", "school 3");
    }

    @Test
    void aTotalGoesWhereNothingElseIsThere() {
        assertThat(METHOD.run(district(4, 0, 0).build()).suppressed()).containsExactly("district", "school 1");
        assertThat(METHOD.run(district(2, 3).build()).suppressed()).containsExactly("district", "school 1", "school 2");
        assertThat(METHOD.run(district(8, 9).build()).suppressed()).containsExactly("school 1", "school 2");
    }

    @Test
    void aCellInNoRelationIsSuppressedAloneAndAnEmptyTableIsPublished() {
        var alone = CountTable.<String>builder().cell("a", 3).cell("b", 30).build();
        assertThat(METHOD.run(alone).suppressed()).containsExactly("a");
        assertThat(METHOD.run(CountTable.<String>builder().build()).suppressed()).isEmpty();
    }

    /** Without the small cell of another district the hidden school would be found from the region less the other district. */
    @Test
    void aHiddenTotalIsHiddenInTheSumAboveToo() {
        var table = CountTable.<String>builder()
                .cell("s1", 4).cell("d1", 4).cell("s2", 40).cell("s3", 50).cell("d2", 90).cell("s4", 200).cell("d3", 200)
                        .cell("region", 294)
                .sum("d1", List.of("s1")).sum("d2", List.of("s2", "s3")).sum("d3", List.of("s4"))
                .sum("region", List.of("d1", "d2", "d3"))
                .build();
        var release = METHOD.run(table);
        // d1 = s1 is hidden; of the other districts d2 loses less, and with it one of its schools.
        assertThat(release.suppressed()).containsExactly("d1", "d2", "s1", "s2");
        assertThat(release.exposed()).isEmpty();
    }

    /**
     * Rows a, b and columns x, y, z with all sums published. ax = 5 needs one more in its row and in its column; the fourth
     * corner closes the ring. Of the rings ax-ay-by-bx (15 + 20 + 30) and ax-az-bz-bx (60 + 40 + 30) the first loses less.
     */
    @Test
    void inATableWithTwoMarginsARingOfFourIsHidden() {
        var release = METHOD.run(twoWay(new long[][] {{5, 15, 60}, {30, 20, 40}}));
        assertThat(release.suppressed()).containsExactly("ax", "ay", "bx", "by");
    }

    private static CountTable<String> twoWay(long[][] counts) {
        CountTable.Builder<String> table = CountTable.builder();
        long all = 0;
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            long sum = 0;
            List<String> parts = new ArrayList<>();
            String row = Character.toString('a' + i);
            for (int j = 0; j < counts[i].length; j++) {
                String cell = row + Character.toString('x' + j);
                table.cell(cell, counts[i][j]);
                parts.add(cell);
                sum += counts[i][j];
            }
            table.cell("row " + row, sum).sum("row " + row, parts);
            rows.add(row);
            all += sum;
        }
        List<String> columns = new ArrayList<>();
        for (int j = 0; j < counts[0].length; j++) {
            String column = Character.toString('x' + j);
            long sum = 0;
            for (long[] row : counts) {
                sum += row[j];
            }
            table.cell("column " + column, sum).sum("column " + column, rows.stream().map(row -> row + column).toList());
            columns.add("column " + column);
        }
        return table.cell("all", all).sum("all", rows.stream().map(row -> "row " + row).toList()).sum("all", columns).build();
    }

    /**
     * Six hidden cells in a ring, all sums of two at least 10. As by = 18 - ay and ay is at most 10, ax would be known to be
     * 0..2.
     */
    @Test
    void aRingThatLeavesANarrowRangeIsNotEnough() {
        CountTable<String> table = twoWay(new long[][] {{1, 9, 200}, {300, 9, 1}, {9, 400, 9}});
        var release = METHOD.run(table);
        assertThat(release.suppressed()).contains("ax", "ay", "by", "bz", "cx", "cz");
        assertThat(release.suppressed()).hasSizeGreaterThan(6);
    }

    /** Pass + fail = all: 3 of 120 failed, so neither the number who failed nor that of those who passed may be told. */
    @Test
    void aShareIsHiddenByItsComplement() {
        var table = CountTable.<String>builder().cell("n", 120).cell("passed", 117).cell("failed", 3).sum("n", List.of("passed",
                "failed")).build();
        assertThat(METHOD.run(table).suppressed()).containsExactly("failed", "passed");
        var nobody = CountTable.<String>builder().cell("n", 120).cell("passed", 120).cell("failed", 0).sum("n",
                List.of("passed", "failed")).build();
        assertThat(METHOD.run(nobody).suppressed()).isEmpty();
    }

    @Test
    void aCellWithALesserLossIsHiddenFirst() {
        var dear = CountTable.<String>builder().cell("a", 4).cell("b", 20).cell("c", 30, 1).cell("all", 54)
                .sum("all", List.of("a", "b", "c")).build();
        assertThat(METHOD.run(dear).suppressed()).containsExactly("a", "c");
        var total = CountTable.<String>builder().cell("a", 4).cell("b", 20).cell("c", 30).cell("all", 54, 0)
                .sum("all", List.of("a", "b", "c")).build();
        assertThat(METHOD.run(total).suppressed()).containsExactly("a", "all");
    }

    @Test
    void aSensitiveCellIsHiddenWhateverItsCount() {
        var release = METHOD.run(district(40, 50, 60).sensitive("school 3").build());
        assertThat(release.status("school 3")).isEqualTo(SmallCells.Status.PRIMARY);
        assertThat(release.suppressed()).containsExactly("school 1", "school 3");
    }

    @Test
    void whatTheStructureForcesIsSaidToBeExposed() {
        var forced = CountTable.<String>builder().cell("a", 30).cell("b", 30).cell("none", 0)
                .sum("a", List.of("b")).sum("a", List.of("b", "none")).sensitive("none").build();
        assertThat(METHOD.run(forced).exposed()).containsExactly("none");
    }

    @Test
    void aHigherThresholdHidesMore() {
        assertThat(METHOD.withThreshold(30).run(district(20, 41, 72).build()).suppressed()).containsExactly("school 1",
                "school 2");
        assertThat(METHOD.run(district(20, 41, 72).build()).suppressed()).isEmpty();
    }

    @Test
    void whatWasHiddenByOtherMeansIsChecked() {
        CountTable<String> table = twoWay(new long[][] {{5, 15, 60}, {30, 20, 40}});
        assertThat(SmallCells.recoverable(table, List.of("ax", "ay", "bx", "by"))).isEmpty();
        assertThat(SmallCells.recoverable(table, List.of("ax", "ay", "bz"))).containsExactly("ax", "ay", "bz");
        assertThat(SmallCells.recoverable(table, List.of("ax", "row a", "all"))).containsExactly("all", "ax", "row a");
        assertThat(SmallCells.recoverable(table, List.of())).isEmpty();
    }

    @Test
    void mistakesOfTheCallerAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> METHOD.withThreshold(1)).withMessageContaining("2..1000000");
        assertThatIllegalArgumentException().isThrownBy(() -> CountTable.<String>builder().cell("a", -1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> CountTable.<String>builder().cell("a", 1).cell("a", 2))
                .withMessageContaining("two of a");
        assertThatIllegalArgumentException().isThrownBy(() -> CountTable.<String>builder().cell("a", 1).sum("a", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> CountTable.<String>builder().cell("a", 1).sum("a", List.of("a")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CountTable.<String>builder().cell("a", 3).cell("b", 1).sum("a", List.of("b")).build())
                .withMessageContaining("must add up to 3, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CountTable.<String>builder().cell("a", 2).cell("b", 1).sum("a", List.of("b", "b")).build())
                .withMessageContaining("stands twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CountTable.<String>builder().cell("a", 3).sum("a", List.of("b")).build())
                .withMessageContaining("not in the table: b");
        assertThatIllegalArgumentException().isThrownBy(() -> CountTable.<String>builder().sensitive("x").build());
        var table = district(12, 30).build();
        assertThatIllegalArgumentException().isThrownBy(() -> METHOD.run(table).status("elsewhere"));
        assertThatIllegalArgumentException().isThrownBy(() -> SmallCells.recoverable(table, List.of("elsewhere")));
    }

    @Test
    void theMethodNamesItsOptions() {
        assertThat(METHOD.withThreshold(5).method()).hasToString("disclosure/small-cells 1 [threshold=5, zeros=PUBLISHED]");
        assertThat(district(12, 30).build()).hasToString("CountTable[3 cells, 1 relations]");
        assertThat(district(12, 30).build().count("school 1")).hasValue(12);
        assertThat(district(12, 30).build().count("school 9")).isEmpty();
    }
}
