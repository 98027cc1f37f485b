package io.github.eduindicators.io;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Worksheet;

/** Workbooks that tests write: whole ones cell by cell, and odd ones part by part. */
final class Books {
    static final String SHEET = "xl/worksheets/sheet1.xml";
    static final String TEXTS = "xl/sharedStrings.xml";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006";

    private Books() {}

    /** A formula in a cell. */
    record Formula(String text) {}

    static Formula formula(String text) {
        return new Formula(text);
    }

    /** A row of cells: numbers, texts, formulas; null is a cell that is not there. */
    static List<Object> row(Object... cells) {
        return java.util.Arrays.asList(cells);
    }

    /** Writes a workbook of one sheet. */
    static Path write(Path file, String sheet, List<List<Object>> rows) {
        return write(file, Map.of(sheet, rows));
    }

    /** Writes a workbook of several sheets. */
    static Path write(Path file, Map<String, List<List<Object>>> sheets) {
        try (OutputStream out = Files.newOutputStream(file);
                org.dhatim.fastexcel.Workbook book = new org.dhatim.fastexcel.Workbook(out, "tests", "1.0")) {
            sheets.forEach((name, rows) -> {
                Worksheet sheet = book.newWorksheet(name);
                for (int r = 0; r < rows.size(); r++) {
                    for (int c = 0; c < rows.get(r).size(); c++) {
                        put(sheet, r, c, rows.get(r).get(c));
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static void put(Worksheet sheet, int row, int column, Object cell) {
        if (cell instanceof Formula formula) {
            sheet.formula(row, column, formula.text());
        } else if (cell instanceof Number number) {
            sheet.value(row, column, number);
        } else if (cell instanceof Boolean flag) {
            sheet.value(row, column, flag);
        } else if (cell != null) {
            sheet.value(row, column, cell.toString());
        }
    }

    /** The parts of a small workbook whose one sheet has these rows, as XML. */
    static Map<String, String> parts(String rows) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", "<Types xmlns='" + PACKAGE + "/content-types'>"
                + "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
                + override("/xl/workbook.xml", "sheet.main") + override("/" + SHEET, "worksheet")
                + override("/" + TEXTS, "sharedStrings")
                + "</Types>");
        parts.put("xl/workbook.xml", "<workbook xmlns='" + MAIN + "' xmlns:r='" + RELATIONS + "'>"
                + "<sheets><sheet name='Лист' sheetId='1' r:id='rId1'/></sheets></workbook>");
        parts.put("xl/_rels/workbook.xml.rels", "<Relationships xmlns='" + PACKAGE + "/relationships'>"
                + "<Relationship Id='rId1' Type='" + RELATIONS + "/worksheet' Target='worksheets/sheet1.xml'/>"
                + "<Relationship Id='rId2' Type='" + RELATIONS + "/sharedStrings' Target='sharedStrings.xml'/></Relationships>");
        parts.put(SHEET, "<worksheet xmlns='" + MAIN + "'><sheetData>" + rows + "</sheetData></worksheet>");
        parts.put(TEXTS, "<sst xmlns='" + MAIN + "'><si><t>first</t></si><si><r><t>sec</t></r><r><t>ond</t></r></si></sst>");
        return parts;
    }

    private static String override(String part, String kind) {
        return "<Override PartName='" + part + "' ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml."
                + kind + "+xml'/>";
    }

    /** Writes parts into a zip file. */
    static Path zip(Path file, Map<String, String> parts) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Writes a workbook whose one sheet has these rows, as XML. */
    static Path zip(Path file, String rows) {
        return zip(file, parts(rows));
    }
}
