package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.eduindicators.model.Period;
import io.github.eduindicators.surveys.ProficiencyLevels;
import io.github.eduindicators.surveys.ReplicationScheme;
import io.github.eduindicators.surveys.Statistic;
import io.github.eduindicators.surveys.StudyMonitoring.Wave;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudiesCsvTest {
    private static final String HEADER =
            "study,cycle,domain,file,scheme,weight,replicates,values,group,cluster,stratum,levels,link_error";
    private static final String CLUSTER = "own,2022,math,study_own.csv,cluster,w,,PV*MATH,gender,school,,pisa-mathematics-2003,2.5";

    @TempDir
    private Path folder;
    private CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);

    private List<Wave> read(String... lines) {
        return StudiesCsv.read(InputFiles.write(folder, "studies.csv", lines), reading);
    }

    private List<String> problems() {
        return reading.problems().list().stream().map(p -> p.file() + ":" + p.line() + "|" + p.column() + "|" + p.value() + "|" + p.reason().code()
                + (p.count() > 1 ? " x" + p.count() : "")).toList();
    }

    /** Eight pupils of four schools with two plausible values. */
    private void own(String... instead) {
        String[] lines = new String[9];
        lines[0] = "pupil,school,stratum,w,PV1MATH,PV2MATH,PV1READ,gender,escs";
        for (int i = 0; i < 8; i++) {
            lines[i + 1] = "Ivanov" + i + ",s" + i / 2 + ",t" + i / 4 + ",1.5," + (400 + 10 * i) + "," + (405 + 10 * i) + "," + (500 + i)
                    + "," + (i % 2 == 0 ? "f" : "m") + "," + (i == 3 ? "" : i / 10.0);
        }
        for (int i = 0; i + 1 < instead.length; i += 2) {
            lines[Integer.parseInt(instead[i])] = instead[i + 1];
        }
        InputFiles.write(folder, "study_own.csv", lines);
    }

    @Test
    void schoolsMakeTheReplicatesWhereThereAreNone() {
        own();
        List<Wave> waves = read(HEADER + ",gradient", CLUSTER + ",escs");
        assertThat(problems()).isEmpty();
        assertThat(waves).singleElement().satisfies(wave -> {
            assertThat(wave.toString()).isEqualTo("own 2022 math");
            assertThat(wave.cycle()).isEqualTo(Period.of(2022));
            assertThat(wave.data().study().pupils()).isEqualTo(8);
            assertThat(wave.data().study().plausibleValues("math")).isEqualTo(2);
            assertThat(wave.data().scheme()).isEqualTo(ReplicationScheme.jk1(4));
            assertThat(wave.data().study().totalWeight()).isCloseTo(12, within(1e-12));
            assertThat(wave.groups()).containsExactly("gender");
            assertThat(wave.data().study().labels("gender")).containsExactly("f", "m");
            assertThat(wave.levels()).contains(ProficiencyLevels.pisaMathematics2003());
            assertThat(wave.linkError()).hasValue(2.5);
            assertThat(wave.gradient()).contains("escs");
            assertThat(Statistic.mean().of(wave.data().study().sample("math", 2)).orElseThrow()).isCloseTo(440, within(1e-9));
        });
    }

    @Test
    void patternsFindReplicatesAndPlausibleValuesInTheOrderOfTheirNumbers() {
        String replicates = IntStream.rangeClosed(1, 80).mapToObj(i -> "W_FSTURWT" + (81 - i)).collect(Collectors.joining(","));
        String row = IntStream.rangeClosed(1, 80).mapToObj(i -> Integer.toString(81 - i)).collect(Collectors.joining(","));
        InputFiles.write(folder, "study_pisa.csv", "W_FSTUWT," + replicates + ",PV1READ,PV10READ,PV2READ,PV3READ,PV4READ,PV5READ,PV6READ,PV7READ,PV8READ,PV9READ",
                "2," + row + ",1,10,2,3,4,5,6,7,8,9");
        List<Wave> waves = read(HEADER, "PISA,2018,reading,study_pisa.csv,PISA,W_FSTUWT,W_FSTURWT,PV*READ,,,,pisa-reading-2018,");
        assertThat(problems()).isEmpty();
        var data = waves.get(0).data();
        assertThat(data.scheme()).isEqualTo(ReplicationScheme.pisa());
        for (int m = 1; m <= 10; m++) {
            assertThat(data.study().sample("reading", m).value(0)).isEqualTo(m);
        }
        assertThat(waves.get(0).linkError()).isEmpty();
    }

    @Test
    void severalDomainsOfOneFileAndOneValueByItsName() {
        own();
        List<Wave> waves = read(HEADER, CLUSTER, "own,2022,reading,study_own.csv,JKn,,,PV1READ,,school,stratum,400|500.5|600,");
        assertThat(problems()).isEmpty();
        assertThat(waves).extracting(Wave::domain).containsExactly("math", "reading");
        Wave reading = waves.get(1);
        assertThat(reading.data().study().plausibleValues("reading")).isEqualTo(1);
        assertThat(reading.data().scheme()).isEqualTo(ReplicationScheme.jkn(0.5, 0.5, 0.5, 0.5));
        assertThat(reading.data().study().totalWeight()).isEqualTo(8);
        assertThat(reading.levels().orElseThrow().basic()).isEqualTo(1);
        assertThat(reading.levels().orElseThrow().top()).isEqualTo(3);
        assertThat(reading.levels().orElseThrow().isVerified()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "own,2022,math,study_own.csv,cluster,w,,PV*MATH,gender,school,,none,;levels|none|bad-value",
        "own,2022,math,study_own.csv,cluster,w,,PV*MATH,gender,school,,400|300,;levels|400|300|bad-value",
        "own,22,math,study_own.csv,cluster,w,,PV*MATH,gender,school,,,;cycle|22|bad-value",
        "own,2022,math,study_own.csv,PIAAC,w,,PV*MATH,gender,school,,,;scheme|PIAAC|bad-value",
        "own,2022,math,study_own.csv,FAY-1,w,,PV*MATH,gender,school,,,;scheme|FAY-1|bad-value",
        "own,2022,math,study_own.csv,PISA,w,,PV*MATH,gender,school,,,;replicates||blank-value",
        "own,2022,math,study_own.csv,cluster,w,PV*MATH,PV*MATH,gender,school,,,;replicates|PV*MATH|bad-value",
        "own,2022,math,study_own.csv,PISA,w,PV*MATH,PV*MATH,gender,school,,,;replicates|2|replicates-differ",
        "own,2022,math,study_own.csv,cluster,w,,PV*MATH,gender,,,,;cluster||blank-value",
        "own,2022,math,study_own.csv,JKn,w,,PV*MATH,gender,school,,,;stratum||blank-value",
        "own,2022,math,study_own.csv,cluster,weight,,PV*MATH,gender,school,,,;weight|weight|missing-column",
        "own,2022,math,study_own.csv,cluster,w,,PV*SCIE,gender,school,,,;values|PV*SCIE|missing-column",
        "own,2022,math,study_own.csv,cluster,w,,PV*MATH,sex,school,,,;group|sex|missing-column",
        "own,2022,math,study_own.csv,cluster,w,,PV*MATH,gender,school,,,-1;link_error|-1|bad-value",
        "own,2022,math,../study_own.csv,cluster,w,,PV*MATH,gender,school,,,;file|../study_own.csv|bad-value",
        "own,2022,math,results.csv,cluster,w,,PV*MATH,gender,school,,,;file|results.csv|bad-value",
        "own,2022,math,study_other.csv,cluster,w,,PV*MATH,gender,school,,,;file|study_other.csv|missing-file",
        "own,2022,,study_own.csv,cluster,w,,PV*MATH,gender,school,,,;domain||blank-value"
    })
    void aRowInErrorIsLeftOutWithItsPlace(String line, String problem) {
        own();
        List<Wave> waves = read(HEADER, line, "good,2022,math,study_own.csv,cluster,w,,PV*MATH,gender,school,,,");
        assertThat(waves).extracting(Wave::study).containsExactly("good");
        assertThat(problems()).containsExactly("studies.csv:2|" + problem);
    }

    @Test
    void aSecondRowOfOneStudyIsLeftOut() {
        own();
        assertThat(read(HEADER, CLUSTER, CLUSTER)).hasSize(1);
        assertThat(problems()).containsExactly("studies.csv:3|study|own|duplicate-study");
    }

    @Test
    void pupilsInErrorAreLeftOutAndNeverTold() {
        own("2", "Ivanov1,s0,t0,-1,410,415,501,m,0.1", "3", "Ivanov2,s1,t0,1.5,Ivanov2,425,502,f,0.2", "4", "Ivanov3,s1,t0,1.5,430,,503,m,",
                "5", "Ivanov4,s2,t1,1.5,,,504,f,0.4", "6", "Ivanov5,,t1,1.5,450,455,505,m,0.5", "7", "Ivanov6,s3,t1,1e300,460,465,506,f,0.6");
        List<Wave> waves = read(HEADER, CLUSTER);
        assertThat(waves.get(0).data().study().pupils()).isEqualTo(2);
        assertThat(problems()).containsExactly(
                "study_own.csv:3|w||bad-value", "study_own.csv:4|PV1MATH||bad-value", "study_own.csv:5|PV2MATH||blank-value",
                "study_own.csv:7|school||blank-value", "study_own.csv:8|w||bad-value", "study_own.csv:0|PV*MATH||no-plausible-value");
        assertThat(problems().toString()).doesNotContain("Ivanov");
    }

    @Test
    void aSchoolInTwoStrataIsInError() {
        own("3", "Ivanov2,s0,t1,1.5,420,425,502,f,0.2");
        List<Wave> waves = read(HEADER, "own,2022,math,study_own.csv,JKn,w,,PV*MATH,,school,stratum,,");
        assertThat(problems()).containsExactly("study_own.csv:4|stratum||inconsistent-row");
        assertThat(waves.get(0).data().study().pupils()).isEqualTo(7);
    }

    @Test
    void aBadCellThatTwoDomainsNeedIsToldOnce() {
        own("2", "Ivanov1,s0,t0,x,410,415,501,m,0.1");
        read(HEADER, CLUSTER, "own,2022,reading,study_own.csv,cluster,w,,PV1READ,,school,,,");
        assertThat(problems()).containsExactly("study_own.csv:3|w||bad-value");
    }

    @Test
    void aGapInTheNumbersIsNamed() {
        own("0", "pupil,school,stratum,w,PV1MATH,PV3MATH,PV1READ,gender,escs");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(HEADER, CLUSTER))
                .satisfies(e -> assertThat(e.problem().reason()).isEqualTo(Reason.NO_USABLE_ROW));
        assertThat(problems()).containsExactly("studies.csv:2|values|PV2MATH|missing-column");
    }

    @Test
    void filesThatNoRowNamesAreNoted() {
        own();
        InputFiles.write(folder, "study_more.csv", "a", "1");
        read(HEADER, CLUSTER);
        assertThat(problems()).containsExactly("study_more.csv:0|||unreferenced-study");
        assertThat(StudiesCsv.isData("Study_more.CSV")).isTrue();
        assertThat(StudiesCsv.isData("studies.csv")).isFalse();
    }

    @Test
    void russianSpreadsheetsAreReadWithANote() {
        Charset windows = Charset.forName("windows-1251");
        InputFiles.write(folder, "study_own.csv", windows, "школа;вес;балл\nа;1,5;400,5\nб;1;500\nв;2;600\n");
        InputFiles.write(folder, "studies.csv", windows, HEADER.replace(',', ';') + "\nмодель;2023;чтение;study_own.csv;cluster;вес;;балл;;школа;;400,5|500;1,2\n");
        List<Wave> waves = StudiesCsv.read(folder.resolve("studies.csv"), reading);
        assertThat(waves.get(0).linkError()).hasValue(1.2);
        assertThat(waves.get(0).levels().orElseThrow().bounds().get(0).lower()).isEqualTo(400.5);
        assertThat(waves.get(0).data().study().sample("чтение", 1).value(0)).isEqualTo(400.5);
        assertThat(reading.problems().list()).extracting(Problem::reason).contains(Reason.WINDOWS_1251, Reason.OTHER_SEPARATOR, Reason.DECIMAL_COMMA);
    }

    @Test
    void brokenFilesEndTheReading() {
        own();
        InputFiles.write(folder, "study_own.csv", "w,w,PV1MATH,PV2MATH,gender,school", "1,1,1,2,f,s");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(HEADER, CLUSTER)).withMessageContaining("study_own.csv");
        InputFiles.write(folder, "study_own.csv", "w,PV1MATH,PV2MATH,gender,school", "1,\"1,2,f,s");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(HEADER, CLUSTER)).withMessageContaining("study_own.csv");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read("study,cycle", "a,b")).withMessageContaining("studies.csv");
        own();
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(HEADER, "x,y,z,a,b,c,d,e,f,g,h,i,j"));
    }

    @Test
    void tooManyNumbersEndTheReadingAtTheirLine() {
        own();
        CsvTable.Reading strict = CsvTable.Reading.of(ReadingMode.STRICT);
        List<StudiesCsv.Declared> none = List.of();
        assertThat(StudyFile.read(folder.resolve("study_own.csv"), "studies.csv", none, strict, 0).waves()).isEmpty();
        InputFiles.write(folder, "studies.csv", HEADER, CLUSTER);
        StudiesCsv.Declared declared = new StudiesCsv.Declared(2,
                List.of("own", "2022", "math", "study_own.csv", "cluster", "w", "", "PV*MATH", "", "school", "", "", ""),
                Period.of(2022), StudyScheme.of("cluster").orElseThrow(), List.of(), java.util.Optional.empty(), java.util.OptionalDouble.empty(), "");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> StudyFile.read(folder.resolve("study_own.csv"), "studies.csv", List.of(declared), strict, 500))
                .satisfies(e -> {
                    assertThat(e.problem().reason()).isEqualTo(Reason.STUDY_TOO_LARGE);
                    // A pupil takes 4 numbers, the school, 120 replicates that are made and 1 for what is beside them: 125, of which 500 hold 4.
                    assertThat(e.problem().line()).isEqualTo(6);
                });
    }
}
