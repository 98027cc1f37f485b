package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.ScoreScale;
import io.github.eduindicators.model.Subject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an analyst sees who types a reader into JShell, or the name of a file that is not there. */
class ReadersInOneLineTest {
    private static final List<Assessment> WORKS = List.of(Assessment.vpr(2021, Subject.MATHEMATICS, 5, ScoreScale.of(20, 7, 11, 15)));
    private static final List<School> SCHOOLS = List.of(School.of(SchoolId.of("s1")), School.of(SchoolId.of("s2")));

    @Test
    void readersSayWhatTheyKnow() {
        assertThat(SchoolsCsv.withDefaults()).hasToString("SchoolsCsv[STRICT]");
        assertThat(AssessmentsCsv.withDefaults().withMode(ReadingMode.LENIENT)).hasToString("AssessmentsCsv[LENIENT]");
        assertThat(IndicatorsCsv.of(SCHOOLS)).hasToString("IndicatorsCsv[2 schools, STRICT]");
        assertThat(ResultsCsv.of(WORKS)).hasToString("ResultsCsv[1 assessments, STRICT]");
        assertThat(ResultsCsv.of(WORKS).withSchools(SCHOOLS)).hasToString("ResultsCsv[1 assessments, 2 schools, STRICT]");
        assertThat(RecheckCsv.of(WORKS).withSchools(SCHOOLS)).hasToString("RecheckCsv[1 assessments, 2 schools, STRICT]");
        assertThat(ResponsesCsv.of(WORKS)).hasToString("ResponsesCsv[1 assessments, STRICT]");
    }

    @Test
    void aMistypedNameIsAnotherErrorThanAFolder(@TempDir Path folder) {
        ResultsCsv reader = ResultsCsv.of(WORKS);
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> reader.read(folder.resolve("reslts.csv")))
                .withMessage("reslts.csv: the file is needed and is not there");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> reader.read(folder))
                .withMessageEndingWith(": the file cannot be read");
    }
}
