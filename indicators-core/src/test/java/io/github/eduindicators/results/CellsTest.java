package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rows wait before they are counted; whoever reads must not notice. */
class CellsTest {
    private static final int SCHOOLS = 7;
    private static final int[] WIDTHS = {5, 40, 105};

    private final Cells cells = new Cells();
    private final int[][][] expected = new int[SCHOOLS][WIDTHS.length][];
    private final SplittableRandom random = new SplittableRandom(7);

    CellsTest() {
        for (int column = 0; column < WIDTHS.length; column++) {
            assertThat(cells.addColumn(WIDTHS[column])).isEqualTo(column);
            for (int school = 0; school < SCHOOLS; school++) {
                expected[school][column] = new int[WIDTHS[column]];
            }
        }
    }

    private void count(int rows) {
        for (int i = 0; i < rows; i++) {
            int school = random.nextInt(SCHOOLS);
            int column = random.nextInt(WIDTHS.length);
            int within = random.nextInt(WIDTHS[column]);
            cells.increment(school, column, within);
            expected[school][column][within]++;
        }
    }

    private void assertCounts(Cells actual, int times) {
        for (int school = 0; school < SCHOOLS; school++) {
            for (int column = 0; column < WIDTHS.length; column++) {
                int[] counts = expected[school][column].clone();
                for (int i = 0; i < counts.length; i++) {
                    counts[i] *= times;
                }
                assertThat(actual.counts(school, column)).as("school %d, column %d", school, column).containsExactly(counts);
            }
        }
    }

    @Test
    void countsAreRightAfterAnyNumberOfRows() {
        for (int rows : new int[] {0, 1, 254, 1, 1, 1, 255, 256, 257, 1, 511, 512, 513, 10_000}) {
            count(rows);
            assertCounts(cells, 1);
        }
    }

    @Test
    void aCellIsThereAsSoonAsARowIsCounted() {
        assertThat(cells.has(3, 1)).isFalse();
        cells.increment(3, 1, 39);
        assertThat(cells.has(3, 1)).isTrue();
        assertThat(cells.has(3, 0)).isFalse();
    }

    @Test
    void bytesIncludeTheLastRow() {
        long before = cells.bytes();
        cells.increment(0, 0, 0);
        assertThat(cells.bytes()).isGreaterThan(before + WIDTHS[0]);
    }

    @Test
    void aCopyHasTheLastRowAndNoneOfTheNext() {
        count(300);
        Cells copy = cells.copy();
        assertCounts(copy, 1);
        cells.increment(0, 0, 0);
        assertCounts(copy, 1);
    }

    @Test
    void rowsThatWaitAreAddedToWhatIsMerged() {
        count(300);
        for (int school = 0; school < SCHOOLS; school++) {
            for (int column = 0; column < WIDTHS.length; column++) {
                cells.add(school, column, expected[school][column]);
            }
        }
        assertCounts(cells, 2);
    }

    @Test
    void rowsThatWaitSurviveSerialisation() throws IOException, ClassNotFoundException {
        count(300);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(cells);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertCounts((Cells) in.readObject(), 1);
        }
    }

    @Test
    void countsGoOnWhereAByteAndWhereTwoEnd() {
        int counted = 0;
        for (int end : new int[] {254, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 131_072}) {
            for (; counted < end; counted++) {
                cells.increment(2, 1, 7);
            }
            assertThat(cells.counts(2, 1)[7]).isEqualTo(end);
            assertThat(cells.counts(2, 1)[6] + cells.counts(2, 1)[8]).isZero();
            Cells sum = new Cells();
            sum.addColumn(WIDTHS[1]);
            sum.add(0, 0, cells.counts(2, 1));
            sum.add(cells, new int[] {4, 5, 0, 1, 2, 3, 6}, new int[] {1, 0, 2});
            assertThat(sum.counts(0, 0)[7]).isEqualTo(2 * end);
        }
    }

    @Test
    void blocksAddedEightCountsAtATimeCarryWhereEachCountMust() {
        int[] ours = new int[WIDTHS[2]];
        int[] theirs = new int[WIDTHS[2]];
        for (int i = 0; i < ours.length; i++) {
            ours[i] = random.nextInt(256);
            theirs[i] = i % 3 == 0 ? 255 - ours[i] : i % 3 == 1 ? 256 - Math.max(1, ours[i]) : random.nextInt(256);
        }
        Cells other = new Cells();
        other.addColumn(WIDTHS[2]);
        other.add(0, 0, theirs);
        cells.add(5, 2, ours);
        cells.add(other, new int[] {5}, new int[] {2});
        int[] sum = cells.counts(5, 2);
        for (int i = 0; i < sum.length; i++) {
            assertThat(sum[i]).as("count %d", i).isEqualTo(ours[i] + theirs[i]);
        }
        assertThat(other.counts(0, 0)).containsExactly(theirs);
    }

    @Test
    void moreThanAnIntHoldsIsRefusedAndNothingIsLost() {
        cells.add(1, 0, new int[] {Integer.MAX_VALUE - 1, 1, 0, 0, 0});
        cells.increment(1, 0, 0);
        assertThat(cells.counts(1, 0)[0]).isEqualTo(Integer.MAX_VALUE);
        Cells more = new Cells();
        more.addColumn(WIDTHS[0]);
        more.add(0, 0, new int[] {0, 5, 0, 0, 0});
        more.add(1, 0, new int[] {1, 0, 0, 0, 0});
        assertThatThrownBy(() -> cells.add(more, new int[] {2, 1}, new int[] {0}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2147483647");
        assertThat(cells.has(2, 0)).isFalse();
        assertThat(cells.counts(1, 0)).containsExactly(Integer.MAX_VALUE, 1, 0, 0, 0);
        assertThatThrownBy(() -> cells.add(1, 0, new int[] {1, 1, 0, 0, 0})).isInstanceOf(IllegalStateException.class);
        assertThat(cells.counts(1, 0)).containsExactly(Integer.MAX_VALUE, 1, 0, 0, 0);
        cells.increment(1, 0, 0);
        assertThatThrownBy(() -> cells.counts(1, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(cells::copy).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void schoolsFarApartAndManyOfThemAreCounted() {
        Cells many = new Cells();
        many.addColumn(5);
        int[] numbers = {0, 63, 64, 65, 4_095, 4_096, 1_000_000, 5};
        for (int times = 1; times <= 300; times++) {
            for (int number : numbers) {
                many.increment(number, 0, number % 5);
            }
        }
        for (int number : numbers) {
            assertThat(many.counts(number, 0)[number % 5]).isEqualTo(300);
        }
        assertThat(many.has(66, 0)).isFalse();
        assertThat(many.has(2_000_000, 0)).isFalse();
    }

    @Test
    void queuesGrowWithTheCountsAndLoseNothing() {
        Cells large = new Cells();
        int columns = 24;
        int[][] sums = new int[64][columns];
        for (int column = 0; column < columns; column++) {
            large.addColumn(260);
        }
        for (int i = 0; i < 400_000; i++) {
            int school = random.nextInt(64);
            int column = random.nextInt(columns);
            large.increment(school, column, random.nextInt(260));
            sums[school][column]++;
        }
        for (int school = 0; school < 64; school++) {
            for (int column = 0; column < columns; column++) {
                assertThat(Arrays.stream(large.counts(school, column)).sum()).isEqualTo(sums[school][column]);
            }
        }
    }

    @Test
    void aCopyGoesOnByItself() {
        count(1_000);
        Cells copy = cells.copy();
        copy.increment(0, 0, 0);
        assertCounts(cells, 1);
        count(1_000);
        assertCounts(cells, 1);
        assertThat(copy.counts(0, 0)[0]).isLessThanOrEqualTo(expected[0][0][0] + 1);
    }
}
