package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of several stretches. */
class ResultsReaderTest {
    private static final String HEADER = "assessment,school,class,pupil,score,journal_mark";
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final String M = MATHS.id().value();

    @TempDir
    private Path folder;

    private Path write(Stream<String> rows) {
        return InputFiles.write(folder, "results.csv", Stream.concat(Stream.of(HEADER), rows).toArray(String[]::new));
    }

    @Test
    void tellsOfEveryHundredThousandRows() {
        Path file = write(IntStream.range(0, 250_001).mapToObj(i -> M + ",edu" + (100_000 + i % 900) + ",,," + i % 21 + ","));
        List<String> told = new ArrayList<>();
        CsvTable.Reading reading = new CsvTable.Reading(ReadingMode.STRICT, new Problems(), (name, rows) -> told.add(name + " " + rows));
        ResultCounter counter = ResultCounter.ofAnySchool();
        ResultsCsv.read(file, List.of(MATHS), counter, reading);
        assertThat(told).containsExactly(
                "results.csv 0", "results.csv 100000", "results.csv 200000", "results.csv 250001");
        assertThat(counter.results().count()).isEqualTo(250_001);
        assertThat(counter.results().schools()).hasSize(900);
    }

    @Test
    void theFirstRowOfAPupilCountsWhereverTheOtherStands() {
        // Every pupil twice, the second time half a file behind and with the score 0.
        Path file = write(IntStream.range(0, 120_000)
                .mapToObj(i -> M + ",edu" + (100_000 + i % 600) + ",5А," + i % 60_000 + "," + (i < 60_000 ? 20 : 0) + ",5"));
        Loaded<SchoolResults> loaded = ResultsCsv.of(List.of(MATHS)).read(file);
        assertThat(loaded.value().count()).isEqualTo(60_000);
        assertThat(loaded.value().schools()).hasSize(600).allSatisfy(school -> assertThat(
                loaded.value().distribution(school.id(), MATHS.id()).orElseThrow().count(20)).isEqualTo(100));
        assertThat(loaded.problems()).hasSize(Problems.MOST + 1);
        assertThat(loaded.problems().subList(0, Problems.MOST)).extracting(Problem::line)
                .containsExactlyElementsOf(IntStream.range(0, Problems.MOST).mapToObj(i -> 60_002L + i).toList());
        Problem rest = loaded.problems().get(Problems.MOST);
        assertThat(rest.count()).isEqualTo(60_000 - Problems.MOST);
        assertThat(rest.reason()).isEqualTo(Reason.DUPLICATE_PUPIL);
    }

    @Test
    void problemsOfSeveralKindsStandInTheOrderOfTheFile() {
        // Of each thousand rows one has too high a score, one no field but the first, one a pupil who was there.
        Path file = write(IntStream.range(0, 90_000).mapToObj(i -> switch (i % 1_000) {
            case 10 -> M + ",edu100000,,," + 21 + ",";
            case 500 -> M;
            case 900 -> M + ",edu100000,,p,1,";
            default -> M + ",edu100000,,p" + i + ",1,";
        }));
        Loaded<SchoolResults> loaded = ResultsCsv.of(List.of(MATHS)).read(file);
        assertThat(loaded.value().count()).isEqualTo(90_000 - 90 - 90 - 89);
        assertThat(InputFiles.shorts(loaded.problems())).containsExactlyElementsOf(IntStream.range(0, 90).boxed()
                .flatMap(i -> Stream.of(
                        i * 1_000 + 12 + "|score|21|bad-score", i * 1_000 + 502 + "|||ragged-row", i * 1_000 + 902 + "|pupil||duplicate-pupil"))
                .filter(problem -> !problem.startsWith("902|"))
                .toList());
    }

    @Test
    void anUnclosedQuoteFarBehindIsNamedByItsLine() {
        Path file = write(Stream.concat(
                IntStream.range(0, 150_000).mapToObj(i -> M + ",edu100000,,,1,"), Stream.of(M + ",edu100000,\"5А,,1,", M + ",edu100000,,,1,")));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> ResultsCsv.of(List.of(MATHS)).read(file))
                .satisfies(e -> assertThat(InputFiles.shorts(List.of(e.problem()))).containsExactly("150002|||unclosed-quote"));
    }
}
