package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.results.SchoolResults;
import io.github.eduindicators.results.ScoreDistribution;
import io.github.eduindicators.results.ScoreTally;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsCsvTest {
    private static final String HEADER = "assessment,school,class,pupil,score,journal_mark";
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final Assessment RUSSIAN = Assessment.vpr(2021, Subject.RUSSIAN, 5, ScoreScale.of(45, 18, 29, 39));
    private static final String M = MATHS.id().value();
    private static final String R = RUSSIAN.id().value();
    private static final SchoolId ONE = SchoolId.of("edu280001");
    private static final SchoolId TWO = SchoolId.of("s2");
    private static final ResultsCsv READER =
            ResultsCsv.of(List.of(MATHS, RUSSIAN)).withSchools(List.of(School.of(ONE), School.of(TWO)));

    @TempDir
    private Path folder;

    private Loaded<SchoolResults> read(String... lines) {
        return READER.read(InputFiles.write(folder, "results.csv", lines));
    }

    private static SchoolResults counted(ScoreTally tally) {
        return tally.snapshot().withSchools(List.of(School.of(ONE), School.of(TWO)));
    }

    @Test
    void countsScoresByJournalMark() {
        Loaded<SchoolResults> loaded = read(
                HEADER,
                M + ",sch280001,5А,50001,12,4",
                M + ",edu280001,5А,50002,0,",
                M + ",s2,,,20,5",
                R + ",s2,5Б,50001,45,2");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value()).isEqualTo(counted(ScoreTally.create()
                .add(ONE, "5А", MATHS, 12, 4)
                .add(ONE, "5А", MATHS, 0, ScoreDistribution.NO_MARK)
                .add(TWO, MATHS, 20, 5)
                .add(TWO, "5Б", RUSSIAN, 45, 2)));
    }

    @Test
    void leavesOutRowsInErrorAndSaysWhy() {
        Loaded<SchoolResults> loaded = read(
                HEADER,
                M + ",s2,5А,1,12,4",
                M + ",s2,5А,2,12",
                M + ",s2,5А,3,12,4,",
                "VPR-1999,s2,5А,4,12,4",
                ",s2,5А,5,12,4",
                M + ",s3,5А,6,12,4",
                M + ",,5А,7,12,4",
                M + ",s2,5А,8,21,4",
                M + ",s2,5А,9,,4",
                M + ",s2,5А,10,12,1",
                M + ",s2,5А,11,12,3.",
                M + ",s2,5А,1,12,4",
                M + ",s2," + "x".repeat(201) + ",12,12,4",
                M + ",s2,5А," + "y".repeat(201) + ",12,4",
                M + ",s2,5А,13,13,");
        assertThat(loaded.value()).isEqualTo(
                counted(ScoreTally.create()
                .add(TWO, "5А", MATHS, 12, 4)
                .add(TWO, "5А", MATHS, 13, ScoreDistribution.NO_MARK)));
        assertThat(InputFiles.shorts(loaded.problems()))
                .containsExactly(
                        "3|||ragged-row",
                        "4|||ragged-row",
                        "5|assessment|VPR-1999|unknown-assessment",
                        "6|assessment||unknown-assessment",
                        "7|school|s3|unknown-school",
                        "8|school||unknown-school",
                        "9|score|21|bad-score",
                        "10|score||bad-score",
                        "11|journal_mark|1|bad-mark",
                        "12|journal_mark|3.|bad-mark",
                        "13|pupil||duplicate-pupil",
                        "14|class|" + "x".repeat(200) + "…|bad-value",
                        "15|pupil||bad-value");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(loaded::orElseThrow)
                .withMessage("results.csv:3: the row has more or fewer fields than the header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "12.5", "12.0", "\"12,0\"", "1e1", "x", "X", "21", "99999999999", "нет"})
    void aScoreIsAWholeNumberInDigitsWithinTheScaleInBothModes(String score) {
        Path file = InputFiles.write(folder, "results.csv", HEADER, M + ",s2,,1,12,", M + ",s2,,2," + score + ",");
        for (ReadingMode mode : ReadingMode.values()) {
            Loaded<SchoolResults> loaded = READER.withMode(mode).read(file);
            assertThat(loaded.value().count()).isEqualTo(1);
            assertThat(InputFiles.shorts(loaded.problems()))
                    .containsExactly("3|score|" + score.replace("\"", "") + "|bad-score");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "6", "3.0", "3.", "33", "-4", "н", "нет отметки"})
    void aMarkIsOneOfFourDigits(String mark) {
        Loaded<SchoolResults> loaded = read(HEADER, M + ",s2,,1,12,2", M + ",s2,,2,12," + mark);
        assertThat(loaded.value().count()).isEqualTo(1);
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("3|journal_mark|" + mark + "|bad-mark");
    }

    @Test
    void theFirstRowOfAPupilCountsOverAllFiles() {
        Path first = InputFiles.write(folder, "results-1.csv", HEADER, M + ",sch280001,5А,код-1,12,4", M + ",s2,5А,7,3,");
        Path second = InputFiles.write(folder, "results-2.csv", HEADER,
                M + ",edu280001,5А,код-1,1,2", M + ",edu280001,5Б,код-1,2,2",
                M + ",s2,5А,7,4,", M + ",s2,5А,007,5,", R + ",s2,5А,7,6,");
        Loaded<SchoolResults> loaded = READER.read(List.of(first, second));
        assertThat(loaded.value()).isEqualTo(counted(ScoreTally.create()
                .add(ONE, "5А", MATHS, 12, 4)
                .add(ONE, "5Б", MATHS, 2, 2)
                .add(TWO, "5А", MATHS, 3, ScoreDistribution.NO_MARK)
                .add(TWO, "5А", MATHS, 5, ScoreDistribution.NO_MARK)
                .add(TWO, "5А", RUSSIAN, 6, ScoreDistribution.NO_MARK)));
        assertThat(loaded.problems()).extracting(Problem::file).containsOnly("results-2.csv");
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("2|pupil||duplicate-pupil", "4|pupil||duplicate-pupil");
    }

    @Test
    void aBlankPupilIsNeverADuplicate() {
        Loaded<SchoolResults> loaded = read(HEADER, M + ",s2,5А,,12,4", M + ",s2,5А,,12,4", M + ",s2,5А,  ,12,4");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value().count()).isEqualTo(3);
    }

    @Test
    void aRowInErrorDoesNotMakeTheNextADuplicate() {
        Loaded<SchoolResults> loaded = read(HEADER, M + ",s2,5А,1,99,4", M + ",s2,5А,1,12,4");
        assertThat(loaded.value().count()).isEqualTo(1);
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("2|score|99|bad-score");
    }

    @Test
    void pupilCodesAppearInNoMessage() {
        Loaded<SchoolResults> loaded = read(
                HEADER,
                M + ",s2,5А,SECRET1,12,4",
                M + ",s2,5А,SECRET1,12,4",
                M + ",s2,5А,SECRET2,99,4",
                M + ",s2,5А,SECRET3,9,9",
                M + ",s9,5А,SECRET4,9,4",
                "X,s2,5А,SECRET5,9,4",
                M + ",s2,5А,SECRET6,9,4,7");
        assertThat(loaded.problems()).hasSize(6);
        assertThat(loaded.toString() + loaded.problems()).doesNotContain("SECRET");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(HEADER, M + ",s2,5А,\"SECRET,12,4", M + ",s2,5А,1,12,4"))
                .satisfies(e -> assertThat(e.getMessage() + e.getCause()).doesNotContain("SECRET"));
    }

    @Test
    void keepsAThousandProblemsOfAReasonAndThenATotal() {
        String[] lines = Stream.concat(
                        Stream.of(HEADER, M + ",s2,,1,12,", M + ",s2,,2,21,"),
                        IntStream.range(0, 1_500).mapToObj(i -> M + ",unknown,,," + i % 21 + ","))
                .toArray(String[]::new);
        Loaded<SchoolResults> loaded = read(lines);
        assertThat(loaded.value().count()).isEqualTo(1);
        assertThat(loaded.problems()).hasSize(1 + 1_000 + 1);
        assertThat(InputFiles.shorts(loaded.problems()).subList(0, 2))
                .containsExactly("3|score|21|bad-score", "4|school|unknown|unknown-school");
        Problem total = loaded.problems().get(1_001);
        assertThat(total.count()).isEqualTo(500);
        assertThat(total.line()).isZero();
        assertThat(total.reason()).isEqualTo(Reason.UNKNOWN_SCHOOL);
    }

    @Test
    void lenientReadsWhatARussianSpreadsheetSaves() {
        Path file = InputFiles.write(folder, "results.csv", Charset.forName("windows-1251"),
                HEADER.replace(',', ';') + ";ФИО\r\n" + M + ";s2;5А;1;12;4;-\r\n");
        Loaded<SchoolResults> loaded = READER.withMode(ReadingMode.LENIENT).read(file);
        assertThat(loaded.value()).isEqualTo(counted(ScoreTally.create().add(TWO, "5А", MATHS, 12, 4)));
        assertThat(InputFiles.shorts(loaded.problems()))
                .containsExactly("0||windows-1251|windows-1251", "0||;|other-separator", "1|ФИО||unknown-column");
    }

    @Test
    void takesByteOrderMarkAndWindowsLineEndsStrictly() {
        Path file = InputFiles.write(folder, "results.csv", java.nio.charset.StandardCharsets.UTF_8,
                "\uFEFF" + HEADER + "\r\n" + M + ",s2,5А,1,12,4\r\n");
        Loaded<SchoolResults> loaded = READER.read(file);
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value().count()).isEqualTo(1);
    }

    @Test
    void withoutARegisterEverySchoolExists() {
        Loaded<SchoolResults> loaded = ResultsCsv.of(List.of(MATHS))
                .read(InputFiles.write(folder, "results.csv", HEADER, M + ",any,,,12,", M + ",other,,,99,", M + ",,,,12,"));
        assertThat(loaded.value().schools()).containsExactly(School.of(SchoolId.of("any")));
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("3|score|99|bad-score", "4|school||unknown-school");
    }

    @Test
    void refusesFilesInError() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read("assessment,school,class,pupil,score", M + ",s2,,,12"))
                .withMessage("results.csv:1 journal_mark: the column is missing");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(HEADER + ",score", M + ",s2,,,12,,12"))
                .withMessage("results.csv:1 score: the column is there twice");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(HEADER))
                .withMessage("results.csv: no row can be used");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(HEADER, M + ",s9,,,12,", M + ",s2,,,99,"))
                .withMessage("results.csv:2 school: no row can be used; the first: the school is not in the register");
    }

    @Test
    void refusesTwoAssessmentsOrSchoolsOfOneIdentity() {
        Assessment other = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(30));
        assertThatIllegalArgumentException().isThrownBy(() -> ResultsCsv.of(List.of(MATHS, other))).withMessageContaining(M);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> READER.withSchools(List.of(School.of(ONE), School.of(ONE))))
                .withMessageContaining("2 with 1");
    }
}
