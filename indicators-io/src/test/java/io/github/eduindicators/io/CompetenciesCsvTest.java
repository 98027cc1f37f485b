package io.github.eduindicators.io;

import static io.github.eduindicators.io.InputFiles.shorts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.CompetencyResults;
import io.github.eduindicators.results.CompetencyResults.Score;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompetenciesCsvTest {
    private static final String HEADER = "person,school,municipality,wave,competency,points,max";
    private static final Region AMUR = Region.of("Амурская область");
    private static final Municipality CITY = Municipality.of(AMUR, "Белогорск");
    private static final SchoolId ONE = SchoolId.of("edu280417");
    private static final SchoolId TWO = SchoolId.of("edu280418");
    private static final List<School> REGISTER = List.of(
            school("edu280417", CITY),
            school("edu280418", Municipality.of(AMUR, "Ленинский район")),
            school("edu710001", Municipality.of(Region.of("Тульская область"), "Ленинский район")));

    @TempDir
    private Path folder;

    private static School school(String id, Municipality municipality) {
        return School.builder(SchoolId.of(id)).municipality(municipality).build();
    }

    private Loaded<CompetencyResults> read(ReadingMode mode, String... rows) {
        return read(mode, InputFiles.write(folder, "competencies.csv", Stream.concat(Stream.of(HEADER), Arrays.stream(rows)).toArray(String[]::new)));
    }

    private static Loaded<CompetencyResults> read(ReadingMode mode, Path file) {
        CsvTable.Reading reading = CsvTable.Reading.of(mode);
        return new Loaded<>(CompetenciesCsv.read(file, REGISTER, reading), reading.problems().list());
    }

    private static Unit person(String code) {
        return Unit.of(UnitType.PERSON, code);
    }

    @Test
    void readsScores() {
        Loaded<CompetencyResults> loaded = read(ReadingMode.STRICT,
                "t-1,sch280417,Белогорск,2021-h1,methodical / lesson goals,7.5,10",
                "t-1,edu280417,,2021-H1,subject/number,0,4",
                "t-2,edu280418,Ленинский район (Амурская область),2021,subject/number,4,4.0",
                "\"t,3\",edu280418,Ленинский район,2020-09,\"речь,\nязык\",1e1,20");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value()).isEqualTo(CompetencyResults.builder(REGISTER)
                .add(person("t-1"), ONE, "2021-H1", "methodical/lesson goals", Score.of(7.5, 10))
                .add(person("t-1"), ONE, "2021-H1", "subject/number", Score.of(0, 4))
                .add(person("t-2"), TWO, "2021", "subject/number", Score.of(4, 4))
                .add(person("t,3"), TWO, "2020-09", "речь, язык", Score.of(10, 20))
                .build());
    }

    @Test
    void leavesOutRowsInErrorAndTellsNoPerson() {
        Loaded<CompetencyResults> loaded = read(ReadingMode.STRICT,
                "secret-1,edu280417,Белогорск,2021,a,1,2",
                ",edu280417,Белогорск,2021,a,1,2",
                "secret-" + "9".repeat(200) + ",edu280417,Белогорск,2021,a,1,2",
                "\"secret\n2\",edu280417,Белогорск,2021,a,1,2",
                "secret-3,,Белогорск,2021,a,1,2",
                "secret-3,edu999999,Белогорск,2021,a,1,2",
                "secret-3," + "x".repeat(201) + ",Белогорск,2021,a,1,2",
                "secret-3,edu280417,Белогорск,,a,1,2",
                "secret-3,edu280417,Белогорск,осень,a,1,2",
                "secret-3,edu280417,Белогорск,2021-13,a,1,2",
                "secret-3,edu280417,Белогорск,2021,,1,2",
                "secret-3,edu280417,Белогорск,2021,a/,1,2",
                "secret-3,edu280417,Белогорск,2021,a,,2",
                "secret-3,edu280417,Белогорск,2021,a,1,",
                "secret-3,edu280417,Белогорск,2021,a,3,2",
                "secret-3,edu280417,Белогорск,2021,a,-1,2",
                "secret-3,edu280417,Белогорск,2021,a,0,0",
                "secret-3,edu280417,Белогорск,2021,a,0,-2",
                "secret-3,edu280417,Белогорск,2021,a,0.0001,2",
                "secret-3,edu280417,Белогорск,2021,a,1,1e300",
                "secret-3,edu280417,Белогорск,2021,a,NaN,2",
                "secret-3,edu280417,Белогорск,2021,a,=1+1,2",
                "secret-3,edu280417,Белогорск,2021,a,1 ,2 балла",
                "secret-3,edu280417,Белогорск,2021,a,\"1,5\",2",
                "secret-3,edu280417,Белогорск,2021,a,1",
                "secret-3,edu280417,Белогорск,2021,a,1,2,3",
                "secret-1,edu280417,Белогорск,2021, a ,2,2",
                "secret-1,edu280418,Ленинский район,2021,b,2,2",
                "secret-3,edu280417,Ленинский район,2021,a,1,2",
                "secret-3,edu280418,Ленинский район (Тульская область),2021,a,1,2");
        // The line break within quotes is one more line of the file.
        assertThat(shorts(loaded.problems())).containsExactly(
                "3|person||blank-value",
                "4|person||bad-value",
                "5|person||bad-value",
                "7|school||blank-value",
                "8|school|edu999999|unknown-school",
                "9|school|" + "x".repeat(200) + "…|unknown-school",
                "10|wave||blank-value",
                "11|wave|осень|bad-value",
                "12|wave|2021-13|bad-value",
                "13|competency||blank-value",
                "14|competency|a/|bad-value",
                "15|points||blank-value",
                "16|max||blank-value",
                "17|points|3|more-than-whole",
                "18|points|-1|bad-value",
                "19|max|0|bad-value",
                "20|max|-2|bad-value",
                "21|points|0.0001|bad-value",
                "22|max|1e300|bad-value",
                "23|points|NaN|bad-value",
                "24|points|=1+1|bad-value",
                "25|max|2 балла|bad-value",
                "26|points|1,5|bad-value",
                "27|||ragged-row",
                "28|||ragged-row",
                "29|competency|a|duplicate-competency",
                "30|school|edu280418|other-school",
                "31|municipality|Ленинский район|other-municipality",
                "32|municipality|Ленинский район (Тульская область)|other-municipality");
        assertThat(loaded.problems()).allSatisfy(problem -> {
            assertThat(problem.toString()).doesNotContain("secret");
            assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
            assertThat(problem.reason().text(Locale.forLanguageTag("ru"))).isNotBlank();
        });
        assertThat(loaded.value()).isEqualTo(CompetencyResults.builder(REGISTER).add(person("secret-1"), ONE, "2021", "a", Score.of(1, 2)).build());
    }

    @Test
    void aRowInErrorTakesNobodysPlace() {
        Loaded<CompetencyResults> loaded = read(ReadingMode.STRICT,
                "t,edu280418,,2021,a,9,2", "t,edu280417,,2021,a,1,2", "t,edu280418,,2020,a,2,2");
        assertThat(shorts(loaded.problems())).containsExactly("2|points|9|more-than-whole");
        assertThat(loaded.value().diagnosis(person("t"), "2021").orElseThrow().school()).isEqualTo(ONE);
        assertThat(loaded.value().diagnosis(person("t"), "2020").orElseThrow().school()).isEqualTo(TWO);
    }

    @Test
    void aMunicipalityThatTheRegisterDoesNotKnowIsNoted() {
        Loaded<CompetencyResults> loaded = read(ReadingMode.STRICT, "t,edu280417,г. Белогорск,2021,a,1,2", "t,edu280417,,2021,b,1,2");
        assertThat(shorts(loaded.problems())).containsExactly("2|municipality|г. Белогорск|municipality-not-known");
        assertThat(loaded.problems().get(0).severity()).isEqualTo(Problem.Severity.NOTE);
        assertThat(loaded.value().diagnoses().get(0).municipality()).isEqualTo(CITY);
    }

    @Test
    void theLenientModeTakesRussianSpreadsheets() {
        String text = "person;school;municipality;wave;competency;points;max;remark\r\nt;edu280417;Белогорск;2021;речь;7,5;10;x\r\n";
        Path file = InputFiles.write(folder, "competencies.csv", Charset.forName("windows-1251"), text);
        Loaded<CompetencyResults> loaded = read(ReadingMode.LENIENT, file);
        assertThat(shorts(loaded.problems())).containsExactlyInAnyOrder(
                "0||windows-1251|windows-1251", "0||;|other-separator", "1|remark||unknown-column", "0|||decimal-comma");
        assertThat(loaded.value().diagnoses().get(0).score("речь")).contains(Score.of(7.5, 10));
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(ReadingMode.STRICT, file));
    }

    @Test
    void theOrderOfRowsMakesNoDifference() {
        String[] rows = {
            "t,edu280417,,2021,a,1,2", "u,edu280418,,2020,b,2,3", "t,edu280418,,2020,a,1,2", "u,edu280418,,2021,a,0,2", "a,edu710001,,2020,a,2,2"
        };
        CompetencyResults one = read(ReadingMode.STRICT, rows).value();
        List<String> back = Arrays.asList(rows);
        Collections.reverse(back);
        assertThat(read(ReadingMode.STRICT, back.toArray(String[]::new)).value()).isEqualTo(one);
        assertThat(one.diagnoses()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "person,school,municipality,wave,competency,points\nt,edu280417,,2021,a,1\n",
        "person,school,municipality,wave,competency,points,max,max\nt,edu280417,,2021,a,1,2,2\n",
        HEADER + "\n",
        HEADER + "\nsecret,edu999999,,2021,a,1,2\n",
        HEADER + "\nsecret,\"edu280417,,2021,a,1,2\n"
    })
    void aFileInErrorEndsTheReading(String text) {
        Path file = InputFiles.write(folder, "competencies.csv", StandardCharsets.UTF_8, text);
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(ReadingMode.LENIENT, file))
                .withMessageContaining("competencies.csv").withMessageNotContaining("secret");
    }
}
