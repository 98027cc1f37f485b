package io.github.eduindicators.io.report;

import static io.github.eduindicators.io.report.ReviewFixture.RU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.eduindicators.model.Assessment;
import io.github.eduindicators.model.Municipality;
import io.github.eduindicators.model.Procedure;
import io.github.eduindicators.model.Region;
import io.github.eduindicators.model.Season;
import io.github.eduindicators.model.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Texts ENGLISH = Texts.of(Locale.ENGLISH);
    private static final Texts RUSSIAN = Texts.of(RU);

    private static Properties bundle(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Texts.class.getResourceAsStream(name)) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return properties;
    }

    private static List<String> places(String text) {
        return Pattern.compile("\\{[^}]*}").matcher(text).results().map(MatchResult::group).sorted().toList();
    }

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSamePlaces() throws IOException {
        Properties english = bundle("report.properties");
        Properties russian = bundle("report_ru.properties");
        assertThat(new TreeSet<>(russian.stringPropertyNames())).isEqualTo(new TreeSet<>(english.stringPropertyNames()))
                .hasSizeGreaterThan(100);
        for (String key : english.stringPropertyNames()) {
            assertThat(english.getProperty(key)).as(key).isNotBlank();
            assertThat(places(russian.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
            assertThat(places(english.getProperty(key))).as(key).allMatch(place -> place.matches("\\{\\d}"));
        }
    }

    @Test
    void everySubjectAndProcedureOfTheModelHasAName() throws IOException {
        Properties english = bundle("report.properties");
        for (Subject subject : List.of(Subject.RUSSIAN, Subject.MATHEMATICS, Subject.MATHEMATICS_BASIC,
                Subject.MATHEMATICS_PROFILE,
                Subject.ENVIRONMENT, Subject.BIOLOGY, Subject.HISTORY, Subject.GEOGRAPHY, Subject.SOCIAL_STUDIES, Subject.PHYSICS,
                Subject.CHEMISTRY, Subject.ENGLISH, Subject.GERMAN, Subject.FRENCH, Subject.INFORMATICS, Subject.LITERATURE)) {
            assertThat(RUSSIAN.wording().named(subject.code())).as(subject.code()).isNotEqualTo(subject.code());
        }
        for (Procedure procedure : List.of(Procedure.VPR, Procedure.OGE, Procedure.EGE, Procedure.NIKO, Procedure.ROP,
                Procedure.PISA)) {
            assertThat(english).containsKey("procedure." + procedure.code());
        }
    }

    @Test
    void assessmentsAreNamedInWords() {
        assertThat(ENGLISH.name(ReviewFixture.MATHS_2021)).isEqualTo("VPR 2021, mathematics, grade 5");
        assertThat(RUSSIAN.name(ReviewFixture.MATHS_2021)).isEqualTo("ВПР 2021, математика, 5 класс");
        Assessment autumn = Assessment.builder(Procedure.VPR, 2020, Subject.of("craft")).grade(4).season(Season.AUTUMN).build();
        assertThat(RUSSIAN.name(autumn)).isEqualTo("ВПР 2020 (осень), craft, программа 4 класса");
    }

    @Test
    void russianNounsAgreeWithTheirNumbers() {
        assertThat(LongStream.of(0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 111, 121).mapToObj(n -> RUSSIAN.counted("sign", n)))
                .containsExactly("0 признаков", "1 признак", "2 признака", "4 признака", "5 признаков", "11 признаков",
                        "12 признаков",
                        "14 признаков", "21 признак", "22 признака", "111 признаков", "121 признак");
        assertThat(LongStream.of(0, 1, 2, 21).mapToObj(n -> ENGLISH.counted("sign", n)))
                .containsExactly("0 signs", "1 sign", "2 signs", "21 signs");
    }

    @Test
    void numbersAreInTheFormatOfTheLanguage() {
        assertThat(RUSSIAN.number(12345.678, 1)).isEqualTo("12\u00A0345,7");
        assertThat(ENGLISH.number(12345.678, 1)).isEqualTo("12,345.7");
        assertThat(ENGLISH.number(0.5, 0)).isEqualTo("0");
        assertThat(RUSSIAN.p(OptionalDouble.of(0.0009))).isEqualTo("<0,001");
        assertThat(ENGLISH.p(OptionalDouble.of(0.0449))).isEqualTo("0.045");
        assertThat(ENGLISH.p(OptionalDouble.empty())).isEqualTo("–");
    }

    @Test
    void whatIsFilledInIsNotFilledAgain() {
        assertThat(ENGLISH.get("years.range", "{1}", "{0}")).isEqualTo("Years: {1}–{0}");
    }

    @Test
    void placesThatAreNotKnownAreSaidInWords() {
        assertThat(ENGLISH.name(Region.of("-"))).isEqualTo("Region not stated");
        assertThat(RUSSIAN.name(Municipality.of(Region.of("-"), "-"))).isEqualTo("Муниципалитет не указан");
        assertThat(RUSSIAN.name(Region.of("Амур"))).isEqualTo("Амур");
    }

    @Test
    void aMissingTextIsAnErrorAndNotAKeyOnThePage() {
        assertThatExceptionOfType(MissingResourceException.class).isThrownBy(() -> ENGLISH.get("no.such.key"));
    }
}
