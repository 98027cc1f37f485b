package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import io.github.eduindicators.recheck.RecheckPlan;
import io.github.eduindicators.recheck.RecheckSampling;
import io.github.eduindicators.recheck.RecheckWork;
import io.github.eduindicators.results.ScoreTally;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecheckCsvTest {
    private static final String HEADER = "assessment,school,work,stratum,score,expert_score,expert";
    private static final Assessment MATHS = Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15));
    private static final String M = MATHS.id().value();
    private static final SchoolId ONE = SchoolId.of("edu280001");
    private static final RecheckCsv READER = RecheckCsv.of(List.of(MATHS)).withSchools(List.of(School.of(ONE)));

    @TempDir
    private Path folder;

    private Loaded<List<RecheckWork>> read(String... lines) {
        return READER.read(InputFiles.write(folder, "recheck.csv", lines));
    }

    private static RecheckWork work(String code, int score) {
        return RecheckWork.of(MATHS.id(), ONE, code, score);
    }

    @Test
    void readsOneElementAWorkAndExpert() {
        Loaded<List<RecheckWork>> loaded = read(
                HEADER,
                M + ",sch280001,50001,boundary,11,10,e1",
                M + ",edu280001,50001,boundary,11,11,e2",
                M + ",edu280001,50002,,0,20,e1");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value()).containsExactly(
                work("50001", 11).withStratum("boundary").withExpert("e1").withExpertScore(10),
                work("50001", 11).withStratum("boundary").withExpert("e2").withExpertScore(11),
                work("50002", 0).withExpert("e1").withExpertScore(20));
    }

    @Test
    void aBlankExpertsScoreIsNotYetMarked() {
        Loaded<List<RecheckWork>> loaded = read(HEADER, M + ",edu280001,1,other,5,,e1", M + ",edu280001,2,other,5,,");
        assertThat(loaded.value()).containsExactly(
                work("1", 5).withStratum("other").withExpert("e1"), work("2", 5).withStratum("other"));
        assertThat(InputFiles.shorts(loaded.problems()))
                .containsExactly("2|expert_score||not-rechecked", "3|expert_score||not-rechecked");
        assertThat(loaded.orElseThrow()).hasSize(2);
    }

    @Test
    void leavesOutRowsInErrorAndNeverTellsTheWork() {
        String secret = "Иванов";
        Loaded<List<RecheckWork>> loaded = read(
                HEADER,
                M + ",edu280001," + secret + ",,5,5,e1",
                M + ",edu280001," + secret + ",,5,6,e1",
                M + ",edu280001," + secret + ",,6,6,e2",
                M + ",edu280001," + secret + ",,5,,",
                M + ",edu280001," + secret + ",,5,,",
                "other,edu280001," + secret + ",,5,5,e1",
                M + ",edu280009," + secret + ",,5,5,e1",
                M + ",," + secret + ",,5,5,e1",
                M + ",edu280001," + secret + ",,21,5,e1",
                M + ",edu280001," + secret + ",,5,21,e3",
                M + ",edu280001," + secret + ",,5,5.5,e3",
                M + ",edu280001," + secret + ",,5,5,",
                M + ",edu280001,,,5,5,e1",
                M + ",edu280001," + secret + "x".repeat(200) + ",,5,5,e1",
                M + ",edu280001," + secret + ",,5,5",
                M + ",edu280001," + secret + ",,5,7,e4");
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly(
                "3|work||duplicate-work",
                "4|score|6|other-score",
                "5|expert_score||not-rechecked",
                "6|work||duplicate-work",
                "7|assessment|other|unknown-assessment",
                "8|school|edu280009|unknown-school",
                "9|school||unknown-school",
                "10|score|21|bad-score",
                "11|expert_score|21|bad-score",
                "12|expert_score|5.5|bad-score",
                "13|expert||blank-value",
                "14|work||blank-value",
                "15|work||bad-value",
                "16|||ragged-row");
        assertThat(loaded.value()).hasSize(3);
        assertThat(loaded.problems().toString() + loaded.value()).doesNotContain(secret);
    }

    @Test
    void lenientReadsWhatARussianSpreadsheetSaves() {
        Path file = InputFiles.write(folder, "recheck.csv", Charset.forName("windows-1251"),
                HEADER.replace(',', ';') + ";ФИО\r\n" + M + ";edu280001;1;у границы;12;11;э1;-\r\n");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> READER.read(file)).withMessageContaining("recheck.csv");
        Loaded<List<RecheckWork>> loaded = READER.withMode(ReadingMode.LENIENT).read(file);
        assertThat(loaded.value()).containsExactly(work("1", 12).withStratum("у границы").withExpert("э1").withExpertScore(11));
        assertThat(InputFiles.shorts(loaded.problems()))
                .containsExactly("0||windows-1251|windows-1251", "0||;|other-separator", "1|ФИО||unknown-column");
    }

    @Test
    void withoutARegisterEverySchoolExists() {
        Path file = InputFiles.write(folder, "recheck.csv", HEADER, M + ",any,1,,12,12,e1");
        assertThat(RecheckCsv.of(List.of(MATHS)).read(file).value()).hasSize(1);
    }

    @Test
    void refusesFilesInErrorAndAssessmentsOfOneIdentity() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read("assessment,school,work,stratum,score,expert", M + ",edu280001,1,,5,e1"))
                .withMessage("recheck.csv:1 expert_score: the column is missing");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(HEADER, M + ",edu280001,Иванов,,5,5,"))
                .withMessage("recheck.csv:2 expert: no row can be used; the first: the value must not be blank");
        assertThatIllegalArgumentException().isThrownBy(() -> RecheckCsv.of(List.of(MATHS, MATHS))).withMessageContaining(M);
    }

    @Test
    void manyProblemsOfOneKindAreCounted() {
        Loaded<List<RecheckWork>> loaded = read(Stream.concat(
                        Stream.of(HEADER), IntStream.range(0, 1_500).mapToObj(i -> M + ",edu280001," + i + ",,5,,e1"))
                .toArray(String[]::new));
        assertThat(loaded.value()).hasSize(1_500);
        assertThat(loaded.problems()).hasSize(1_001);
        assertThat(loaded.problems().get(1_000).count()).isEqualTo(500);
    }

    @Test
    void writesAPlanAsATable() throws IOException {
        ScoreTally tally = ScoreTally.create();
        for (int i = 0; i < 8; i++) {
            tally.add(ONE, MATHS, i < 3 ? 7 : 18).add(SchoolId.of("s,2"), MATHS, 6);
        }
        RecheckPlan plan = RecheckSampling.withDefaults().run(tally.snapshot(), List.of(ONE));
        Path file = folder.resolve("plan.csv");
        RecheckCsv.writePlan(plan, file);
        assertThat(Files.readString(file)).isEqualTo("""
                school,role,assessment,stratum,scores,population,works
                edu280001,flagged,VPR-2021-mathematics-5,boundary,6-7 10-11 14-15,3,3
                edu280001,flagged,VPR-2021-mathematics-5,other,0-5 8-9 12-13 16-20,5,5
                "s,2",control,VPR-2021-mathematics-5,boundary,6-7 10-11 14-15,8,7
                """);
    }
}
