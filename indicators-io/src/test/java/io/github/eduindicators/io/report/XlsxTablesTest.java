package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XlsxTablesTest {
    @TempDir
    Path folder;

    private static List<Row> rows(ReadableWorkbook workbook, String sheet) throws IOException {
        return workbook.findSheet(sheet).orElseThrow().read();
    }

    @Test
    void theWorkbookHoldsTheTablesOfTheCsvFiles() throws IOException {
        ReviewFiles.of(ReviewFixture.plain(), ReviewFixture.problems()).write(folder);
        try (ReadableWorkbook workbook = new ReadableWorkbook(folder.resolve("tables.xlsx").toFile())) {
            assertThat(workbook.getSheets().map(Sheet::getName)).containsExactly("problems", "schools", "evidence", "index", "lists",
                    "effectiveness", "scorecards", "trends",
                    "quality", "completion", "deficits", "staff", "studies", "satisfaction",
                    "recommendations", "effects", "roadmap", "roadmap_indices");
            List<Row> index = rows(workbook, "index");
            assertThat(index.get(0).stream().map(cell -> cell.asString()))
                    .containsExactly("unit_type", "unit", "year", "schools", "flagged", "index", "participants_share");
            Row zeya = index.get(4);
            assertThat(zeya.getCell(1).asString()).isEqualTo("Zeya");
            assertThat(zeya.getCell(2).getType()).isEqualTo(CellType.NUMBER);
            assertThat(zeya.getCell(5).asNumber().doubleValue()).isEqualTo(100 - 100.0 / 15);
            assertThat(rows(workbook, "schools")).hasSize(27);
            // Two lists of objectivity of 26 schools; of two years the federal list of 26, the one tracked over years, and best practice of the
            // 25 with results; two lists of trends of these 25.
            assertThat(rows(workbook, "lists")).hasSize(1 + 2 * 26 + 2 * 26 + 2 * 26 + 2 * 25 + 2 * 25);
            assertThat(rows(workbook, "effectiveness").get(0).stream().map(cell -> cell.asString())).containsExactly(
                    "unit_type", "unit", "indicator", "period", "assessment", "value", "lower", "upper", "n", "note");
            assertThat(rows(workbook, "scorecards")).as("no methodology was given").hasSize(1);
            List<Row> trends = rows(workbook, "trends");
            assertThat(trends.get(0).stream().map(cell -> cell.asString())).containsExactly("unit_type", "unit", "indicator", "procedure",
                    "subject", "grade", "years", "slope", "se", "eb_slope", "p_up", "label");
            // The place over all works and in one, and two shares, of 25 schools and two municipalities; the shares of the region.
            assertThat(trends).hasSize(1 + 4 * 25 + 4 * 2 + 2);
            assertThat(trends.get(4).getCell(7).getType()).isEqualTo(CellType.NUMBER);
        }
    }

    @Test
    void textThatLooksLikeAFormulaIsNeutralised() throws IOException {
        ReviewFiles.of(ReviewFixture.plain(), ReviewFixture.problems()).write(folder);
        try (ReadableWorkbook workbook = new ReadableWorkbook(folder.resolve("tables.xlsx").toFile())) {
            List<Row> schools = rows(workbook, "schools");
            assertThat(schools.get(2).getCell(1).asString()).isEqualTo("'" + ReviewFixture.FORMULA);
            assertThat(schools.get(1).getCell(1).asString()).isEqualTo(ReviewFixture.SCRIPT);
            assertThat(schools.get(3).getCell(1).asString()).isEqualTo(ReviewFixture.QUOTES);
            assertThat(rows(workbook, "problems").get(2).getCell(4).asString()).isEqualTo("'=1+1");
        }
        assertThat(Stream.of("=1", "+1", "-1", "@A1", "\t=1", "\r=1").map(XlsxTables::neutral))
                .containsExactly("'=1", "'+1", "'-1", "'@A1", "'\t=1", "'\r=1");
        assertThat(Stream.of("", "1", "a=b", " =1").map(XlsxTables::neutral)).containsExactly("", "1", "a=b", " =1");
    }

    @Test
    void aTextIsNotLongerThanACellMayBe() {
        // 32,767 characters by the specification of Excel.
        String longest = "x".repeat(32_767);
        assertThat(XlsxTables.neutral(longest)).isEqualTo(longest);
        assertThat(XlsxTables.neutral(longest + "y")).isEqualTo("x".repeat(32_766) + "…");
        assertThat(XlsxTables.neutral("=" + longest)).isEqualTo("'=" + "x".repeat(32_764) + "…");
        assertThat(XlsxTables.neutral("x".repeat(32_765) + "\uD83D\uDE00y")).as("no pair is cut").isEqualTo("x".repeat(32_765) + "…");
    }

    @Test
    void theHeaderIsBold() throws IOException {
        ReviewFiles.of(ReviewFixture.plain(), List.of()).write(folder);
        try (ZipFile zip = new ZipFile(folder.resolve("tables.xlsx").toFile())) {
            String styles = text(zip, "xl/styles.xml");
            String sheet = text(zip, "xl/worksheets/sheet3.xml");
            assertThat(styles).contains("<b/>");
            assertThat(sheet).containsPattern("<c r=\"A1\" s=\"[1-9]").doesNotContainPattern("<c r=\"A2\" s=\"[1-9]");
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void nothingInTheFileDependsOnTheTimeOfWriting() throws IOException {
        ReviewFiles.of(ReviewFixture.plain(), List.of()).write(folder);
        try (ZipFile zip = new ZipFile(folder.resolve("tables.xlsx").toFile())) {
            assertThat(text(zip, "docProps/core.xml")).contains(">1980-01-02T00:00:00Z<")
                    .doesNotContainPattern("20\\d\\d-\\d\\d-\\d\\dT");
            for (ZipEntry entry : Collections.list(zip.entries())) {
                assertThat(entry.getTimeLocal()).as(entry.getName()).isEqualTo("1980-01-02T00:00:00");
            }
        }
        byte[] first = Files.readAllBytes(folder.resolve("tables.xlsx"));
        ReviewFiles.of(ReviewFixture.plain(), List.of()).write(folder);
        assertThat(Files.readAllBytes(folder.resolve("tables.xlsx"))).isEqualTo(first);
        assertThat(folder.resolve("tables.xlsx.part")).doesNotExist();
    }

    @Test
    void nothingInTheFileDependsOnTheTimeZone() throws IOException {
        ReviewFiles.of(ReviewFixture.plain(), List.of()).write(folder);
        Path here = Files.copy(folder.resolve("tables.xlsx"), folder.resolve("here.xlsx"));
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : List.of("Asia/Tokyo", "America/New_York", "Asia/Yakutsk")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                ReviewFiles.of(ReviewFixture.plain(), List.of()).write(folder);
                assertThat(Files.mismatch(folder.resolve("tables.xlsx"), here)).as(zone).isEqualTo(-1);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void rowsBeyondTheLimitOfASheetGoOnToTheNext() throws IOException {
        Table table = Table.of("long", List.of("i"), IntStream.rangeClosed(1, 7).mapToObj(i -> List.<Object>of((long) i))
                .toList());
        Path file = folder.resolve("long.xlsx");
        try (Workbook workbook = new Workbook(Files.newOutputStream(file), "test", "1.0")) {
            XlsxTables.write(table, workbook, 4);
        }
        try (ReadableWorkbook workbook = new ReadableWorkbook(file.toFile())) {
            assertThat(workbook.getSheets().map(Sheet::getName)).containsExactly("long", "long 2", "long 3");
            assertThat(rows(workbook, "long 3").stream().map(row -> row.getCell(0).getText())).containsExactly("i", "7");
            assertThat(rows(workbook, "long 2").stream().map(row -> row.getCell(0).getText()))
                    .containsExactly("i", "4", "5", "6");
        }
    }

    @Test
    void tablesOfNothingHaveTheirHeaders() throws IOException {
        ReviewFiles.of(ReviewFixture.nothing(), List.of()).withLocale(Locale.ROOT).write(folder);
        try (ReadableWorkbook workbook = new ReadableWorkbook(folder.resolve("tables.xlsx").toFile())) {
            assertThat(rows(workbook, "schools")).hasSize(1);
        }
    }
}
