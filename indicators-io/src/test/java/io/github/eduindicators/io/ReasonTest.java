package io.github.eduindicators.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {

    @ParameterizedTest
    @ValueSource(strings = {"reasons.properties", "reasons_ru.properties"})
    void wordingHasExactlyTheReasons(String bundle) throws IOException {
        Properties wording = new Properties();
        try (InputStream in = Reason.class.getResourceAsStream(bundle);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            wording.load(reader);
        }
        assertThat(wording.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Reason.values()).map(Reason::code).toList());
        assertThat(wording.values()).allSatisfy(text -> assertThat((String) text).isNotBlank().doesNotEndWith("."));
    }

    @Test
    void speaksRussianAndOtherwiseEnglish() {
        assertThat(Reason.UNKNOWN_SCHOOL.text(Locale.forLanguageTag("ru-RU"))).isEqualTo("школы нет в реестре");
        assertThat(Reason.UNKNOWN_SCHOOL.text(Locale.ENGLISH)).isEqualTo("the school is not in the register");
        assertThat(Reason.UNKNOWN_SCHOOL.text(Locale.GERMAN)).isEqualTo("the school is not in the register");
    }
}
