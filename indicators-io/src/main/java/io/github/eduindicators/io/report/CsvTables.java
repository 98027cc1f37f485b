package io.github.eduindicators.io.report;

import com.fasterxml.jackson.core.io.NumberOutput;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes tables as RFC 4180 with LF, in UTF-8 without a mark at the beginning. */
final class CsvTables {
    private CsvTables() {}

    static void write(Table table, Path file) throws IOException {
        try (CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            csv.writeRecord(table.columns());
            table.forEach(row -> csv.writeRecord(row.stream().map(CsvTables::text).toList()));
        }
    }

    /** The shortest text that reads back as the same number, the same on every JDK (Double.toString was changed in 19). */
    static String text(Object cell) {
        return cell instanceof Double number ? NumberOutput.toString(number + 0.0, true) : cell.toString();
    }
}
