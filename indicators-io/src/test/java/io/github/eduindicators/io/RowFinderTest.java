package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of the usual form are found whatever the lengths of those before them, and others are not. */
class RowFinderTest {
    private static final List<String> USUAL = List.of(
            "work-1,12345678,,,7,4\n", "work-1,123456789,,,17,\n", "work-22,123456789,5А,1234567,120,2\r\n", "work-1,1234,5А,,0,5\n",
            "work-1,12345678,,12,7,\n", "w,1,,,7,4\n", "work-1,12345678,5А,7,7,4\n", "work-1,school-letters,,,12,3\r\n");

    private static RowFinder found(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        RowFinder finder = new RowFinder((byte) ',');
        int end = finder.find(Arrays.copyOf(bytes, bytes.length + RowFinder.PAD), 0, bytes.length);
        int last = finder.found() == 0 ? 0 : finder.start(finder.found() - 1);
        assertThat(end).isBetween(last, bytes.length);
        return finder;
    }

    @Test
    void rowsOfAnyLengthFollowRowsOfAnyLength() {
        for (String first : USUAL) {
            for (String second : USUAL) {
                for (String third : USUAL) {
                    RowFinder finder = found(first + second + third);
                    assertThat(finder.found()).as(first + second + third).isEqualTo(3);
                    int at = first.getBytes(StandardCharsets.UTF_8).length;
                    String[] cells = second.strip().split(",", -1);
                    assertThat(finder.start(1)).isEqualTo(at);
                    assertThat(finder.assessmentLength(1)).isEqualTo(cells[0].length());
                    assertThat(finder.schoolLength(1)).isEqualTo(cells[1].length());
                    assertThat(finder.classLength(1)).isEqualTo(cells[2].getBytes(StandardCharsets.UTF_8).length);
                    assertThat(finder.pupil(1)).isEqualTo(SeenPupils.number(cells[3]));
                    int mark = cells[5].isEmpty() ? 0 : Integer.parseInt(cells[5]);
                    assertThat((long) finder.scoreAndMark(1)).isEqualTo(ResultChunk.scoreAndMark(Integer.parseInt(cells[4]), mark));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "work-1,12345678,,,7,6\n", "work-1,12345678,,,,4\n", "work-1,12345678,,,1234,4\n", "work-1,12345678,,,7x,4\n",
        "work-1,12345678,,,7,4\r", "work-1,12345678,,,7,4", "work-1,12345678,,12345678,7,4\n", "work-1,12345678,,x,7,4\n",
        "work-1,12345678,,,7\n", "work-1,12345678,,,7,4,\n"})
    void aRowOfAnotherFormEndsTheBlock(String other) {
        String usual = USUAL.get(0);
        assertThat(found(other + usual).found()).isZero();
        assertThat(found(usual + other + usual).found()).isEqualTo(1);
    }

    @Test
    void whatIsTakenForASchoolByItsLengthMayHoldASeparatorAndMustBeLookedUp() {
        RowFinder finder = found("work-1,123456789,,,17,\n" + "work-1,12345678,,,7,4,\n");
        assertThat(finder.found()).isEqualTo(2);
        assertThat(finder.schoolLength(1)).as("12345678 and a comma").isEqualTo(9);
    }
}
