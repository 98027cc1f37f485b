package io.github.eduindicators.examples;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.eduindicators.roadmap.Measure;
import io.github.eduindicators.roadmap.Roadmap;
import io.github.eduindicators.roadmap.Term;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Measures in the forms of three documents: the roadmap of the town of Tynda (22.06.2020), the protocol of the Amur
 * ministry (08.12.2020), the roadmap of the Nikolsk district (13.10.2020).
 *
 * <p>The documents, their dates, the numbers of items and what those are about are theirs, and so are three things that do
 * not fit: the deadline 01.02.2020 of item 13 of the protocol, control points on other days than deadlines, and a report on
 * the first half of 2020 under a roadmap of October. The wording, the responsible (by role), all other terms, statuses and
 * days are ours and made up to show every form of term: these are not the texts of the documents and say nothing about how
 * they were carried out.
 */
final class SyntheticRoadmap {
    private static final String MEASURES = "measures.csv";
    private static final String EVENTS = "events.csv";
    private static final LocalDate AS_OF = LocalDate.of(2021, 7, 1);

    private SyntheticRoadmap() {}

    /** The day for which the statuses are told. */
    static LocalDate asOf() {
        return AS_OF;
    }

    static Roadmap roadmap() {
        Roadmap roadmap = Roadmap.of(records(MEASURES).stream().map(SyntheticRoadmap::measure).toList());
        for (NamedCsvRecord event : records(EVENTS)) {
            roadmap = roadmap.withEvent(event.getField("event"), day(event.getField("date")));
        }
        return roadmap;
    }

    private static Measure measure(NamedCsvRecord row) {
        return Measure.of(row.getField("document"), row.getField("number"), row.getField("measure"))
                .withSection(row.getField("section"))
                .withTerm(row.getField("term"))
                .withControl(row.getField("control"))
                .withResponsible(row.getField("responsible"))
                .withStatus(row.getField("status"))
                .withDoneOn(Arrays.stream(row.getField("done_on").split(";"))
                        .filter(text -> !text.isBlank())
                        .map(SyntheticRoadmap::day)
                        .toList());
    }

    private static LocalDate day(String text) {
        return Term.parse(text).deadline(Term.Context.none()).orElseThrow();
    }

    private static List<NamedCsvRecord> records(String name) {
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(SyntheticRoadmap.class.getResourceAsStream(name), name);
    }

    /** Writes {@code measures.csv} and {@code events.csv} as the review reads them. */
    static void writeTo(Path folder) throws IOException {
        for (String name : List.of(MEASURES, EVENTS)) {
            try (InputStream in = open(name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
    }
}
