package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
    private static final Charset WINDOWS_1251 = Charset.forName("windows-1251");

    @TempDir
    private Path folder;

    private final Problems problems = new Problems();

    private List<SheetRows.Row> rows(Path path, ReadingMode mode) {
        try (CsvFile file = CsvFile.open(path, mode, problems)) {
            List<SheetRows.Row> rows = new ArrayList<>();
            for (SheetRows.Row row = file.next(); row != null; row = file.next()) {
                rows.add(row);
            }
            return rows;
        }
    }

    private List<String> strict(byte[] bytes) {
        return inShort(rows(InputFiles.write(folder, "f.csv", bytes), ReadingMode.STRICT));
    }

    private List<String> strict(String text) {
        return strict(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> lenient(byte[] bytes) {
        return inShort(rows(InputFiles.write(folder, "f.csv", bytes), ReadingMode.LENIENT));
    }

    private static List<String> inShort(List<SheetRows.Row> rows) {
        return rows.stream().map(row -> row.line() + ":" + String.join("|", row.cells())).toList();
    }

    private Problem refused(Runnable reading) {
        List<Problem> found = new ArrayList<>();
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(reading::run)
                .satisfies(e -> found.add(e.problem()));
        return found.get(0);
    }

    @Test
    void readsUtf8WithCommasAndSaysNothing() {
        assertThat(strict("a,b\nшкола,2\n")).containsExactly("1:a|b", "2:школа|2");
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void takesByteOrderMarkAndWindowsLineEndsWithoutAWord() {
        assertThat(strict("\uFEFFa,b\r\n1,2\r\n")).containsExactly("1:a|b", "2:1|2");
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void readsALastLineWithoutLineEnd() {
        assertThat(strict("a,b\n1,2")).containsExactly("1:a|b", "2:1|2");
    }

    @Test
    void numbersRowsByTheLineTheyStartAtAlsoBehindQuotedLineBreaksAndBlankLines() {
        assertThat(strict("a,b\n\"x\ny\r\nz\",1\n\n  \n,\n\"q\"\"q\",2\n"))
                .containsExactly("1:a|b", "2:x\ny\r\nz|1", "8:q\"q|2");
    }

    @Test
    void trimsCellsAndKeepsRowsOfAnyWidth() {
        assertThat(strict("a , b\n 1,2,3\n4\n")).containsExactly("1:a|b", "2:1|2|3", "3:4");
    }

    @Test
    void lenientReadsSemicolonsWithOneNote() {
        assertThat(lenient("a;\"b;c\";d\n1,5;2;3\n".getBytes(StandardCharsets.UTF_8))).containsExactly("1:a|b;c|d", "2:1,5|2|3");
        assertThat(InputFiles.shorts(problems.list())).containsExactly("0||;|other-separator");
    }

    @Test
    void lenientReadsTabsWithOneNote() {
        assertThat(lenient("\n\na\tb, c\td\n1\t2\t3\n".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("3:a|b, c|d", "4:1|2|3");
        assertThat(InputFiles.shorts(problems.list())).containsExactly("0||tab|other-separator");
    }

    @Test
    void lenientReadsWindows1251WithOneNote() {
        assertThat(lenient("школа;№\nЁж;1\n".getBytes(WINDOWS_1251))).containsExactly("1:школа|№", "2:Ёж|1");
        assertThat(InputFiles.shorts(problems.list())).containsExactly("0||windows-1251|windows-1251", "0||;|other-separator");
    }

    @Test
    void readsValidUtf8AsUtf8EvenWhereWindows1251WouldDo() {
        assertThat(lenient("школа,№\n".getBytes(StandardCharsets.UTF_8))).containsExactly("1:школа|№");
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void findsWindows1251AlsoFarBehindTheStart() {
        String text = "a,b\n" + "1,2\n".repeat(50_000) + "Ы,2\n";
        assertThat(lenient(text.getBytes(WINDOWS_1251))).hasSize(50_002).last().isEqualTo("50002:Ы|2");
    }

    @Test
    void readsUtf8CharactersThatStraddleTheBuffersOfTheDetection() {
        // Two bytes each and one byte before them: wherever a buffer of an even size ends, it cuts a letter in two.
        String text = "a" + "ы".repeat(100_000);
        assertThat(strict(text)).containsExactly("1:" + text);
    }

    @Test
    void strictRefusesSemicolonsTabsAndWindows1251() {
        assertThat(InputFiles.shorts(List.of(
                        refused(() -> strict("a;b\n1;2\n")),
                        refused(() -> strict("a\tb\n1\t2\n")),
                        refused(() -> strict("школа,b\n".getBytes(WINDOWS_1251))))))
                .containsExactly("0||;|not-strict", "0||tab|not-strict", "0||windows-1251|not-strict");
    }

    @Test
    void refusesWhatIsNeitherUtf8NorWindows1251() {
        byte[] undefined = {'a', ',', 'b', '\n', (byte) 0x98, ',', (byte) 0xE0};
        byte[] zero = {'a', ',', 'b', '\n', 0, ',', '1'};
        byte[] cutOff = {'a', (byte) 0x98, (byte) 0xD0};
        assertThat(refused(() -> lenient(undefined)).reason()).isEqualTo(Reason.BAD_ENCODING);
        assertThat(refused(() -> lenient(zero)).reason()).isEqualTo(Reason.BAD_ENCODING);
        assertThat(refused(() -> lenient(cutOff)).reason()).isEqualTo(Reason.BAD_ENCODING);
        assertThat(refused(() -> lenient("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE))).reason())
                .isEqualTo(Reason.BAD_ENCODING);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a,b\n1,2\n\"3,4\n5,6\n", "a,b\n1,2\n\"3\"x,4\n5,6\n", "a,b\n1,2\n3,\"", "a,b\n1,2\n\"3,4\n\"5\",6\n"
    })
    void refusesAnUnclosedQuoteAndNamesTheRow(String text) {
        assertThat(InputFiles.shorts(List.of(refused(() -> strict(text))))).containsExactly("3|||unclosed-quote");
    }

    @Test
    void takesAQuoteInsideAFieldAsItStands() {
        assertThat(strict("a,b\nШкола \"Лицей\",2\n")).containsExactly("1:a|b", "2:Школа \"Лицей\"|2");
    }

    @Test
    void refusesAnUnclosedQuoteThatSwallowsALargeFile() {
        assertThat(InputFiles.shorts(List.of(refused(() -> strict("a,b\n\"1,2\n" + "3,4\n".repeat(500_000))))))
                .containsExactly("2|||unclosed-quote");
    }

    @Test
    void refusesARowThatIsLongerThanAnyTableHas() {
        assertThat(InputFiles.shorts(List.of(refused(() -> strict("a,b\n1,2\n" + "x,".repeat(CsvFile.MOST / 2) + "x\n")))))
                .containsExactly("3|||too-long");
    }

    @Test
    void readsALongCellUnderTheLimit() {
        String cell = "x".repeat(CsvFile.MOST / 2);
        assertThat(strict("a,b\n" + cell + ",1\n")).containsExactly("1:a|b", "2:" + cell + "|1");
    }

    @Test
    void refusesAFieldWithoutEnd() {
        assertThat(refused(() -> strict("a,b\n" + "x".repeat(3 * CsvFile.MOST))).line()).isEqualTo(2);
        assertThat(refused(() -> strict("x".repeat(3 * CsvFile.MOST))).line()).isEqualTo(1);
    }

    @Test
    void refusesAFolderAndAFileThatIsNotThere() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("results.csv"));
        Problem problem = refused(() -> CsvFile.open(directory, ReadingMode.LENIENT, problems));
        assertThat(problem.reason()).isEqualTo(Reason.UNREADABLE_FILE);
        assertThat(problem.file()).isEqualTo("results.csv");
        assertThat(refused(() -> CsvFile.open(folder.resolve("no.csv"), ReadingMode.LENIENT, problems)).reason())
                .isEqualTo(Reason.MISSING_FILE);
    }

    @Test
    void emptyFileHasNoRow() {
        assertThat(strict("")).isEmpty();
        assertThat(strict("\uFEFF\n\n")).isEmpty();
    }
}
