package io.github.eduindicators.io;

import static io.github.eduindicators.io.InputFiles.shorts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.School;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.model.Unit;
import io.github.eduindicators.model.UnitType;
import io.github.eduindicators.results.IndicatorValue;
import io.github.eduindicators.results.IndicatorValues;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndicatorsCsvTest {
    private static final String HEADER = "unit_type,unit,indicator,period,value,numerator,denominator";
    private static final String NOKO = "organisation,period,variable,value";
    private static final Region AMUR = Region.of("Амурская область");
    private static final Region TULA = Region.of("Тульская область");
    private static final Municipality CITY = Municipality.of(AMUR, "Белогорск");
    private static final Municipality AMUR_LENINSKY = Municipality.of(AMUR, "Ленинский район");
    private static final Municipality TULA_LENINSKY = Municipality.of(TULA, "Ленинский район");
    private static final SchoolId ONE = SchoolId.of("edu280417");
    private static final Period YEAR = Period.of(2021);
    private static final IndicatorsCsv READER = IndicatorsCsv.of(List.of(
            school("edu280417", CITY), school("edu280418", AMUR_LENINSKY), school("edu710001", TULA_LENINSKY)));

    @TempDir
    private Path folder;

    private static School school(String id, Municipality municipality) {
        return School.builder(SchoolId.of(id)).municipality(municipality).build();
    }

    private Loaded<IndicatorValues> read(String... rows) {
        return READER.read(file("indicators.csv", HEADER, rows));
    }

    private Loaded<IndicatorValues> readNoko(String... rows) {
        return READER.readNoko(file("noko.csv", NOKO, rows));
    }

    private Path file(String name, String header, String... rows) {
        return InputFiles.write(folder, name, Stream.concat(Stream.of(header), Arrays.stream(rows)).toArray(String[]::new));
    }

    private static IndicatorValue value(Loaded<IndicatorValues> loaded, Unit unit, String indicator) {
        return loaded.value().value(unit, indicator, YEAR).orElseThrow();
    }

    private static Unit organisation(String code) {
        return Unit.of(UnitType.ORGANISATION, code);
    }

    @Test
    void readsEveryKindOfUnit() {
        Loaded<IndicatorValues> loaded = read(
                "school,sch280417,olympiad_winners,2021,3,,",
                "municipality,Белогорск,kindergarten_places,2021,0.91,,",
                "municipality,Ленинский район (Тульская область),kindergarten_places,2021,0.5,,",
                "region,Тульская область,kindergarten_places,2021,0.7,,",
                "organisation,sch280417,web_site,2021,1,,",
                "preschool,ДОУ-5,places,2021,120,,",
                "vocational,СПО-1,employed,2021,,30,40",
                "head,edu280417,contract,2021-H1,1,,",
                "Person,p1,hours,2021,72,,");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value()).isEqualTo(IndicatorValues.builder()
                .add(ONE, "olympiad_winners", YEAR, IndicatorValue.of(3))
                .add(CITY, "kindergarten_places", YEAR, IndicatorValue.of(0.91))
                .add(TULA_LENINSKY, "kindergarten_places", YEAR, IndicatorValue.of(0.5))
                .add(TULA, "kindergarten_places", YEAR, IndicatorValue.of(0.7))
                .add(organisation("edu280417"), "web_site", YEAR, IndicatorValue.of(1))
                .add(Unit.of(UnitType.PRESCHOOL, "ДОУ-5"), "places", YEAR, IndicatorValue.of(120))
                .add(Unit.of(UnitType.VOCATIONAL, "СПО-1"), "employed", YEAR, IndicatorValue.ratio(30, 40))
                .add(Unit.of(UnitType.HEAD, "edu280417"), "contract", Period.ofHalf(2021, 1), IndicatorValue.of(1))
                .add(Unit.of(UnitType.PERSON, "p1"), "hours", YEAR, IndicatorValue.of(72))
                .build());
    }

    @Test
    void aMunicipalityIsKnownAndOne() {
        Loaded<IndicatorValues> loaded = read(
                "municipality,Ленинский район,a,2021,1,,",
                "municipality,Тында,a,2021,1,,",
                "municipality,Белогорск (Тульская область),a,2021,1,,",
                "municipality,,a,2021,1,,",
                "municipality,Белогорск (Амурская область),a,2021,1,,",
                "municipality,Белогорск,a,2021,2,,");
        assertThat(shorts(loaded.problems())).containsExactly(
                "2|unit|Ленинский район|ambiguous-municipality",
                "3|unit|Тында|unknown-municipality",
                "4|unit|Белогорск (Тульская область)|unknown-municipality",
                "5|unit||blank-value",
                "7|value|2|duplicate-value");
        assertThat(loaded.value().units()).containsExactly(CITY);
        assertThat(value(loaded, CITY, "a")).isEqualTo(IndicatorValue.of(1));
    }

    @Test
    void aNameThatLooksLikeAnothersNameWithItsRegionIsAmbiguous() {
        IndicatorsCsv reader = IndicatorsCsv.of(List.of(
                school("a", Municipality.of(Region.of("R"), "M")), school("b", Municipality.of(Region.of("Q"), "M (R)"))));
        Loaded<IndicatorValues> loaded = reader.read(
                file("indicators.csv", HEADER, "municipality,M (R),a,2021,1,,", "municipality,M (R) (Q),a,2021,2,,"));
        assertThat(shorts(loaded.problems())).containsExactly("2|unit|M (R)|ambiguous-municipality");
        assertThat(loaded.value().units()).containsExactly(Municipality.of(Region.of("Q"), "M (R)"));
    }

    @Test
    void aRatioKeepsItsCounts() {
        Loaded<IndicatorValues> loaded = read(
                "school,edu280417,both,2021,0.33,1,3",
                "school,edu280417,exact,2021,0.5,1,2",
                "school,edu280417,none,2021,,0,0",
                "school,edu280417,above,2021,,7,2",
                "school,edu280417,odd,2021,,2.5,5");
        assertThat(loaded.problems()).isEmpty();
        assertThat(value(loaded, ONE, "both").value()).hasValue(1.0 / 3);
        assertThat(value(loaded, ONE, "both").n()).hasValue(3);
        assertThat(value(loaded, ONE, "exact").denominator()).hasValue(2);
        assertThat(value(loaded, ONE, "none").state()).isEqualTo(IndicatorValue.State.NOT_APPLICABLE);
        assertThat(value(loaded, ONE, "above").value()).hasValue(3.5);
        assertThat(value(loaded, ONE, "odd").value()).hasValue(0.5);
        assertThat(value(loaded, ONE, "odd").interval()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.34, 1, 3, false", "0.333, 1, 3, true", "0.3, 1, 3, false", "1, 7, 10, false", "0.7, 7, 10, true", "0.70, 7, 10, true",
        "70, 7, 10, false", "0, 0, 0, false", "33E-2, 1, 3, true", "0.0033e2, 1, 3, true", "0.00033e3, 1, 3, true",
        "3e-1, 1, 3, false", "0.00, 4, 1000, true", "2.50, 5, 2, true", "-0.5, -1, 2, true"
    })
    void aValueBesideARatioAgreesToTheDecimalsItIsWrittenWith(
            String value, String numerator, String denominator, boolean agrees) {
        Loaded<IndicatorValues> loaded = read(
                "school,edu280417,other,2021,1,,", "school,edu280417,a,2021," + value + "," + numerator + "," + denominator);
        assertThat(shorts(loaded.problems())).isEqualTo(agrees ? List.of() : List.of("3|value|" + value + "|value-differs"));
        assertThat(loaded.value().indicators()).contains("other").hasSize(agrees ? 2 : 1);
    }

    @Test
    void leavesOutRowsInError() {
        Loaded<IndicatorValues> loaded = read(
                "school,edu280417,good,2021,1,,",
                "class,1,a,2021,1,,",
                ",1,a,2021,1,,",
                "school,edu999999,a,2021,1,,",
                "school,,a,2021,1,,",
                "school,edu280417,,2021,1,,",
                "school,edu280417,Pass Rate,2021,1,,",
                "school,edu280417,a,,1,,",
                "school,edu280417,a,21,1,,",
                "school,edu280417,a,2021-H3,1,,",
                "school,edu280417,a,1812,1,,",
                "school,edu280417,a,2021,,,",
                "school,edu280417,a,2021,,1,",
                "school,edu280417,a,2021,,,1",
                "school,edu280417,a,2021,1,2,",
                "school,edu280417,a,2021,,1,0",
                "school,edu280417,a,2021,,1,-2",
                "school,edu280417,a,2021,,1e300,1e-300",
                "school,edu280417,a,2021,1,",
                "school,edu280417,a,2021,1,,,",
                "region," + "x".repeat(201) + ",a,2021,1,,",
                "school,sch280417,good,2021,2,,");
        assertThat(shorts(loaded.problems())).containsExactly(
                "3|unit_type|class|bad-value",
                "4|unit_type||blank-value",
                "5|unit|edu999999|unknown-school",
                "6|unit||blank-value",
                "7|indicator||blank-value",
                "8|indicator|Pass Rate|bad-value",
                "9|period||blank-value",
                "10|period|21|bad-value",
                "11|period|2021-H3|bad-value",
                "12|period|1812|bad-value",
                "13|value||blank-value",
                "14|denominator||blank-value",
                "15|numerator||blank-value",
                "16|denominator||blank-value",
                "17|denominator|0|bad-value",
                "18|denominator|-2|bad-value",
                "19|denominator|1e-300|bad-value",
                "20|||ragged-row",
                "21|||ragged-row",
                "22|unit|" + "x".repeat(200) + "…|bad-value",
                "23|value|2|duplicate-value");
        assertThat(loaded.value()).isEqualTo(IndicatorValues.builder().add(ONE, "good", YEAR, IndicatorValue.of(1)).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e999", "0x1p3", "1d", "1 000", "12%", "٣", "--1", "n/a"})
    void whatIsNoNumberIsNoValue(String text) {
        Loaded<IndicatorValues> loaded = READER.withMode(ReadingMode.LENIENT).read(file("indicators.csv", HEADER,
                "school,edu280417,good,2021,1,,", "school,edu280417,a,2021," + text + ",,",
                "school,edu280417,b,2021,," + text + ",2", "school,edu280417,c,2021,,1," + text));
        assertThat(shorts(loaded.problems())).containsExactly(
                "3|value|" + text + "|bad-value", "4|numerator|" + text + "|bad-value", "5|denominator|" + text + "|bad-value");
        assertThat(loaded.value().indicators()).containsExactly("good");
    }

    @Test
    void codesOfHeadsAndPersonsStandInNoProblem() {
        String secret = "Иванова";
        Loaded<IndicatorValues> loaded = read(
                "person," + secret + "1,a,2021,1,,",
                "person," + secret + "2".repeat(200) + ",a,2021,1,,",
                "head," + secret + "3".repeat(200) + ",a,2021,1,,",
                "person," + secret + "1,a,2021,2,,",
                "person," + secret + "1,b,2021,x,,");
        assertThat(shorts(loaded.problems())).containsExactly(
                "3|unit||bad-value", "4|unit||bad-value", "5|value|2|duplicate-value", "6|value|x|bad-value");
        assertThat(loaded.problems().toString()).doesNotContain(secret);
    }

    @Test
    void aHugeCellIsRefusedInShortTime() {
        Loaded<IndicatorValues> loaded = read(
                "school,edu280417,good,2021,0." + "3".repeat(200_000) + ",1,3",
                "school,edu280417," + "a".repeat(200_000) + ",2021,1,,",
                "school," + "a".repeat(200_000) + ",a,2021,1,,",
                "school,edu280417,a,2021," + "9".repeat(200_000) + ",,");
        assertThat(loaded.problems()).extracting(Problem::reason)
                .containsExactly(Reason.BAD_VALUE, Reason.BAD_VALUE, Reason.BAD_VALUE);
        assertThat(loaded.problems()).allSatisfy(problem -> assertThat(problem.value()).hasSizeLessThanOrEqualTo(201));
        assertThat(value(loaded, ONE, "good").value()).hasValue(1.0 / 3);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read("school,edu280417,a,2021," + "9".repeat(300_000) + ",,"))
                .satisfies(e -> assertThat(e.problem().reason()).isIn(Reason.TOO_LONG, Reason.UNCLOSED_QUOTE));
    }

    @Test
    void lenientReadsWhatARussianSpreadsheetSaves() {
        Path file = InputFiles.write(folder, "indicators.csv", Charset.forName("windows-1251"),
                HEADER.replace(',', ';') + ";Примечание\r\n"
                        + "municipality;Белогорск;доля_школ;2021;0,25;;;-\r\n"
                        + "school;sch280417;доля;2021;0,33;1;3;\r\n");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> READER.read(file))
                .withMessageContaining("indicators.csv");
        Loaded<IndicatorValues> loaded = READER.withMode(ReadingMode.LENIENT).read(file);
        assertThat(value(loaded, CITY, "доля_школ").value()).hasValue(0.25);
        assertThat(value(loaded, ONE, "доля").n()).hasValue(3);
        assertThat(shorts(loaded.problems())).containsExactly(
                "0||windows-1251|windows-1251", "0||;|other-separator", "1|Примечание||unknown-column", "0|||decimal-comma");
    }

    @Test
    void theStrictReaderTakesNoDecimalComma() {
        Loaded<IndicatorValues> loaded = read("school,edu280417,a,2021,1,,", "school,edu280417,b,2021,\"0,5\",,");
        assertThat(shorts(loaded.problems())).containsExactly("3|value|0,5|bad-value");
    }

    @Test
    void aByteOrderMarkAndCarriageReturnsAreNothingToSpeakOf() {
        Path file = InputFiles.write(folder, "noko.csv", StandardCharsets.UTF_8,
                "\uFEFF" + NOKO + "\r\nedu280417,2021,channels,3\r\n");
        Loaded<IndicatorValues> loaded = READER.readNoko(file);
        assertThat(loaded.problems()).isEmpty();
        assertThat(value(loaded, organisation("edu280417"), "noko.channels")).isEqualTo(IndicatorValue.of(3));
    }

    @Test
    void readsWhatAnIndependentAssessmentCounted() {
        Loaded<IndicatorValues> loaded = readNoko(
                "sch280417,2021,info_stand,8",
                "edu280417,2021,info_stand_norm,10",
                "ДОУ-5,2021-H2,waiting_score,42.5",
                "ДОУ-5,2021-H2,waiting_timely,0");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.value()).isEqualTo(IndicatorValues.builder()
                .add(organisation("edu280417"), "noko.info_stand", YEAR, IndicatorValue.of(8))
                .add(organisation("edu280417"), "noko.info_stand_norm", YEAR, IndicatorValue.of(10))
                .add(organisation("ДОУ-5"), "noko.waiting_score", Period.ofHalf(2021, 2), IndicatorValue.of(42.5))
                .add(organisation("ДОУ-5"), "noko.waiting_timely", Period.ofHalf(2021, 2), IndicatorValue.of(0))
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "info_stand", "info_stand_norm", "info_site", "info_site_norm", "channels", "sat_stand", "sat_stand_n", "sat_site",
        "sat_site_n", "comfort", "sat_comfort", "respondents", "access_env", "access_service", "sat_access",
        "disabled_n", "polite_first", "polite_service", "polite_remote", "remote_n", "recommend", "org_conditions",
        "overall", "waiting_score", "waiting_timely"
    })
    void everyVariableOfTheFormatIsKnown(String variable) {
        assertThat(readNoko("a,2021," + variable + ",7").value().indicators()).containsExactly("noko." + variable);
    }

    @Test
    void leavesOutWhatAnAssessmentCannotHaveCounted() {
        Loaded<IndicatorValues> loaded = readNoko(
                "a,2021,respondents,240",
                ",2021,respondents,1",
                "x".repeat(201) + ",2021,respondents,1",
                "a,2021,,1",
                "a,2021,Respondents,1",
                "a,2021,noko.respondents,1",
                "a,soon,overall,1",
                "a,2021,overall,",
                "a,2021,overall,-1",
                "a,2021,overall,12.0",
                "a,2021,overall,1e2",
                "a,2021,overall,NaN",
                "a,2021,overall,9999999999",
                "a,2021,waiting_score,-0.5",
                "a,2021,waiting_score,100.5",
                "a,2021,waiting_score,Infinity",
                "a,2021,respondents,240",
                "a,2021,respondents",
                "a,2021,\"overall\",99");
        assertThat(shorts(loaded.problems())).containsExactly(
                "3|organisation||blank-value",
                "4|organisation|" + "x".repeat(200) + "…|bad-value",
                "5|variable||blank-value",
                "6|variable|Respondents|unknown-variable",
                "7|variable|noko.respondents|unknown-variable",
                "8|period|soon|bad-value",
                "9|value||blank-value",
                "10|value|-1|bad-value",
                "11|value|12.0|bad-value",
                "12|value|1e2|bad-value",
                "13|value|NaN|bad-value",
                "14|value|9999999999|bad-value",
                "15|value|-0.5|bad-value",
                "16|value|100.5|bad-value",
                "17|value|Infinity|bad-value",
                "18|value|240|duplicate-value",
                "19|||ragged-row");
        assertThat(loaded.value().indicators()).containsExactly("noko.overall", "noko.respondents");
    }

    @Test
    void aPartIsNotLargerThanItsWholeWhereverThatStands() {
        Loaded<IndicatorValues> loaded = readNoko(
                "a,2021,overall,241",
                "a,2021,recommend,240",
                "a,2021,info_stand,11",
                "a,2021,polite_remote,3",
                "a,2021,respondents,240",
                "a,2021,info_stand_norm,10",
                "a,2022,overall,500",
                "b,2021,overall,500",
                "a,2021,channels,77");
        assertThat(shorts(loaded.problems())).containsExactly("2|value|241|more-than-whole", "4|value|11|more-than-whole");
        assertThat(loaded.value().values()).hasSize(7);
        assertThat(loaded.value().value(organisation("a"), "noko.overall", YEAR)).isEmpty();
        assertThat(loaded.value().value(organisation("a"), "noko.recommend", YEAR)).hasValue(IndicatorValue.of(240));
    }

    @Test
    void refusesFilesInError() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> READER.read(
                        InputFiles.write(folder, "indicators.csv", "unit_type,unit,indicator,period,value")))
                .withMessage("indicators.csv:1 numerator: the column is missing");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> READER.readNoko(InputFiles.write(folder, "noko.csv", NOKO + ",value", "a,2021,overall,1,1")))
                .withMessage("noko.csv:1 value: the column is there twice");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> readNoko("a,2021,speed,1"))
                .withMessage("noko.csv:2 variable: no row can be used; the first: "
                        + "the independent assessment of conditions has no such variable");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> readNoko()).withMessageContaining("no row can be used");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> readNoko("a,2021,\"overall,1"))
                .withMessageContaining("quotation");
    }

    @Test
    void theSameValueInTwoFilesCountsOnce() {
        CsvTable.Reading reading = CsvTable.Reading.of(ReadingMode.LENIENT);
        Map<IndicatorValues.Key, IndicatorValue> values = new HashMap<>();
        READER.readNoko(file("noko.csv", NOKO, "edu280417,2021,channels,3"), values, reading);
        READER.read(file("indicators.csv", HEADER,
                "organisation,sch280417,noko.channels,2021,4,,", "organisation,sch280417,a,2021,4,,"), values, reading);
        assertThat(shorts(reading.problems().list())).containsExactly("2|value|4|duplicate-value");
        assertThat(IndicatorValues.of(values)).isEqualTo(IndicatorValues.builder()
                .add(organisation("edu280417"), "noko.channels", YEAR, IndicatorValue.of(3))
                .add(organisation("edu280417"), "a", YEAR, IndicatorValue.of(4))
                .build());
    }

    @Test
    void manyProblemsOfOneKindAreCounted() {
        Loaded<IndicatorValues> loaded = readNoko(Stream.concat(
                        Stream.of("a,2021,overall,1"), IntStream.range(0, 1_500).mapToObj(i -> "a,2021,v" + i + ",5"))
                .toArray(String[]::new));
        assertThat(loaded.problems()).hasSize(1_001);
        assertThat(loaded.problems().get(1_000).count()).isEqualTo(500);
    }
}
