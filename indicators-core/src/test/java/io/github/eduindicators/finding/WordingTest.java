package io.github.eduindicators.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.eduindicators.model.AssessmentId;
import io.github.eduindicators.model.SchoolId;
import io.github.eduindicators.stats.Interval;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordingTest {
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");

    private static Finding mean() {
        return Finding.builder(MethodInfo.of("fioko-2019/inflated-mean", "1", "ФИОКО (2019)"), SchoolId.of("edu280417"))
                .assessment(AssessmentId.of("ma5-2021"))
                .outcome(Outcome.FLAGGED)
                .n(25)
                .effect(new Interval(3.5, 2.25, 4.75))
                .fact("school-mean", 14.5)
                .fact("school-lower", 13.2)
                .fact("region-mean", 11.0)
                .fact("region-upper", 11.125)
                .fact("region-n", 24_933L)
                .build();
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle("io.github.eduindicators.finding.findings", locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    @Test
    void bothLanguagesHaveTheSameKeysAndPlaces() {
        ResourceBundle english = bundle(Locale.ENGLISH);
        ResourceBundle russian = bundle(RUSSIAN);
        assertThat(new TreeSet<>(russian.keySet())).isEqualTo(new TreeSet<>(english.keySet()));
        Pattern place = Pattern.compile("\\{([a-z0-9-]+)");
        for (String key : english.keySet()) {
            var inEnglish = new TreeSet<>(place.matcher(english.getString(key)).results().map(r -> r.group(1)).toList());
            var inRussian = new TreeSet<>(place.matcher(russian.getString(key)).results().map(r -> r.group(1)).toList());
            assertThat(inRussian).as(key).isEqualTo(inEnglish);
        }
    }

    @Test
    void numbersFollowTheLanguageAndNotTheMachine() {
        assertThat(mean().explain(RUSSIAN))
                .startsWith("ФИОКО 2019: завышенный средний балл (ma5-2021): есть признак. Средний балл 25 участников — 14,5")
                .contains("24933").doesNotContain("{");
        assertThat(mean().explain(Locale.FRENCH)).isEqualTo(mean().explain(Locale.ENGLISH)).contains("14.5").contains("from 2.25 to 4.75");
    }

    @Test
    void aZeroHasNoSign() {
        Finding shift = Finding.builder(MethodInfo.of("journal/marginal-shift", "1", "x"), SchoolId.of("s"))
                .outcome(Outcome.CLEAR).n(20).p(0.5).fact("shift", -0.0004).build();
        assertThat(shift.explain(Locale.ENGLISH)).contains(", 0.00 of a mark a pupil").doesNotContain("-0.00");
    }

    @Test
    void findingsRefuseWhatIsNotANumber() {
        assertThatThrownBy(() -> Fact.of("x", Double.NaN)).hasMessageContaining("x").hasMessageContaining("NaN");
        assertThatThrownBy(() -> mean().toBuilder().p(1.01)).hasMessageContaining("0..1");
        assertThatThrownBy(() -> mean().toBuilder().statistic(Double.POSITIVE_INFINITY)).hasMessageContaining("finite");
        assertThat(mean().p()).isEmpty();
        assertThat(mean().toBuilder().build()).isEqualTo(mean());
    }
}
