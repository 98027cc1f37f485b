package io.github.eduindicators.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts on many shelves and names in their table, against plain arrays and a plain map. */
class ShelvesTest {
    private static final int[] WIDTHS = {1, 7, 8, 9, 40, 105};

    /** Cells beside what they have to be. */
    private static final class Both {
        private final Cells cells = new Cells();
        private final Map<List<Integer>, long[]> expected = new HashMap<>();

        private Both(int... widths) {
            for (int width : widths) {
                cells.addColumn(width);
            }
        }

        private long[] block(int school, int column) {
            return expected.computeIfAbsent(List.of(school, column), cell -> new long[cells.width(column)]);
        }

        private void count(int school, int column, int within) {
            cells.increment(school, column, within);
            block(school, column)[within]++;
        }

        private void add(int school, int column, int... counts) {
            cells.add(school, column, counts);
            long[] block = block(school, column);
            for (int i = 0; i < counts.length; i++) {
                block[i] += counts[i];
            }
        }

        private void merge(Both other, int[] rows, int[] columns) {
            cells.add(other.cells, rows, columns);
            other.expected.forEach((cell, counts) -> {
                long[] block = block(rows[cell.get(0)], columns[cell.get(1)]);
                for (int i = 0; i < counts.length; i++) {
                    block[i] += counts[i];
                }
            });
        }

        private void check(Cells actual, int schools) {
            for (int school = 0; school < schools; school++) {
                for (int column = 0; column < WIDTHS.length; column++) {
                    long[] counts = expected.get(List.of(school, column));
                    String cell = "school " + school + ", column " + column;
                    assertThat(actual.has(school, column)).as(cell).isEqualTo(counts != null);
                    if (counts != null) {
                        int[] found = actual.counts(school, column);
                        assertThat(IntStream.of(found).asLongStream().toArray()).as(cell).containsExactly(counts);
                        byte[] narrow = actual.narrow(school, column);
                        if (narrow.length > 0) {
                            assertThat(IntStream.range(0, narrow.length).map(i -> Byte.toUnsignedInt(narrow[i])).toArray()).containsExactly(found);
                        } else {
                            int shelf = school / Shelf.SCHOOLS;
                            assertThat(expected.entrySet()).as("a count near it is above 255").anyMatch(entry ->
                                    entry.getKey().get(0) / Shelf.SCHOOLS == shelf && java.util.Arrays.stream(entry.getValue()).anyMatch(n -> n > 255));
                        }
                    } else {
                        assertThat(actual.narrow(school, column)).isEmpty();
                    }
                }
            }
        }
    }

    private static Both random(long seed, int schools, int rows, int[] widths) {
        SplittableRandom random = new SplittableRandom(seed);
        Both both = new Both(widths);
        for (int i = 0; i < rows; i++) {
            int column = random.nextInt(widths.length);
            both.count(random.nextInt(schools), column, random.nextInt(widths[column]));
        }
        return both;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 300})
    void shelvesOfManySchoolsHoldTheirCounts(int schools) {
        Both both = random(schools, schools, 20_000, WIDTHS);
        both.check(both.cells, schools + 70);
        both.check(both.cells.copy(), schools);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 4000, 60_000})
    void mergingAddsBlockByBlockWhateverTheNumbersOfSchoolsAndAssessments(int rows) {
        int[] turned = {105, 40, 9, 8, 7, 1};
        Both ours = random(1, 130, 3000, WIDTHS);
        Both theirs = random(2, 90, rows, turned);
        int[] to = IntStream.range(0, 90).map(i -> 140 - i).toArray();
        ours.merge(theirs, to, new int[] {5, 4, 3, 2, 1, 0});
        ours.check(ours.cells, 145);
        theirs.cells.increment(0, 0, 0);
        ours.check(ours.cells, 145);
        Both twice = random(2, 90, rows, turned);
        ours.merge(twice, to, new int[] {5, 4, 3, 2, 1, 0});
        ours.check(ours.cells, 145);
    }

    @Test
    void countsWrapAtTwoHundredAndFiftySixInEveryWay() {
        Both both = new Both(WIDTHS);
        for (int i = 0; i < 1000; i++) {
            both.count(3, 5, 17);
        }
        for (int n : new int[] {255, 1, 256, 257, 511, 512, 100_000}) {
            both.add(3, 5, IntStream.range(0, 105).map(i -> i % 4 == 0 ? n : i % 4 == 1 ? 1 : 0).toArray());
            both.add(200, 4, IntStream.range(0, 40).map(i -> i == 39 ? n : 0).toArray());
            both.check(both.cells, 205);
        }
    }

    /** Where no count has wrapped yet, eight are added at a time: each byte near its edge beside full and empty ones. */
    @Test
    void sumsOfTwoBytesReachTheNextCountInNoCase() {
        int[] values = {0, 1, 127, 128, 129, 254, 255};
        for (int width : new int[] {1, 8, 9}) {
            int column = width == 1 ? 0 : width == 8 ? 2 : 3;
            for (int a : values) {
                for (int b : values) {
                    for (int at = 0; at < width; at++) {
                        int place = at;
                        Both ours = new Both(WIDTHS);
                        Both theirs = new Both(WIDTHS);
                        ours.add(0, column, IntStream.range(0, width).map(i -> i == place ? a : 255 - i).toArray());
                        theirs.add(0, column, IntStream.range(0, width).map(i -> i == place ? b : i).toArray());
                        ours.merge(theirs, new int[] {0}, IntStream.range(0, WIDTHS.length).toArray());
                        ours.check(ours.cells, 1);
                    }
                }
            }
        }
    }

    @Test
    void copiesAndTheirOriginalsGoTheirOwnWays() {
        Both both = random(4, 100, 2000, WIDTHS);
        Cells copy = both.cells.copy();
        Cells second = both.cells.copy();
        Both before = random(4, 100, 2000, WIDTHS);
        copy.increment(0, 4, 3);
        copy.increment(99, 4, 3);
        both.check(both.cells, 100);
        before.check(second, 100);
        both.count(0, 4, 3);
        both.count(99, 4, 3);
        both.check(copy, 100);
        before.check(second, 100);
    }

    @Test
    void aCountBeyondAnIntIsRefusedAndNothingIsAdded() {
        Both full = new Both(WIDTHS);
        full.add(70, 1, 5, Integer.MAX_VALUE, 0, 0, 0, 0, 1);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> full.cells.add(70, 1, new int[] {1, 1, 0, 0, 0, 0, 0}))
                .withMessageContaining("got more");
        full.check(full.cells, 71);
        Both more = new Both(WIDTHS);
        more.add(0, 1, 1, 0, 0, 0, 0, 0, 0);
        more.add(1, 1, 1, 1, 0, 0, 0, 0, 0);
        int[] columns = IntStream.range(0, WIDTHS.length).toArray();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> full.cells.add(more.cells, new int[] {3, 70}, columns));
        full.check(full.cells, 71);
        full.merge(more, new int[] {3, 4}, columns);
        full.check(full.cells, 71);
        // One result at a time: the last that fits is counted, the next is not.
        Both nearly = new Both(WIDTHS);
        nearly.add(0, 0, Integer.MAX_VALUE - 1);
        nearly.count(0, 0, 0);
        nearly.check(nearly.cells, 1);
        nearly.cells.increment(0, 0, 0);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> nearly.cells.has(0, 0)).withMessageContaining("got more");
    }

    @Test
    void blocksHaveAtMostSixtyFiveThousandCounts() {
        Cells cells = new Cells();
        assertThat(cells.addColumn(1 << 16)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> cells.addColumn((1 << 16) + 1)).withMessageContaining("65537");
        cells.increment(0, 0, 65535);
        assertThat(cells.counts(0, 0)[65535]).isEqualTo(1);
    }

    /** Queues grow with the counts, so that whatever is counted they take about an eighth of them. */
    @Test
    void bytesAreThoseOfTheCountsAndALittleMore() {
        int[] wide = {5000, 5000, 5000};
        Both both = random(9, 200, 300_000, wide);
        long least = 200L * 3 * 5000;
        assertThat(both.cells.bytes()).isBetween(least, 2 * least);
        Cells cells = new Cells();
        cells.addColumn(100);
        long before = cells.bytes();
        cells.increment(0, 0, 1);
        long one = cells.bytes();
        assertThat(one).isGreaterThan(before + 100);
        cells.increment(0, 0, 2);
        assertThat(cells.bytes()).as("the same block").isEqualTo(one);
        assertThat(cells.copy().bytes()).isLessThanOrEqualTo(one);
    }

    private static Object roundTrip(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @Test
    void writtenCellsAreReadAsTheyWere() throws IOException, ClassNotFoundException {
        Both both = random(6, 150, 5000, WIDTHS);
        for (int n : new int[] {127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_456, Integer.MAX_VALUE}) {
            both.add(n % 97 + 200, 5, IntStream.range(0, 105).map(i -> i == 0 || i == 104 ? n : 0).toArray());
        }
        CellsForm form = (CellsForm) roundTrip(CellsForm.of(both.cells, 300, WIDTHS.length));
        both.check(form.cells(), 300);
        CellsForm again = (CellsForm) roundTrip(form);
        both.check(again.cells(), 300);
        Both none = new Both(WIDTHS);
        none.check(((CellsForm) roundTrip(CellsForm.of(none.cells, 3, WIDTHS.length))).cells(), 3);
    }

    private static void found(Names names, Map<String, Integer> expected) {
        List<String> texts = new ArrayList<>();
        expected.forEach((name, number) -> {
            assertThat(names.find(name)).as(name).isEqualTo(number);
            assertThat(names.find(String.valueOf(name.toCharArray()))).as(name).isEqualTo(number);
            texts.add(texts.size() % 2 == 0 ? name : String.valueOf(name.toCharArray()));
        });
        texts.add("not there");
        texts.add("");
        for (int from : new int[] {0, 3}) {
            int[] numbers = new int[texts.size() - from];
            names.find(texts.toArray(new String[0]), from, numbers);
            for (int i = 0; i < numbers.length; i++) {
                assertThat(numbers[i]).as(texts.get(from + i)).isEqualTo(expected.getOrDefault(texts.get(from + i), -1));
            }
        }
    }

    @Test
    void namesHaveTheirNumbers() {
        Names names = new Names();
        Map<String, Integer> expected = new HashMap<>();
        assertThat(names.find("x")).isEqualTo(-1);
        for (int i = 0; i < 3000; i++) {
            String name = "edu" + 280_000 + i * 7;
            names.put(name, i);
            expected.put(name, i);
            if (i == 7 || i == 8 || i == 9 || i == 500 || i == 2999) {
                found(names, expected);
            }
        }
        names.putOther("sch280000", 0);
        expected.put("sch280000", 0);
        found(names, expected);
    }

    @Test
    void namesMayBeGivenInAnyOrderOfNumbers() {
        Names names = new Names();
        Map<String, Integer> expected = new HashMap<>();
        for (int number : new int[] {40, 3, 41, 0, 100, 99, 7, 8, 9, 10, 11, 12, 13}) {
            names.put("n" + number, number);
            expected.put("n" + number, number);
        }
        found(names, expected);
    }

    /** All of these texts have one hash. */
    @Test
    void namesOfOneHashAreFoundToo() {
        Names names = new Names();
        Map<String, Integer> expected = new HashMap<>();
        for (int i = 0; i < 256; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 8; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.put(name.toString(), i);
            expected.put(name.toString(), i);
        }
        found(names, expected);
        assertThat(names.find("AaAaAaAaAaAaAaAC")).isEqualTo(-1);
    }
}
