package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
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
        assertThat(cells.bytes()).isGreaterThan(before);
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
}
