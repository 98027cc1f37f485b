package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The reader by stretches and threads does what reading row by row with the parser of all other files does. */
class ResultsReaderPropertiesTest {
    private static final List<Assessment> ASSESSMENTS = List.of(
            Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15)),
            Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(120)));
    private static final List<String> SCHOOLS = List.of(
            "edu280001", "sch280001", "edu280002", "1234", "34", "школа №7", "a-school-with-a-long-name-000001",
            "a-school-with-a-long-name-000002", "a-name-of-16-byte", "ж");
    private static final String HEADER = "assessment,school,class,pupil,score,journal_mark";

    /** What a reading comes to: all that a caller can see. */
    private record Seen(Optional<SchoolResults> value, List<Problem> problems, String refusal, List<String> progress) {}

    private interface Way {
        void read(CsvTable table, ResultCounter counter, ResultJudge judge);
    }

    private static Seen seen(List<Path> files, boolean register, ReadingMode mode, Way way) {
        Problems problems = new Problems();
        List<String> progress = new ArrayList<>();
        CsvTable.Reading reading = new CsvTable.Reading(mode, problems, (file, rows) -> progress.add(file + rows));
        List<School> schools = SCHOOLS.stream().filter(id -> !id.startsWith("sch")).limit(4).map(id -> School.of(SchoolId.of(id))).toList();
        ResultCounter counter = register ? ResultCounter.ofDescribedSchools(schools) : ResultCounter.ofAnySchool();
        String refusal = "";
        try {
            for (Path file : files) {
                try (CsvTable table = CsvTable.open(file, reading, ResultJudge.COLUMNS)) {
                    table.extras().forEach(table::ignore);
                    way.read(table, counter, new ResultJudge(ASSESSMENTS, counter, table.places(), table.width()));
                    table.finish();
                }
            }
        } catch (InputException e) {
            refusal = e.problem().toString() + e.problem().line();
        }
        return refusal.isEmpty()
                ? new Seen(Optional.of(counter.results()), problems.list(), refusal, progress)
                : new Seen(Optional.empty(), List.of(), refusal, List.of());
    }

    /** Row by row; the judge and the counter are the same, the parser, the order and the places of rows are not. */
    private static void rowByRow(CsvTable table, ResultCounter counter, ResultJudge judge) {
        while (table.next()) {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < table.width(); column++) {
                cells.add(table.raw(column));
            }
            ResultJudge.Verdict verdict = judge.judge(cells);
            if (verdict instanceof ResultJudge.LeftOut leftOut) {
                table.leaveOut(leftOut.reason(), ResultJudge.name(leftOut.column()), leftOut.value());
            } else if (verdict instanceof ResultJudge.Counts row) {
                Reason reason = counter.sink(counter.assessment(row.assessment())).accept(
                        judge.cell(cells, ResultJudge.SCHOOL), judge.cell(cells, ResultJudge.CLASS), row.pupil(), row.score(), row.mark());
                if (reason == null) {
                    table.use();
                } else {
                    table.leaveOut(reason, ResultJudge.name(ResultJudge.PUPIL), "");
                }
            }
        }
    }

    @Provide
    Arbitrary<String> rows() {
        Arbitrary<String> plain = Combinators.combine(
                        Arbitraries.of(ASSESSMENTS).map(known -> known.id().value()),
                        Arbitraries.of(SCHOOLS),
                        Arbitraries.of("", "5А", "10Б", "5"),
                        Arbitraries.of("", "", "1", "2", "0000001", "1234567", "12345678", "код"),
                        Arbitraries.integers().between(0, 22),
                        Arbitraries.frequencyOf(Tuple.of(20, Arbitraries.of("", "2", "3", "4", "5")),
                                Tuple.of(1, Arbitraries.of("0", "1", "6", "9", ":", "/", "44", "R"))))
                .as((work, school, className, pupil, score, mark) ->
                        String.join(",", work, school, className, pupil, String.valueOf(score), mark));
        Arbitrary<String> odd = Arbitraries.of(
                "", " ", ",,,,,", "\"\",,,,,", ",", "\"", "x", ",,,,,,", "1,2,3,4,5,6,7", "é,\u2003,\u00a0,-,0,9", "\u0001,\u0007,,,1,",
                ASSESSMENTS.get(0).id() + ",edu280001,5А,7,\"12\",4", ASSESSMENTS.get(0).id() + ",edu280001,\"5\n\r\nА\",7,12,4",
                ASSESSMENTS.get(0).id() + ",\"edu\"\"280001\",5\"А,7,12,4", ASSESSMENTS.get(1).id() + ", edu280001 , 5А,7 ,012, 4 ",
                ASSESSMENTS.get(1).id() + ",edu280001,,,120,", ASSESSMENTS.get(1).id() + ",edu280001,,,121,",
                ASSESSMENTS.get(1).id() + ",edu280001,,,0120,5", ASSESSMENTS.get(1).id() + ",edu280001,,,/,", "\uD83D\uDE00,ы,,,1,",
                ASSESSMENTS.get(0).id() + ",edu280001,,,1:,", ASSESSMENTS.get(0).id() + ",edu280001,,:1,1,",
                ASSESSMENTS.get(0).id() + ",edu280001,,1,1,22", ASSESSMENTS.get(0).id() + ",edu28000-,,-,-,-",
                ASSESSMENTS.get(0).id() + ",edu280001,\"5\rА\",7,12,4", ASSESSMENTS.get(0).id() + ",edu280001,,,12,4,\"a\nb\"");
        return Arbitraries.frequencyOf(Tuple.of(6, plain), Tuple.of(1, odd));
    }

    @Provide
    Arbitrary<byte[]> files() {
        Arbitrary<String> ends = Arbitraries.of("\n", "\n", "\r\n", "\r");
        Arbitrary<String> lines = Combinators.combine(rows(), ends, Arbitraries.integers().between(0, 9))
                .as((row, end, mixed) -> row + (mixed == 0 ? end : "\n"));
        Arbitrary<String> headers = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(HEADER)),
                Tuple.of(1, Arbitraries.of(
                        "\uFEFF" + HEADER, "\n\r\n ,\n" + HEADER, "\"assessment\",school,class,pupil,score,journal_mark",
                        "school,assessment,class,pupil,score,journal_mark", HEADER + ",\"more\nand more\"", HEADER + ",name,")));
        Arbitrary<String> texts = Combinators.combine(headers, ends, lines.list().ofMaxSize(60).map(all -> String.join("", all)),
                        Arbitraries.integers().between(0, 3))
                .as((header, end, body, open) -> header + end + (open == 0 ? body.stripTrailing() : body));
        return Combinators.combine(texts, Arbitraries.of(",", ",", ",", ";", "\t"), Arbitraries.integers().between(0, 9)).as((text, by, old) -> {
            Charset charset = old == 0 ? Charset.forName("windows-1251") : StandardCharsets.UTF_8;
            return text.replace(",", by).getBytes(charset);
        });
    }

    private static void agrees(List<byte[]> contents, boolean register, ReadingMode mode, int step, int waiting) throws IOException {
        Path folder = Files.createTempDirectory("reader");
        List<Path> files = new ArrayList<>();
        try {
            for (byte[] content : contents) {
                files.add(InputFiles.write(folder, "results" + files.size() + ".csv", content));
            }
            Seen expected = seen(files, register, mode, ResultsReaderPropertiesTest::rowByRow);
            Seen actual = seen(files, register, mode, (table, counter, judge) -> ResultsReader.read(table, counter, judge, step, waiting));
            assertThat(actual).isEqualTo(expected);
        } finally {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void readsWhatRowByRowReads(
            @ForAll("files") byte[] first, @ForAll("files") byte[] second, @ForAll boolean register, @ForAll("modes") ReadingMode mode,
            @ForAll("steps") int step, @ForAll("steps") int waiting) throws IOException {
        agrees(List.of(first, second), register, mode, step, waiting);
    }

    /** Strict refuses much at once, which says little. */
    @Provide
    Arbitrary<ReadingMode> modes() {
        return Arbitraries.of(ReadingMode.LENIENT, ReadingMode.LENIENT, ReadingMode.LENIENT, ReadingMode.STRICT);
    }

    @Provide
    Arbitrary<Integer> steps() {
        return Arbitraries.oneOf(Arbitraries.integers().between(1, 100), Arbitraries.of(500, 1 << 20));
    }

    /** Files that nobody made up: bytes that matter to the parser, in any order. */
    @Property(tries = 1_000)
    void readsAnyBytesAsRowByRow(@ForAll Random random, @ForAll("steps") int step, @ForAll ReadingMode mode) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((HEADER + "\n").getBytes(StandardCharsets.UTF_8));
        byte[][] pieces = {
            {'"'}, {'\n'}, {'\r'}, {','}, {'1'}, {' '}, {(byte) 0xD0, (byte) 0x90}, {(byte) 0xE2, (byte) 0x80, (byte) 0x83},
            (ASSESSMENTS.get(0).id() + ",edu280001,,").getBytes(StandardCharsets.UTF_8), ",1,\n".getBytes(StandardCharsets.UTF_8),
            (ASSESSMENTS.get(0).id() + ",edu280002,,,7,4\n").getBytes(StandardCharsets.UTF_8)};
        int rare = random.nextInt(20) == 0 ? 1 : 0;
        for (int i = random.nextInt(80); i >= 0; i--) {
            bytes.writeBytes(pieces[random.nextInt(pieces.length)]);
            if (rare == 1 && random.nextInt(40) == 0) {
                bytes.write(random.nextInt(256));
            }
        }
        agrees(List.of(bytes.toByteArray()), false, mode, step, step);
    }
}
