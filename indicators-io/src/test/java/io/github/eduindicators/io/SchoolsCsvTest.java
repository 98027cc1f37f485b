package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchoolsCsvTest {
    private static final String HEADER = "school,name,region,municipality,type,locality";

    @TempDir
    private Path folder;

    private Loaded<List<School>> read(String... lines) {
        return SchoolsCsv.withDefaults().read(InputFiles.write(folder, "schools.csv", lines));
    }

    @Test
    void readsARegisterWithContext() {
        Loaded<List<School>> loaded = read(
                HEADER + ",pupils,rural_share,old_id",
                "sch280001,Лицей № 1,Северная область,Заречный район,lyceum,town,812,-0.5,12a",
                "s2,\"Школа, вторая\",Северная область,Заречный район,,,,1e2,");
        assertThat(loaded.value())
                .containsExactly(
                        School.builder(SchoolId.of("edu280001"))
                                .name("Лицей № 1")
                                .municipality(Municipality.of(Region.of("Северная область"), "Заречный район"))
                                .type("lyceum")
                                .locality("town")
                                .context(Map.of("pupils", 812.0, "rural_share", -0.5))
                                .build(),
                        School.builder(SchoolId.of("s2"))
                                .name("Школа, вторая")
                                .municipality(Municipality.of(Region.of("Северная область"), "Заречный район"))
                                .context("rural_share", 100)
                                .build());
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("1|old_id||unknown-column");
    }

    @Test
    void anExtraColumnWithoutAnyNumberOrNameIsNotRead() {
        Loaded<List<School>> loaded = read(HEADER + ",empty,nan,,", "s1,n,r,m,,,,NaN,5,6", "s2,n,r,m,,,,1,5,6");
        assertThat(loaded.value()).allSatisfy(school -> assertThat(school.context()).isEmpty());
        assertThat(InputFiles.shorts(loaded.problems()))
                .containsExactly("1|empty||unknown-column", "1|nan||unknown-column", "1|||unknown-column", "1|||unknown-column");
    }

    @Test
    void columnsMayStandInAnyOrder() {
        assertThat(read("locality,type,municipality,region,name,school", "village,basic,M,R,N,s1").value())
                .containsExactly(School.builder(SchoolId.of("s1"))
                        .name("N")
                        .municipality(Municipality.of(Region.of("R"), "M"))
                        .type("basic")
                        .locality("village")
                        .build());
    }

    @Test
    void decimalCommaIsForLenientReadersWithOneNote() {
        Path file = InputFiles.write(
                folder, "schools.csv", HEADER + ",share,more", "s1,n,r,m,,,\"12,5\",\"1,25\"", "s2,n,r,m,,,13.5,\"-0,5\"");
        Loaded<List<School>> lenient = SchoolsCsv.withDefaults().withMode(ReadingMode.LENIENT).read(file);
        assertThat(lenient.value()).extracting(school -> school.context().toString())
                .containsExactly("{more=1.25, share=12.5}", "{more=-0.5, share=13.5}");
        assertThat(InputFiles.shorts(lenient.problems())).containsExactly("0|||decimal-comma");
        Loaded<List<School>> strict = SchoolsCsv.withDefaults().read(file);
        assertThat(strict.value()).allSatisfy(school -> assertThat(school.context()).isEmpty());
        assertThat(InputFiles.shorts(strict.problems()))
                .containsExactly("1|share||unknown-column", "1|more||unknown-column");
    }

    @Test
    void readsWhatARussianSpreadsheetSaves() {
        Path file = InputFiles.write(folder, "schools.csv", Charset.forName("windows-1251"),
                "school;name;region;municipality;type;locality;доля\r\ns1;Школа № 5;Область;Район;;село;0,5\r\n");
        Loaded<List<School>> loaded = SchoolsCsv.withDefaults().withMode(ReadingMode.LENIENT).read(file);
        assertThat(loaded.value()).singleElement().satisfies(school -> {
            assertThat(school.name()).isEqualTo("Школа № 5");
            assertThat(school.context("доля")).hasValue(0.5);
        });
        assertThat(InputFiles.shorts(loaded.problems()))
                .containsExactly("0||windows-1251|windows-1251", "0||;|other-separator", "0|||decimal-comma");
    }

    @Test
    void leavesOutRowsInErrorAndSaysWhy() {
        Loaded<List<School>> loaded = read(
                HEADER, "s1,n,r,m,,", ",n,r,m,,", "s2,n,r,m", "s3,n,r,m," + "x".repeat(201) + ",",
                "s4,n,r,\"m\u0007\",,", "s5,n,r,m,,");
        assertThat(loaded.value()).extracting(school -> school.id().value()).containsExactly("s1", "s5");
        assertThat(InputFiles.shorts(loaded.problems()))
                .containsExactly(
                        "3|school||blank-value",
                        "4|||ragged-row",
                        "5|type|" + "x".repeat(200) + "…|bad-value",
                        "6|municipality|m |bad-value");
    }

    @Test
    void theFirstRowOfASchoolCountsAlsoUnderItsOlderLogin() {
        Loaded<List<School>> loaded = read(HEADER, "sch280001,first,r,m,,", "edu280001,second,r,m,,");
        assertThat(loaded.value()).extracting(School::name).containsExactly("first");
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("3|school|edu280001|duplicate-school");
    }

    @Test
    void notesABlankNameAndPlace() {
        Loaded<List<School>> loaded = read(HEADER, "s1,,,,,");
        assertThat(loaded.value()).singleElement().satisfies(school -> {
            assertThat(school.name()).isEqualTo("s1");
            assertThat(school.region()).isEqualTo(Region.of("-"));
            assertThat(school.municipality().name()).isEqualTo("-");
        });
        assertThat(InputFiles.shorts(loaded.problems()))
                .containsExactly("2|name||blank-place", "2|region||blank-place", "2|municipality||blank-place");
        assertThat(loaded.orElseThrow()).hasSize(1);
    }

    @Test
    void refusesFilesInError() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read("school,name,region,type,locality", "s1,n,r,,"))
                .withMessage("schools.csv:1 municipality: the column is missing");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(HEADER + ",x,x", "s1,n,r,m,,,1,1"))
                .withMessage("schools.csv:1 x: the column is there twice");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(HEADER))
                .withMessage("schools.csv: no row can be used");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(HEADER, ",n,r,m,,"))
                .withMessage("schools.csv:2 school: no row can be used; the first: the value must not be blank");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(""))
                .withMessage("schools.csv: the file is empty");
    }

    @Test
    void lineBreaksInsideQuotesAreBlanks() {
        Loaded<List<School>> loaded =
                read(HEADER, "s1,\"Школа № 1\r\nимени \"\"А. С.\"\"\",\"r\n1\",\"m\t1\",\"a\nb\",\"c\n\nd\"", "s2,n,r 1,m 1,,");
        assertThat(loaded.value()).containsExactly(
                School.builder(SchoolId.of("s1"))
                        .name("Школа № 1 имени \"А. С.\"")
                        .municipality(Municipality.of(Region.of("r 1"), "m 1"))
                        .type("a b")
                        .locality("c d")
                        .build(),
                School.builder(SchoolId.of("s2")).name("n").municipality(Municipality.of(Region.of("r 1"), "m 1")).build());
        assertThat(loaded.problems()).isEmpty();
    }

    @Test
    void aLongOfficialNameIsShortenedWithANote() {
        String name = "Муниципальное общеобразовательное учреждение ".repeat(5);
        Loaded<List<School>> loaded = read(HEADER, "s1," + name + ",r,m,,", "s2," + "x".repeat(200) + ",r,m,,",
                "s3," + "x".repeat(198) + "\uD83D\uDE00yy,r,m,,");
        assertThat(loaded.value()).extracting(School::name)
                .containsExactly(name.substring(0, 199).strip() + "…", "x".repeat(200), "x".repeat(198) + "…");
        assertThat(InputFiles.shorts(loaded.problems())).containsExactly("2|name|" + name.substring(0, 200) + "…|shortened-name",
                "4|name|" + "x".repeat(198) + "\uD83D\uDE00…|shortened-name");
    }
}
