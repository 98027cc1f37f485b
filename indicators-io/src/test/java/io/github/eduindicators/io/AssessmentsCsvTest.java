package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssessmentsCsvTest {
    private static final String HEADER = "assessment,procedure,year,season,subject,grade,max,from3,from4,from5";
    private static final String GOOD = "a,VPR,2021,spring,mathematics,5,20,7,11,15";

    @TempDir
    private Path folder;

    private Loaded<List<Assessment>> read(String... lines) {
        return AssessmentsCsv.withDefaults().read(InputFiles.write(folder, "assessments.csv", lines));
    }

    @Test
    void readsCodesAndRussianNames() {
        Loaded<List<Assessment>> loaded = read(
                HEADER, GOOD, "b,ВПР,2020,осень,Русский язык,4,38,14,24,33", "c,ЕГЭ,2021,весна,математика профильная,11,100,27,,",
                "d,olympiad,2021,spring,astronomy,9,30,,,");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value())
                .containsExactly(
                        Assessment.builder(Procedure.VPR, 2021, Subject.MATHEMATICS)
                                .id(AssessmentId.of("a")).grade(5).scale(ScoreScale.of(20, 7, 11, 15)).build(),
                        Assessment.builder(Procedure.VPR, 2020, Subject.RUSSIAN)
                                .id(AssessmentId.of("b")).season(Season.AUTUMN).grade(4)
                                .scale(ScoreScale.of(38, 14, 24, 33)).build(),
                        Assessment.builder(Procedure.EGE, 2021, Subject.MATHEMATICS_PROFILE)
                                .id(AssessmentId.of("c")).grade(11).scale(ScoreScale.of(100, 27)).build(),
                        Assessment.builder(Procedure.of("OLYMPIAD"), 2021, Subject.of("astronomy"))
                                .id(AssessmentId.of("d")).grade(9).scale(ScoreScale.of(30)).build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        ",VPR,2021,spring,mathematics,5,20,7,11,15 | 3|assessment||blank-value",
        "b,,2021,spring,mathematics,5,20,7,11,15 | 3|procedure||blank-value",
        "b,VPR,2021,,mathematics,5,20,7,11,15 | 3|season||blank-value",
        "b,VPR,2021,summer,mathematics,5,20,7,11,15 | 3|season|summer|bad-value",
        "b,VPR,1889,spring,mathematics,5,20,7,11,15 | 3|year|1889|bad-value",
        "b,VPR,2021/22,spring,mathematics,5,20,7,11,15 | 3|year|2021/22|bad-value",
        "b,VPR,2021,spring,mathematics,5А,20,7,11,15 | 3|grade|5А|bad-value",
        "b,VPR,2021,spring,mathematics,0,20,7,11,15 | 3|grade|0|bad-value",
        "b,VPR,2021,spring,mathematics,5,0,7,11,15 | 3|max|0|bad-value",
        "b,VPR,2021,spring,mathematics,5,20.5,7,11,15 | 3|max|20.5|bad-value",
        "b,VPR,2021,spring,mathematics,5,20,0,11,15 | 3|from3|0|bad-value",
        "b,VPR,2021,spring,mathematics,5,20,x,11,15 | 3|from3|x|bad-value",
        "b,VPR,2021,spring,mathematics,5,20,11,11,15 | 3|from4|11|bad-value",
        "b,VPR,2021,spring,mathematics,5,20,7,11,21 | 3|from5|21|bad-value",
        "b,VPR,2021,spring,mathematics,5,20,7,11, | 3|from5||bad-value",
        "b,VPR,2021,spring,mathematics,5,20,7,,15 | 3|from5|15|bad-value",
        "b,VPR,2021,spring,mathematics,5,20,,11,15 | 3|from4|11|bad-value",
        "b,VPR,2021,spring,mathematics,5 | 3|||ragged-row",
        "a,VPR,2021,spring,mathematics,5,21,7,11,15 | 3|assessment|a|duplicate-assessment",
        "a,ВПР,2021,весна,математика,5,20,7,11,15 | 3|assessment|a|repeated-row"
    })
    void leavesOutARowInErrorAndNamesTheColumn(String line, String first, String column, String value, String reason) {
        Loaded<List<Assessment>> loaded = read(HEADER, GOOD, line);
        assertThat(loaded.value()).extracting(assessment -> assessment.id() + " " + assessment.scale())
                .containsExactly("a 0..20 [7, 11, 15]");
        assertThat(InputFiles.shorts(loaded.problems()))
                .containsExactly(String.join("|", first, blank(column), blank(value), reason));
    }

    private static String blank(String text) {
        return text == null ? "" : text;
    }

    @Test
    void notesAnUnknownColumn() {
        Loaded<List<Assessment>> loaded = read(HEADER + ",comment", GOOD + ",draft");
        assertThat(loaded.value()).hasSize(1);
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("1|comment||unknown-column");
    }

    @Test
    void printsTheLineThatIsMissing() {
        String line = AssessmentsCsv.lineToAdd(Procedure.VPR, 2020, Season.AUTUMN, Subject.RUSSIAN, 6);
        assertThat(line).isEqualTo("VPR-2020-autumn-russian-6,VPR,2020,autumn,russian,6,<max>,<from3>,<from4>,<from5>");
        String filled = line.replace("<max>", "51").replace("<from3>", "25").replace("<from4>", "35").replace("<from5>", "45");
        assertThat(read(HEADER, filled).orElseThrow()).extracting(Assessment::scale)
                .containsExactly(ScoreScale.of(51, 25, 35, 45));
    }

    @Test
    void refusesFilesInError() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read("assessment,procedure", "a,VPR"))
                .withMessage("assessments.csv:1 year: the column is missing");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(HEADER, "b,VPR,1889,spring,mathematics,5,20,7,11,15"))
                .withMessage("assessments.csv:2 year: no row can be used; the first: the value is not allowed in this column");
    }
}
