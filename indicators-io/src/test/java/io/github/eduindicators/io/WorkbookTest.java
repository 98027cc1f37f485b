package io.github.eduindicators.io;

import static io.github.eduindicators.io.Books.formula;
import static io.github.eduindicators.io.Books.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkbookTest {
    private static final int ENTRY = 0x02014b50;

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("book.xlsx");
    }

    private static List<SheetRows.Row> rows(Path file) {
        try (Workbook book = Workbook.open(file)) {
            List<SheetRows.Row> rows = new ArrayList<>();
            SheetRows sheet = book.rows(0);
            for (SheetRows.Row row = sheet.next(); row != null; row = sheet.next()) {
                rows.add(row);
            }
            return rows;
        }
    }

    private static List<String> cells(Path file) {
        return rows(file).get(0).cells();
    }

    private static Problem refused(Path file) {
        InputException refusal = catchThrowableOfType(InputException.class, () -> rows(file));
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem().file()).isEqualTo(file.getFileName().toString());
        return refusal.problem();
    }

    @Test
    void numbersAndTextsComeAsTrimmedTextWithTheirRowNumbers() {
        Books.write(file(), "Лист", List.of(
                row("  Код ", 7, 7.0, 5.06, "12", "\u00A0X "), row(), row(null, null, 0.5, true), row("  ")));

        List<SheetRows.Row> rows = rows(file());

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).isEqualTo(new SheetRows.Row(1, List.of("Код", "7", "7", "5.06", "12", "X")));
        assertThat(rows.get(1)).isEqualTo(new SheetRows.Row(3, List.of("", "", "0.5", "TRUE")));
    }

    @ParameterizedTest
    @CsvSource({
        "5.0599999999999996, 5.06",
        "32.920000000000002, 32.92",
        "1E2, 100",
        "1.5E-3, 0.0015",
        "-0.0, 0",
        "007, 007",
        "12345678901234567890, 12345678901234567890",
        "1E999, 1E999"
    })
    void numbersAreRenderedAsASpreadsheetShowsThem(String raw, String shown) {
        Books.zip(file(), "<row r='1'><c r='A1'><v>" + raw + "</v></c></row>");

        assertThat(cells(file())).containsExactly(shown);
    }

    @Test
    void textsAreReadWhereverTheyStand() {
        Books.zip(file(), "<row r='4'><c r='A4' t='s'><v>1</v></c><c r='B4' t='inlineStr'><is><t>in place</t></is></c>"
                + "<c r='D4' t='s'><v>0</v></c><c r='E4' t='e'><v>#N/A</v></c></row>");

        assertThat(rows(file())).containsExactly(new SheetRows.Row(4, List.of("second", "in place", "", "first", "#N/A")));
    }

    @Test
    void cellsWithoutReferencesStandInOrder() {
        Books.zip(file(), "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>");

        assertThat(rows(file())).containsExactly(new SheetRows.Row(1, List.of("1", "2")), new SheetRows.Row(2, List.of("3")));
    }

    @Test
    void aFormulaIsMarkedAndItsCachedValueIsNotRead() {
        Books.zip(file(), "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><f>A1+1</f><v>2</v></c>"
                + "<c r='C1' t='str'><f>\"X\"</f><v>X</v></c><c r='D1' t='inlineStr'><f>A1</f><is><t>1</t></is></c></row>");

        assertThat(rows(file())).containsExactly(new SheetRows.Row(1, List.of("1", "", "", ""), List.of(1, 2, 3)));
    }

    @Test
    void aSharedFormulaIsMarkedInEveryCell() {
        Books.zip(file(), "<row r='1'><c r='A1'><f t='shared' ref='A1:A2' si='0'>B1</f><v>2</v></c></row>"
                + "<row r='2'><c r='A2'><f t='shared' si='0'/><v>3</v></c></row>");

        assertThat(rows(file())).extracting(SheetRows.Row::formulas).containsExactly(List.of(0), List.of(0));
        assertThat(rows(file())).extracting(SheetRows.Row::cells).containsExactly(List.of(""), List.of(""));
    }

    @Test
    void aFormulaWrittenByALibraryIsMarked() {
        Books.write(file(), "Лист", List.of(row(1, formula("A1*2"), 3)));

        assertThat(rows(file())).containsExactly(new SheetRows.Row(1, List.of("1", "", "3"), List.of(1)));
    }

    @Test
    void aFormulaThatTheReaderWouldForgetRefusesTheFile() {
        Books.zip(file(), "<row r='7'><c r='K7' t='s'><f>A1</f><v>0</v></c></row>");

        Problem problem = refused(file());

        assertThat(problem.reason()).isEqualTo(Reason.FORMULA);
        assertThat(problem.value()).isEqualTo("K7");
        assertThat(problem.sheet()).isEqualTo(Books.SHEET);
    }

    @ParameterizedTest
    @CsvSource({"0, A1", "25, Z1", "26, AA1", "701, ZZ1", "702, AAA1", "16383, XFD1"})
    void cellsAreNamedAsInASpreadsheet(int column, String name) {
        assertThat(Workbook.cellName(column, 1)).isEqualTo(name);
    }

    @Test
    void sheetNamesAreKeptAsTheyAre() {
        Map<String, List<List<Object>>> sheets = new LinkedHashMap<>();
        sheets.put("МА 4 Сравнение отметок с отметк", List.of(row("a")));
        sheets.put("Служебный", List.of(row("b")));
        Books.write(file(), sheets);

        try (Workbook book = Workbook.open(file())) {
            assertThat(book.sheets()).isEqualTo(2);
            assertThat(book.name(0)).isEqualTo("МА 4 Сравнение отметок с отметк").hasSize(31);
            assertThat(book.rows(1).sheet()).isEqualTo("Служебный");
            assertThat(book.rows(1).next().cell(0)).isEqualTo("b");
        }
    }

    @Test
    void whatIsNotAWorkbookIsRefused() throws IOException {
        Files.writeString(file(), "school,score\n1,2\n");
        assertThat(refused(file()).reason()).isEqualTo(Reason.NOT_A_WORKBOOK);

        Files.write(file(), java.util.HexFormat.of().parseHex("d0cf11e0a1b11ae1"));
        assertThat(refused(file()).reason()).isEqualTo(Reason.NOT_A_WORKBOOK);

        Files.write(file(), new byte[0]);
        assertThat(refused(file()).reason()).isEqualTo(Reason.NOT_A_WORKBOOK);

        assertThat(refused(folder.resolve("absent.xlsx")).reason()).isEqualTo(Reason.UNREADABLE_FILE);
        assertThat(refused(folder).reason()).isEqualTo(Reason.UNREADABLE_FILE);
    }

    @Test
    void aZipThatIsNoWorkbookIsRefused() {
        Books.zip(file(), Map.of("readme.txt", "nothing here"));

        assertThat(refused(file()).reason()).isEqualTo(Reason.BROKEN_WORKBOOK);
    }

    @ParameterizedTest
    @ValueSource(strings = {Books.SHEET, "xl/_rels/workbook.xml.rels", "xl/workbook.xml"})
    void aWorkbookWithoutOneOfItsPartsIsRefused(String part) {
        Map<String, String> parts = Books.parts("<row r='1'><c r='A1'><v>1</v></c></row>");
        parts.remove(part);
        Books.zip(file(), parts);

        assertThat(refused(file()).reason()).isEqualTo(Reason.BROKEN_WORKBOOK);
    }

    @Test
    void aTruncatedFileIsRefusedWhereverItEnds() throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.add(row("edu280417", i, i * i % 17, "4А"));
        }
        byte[] whole = Files.readAllBytes(Books.write(file(), "Лист", rows));

        for (int length = 0; length < whole.length; length += whole.length / 40) {
            Files.write(file(), java.util.Arrays.copyOf(whole, length));
            assertThat(refused(file()).reason()).isIn(Reason.NOT_A_WORKBOOK, Reason.BROKEN_WORKBOOK);
        }
    }

    @Test
    void aFlippedByteInTheDataIsNoticedBeforeAnyRowIsRead() throws IOException {
        Map<String, String> parts = Books.parts("<row r='1'><c r='A1'><v>123456789</v></c></row>");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file()))) {
            zip.setLevel(0);
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        String bytes = new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1);
        Files.write(file(), bytes.replace("123456789", "923456789").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(refused(file()).reason()).isEqualTo(Reason.BROKEN_WORKBOOK);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<row r='1'><c r='A1'><v>1</v></row>",
        "<row r='1'><c r='A1'><v>1</v></c>",
        "<row r='1'><c r='A1'><v>\u0001</v></c></row>",
        "<row r='0'><c><v>1</v></c></row>",
        "<row r='1048577'><c><v>1</v></c></row>",
        "<row r='first'><c><v>1</v></c></row>",
        "<row r='1'><c r='XFE1'><v>1</v></c></row>",
        "<row r='1'><c r='ZZZZZZZ1'><v>1</v></c></row>",
        "<row r='1'><c r='A9999999'><v>1</v></c></row>",
        "<row r='1'><c r='11'><v>1</v></c></row>",
        "<row r='1'><c r='A1'><c r='B1'><v>1</v></c></c></row>",
        "<row r='1'><row r='2'/></row>",
        "<row r='1'><c r='A1' t='s'><v>2</v></c></row>",
        "<row r='1'><c r='A1' t='s'><v>2000000000</v></c></row>",
        "<row r='1'><c r='A1' t='s'><v>-1</v></c></row>",
        "<row r='1'><c r='A1' t='s'><v>one</v></c></row>",
        "<row r='1'><c r='A1' t='unheard'><v>1</v></c></row>"
    })
    void aSheetThatIsNotWellFormedIsRefused(String rows) {
        Books.zip(file(), rows);

        assertThat(refused(file()).reason()).isEqualTo(Reason.BROKEN_WORKBOOK);
    }

    @ParameterizedTest
    @ValueSource(strings = {Books.SHEET, Books.TEXTS, "xl/workbook.xml", "[Content_Types].xml"})
    void aDocumentTypeIsRefusedAndNoOtherFileIsRead(String part) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        Map<String, String> parts = Books.parts("<row r='1'><c r='A1' t='inlineStr'><is><t>text</t></is></c></row>");
        parts.computeIfPresent(part, (name, xml) -> "<?xml version='1.0'?>"
                + "<!DOCTYPE x [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>"
                + xml.replace("text", "&e;"));
        Books.zip(file(), parts);

        InputException refusal = catchThrowableOfType(InputException.class, () -> rows(file()));

        assertThat(refusal.problem().reason()).isEqualTo(Reason.EXTERNAL_ENTITY);
        assertThat(refusal.problem().sheet()).isEqualTo(part);
        assertThat(refusal).hasMessageContaining("book.xlsx").hasMessageNotContaining("secret");
    }

    @Test
    void entitiesThatMultiplyAreRefused() {
        Map<String, String> parts = Books.parts("<row r='1'><c r='A1' t='inlineStr'><is><t>&b;</t></is></c></row>");
        parts.computeIfPresent(Books.SHEET, (name, xml) ->
                "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>" + xml);
        Books.zip(file(), parts);

        assertThat(refused(file()).reason()).isEqualTo(Reason.EXTERNAL_ENTITY);
    }

    @Test
    void anEntityThatIsNotDeclaredIsRefused() {
        Books.zip(file(), "<row r='1'><c r='A1' t='inlineStr'><is><t>&e;</t></is></c></row>");

        assertThat(refused(file()).reason()).isIn(Reason.EXTERNAL_ENTITY, Reason.BROKEN_WORKBOOK);
    }

    @Test
    void xmlInAnOtherEncodingIsRefused() {
        Map<String, String> parts = Books.parts("");
        parts.computeIfPresent(Books.SHEET, (name, xml) -> "<?xml version='1.0' encoding='windows-1251'?>" + xml);
        Books.zip(file(), parts);

        assertThat(refused(file()).reason()).isEqualTo(Reason.BROKEN_WORKBOOK);
    }

    @Test
    void aPartUnderAnotherNameIsLookedThroughAsWell() {
        Map<String, String> parts = Books.parts("");
        String sheet = parts.remove(Books.SHEET);
        parts.put("xl/media/image1.png",
                sheet.replace("<sheetData>", "<sheetData><row r='1'><c r='A1' t='s'><v>99</v></c></row>"));
        parts.computeIfPresent("xl/_rels/workbook.xml.rels",
                (name, xml) -> xml.replace("worksheets/sheet1.xml", "media/image1.png"));
        Books.zip(file(), parts);

        assertThat(refused(file()).reason()).isEqualTo(Reason.BROKEN_WORKBOOK);
    }

    @Test
    void anOldDrawingThatIsNotWellFormedDoesNoHarmUnlessItPosesAsASheet() {
        Map<String, String> parts = Books.parts("<row r='1'><c r='A1'><v>1</v></c></row>");
        parts.put("xl/drawings/vmlDrawing1.vml", "<xml><div>a<br></div></xml>");
        Books.zip(file(), parts);
        assertThat(cells(file())).containsExactly("1");

        parts.computeIfPresent("xl/_rels/workbook.xml.rels",
                (name, xml) -> xml.replace("worksheets/sheet1.xml", "drawings/vmlDrawing1.vml"));
        Books.zip(file(), parts);
        assertThat(refused(file()).reason()).isEqualTo(Reason.BROKEN_WORKBOOK);
    }

    private static long allocatedBy(Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private Path bomb(String name, String part, long bytes) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> each : Books.parts("").entrySet()) {
                if (!each.getKey().equals(part)) {
                    zip.putNextEntry(new ZipEntry(each.getKey()));
                    zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
            zip.putNextEntry(new ZipEntry(part));
            byte[] rows = "<row r='1'><c r='A1'><v>1</v></c></row>\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
            zip.write("<worksheet><sheetData>".getBytes(StandardCharsets.UTF_8));
            for (long written = 0; written < bytes; written += rows.length) {
                zip.write(rows);
            }
            zip.write("</sheetData></worksheet>".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Files.size(file)).isLessThan(1 << 21);
        return file;
    }

    /** Writes another unpacked size into the directory, 24 bytes behind the signature of each entry. */
    private static Path withSmallSizesPromised(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bytes.length - 46; i++) {
            if (buffer.getInt(i) == ENTRY) {
                buffer.putInt(i + 24, 100);
            }
        }
        return Files.write(file, bytes);
    }

    /** Opens the files named and prints why each is refused; a process of its own, so that its heap can be small. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] files) {
            for (String file : files) {
                try {
                    Workbook.open(Path.of(file)).close();
                    System.out.println("opened");
                } catch (InputException e) {
                    System.out.println(e.problem().reason());
                }
            }
        }
    }

    @Test
    void zipBombsAreRefusedInASmallHeapWhateverSizesTheirHeadersPromise() throws IOException, InterruptedException {
        String sheet = bomb("sheet.xlsx", Books.SHEET, 1L << 27).toString();
        String other = bomb("other.xlsx", "xl/media/image1.bin", 1L << 27).toString();
        String lying = withSmallSizesPromised(bomb("lying.xlsx", Books.SHEET, 1L << 27)).toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx24m",
                "-cp", classPath, Opener.class.getName(), sheet, other, lying).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output.lines()).containsExactly("WORKBOOK_TOO_LARGE", "WORKBOOK_TOO_LARGE", "WORKBOOK_TOO_LARGE");
    }

    @Test
    void tooManyPartsAreRefused() {
        Map<String, String> parts = Books.parts("");
        for (int i = 0; i < 2_001; i++) {
            parts.put("xl/part" + i + ".bin", "");
        }
        Books.zip(file(), parts);

        assertThat(refused(file()).reason()).isEqualTo(Reason.WORKBOOK_TOO_LARGE);
    }

    @Test
    void oneTextOrTagThatNeverEndsIsRefusedInBoundedMemory() {
        // Random letters do not compress, so the ratio does not help here.
        String letters = new java.util.Random(1).ints(5_000_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        for (String rows : List.of(
                "<row r='1'><c r='A1' t='inlineStr'><is><t>" + letters + "</t></is></c></row>",
                "<row r='1'><c r='A1' s='" + letters + "'/></row>",
                "<row r='1'><c r='A1'><v>" + letters.replaceAll("[a-z]", "7") + "</v></c></row>",
                "<row r='1'><" + letters + "/></row>")) {
            Books.zip(file(), rows);
            long allocated = allocatedBy(() -> assertThat(refused(file()).reason()).isEqualTo(Reason.WORKBOOK_TOO_LARGE));
            assertThat(allocated).isLessThan(1L << 26);
        }
    }

    @Test
    void elementsNestedTooDeepAreRefused() {
        Books.zip(file(), "<row r='1'><c r='A1'>" + "<v>".repeat(100_000) + "</v>".repeat(100_000) + "</c></row>");

        assertThat(refused(file()).reason()).isEqualTo(Reason.WORKBOOK_TOO_LARGE);
    }

    private static String repeat(int times, java.util.function.IntFunction<String> part) {
        return java.util.stream.IntStream.range(0, times).mapToObj(part).collect(java.util.stream.Collectors.joining());
    }

    @Test
    void moreThanAnyTableNeedsIsRefused() {
        for (String rows : List.of(
                ("<row>" + "<c><f>1</f></c>".repeat(2_000) + "</row>").repeat(11),
                repeat(101, i -> "<row><c><f t='array' ref='A1:A2'>1</f></c></row>"),
                repeat(10_001, i -> "<e" + i + "/>"))) {
            Books.zip(file(), rows);
            assertThat(refused(file()).reason()).isEqualTo(Reason.WORKBOOK_TOO_LARGE);
        }
        Books.zip(file(), "<row>" + "<c/>".repeat(16_385) + "</row>");
        assertThat(refused(file()).reason()).isEqualTo(Reason.BROKEN_WORKBOOK);
    }

    @Test
    void anotherCompressionThanThatOfWorkbooksIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(Books.zip(file(), "<row r='1'><c r='A1'><v>1</v></c></row>"));
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bytes.length - 46; i++) {
            if (buffer.getInt(i) == ENTRY) {
                buffer.putShort(i + 10, (short) 12);
            }
        }
        Files.write(file(), bytes);

        assertThat(refused(file()).reason()).isEqualTo(Reason.BROKEN_WORKBOOK);
    }

    @Test
    void nothingIsLeftBesideTheFile() throws IOException {
        Books.zip(file(), "<row r='1'><c r='A1'><v>1</v></c></row>");
        assertThat(cells(file())).containsExactly("1");

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }
}
